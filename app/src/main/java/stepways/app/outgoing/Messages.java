package stepways.app.outgoing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads what waits to leave and what left, and lets somebody stop a message or try it again.
final class Messages {

    static final int A_PAGE = 50;

    private final JdbcClient sql;

    Messages(JdbcClient sql) {
        this.sql = sql;
    }

    /// How a message stands.
    enum State {
        WAITING("waiting", "Waiting"),
        HELD("held", "Held"),
        FAILED("failed", "Did not leave"),
        SENT("sent", "Left"),
        CANCELLED("cancelled", "Cancelled");

        final String word;
        final String title;

        State(String word, String title) {
            this.word = word;
            this.title = title;
        }

        static State of(String word) {
            for (var each : values()) {
                if (each.word.equals(word)) {
                    return each;
                }
            }
            return WAITING;
        }
    }

    private static final String STATE = """
            case when o.cancelled_at is not null then 'cancelled'
                 when o.sent_at is not null then 'sent'
                 when o.given_up_at is not null then 'failed'
                 when o.held_at is not null and o.released_at is null then 'held'
                 else 'waiting' end""";

    /// One message.
    record Message(
            UUID id,
            String kind,
            String payload,
            State state,
            @Nullable UUID run,
            @Nullable String reference,
            @Nullable String queuedBy,
            @Nullable UUID queuedById,
            Instant recorded,
            Instant sendAfter,
            int attempts,
            @Nullable String lastError,
            @Nullable Instant held,
            @Nullable String heldBecause,
            @Nullable Instant sending,
            @Nullable Instant sent,
            @Nullable String sentTo,
            @Nullable String answer,
            @Nullable String messageId,
            @Nullable Instant givenUp,
            @Nullable Instant cancelled,
            @Nullable String cancelledBecause,
            @Nullable String cancelledBy) {}

    private static final String COLUMNS = """
            select o.id, o.kind, o.payload, %s as state, o.run, r.reference, q.name as queued_by, o.queued_by as queued_by_id,
                   o.recorded_at, o.send_after, o.attempts, o.last_error, o.held_at, o.held_because, o.sending_at, o.sent_at,
                   o.sent_to, o.server_answer, o.message_id, o.given_up_at, o.cancelled_at, o.cancelled_because,
                   c.name as cancelled_by
              from outbox o
              left join run r on r.authority = o.authority and r.id = o.run
              left join staff q on q.authority = o.authority and q.id = o.queued_by
              left join staff c on c.authority = o.authority and c.id = o.cancelled_by
            """.formatted(STATE);

    /// The messages in one state, newest first.
    ///
    /// @param of the one whose messages are listed; null for everybody's
    List<Message> in(State state, @Nullable UUID of, int from) {
        return sql.sql(COLUMNS + """
                        where %s = :state
                          and (:of::uuid is null or o.queued_by = :of::uuid)
                        order by o.recorded_at desc, o.id desc
                        limit :most offset :from
                        """.formatted(STATE))
                .param("state", state.word)
                .param("of", of)
                .param("most", A_PAGE + 1)
                .param("from", from)
                .query((rs, _) -> message(rs))
                .list();
    }

    Map<State, Integer> counts(@Nullable UUID of) {
        var counts = new EnumMap<State, Integer>(State.class);
        sql.sql("""
                        select %s as state, count(*) as messages
                          from outbox o
                         where :of::uuid is null or o.queued_by = :of::uuid
                         group by 1
                        """.formatted(STATE)).param("of", of).query(rs -> {
            counts.put(State.of(rs.getString("state")), rs.getInt("messages"));
        });
        return counts;
    }

    Optional<Message> find(UUID id) {
        return sql.sql(COLUMNS + " where o.id = :id")
                .param("id", id)
                .query((rs, _) -> message(rs))
                .optional();
    }

    /// Stops a message that has not left; false if it has, or is leaving this minute.
    boolean cancel(UUID id, UUID by, String because, Instant now) {
        return sql.sql("""
                        update outbox
                           set cancelled_at = :now, cancelled_by = :by, cancelled_because = :because
                         where id = :id
                           and sent_at is null
                           and cancelled_at is null
                           and (sending_at is null or sending_at < :stale)
                        """)
                        .param("now", at(now))
                        .param("by", by)
                        .param("because", because)
                        .param("stale", at(now.minus(Sender.LEASE)))
                        .param("id", id)
                        .update()
                == 1;
    }

    /// Tries a message again that did not leave.
    boolean again(UUID id, UUID by, Instant now) {
        return sql.sql("""
                        update outbox
                           set given_up_at = null, attempts = 0, send_after = :now, queued_by = coalesce(queued_by, :by)
                         where id = :id
                           and sent_at is null
                           and cancelled_at is null
                           and (given_up_at is not null or attempts > 0)
                        """)
                        .param("now", at(now))
                        .param("by", by)
                        .param("id", id)
                        .update()
                == 1;
    }

    private static Message message(ResultSet rs) throws SQLException {
        return new Message(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                rs.getString("payload"),
                State.of(rs.getString("state")),
                rs.getObject("run", UUID.class),
                rs.getString("reference"),
                rs.getString("queued_by"),
                rs.getObject("queued_by_id", UUID.class),
                rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                rs.getObject("send_after", OffsetDateTime.class).toInstant(),
                rs.getInt("attempts"),
                rs.getString("last_error"),
                instant(rs, "held_at"),
                rs.getString("held_because"),
                instant(rs, "sending_at"),
                instant(rs, "sent_at"),
                rs.getString("sent_to"),
                rs.getString("server_answer"),
                rs.getString("message_id"),
                instant(rs, "given_up_at"),
                instant(rs, "cancelled_at"),
                rs.getString("cancelled_because"),
                rs.getString("cancelled_by"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
