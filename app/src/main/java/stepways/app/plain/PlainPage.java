package stepways.app.plain;

import java.util.List;
import stepways.app.web.Layout;

/// A page of plain words.
public record PlainPage(Layout layout, String heading, List<Part> parts) {

    public PlainPage {
        parts = List.copyOf(parts);
    }

    /// Words under a heading, then a list.
    public record Part(String heading, List<String> words, List<String> list) {

        public Part {
            words = List.copyOf(words);
            list = List.copyOf(list);
        }

        static Part of(String heading, String... words) {
            return new Part(heading, List.of(words), List.of());
        }
    }
}
