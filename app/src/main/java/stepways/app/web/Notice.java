package stepways.app.web;

import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Press;

/// What the last act did, in a green banner under three lines. `undo` is offered until somebody else has acted on
/// it.
public record Notice(
        String words, @Nullable String detail, @Nullable Press undo) {}
