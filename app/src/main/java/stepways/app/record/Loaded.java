package stepways.app.record;

import java.util.ArrayList;
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

    /// How it stands after these entries: what reading it again would find, without asking the database.
    Loaded after(List<Entry> entries) {
        var run = this.run;
        var facts = this.facts;
        for (var entry : entries) {
            run = run.evolve(entry);
            facts = facts.after(run.id(), entry);
        }
        var whole = new ArrayList<>(history);
        whole.addAll(entries);
        return new Loaded(id, reference, family, run, facts, whole, head);
    }

    @Override
    public byte[] head() {
        return head.clone();
    }
}
