package stepways.app.handover;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Requests that went back with exactly one thing missing, and to whom they return.
public final class Returns {

    private final JdbcClient sql;
    private final String authority;

    public Returns(JdbcClient sql, String authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// A request that went back with one thing missing.
    ///
    /// @param item of the procedure; empty where it was named in words
    public record Returned(
            String question, Optional<String> item, String subject, UUID receiver, String receiverName) {}

    /// Every return of a run.
    public List<Returned> of(UUID run) {
        return List.copyOf(sql.sql("""
                        select r.question, r.item, r.subject, r.receiver, s.name
                          from returned_request r
                          join staff s on s.authority = r.authority and s.id = r.receiver
                         where r.run = :run
                         order by r.recorded_at, r.question
                        """)
                .param("run", run)
                .query((rs, _) -> new Returned(
                        rs.getString("question"),
                        Optional.ofNullable(rs.getString("item")),
                        rs.getString("subject"),
                        rs.getObject("receiver", UUID.class),
                        rs.getString("name")))
                .list());
    }

    public void write(UUID run, String question, Optional<String> item, String subject, UUID receiver, Instant now) {
        sql.sql("""
                        insert into returned_request (authority, run, question, item, subject, receiver, recorded_at)
                        values (:authority, :run, :question, :item, :subject, :receiver, :now)
                        """)
                .param("authority", authority)
                .param("run", run)
                .param("question", question)
                .param("item", item.orElse(null))
                .param("subject", subject)
                .param("receiver", receiver)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
