package stepways.app.transfers;

import org.jspecify.annotations.Nullable;
import stepways.app.web.Why;

/// A decision that was made: its outcome, for whom, by whom and when, and the reasons in full.
///
/// `note` is the note in the case system's words, and where it has been entered.
public record DecisionMade(
        String id,
        String outcome,
        String children,
        String by,
        String when,
        String reasons,
        Why why,
        @Nullable CaseNote note) {}
