package stepways.app.families;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Event;
import stepways.app.web.SignedInStaff;

/// Tells what happened in one run, in the words of its own page, newest first.
public interface Histories {

    List<Event> of(JdbcClient sql, SignedInStaff me, UUID run, Instant now);
}
