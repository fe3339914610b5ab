package stepways.packs;

import java.nio.file.Path;
import java.util.Map;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;

/// A pack that was read: its policy, where its elements stand, and what its rules file says.
///
/// @param folder `<council>/<version>` on disk
/// @param states what became of clauses that no element executes
public record LoadedPack(Policy policy, Path folder, Places places, Map<ClauseId, RuleState> states) {

    public LoadedPack {
        states = Map.copyOf(states);
    }

    /// What became of a clause that no element executes.
    ///
    /// @param test the file of the test that cites it; only for a product rule
    public record RuleState(Kind kind, String why, String test, String file, int line) {
        public enum Kind {
            PRODUCT,
            PLANNED,
            GUIDANCE
        }
    }
}
