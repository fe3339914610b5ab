package stepways.app.letters;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.LetterType;

/// A letter that the procedure drafted, for everybody it is to.
///
/// @param id the row of the outbox
/// @param type the pack's letter
/// @param seq the event that drafted it
/// @param happened when the change happened that it tells of
/// @param children whom it is about, alive
/// @param held since when harm or a death holds it; null if it is free
record Drafting(
        UUID id,
        LetterType type,
        int seq,
        Instant happened,
        Instant recorded,
        List<UUID> children,
        @Nullable Instant held,
        @Nullable String heldBecause,
        @Nullable String cancelledBecause,
        @Nullable Instant settled) {

    Drafting {
        children = List.copyOf(children);
    }

    boolean isHeld() {
        return held != null;
    }

    boolean isCancelled() {
        return cancelledBecause != null;
    }
}
