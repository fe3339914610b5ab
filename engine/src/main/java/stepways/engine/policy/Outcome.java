package stepways.engine.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the decision that ends a stage may be.
///
/// @param needs what must be satisfied first
/// @param codes the case systems' own values, by system: the words staff enter there
/// @param says a fixed sentence that the record must carry
/// @param waives what was skipped, shown to the receiver and the auditor; empty if nothing
/// @param doorstep a plain sentence for the family; empty where the pack gives none
public record Outcome(
        String name,
        String title,
        Needs needs,
        Go go,
        Condition when,
        List<Effect> then,
        Map<String, String> codes,
        List<ClauseId> codeClauses,
        String says,
        String waives,
        @Nullable NotBefore notBefore,
        List<ClauseId> clauses,
        Basis basis,
        String doorstep) {

    public Outcome {
        then = List.copyOf(then);
        codes = Map.copyOf(codes);
        codeClauses = List.copyOf(codeClauses);
        clauses = List.copyOf(clauses);
    }

    /// What an outcome needs.
    public sealed interface Needs {
        /// Every item of the stage's list that applies.
        record All() implements Needs {}

        /// Nothing: what is unfinished stays owed if it has a date.
        record None() implements Needs {}

        /// These items of the stage's list.
        record These(Set<String> items) implements Needs {
            public These {
                items = Set.copyOf(items);
            }
        }
    }

    /// Where the run goes.
    public sealed interface Go {
        record To(String stage) implements Go {}

        /// The same stage once more; its clocks run on.
        record Again() implements Go {}

        record End() implements Go {}
    }
}
