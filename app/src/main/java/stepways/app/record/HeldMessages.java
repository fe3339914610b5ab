package stepways.app.record;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What waits to leave for a family, held after harm, a death or an agreement taken back until a
/// manager has looked at each message.
public final class HeldMessages {
    private final JdbcClient sql;

    public HeldMessages(JdbcClient sql) {
        this.sql = sql;
    }

    /// Why messages to a family are held.
    public enum Because {
        HARM("harm"),
        DEATH("death"),
        /// An agreement was taken back or refused: the message may promise what will not come.
        AGREEMENT("agreement");

        private final String stored;

        Because(String stored) {
            this.stored = stored;
        }
    }

    /// A message that is held. `because` is what the record says, `payload` one JSON object.
    public record Message(UUID id, String kind, String payload, String because, Instant since) {}

    /// Holds all that has not left; what was released for an earlier reason is held again, for this
    /// one.
    public void hold(UUID family, Because because, Instant now) {
        sql.sql("""
                        update outbox
                           set held_at = :now, held_because = :because, released_at = null, released_by = null
                         where family = :family
                           and sent_at is null
                           and cancelled_at is null
                           and (held_at is null or released_at is not null)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("because", because.stored)
                .param("family", family)
                .update();
    }

    /// Holds one message to a family that has not left.
    public boolean holdOne(UUID message, Because because, Instant now) {
        return sql.sql("""
                        update outbox
                           set held_at = :now, held_because = :because, released_at = null, released_by = null
                         where id = :id
                           and family is not null
                           and sent_at is null
                           and cancelled_at is null
                           and (held_at is null or released_at is not null)
                        """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("because", because.stored)
                        .param("id", message)
                        .update()
                == 1;
    }

    /// All that is held from the family, oldest first.
    public List<Message> of(UUID family) {
        return sql.sql("""
                        select id, kind, payload, held_because, held_at
                          from outbox
                         where family = :family
                           and held_at is not null
                           and released_at is null
                           and sent_at is null
                           and cancelled_at is null
                         order by recorded_at, id
                        """)
                .param("family", family)
                .query((rs, _) -> new Message(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("payload"),
                        rs.getString("held_because"),
                        rs.getObject("held_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// Lets one go; false if it is not held any more, or not for this family.
    public boolean release(UUID message, UUID family, UUID by, Instant now) {
        return sql.sql("""
                        update outbox
                           set released_at = :now, released_by = :by
                         where id = :id
                           and family = :family
                           and held_at is not null
                           and released_at is null
                           and sent_at is null
                           and cancelled_at is null
                        """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("by", by)
                        .param("id", message)
                        .param("family", family)
                        .update()
                == 1;
    }
}
