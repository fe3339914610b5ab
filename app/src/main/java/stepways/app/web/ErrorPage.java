package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something could not be shown or recorded: what happened, whether work was saved, what to do, and a reference.
///
/// `kept` is what was typed, to copy; empty where nothing was.
public record ErrorPage(
        Layout layout,
        String heading,
        List<String> words,
        List<Fact> kept,
        @Nullable String reference,
        Link back) {
    public ErrorPage {
        words = List.copyOf(words);
        kept = List.copyOf(kept);
    }
}
