package stepways.engine.policy;

import java.util.List;

/// The national census code for an episode that closes for a reason, where a condition holds.
public record ClosingCode(String because, Condition when, String census, List<ClauseId> clauses) {
    public ClosingCode {
        clauses = List.copyOf(clauses);
    }
}
