package stepways.app.outgoing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    /// Whose message it is, where the record shows that.
    ///
    /// @param by who caused it: they are told if it does not leave
    /// @param family to which it goes, so that harm or a death holds it
    /// @param recipient the person of the family it is to
    public record From(
            @Nullable UUID by,
            @Nullable UUID family,
            @Nullable UUID recipient) {
        public static From nobody() {
            return new From(null, null, null);
        }
    }

    /// Queues a mail.
    ///
    /// @param key what makes it the same mail: a second one with this key is not queued
    /// @return the row of the message, of the earlier one if it was queued before
    public UUID queue(String key, Mail mail, Instant now) {
        return queue(key, mail, From.nobody(), now);
    }

    /// Queues a mail of somebody. One to a family about which a harm call is open is held from the beginning.
    public UUID queue(String key, Mail mail, From from, Instant now) {
        return queue(
                key,
                "mail",
                Map.of("to", mail.to(), "subject", mail.subject(), "words", mail.words()),
                mail.about(),
                from,
                now);
    }

    /// Queues a message whose words a [MailWriter] finds when it leaves.
    public UUID queue(
            String key, String kind, Map<String, String> payload, Optional<UUID> run, From from, Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into outbox (authority, id, send_key, kind, run, family, recipient, payload, send_after,
                                            held_at, held_because, queued_by, recorded_at)
                        select :authority, :id, :key, :kind, :run::uuid, :family::uuid, :recipient::uuid, :payload, :now,
                               case when harm.is_open then :now::timestamptz end, case when harm.is_open then 'harm' end,
                               :by::uuid, :now
                          from (select exists (
                                    select
                                      from run r
                                     where r.family = :family::uuid
                                       and r.kind = 'urgent'
                                       and r.status = 'open') as is_open) harm
                        on conflict (authority, send_key) do nothing
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("key", key)
                .param("kind", kind)
                .param("run", run.orElse(null))
                .param("family", from.family())
                .param("recipient", from.recipient())
                .param("payload", JSON.writeValueAsString(payload))
                .param("by", from.by())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return sql.sql("select id from outbox where send_key = :key")
                .param("key", key)
                .query(UUID.class)
                .single();
    }
}
