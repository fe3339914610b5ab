package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why something is asked: a plain sentence first, then its clauses, then the reading if the text is unclear.
public record Why(
        @Nullable String words, List<Cite> cites, @Nullable Reading reading) {

    public Why {
        cites = List.copyOf(cites);
    }
}
