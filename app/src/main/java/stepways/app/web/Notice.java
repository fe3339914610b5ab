package stepways.app.web;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Press;

/// What the last act did, in a green banner under three lines. `undo` is offered until somebody else has acted on
/// it. It is kept in the session until the next page shows it.
public record Notice(
        String words, @Nullable String detail, @Nullable Press undo) implements Serializable {}
