package stepways.engine.run;

import java.util.List;

/// What the policy answers when somebody asks for a change.
public sealed interface Decision {

    /// The change may happen; these are the entries to record, in order, and the runs that begin with it.
    record Accepted(List<Entry> entries, List<NewRun> newRuns) implements Decision {
        public Accepted {
            entries = List.copyOf(entries);
            newRuns = List.copyOf(newRuns);
        }
    }

    /// The change may not happen. Every reason is listed, not only the first.
    record Refused(List<Refusal> refusals) implements Decision {
        public Refused {
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("Expected at least one reason for a refusal, found none");
            }
        }
    }

    /// A run that begins with the change: a part that divided off, or a linked one.
    record NewRun(RunId id, List<Entry> entries) {
        public NewRun {
            entries = List.copyOf(entries);
        }
    }
}
