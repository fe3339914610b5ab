package stepways.app.outgoing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.Viewer;
import tools.jackson.databind.json.JsonMapper;

/// Sends what waits to leave, in short transactions: taken, let go, handed to the mail server, marked.
///
/// A hold or a cancellation stops a message until it is let go, which is the last thing before the server is spoken to.
/// If the service dies between the server's answer and the mark, the message is sent again, with the same id: mail
/// leaves at least once, and never unmarked.
@Component
public class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    /// So many are taken in one go.
    static final int A_ROUND = 50;

    /// For so long nobody else takes what was taken; after it somebody may, for whoever took it has died.
    static final Duration LEASE = Duration.ofMinutes(5);

    /// How long to wait after the first failure, the second, and so on.
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(20),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(12));

    private final Database database;
    private final MailSettings settings;
    private final List<MailWriter> writers;
    private final InstantSource clock;
    private final Post post;

    Sender(Database database, MailSettings settings, List<MailWriter> writers, InstantSource clock) {
        this.database = database;
        this.settings = settings;
        this.writers = List.copyOf(writers);
        this.clock = clock;
        this.post = new Post(settings);
    }

    /// Sends what is due for one authority.
    ///
    /// @return how many messages left
    public int send(Viewer.Job viewer) {
        if (!settings.sends()) {
            return 0;
        }
        int sent = 0;
        var taken = take(viewer);
        for (int i = 0; i < taken.size(); i++) {
            switch (tried(viewer, taken.get(i))) {
                case LEFT -> sent++;
                case STOPPED -> {
                    // Somebody holds it, or it cannot leave at all.
                }
                case NO_SERVER -> {
                    giveBack(viewer, taken.subList(i + 1, taken.size()));
                    return sent;
                }
            }
        }
        return sent;
    }

    private Became tried(Viewer.Job viewer, UUID message) {
        try {
            return send(viewer, message);
        } catch (RuntimeException failure) {
            // One message that cannot be written must not keep the others back; it is tried again.
            LOG.error("Message {} could not be sent", message, failure);
            return Became.STOPPED;
        }
    }

    /// Takes what is due, so that another instance of the service leaves it alone. Nothing has left by that.
    List<UUID> take(Viewer.Job viewer) {
        var now = clock.instant();
        return database.write(
                viewer,
                sql -> sql.sql("""
                                with due as (
                                    select authority, id
                                      from outbox
                                     where kind <> 'letter'
                                       and sent_at is null
                                       and cancelled_at is null
                                       and given_up_at is null
                                       and (held_at is null or released_at is not null)
                                       and send_after <= :now
                                     order by send_after, id
                                     limit :most
                                       for update skip locked)
                                update outbox o
                                   set send_after = :until
                                  from due
                                 where o.authority = due.authority
                                   and o.id = due.id
                                returning o.id
                                """)
                        .param("now", at(now))
                        .param("until", at(now.plus(LEASE)))
                        .param("most", A_ROUND)
                        .query(UUID.class)
                        .list());
    }

    /// What became of one message.
    enum Became {
        LEFT,
        STOPPED,
        NO_SERVER
    }

    Became send(Viewer.Job viewer, UUID message) {
        var mail = database.write(viewer, sql -> letGo(sql, viewer, message));
        if (mail.isEmpty()) {
            return Became.STOPPED;
        }
        try {
            var answer = post.hand(message, mail.get(), clock.instant());
            database.write(viewer, sql -> left(sql, message, mail.get(), answer));
            return Became.LEFT;
        } catch (MailFailed failure) {
            LOG.warn("Message {} did not leave: {}", message, failure.kind());
            database.write(viewer, sql -> stayed(sql, message, failure.kind(), failure.words()));
            return failure.kind() == MailFailed.Kind.NO_SERVER ? Became.NO_SERVER : Became.STOPPED;
        }
    }

    /// The last moment at which a hold counts. After it the message is on its way.
    private Optional<MailWriter.Mail> letGo(JdbcClient sql, Viewer.Job viewer, UUID message) {
        var now = clock.instant();
        var queued = sql.sql("""
                        update outbox
                           set sending_at = :now, attempts = attempts + 1
                         where id = :id
                           and sent_at is null
                           and cancelled_at is null
                           and given_up_at is null
                           and (held_at is null or released_at is not null)
                        returning kind, payload
                        """)
                .param("now", at(now))
                .param("id", message)
                .query((rs, _) ->
                        new MailWriter.Queued(message, rs.getString("kind"), JSON.readTree(rs.getString("payload"))))
                .optional();
        if (queued.isEmpty()) {
            return Optional.empty();
        }
        var mail = writers.stream()
                .flatMap(writer -> writer.write(sql, viewer, queued.get(), now).stream())
                .findFirst();
        if (mail.isEmpty()) {
            stayed(sql, message, MailFailed.Kind.FOR_GOOD, "Nobody here knows how to write a message of this kind");
            return Optional.empty();
        }
        if (mail.get().to().isEmpty()) {
            stayed(sql, message, MailFailed.Kind.FOR_GOOD, "No email address is on record for whom it is to");
            return Optional.empty();
        }
        return mail;
    }

    private boolean left(JdbcClient sql, UUID message, MailWriter.Mail mail, String answer) {
        return sql.sql("""
                        update outbox
                           set sent_at = :now, sent_to = :to, server_answer = :answer, message_id = :mail_id,
                               last_error = null
                         where id = :id
                           and sent_at is null
                        """)
                        .param("now", at(clock.instant()))
                        .param("to", String.join(", ", mail.to()))
                        .param("answer", answer)
                        .param("mail_id", post.messageId(message))
                        .param("id", message)
                        .update()
                == 1;
    }

    private boolean stayed(JdbcClient sql, UUID message, MailFailed.Kind kind, String words) {
        var now = clock.instant();
        int attempts = sql.sql("select attempts from outbox where id = :id")
                .param("id", message)
                .query(Integer.class)
                .single();
        boolean giveUp = kind == MailFailed.Kind.FOR_GOOD || attempts >= settings.tries();
        return sql.sql("""
                        update outbox
                           set sending_at = null, last_error = :words, send_after = :again, given_up_at = :given_up::timestamptz
                         where id = :id
                           and sent_at is null
                        """)
                        .param("words", words)
                        .param("again", at(now.plus(BACK_OFF.get(Math.clamp(attempts - 1, 0, BACK_OFF.size() - 1)))))
                        .param("given_up", giveUp ? at(now) : null)
                        .param("id", message)
                        .update()
                == 1;
    }

    /// What was taken and not tried: there is no use in trying now, and it is no failure of its own.
    private void giveBack(Viewer.Job viewer, List<UUID> messages) {
        if (!messages.isEmpty()) {
            database.write(
                    viewer,
                    sql -> sql.sql("update outbox set send_after = :again where id = any(:ids) and sent_at is null")
                            .param("again", at(clock.instant().plus(BACK_OFF.getFirst())))
                            .param("ids", messages.toArray(UUID[]::new))
                            .update());
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
