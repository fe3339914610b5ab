package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reason why an act was not recorded.
///
/// - `words`: what happened and what to do; the same words stand at the field.
/// - `fieldId`: the field it belongs to; absent when the procedure, not the form, stands in the way.
/// - `cites`: the clauses that ask for it.
/// - `whoCan`: who can put it right, and how.
public record Problem(
        String words,
        @Nullable String fieldId,
        List<Cite> cites,
        @Nullable String whoCan) {

    public Problem {
        cites = List.copyOf(cites);
    }
}
