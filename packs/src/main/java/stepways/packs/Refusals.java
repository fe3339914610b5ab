package stepways.packs;

import java.util.List;
import java.util.stream.Collectors;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;
import stepways.engine.run.Refusal;

/// Refusals as sentences for the person who writes a pack.
final class Refusals {

    private Refusals() {}

    static List<String> sentences(Policy policy, List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> sentence(policy, refusal))
                .distinct()
                .toList();
    }

    static String sentence(Policy policy, Refusal refusal) {
        var clauses = refusal.clauses().isEmpty()
                ? ""
                : " (" + refusal.clauses().stream().map(ClauseId::value).collect(Collectors.joining(", ")) + ")";
        var from = refusal.suppliers().isEmpty() ? "" : "; it is for: " + String.join(", ", refusal.suppliers());
        return says(policy, refusal) + clauses + from;
    }

    private static String says(Policy policy, Refusal refusal) {
        var about = refusal.about();
        return switch (refusal.kind()) {
            case NOT_YOUR_ROLE -> "not your role: " + about;
            case NOT_OFFERED -> "not offered here: " + about;
            case UNKNOWN -> policy.version() + " has nothing called '" + about + "' here";
            case MISSING_ITEM -> "still missing: " + about;
            case MISSING_AGREEMENT -> "agreement missing, refused or withdrawn: " + about;
            case TOO_EARLY -> "too early: " + about;
            case IN_THE_FUTURE -> "said to have happened in the future: " + about;
            case BEFORE_ITS_STEP -> "said to have happened before the step it belongs to: " + about;
            case DISPUTE_OPEN -> "a dispute is under review: " + about;
            case NO_DISPUTE -> "there is nothing to dispute, or no dispute is open: " + about;
            case PARTY_TO_THE_DECISION -> "the reviewer took part in the decision: " + about;
            case SAME_PERSON -> "it has to be somebody else than did: " + about;
            case WOULD_LEAVE_NOBODY -> "child " + about + " would be left with nobody accountable";
            case STILL_KEPT_OPEN -> "still has to stay open: " + about;
            case FORBIDDEN_CODE -> "the pack forbids this value here: " + about;
            case REASON_MISSING -> "no reason was recorded: " + about;
            case NO_REASON_ALLOWED -> "no reason may stand for it, or not from this role: " + about;
            case ALREADY_DONE -> "on record already: " + about;
            case ENDED -> "the run has ended: " + about;
            case ALREADY_ON_THIS_ROUTE -> "child " + about + " is on this route already";
            case BAD_VALUE -> "not a value that the pack knows: " + about;
        };
    }
}
