package stepways.engine.policy;

import java.util.List;
import java.util.Set;

/// Who reviews when managers disagree, and by when. The reviewer is never a party to the decision.
///
/// @param between the roles that may raise it
/// @param pathways the pathways it covers; empty means every one
/// @param stages the stages whose decision it covers, as `pathway.stage`; empty means every one of `pathways`
/// @param ifParty the role that reviews where the reviewer took part; empty if the text names nobody
/// @param meanwhile what holds while it runs, in plain words
public record DisputeRule(
        String name,
        String title,
        Set<String> between,
        Set<String> pathways,
        Set<String> stages,
        List<Step> steps,
        String ifParty,
        String meanwhile,
        List<ClauseId> clauses,
        Basis basis) {

    /// One step of the ladder.
    public record Step(String by, List<DueRule> due, List<ClauseId> clauses) {
        public Step {
            due = List.copyOf(due);
            clauses = List.copyOf(clauses);
        }
    }

    public DisputeRule {
        between = Set.copyOf(between);
        pathways = Set.copyOf(pathways);
        stages = Set.copyOf(stages);
        steps = List.copyOf(steps);
        clauses = List.copyOf(clauses);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("Dispute " + name + " needs at least one step");
        }
    }

    public boolean covers(String pathway, String stage) {
        return (pathways.isEmpty() || pathways.contains(pathway))
                && (stages.isEmpty() || stages.contains(pathway + "." + stage));
    }
}
