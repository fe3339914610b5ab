package stepways.app.policy;

import java.util.List;

/// A pathway as a drawing, laid out beforehand, and the same as an outline for those who do not see it.
///
/// All places are in the drawing's own units, from its top left corner.
public record Flow(
        String id,
        String title,
        int width,
        int height,
        List<Box> boxes,
        List<Arrow> arrows,
        List<Label> labels,
        List<Step> outline) {

    public Flow {
        boxes = List.copyOf(boxes);
        arrows = List.copyOf(arrows);
        labels = List.copyOf(labels);
        outline = List.copyOf(outline);
    }

    /// A stage, a decision, an end or a gap, with its words on separate lines: the first is strong, the last is the
    /// clause.
    public record Box(int x, int y, int width, int height, Kind kind, List<Label> lines) {

        public Box {
            lines = List.copyOf(lines);
        }
    }

    public enum Kind {
        DOOR,
        STAGE,
        FORUM,
        END,
        GAP
    }

    /// A way from one box to another, as the corners it passes: "x,y x,y x,y".
    public record Arrow(String points, boolean unsure) {}

    /// Words in the drawing.
    public record Label(int x, int y, String words, Weight weight, Anchor anchor) {}

    public enum Weight {
        STRONG,
        PLAIN,
        QUIET
    }

    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// A line of the outline, with where each outcome leads.
    public record Step(String words, List<String> ways) {

        public Step {
            ways = List.copyOf(ways);
        }
    }
}
