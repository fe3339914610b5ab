package stepways.app.record;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Run;

/// A run as it is stored now, with its whole history and the facts about its children.
///
/// @param reference what people call it, such as T-3108
/// @param head the hash of its newest event
public record Loaded(
        UUID id, String reference, Optional<UUID> family, Run run, Facts facts, List<Entry> history, byte[] head) {

    public Loaded {
        history = List.copyOf(history);
        head = head.clone();
    }

    @Override
    public byte[] head() {
        return head.clone();
    }
}
