package stepways.app.transfers;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.Histories;
import stepways.app.web.Event;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.SignedInStaff;

/// Tells the family's chronology what happened in each transfer. Of one that this reader may not open, nothing is told.
@Component
class RunHistories implements Histories {

    private final Desks desks;

    RunHistories(Desks desks) {
        this.desks = desks;
    }

    @Override
    public List<Event> of(JdbcClient sql, SignedInStaff me, UUID run, Instant now) {
        try {
            return new HistoryText(desks.read(sql, me, run, now)).all();
        } catch (NotYours | NotFound closed) {
            return List.of();
        }
    }
}
