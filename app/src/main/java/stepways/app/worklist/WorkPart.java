package stepways.app.worklist;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Card;
import stepways.app.web.SignedInStaff;

/// A part of the service that has something to put beside somebody's own work: what waits for them
/// and belongs to no transfer. Every such bean is asked, inside the reader's own transaction.
public interface WorkPart {

    /// Boxes for this reader; none where nothing waits.
    List<Card> of(JdbcClient sql, SignedInStaff me, Instant now);
}
