package stepways.engine.policy;

import java.util.List;
import java.util.Set;
import stepways.engine.calendar.SittingRule;

/// A meeting or panel that sits again and again.
///
/// @param chair the role that says what was decided
/// @param administrator the role that keeps the agenda and may record what the chair says; empty if none
/// @param attends the roles that come
/// @param lists the stages whose runs are on every agenda without a request
/// @param partners whether people from outside the council sit on it, so that papers need agreement or a basis
public record Forum(
        String name,
        String title,
        SittingRule sittings,
        String chair,
        String administrator,
        List<String> attends,
        List<String> presentedBy,
        Set<String> lists,
        boolean partners,
        String per,
        List<ClauseId> clauses,
        List<ClauseId> cutOffClauses,
        Basis basis) {

    public Forum {
        attends = List.copyOf(attends);
        presentedBy = List.copyOf(presentedBy);
        lists = Set.copyOf(lists);
        clauses = List.copyOf(clauses);
        cutOffClauses = List.copyOf(cutOffClauses);
    }
}
