package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A small box beside the page: facts, or lines that lead on.
///
/// `id` is unique on the page and names the box for screen readers.
public record Card(String id, String heading, Tone tone, List<String> words, List<Fact> facts, List<Line> lines) {

    public Card {
        words = List.copyOf(words);
        facts = List.copyOf(facts);
        lines = List.copyOf(lines);
    }

    /// A line of a card: strong words, plain words, perhaps a link.
    public record Line(
            @Nullable String strong,
            @Nullable String words,
            @Nullable Link link) {}

    /// What kind of box it is.
    public enum Tone {
        PLAIN,
        WASH,
        LEAD,
        TEAL,
        GAP
    }
}
