package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;

/// One question asked before a request is returned, or the one thing that a returned request lacks. `answer` is absent
/// while it is open.
public record Question(
        String heading,
        String words,
        String askedBy,
        String askedOn,
        @Nullable String answer,
        List<Action> actions) {

    public Question {
        actions = List.copyOf(actions);
    }
}
