package stepways.app.transfers;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.record.Loaded;
import stepways.app.web.Card;
import stepways.engine.policy.Policy;

/// A part of the service that has something to say beside a transfer and beside its decision. Every
/// such bean is asked, inside the reader's own transaction and only after the reader may see the
/// transfer.
public interface TransferPart {

    List<Card> of(JdbcClient sql, Loaded run, Policy policy, Instant now);
}
