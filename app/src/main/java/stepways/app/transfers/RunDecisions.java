package stepways.app.transfers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import stepways.app.notes.DecisionsOfRuns;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.SignedInStaff;
import stepways.engine.run.Entry;
import stepways.engine.run.RunEvent;

/// Tells the family's page of decisions what was decided in each transfer.
@Component
class RunDecisions implements DecisionsOfRuns {

    private final Desks desks;

    RunDecisions(Desks desks) {
        this.desks = desks;
    }

    @Override
    public List<Decision> of(SignedInStaff me, UUID run) {
        Desk desk;
        try {
            desk = desks.again(me, run);
        } catch (NotYours | NotFound closed) {
            return List.of();
        }
        var corrections = new LinkedHashMap<Integer, Entry>();
        for (var entry : desk.loaded.history()) {
            if (entry.event() instanceof RunEvent.Corrected corrected) {
                corrections.put(corrected.seq(), entry);
            }
        }
        var history = new HistoryText(desk);
        var decisions = new ArrayList<Decision>();
        for (var entry : desk.loaded.history()) {
            if (isDecision(entry.event())) {
                decisions.add(new Decision(
                        entry.happened(),
                        desk.reference(),
                        history.event(entry, corrections.get(entry.seq())),
                        desk.url()));
            }
        }
        return decisions;
    }

    /// What somebody decided and gave a reason for: an outcome, one manager's half of it, a review, a way
    /// outside the written procedure, and that something does not apply.
    private static boolean isDecision(RunEvent event) {
        return event instanceof RunEvent.OutcomeChosen
                || event instanceof RunEvent.HalfDecided
                || event instanceof RunEvent.DisputeResolved
                || event instanceof RunEvent.WentOutsideProcedure
                || event instanceof RunEvent.ItemExcused;
    }
}
