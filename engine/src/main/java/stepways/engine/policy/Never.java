package stepways.engine.policy;

import java.util.List;
import java.util.Set;

/// A case-system value that must not be chosen at these outcomes, written `pathway.outcome`.
public record Never(String system, String code, Set<String> at, List<ClauseId> clauses) {
    public Never {
        at = Set.copyOf(at);
        clauses = List.copyOf(clauses);
    }
}
