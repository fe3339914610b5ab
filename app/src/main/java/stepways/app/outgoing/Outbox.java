package stepways.app.outgoing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.TimeOrderedIds;
import tools.jackson.databind.json.JsonMapper;

/// Where messages wait to leave. A row is written in the transaction of the act that causes it; it is sent later, once.
public final class Outbox {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;
    private final AuthorityId authority;
    private final TimeOrderedIds ids;

    public Outbox(JdbcClient sql, AuthorityId authority, TimeOrderedIds ids) {
        this.sql = sql;
        this.authority = authority;
        this.ids = ids;
    }

    /// A mail to somebody outside the service. Subject and words carry a reference, never a name or a reason.
    ///
    /// @param about the run that it comes from, if one
    public record Mail(String to, String subject, String words, Optional<UUID> about) {}

    /// Queues a mail.
    ///
    /// @param key what makes it the same mail: a second one with this key is not queued
    /// @return the row of the message, of the earlier one if it was queued before
    public UUID queue(String key, Mail mail, Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into outbox (authority, id, send_key, kind, run, payload, send_after, recorded_at)
                        values (:authority, :id, :key, 'mail', :run, :payload, :now, :now)
                        on conflict (authority, send_key) do nothing
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("key", key)
                .param("run", mail.about().orElse(null))
                .param(
                        "payload",
                        JSON.writeValueAsString(
                                Map.of("to", mail.to(), "subject", mail.subject(), "words", mail.words())))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return sql.sql("select id from outbox where send_key = :key")
                .param("key", key)
                .query(UUID.class)
                .single();
    }
}
