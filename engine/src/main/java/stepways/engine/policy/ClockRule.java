package stepways.engine.policy;

import java.util.List;
import java.util.Set;

/// A time limit that belongs to no single stage: it starts and stops at marks. The national clocks are of this kind.
///
/// @param until the marks, items or outcomes that stop it
/// @param owner the role that answers for it
/// @param tightens the national clock it is stricter than; empty if none
public record ClockRule(
        String name,
        String title,
        List<DueRule> due,
        Set<String> until,
        String owner,
        String tightens,
        List<ClauseId> clauses,
        Basis basis) {
    public ClockRule {
        due = List.copyOf(due);
        until = Set.copyOf(until);
        clauses = List.copyOf(clauses);
    }
}
