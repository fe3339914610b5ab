package stepways.engine.run;

import java.util.List;
import java.util.Optional;
import stepways.engine.calendar.Due;
import stepways.engine.policy.ClauseId;

/// One thing that stands in the way, its clauses, who can clear it, and the other way on if there is one.
///
/// @param about the item, outcome, role, child or line it concerns
/// @param suppliers the roles that can clear it
/// @param due when it is due, where it has a date
/// @param otherWays what else would let the change happen
public record Refusal(
        Kind kind,
        String about,
        List<ClauseId> clauses,
        List<String> suppliers,
        Optional<Due> due,
        List<OtherWay> otherWays) {

    public Refusal {
        clauses = List.copyOf(clauses);
        suppliers = List.copyOf(suppliers);
        otherWays = List.copyOf(otherWays);
    }

    /// Another way on.
    public sealed interface OtherWay {

        /// A reason from the holder of this role does instead.
        record Reason(String role) implements OtherWay {}

        /// This outcome does not need it.
        record OutcomeWithout(String outcome) implements OtherWay {}
    }

    public enum Kind {
        /// The pack gives this to another role.
        NOT_YOUR_ROLE,
        /// The outcome or door is not offered here, as things stand.
        NOT_OFFERED,
        /// The pack has nothing of this name at this place.
        UNKNOWN,
        /// Something the outcome needs is missing.
        MISSING_ITEM,
        /// The agreement that the outcome or the sharing rests on is missing, refused or withdrawn.
        MISSING_AGREEMENT,
        /// A minimum has not passed, or the sitting has not been held.
        TOO_EARLY,
        /// What is said to have happened lies in the future.
        IN_THE_FUTURE,
        /// What is said to have happened lies before the step it belongs to.
        BEFORE_ITS_STEP,
        /// Managers disagree and the review is open.
        DISPUTE_OPEN,
        /// There is nothing to review, or no dispute is open.
        NO_DISPUTE,
        /// The reviewer took part in the decision.
        PARTY_TO_THE_DECISION,
        /// The same person did what this has to be checked against, or gave the other signature.
        SAME_PERSON,
        /// A child would be left without an accountable holder.
        WOULD_LEAVE_NOBODY,
        /// A service that has to stay open would close.
        STILL_KEPT_OPEN,
        /// The pack forbids this value here.
        FORBIDDEN_CODE,
        /// A decision needs its reason on record.
        REASON_MISSING,
        /// This item may not be replaced by a reason, or not by this role.
        NO_REASON_ALLOWED,
        /// It is on record already.
        ALREADY_DONE,
        /// The run has ended.
        ENDED,
        /// The child is on this route already.
        ALREADY_ON_THIS_ROUTE,
        /// The value is not one the pack knows.
        BAD_VALUE
    }
}
