package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;

/// Something the reader was told and has not yet said they know.
///
/// - `id`: where My work leads to, such as `told-7`.
/// - `words`: what happened, and what is theirs to think about.
/// - `by`: who recorded it and when.
/// - `quote`: what was written with it; absent where nothing was.
/// - `actions`: "I have seen this", and the same with a note.
public record ToKnow(
        String id, String words, String by, @Nullable String quote, List<Action> actions) {

    public ToKnow {
        actions = List.copyOf(actions);
    }
}
