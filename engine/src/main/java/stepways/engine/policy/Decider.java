package stepways.engine.policy;

import java.util.List;
import java.util.Set;

/// Who makes the decision that ends a stage.
///
/// @param otherThan items whose doer may not decide (four eyes)
public record Decider(Who who, Set<String> otherThan, List<ClauseId> clauses) {

    public Decider {
        otherThan = Set.copyOf(otherThan);
        clauses = List.copyOf(clauses);
    }

    /// The four ways a procedure decides.
    public sealed interface Who {

        /// One of these roles; a single role is a list of one.
        record AnyOf(List<String> roles) implements Who {
            public AnyOf {
                roles = List.copyOf(roles);
            }
        }

        /// Two people, one for each role, who must agree.
        record Both(String first, String second, boolean samePersonAllowed) implements Who {}

        /// A meeting; its chair says, and its administrator may record it.
        record Forum(String forum) implements Who {}
    }
}
