package stepways.app.notes;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import stepways.app.web.Event;
import stepways.app.web.SignedInStaff;

/// Tells which decisions were taken in a run, in the words of the run's own page. Of a run that this
/// reader may not open, nothing is told.
public interface DecisionsOfRuns {

    List<Decision> of(SignedInStaff me, UUID run);

    /// A decision taken in a run.
    ///
    /// @param reference of the run, such as "T-3108"
    /// @param event what was decided, by whom in which role, when, why, and the clauses behind it
    /// @param url the run's own page
    record Decision(Instant happened, String reference, Event event, String url) {}
}
