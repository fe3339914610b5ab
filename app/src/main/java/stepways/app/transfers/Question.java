package stepways.app.transfers;

import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;

/// One question asked before a request is returned. `answer` is absent while it is open.
public record Question(
        String words,
        String askedBy,
        String askedOn,
        @Nullable String answer,
        @Nullable Action action) {}
