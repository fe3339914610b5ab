package stepways.app.outgoing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Viewer;
import tools.jackson.databind.JsonNode;

/// The words of messages that were queued whole, and of alerts to colleagues. They carry references and no names: what
/// it is about stands behind sign-in.
@Component
class OwnWords implements MailWriter {

    private final MailSettings settings;

    OwnWords(MailSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Mail> write(JdbcClient sql, Viewer.Job viewer, Queued queued, Instant now) {
        return switch (queued.kind()) {
            case "mail" -> Optional.of(whole(queued.payload()));
            case "alert" -> Optional.of(alert(sql, queued.payload(), now));
            default -> Optional.empty();
        };
    }

    private static Mail whole(JsonNode payload) {
        var to = payload.path("to").asString("").strip();
        return new Mail(
                to.isEmpty() ? List.of() : List.of(to),
                payload.path("subject").asString(""),
                payload.path("words").asString(""),
                payload.path("urgent").asBoolean(false));
    }

    private Mail alert(JdbcClient sql, JsonNode payload, Instant now) {
        var to = addresses(sql, payload, now);
        if (payload.path("about").asString("").equals("harm-call")) {
            var page = settings.link("/harm-now/" + payload.path("harm-call").asString(""));
            return new Mail(to, "URGENT: harm call, it is your turn", """
                    Nobody has confirmed a harm call, and it is your turn to be rung.

                    Open it now, after signing in: %s

                    Then ring whoever raised it. This mail is not a confirmation: nobody counts as told until a named
                    person has answered and that is recorded on the page. If a child is in danger this minute, ring 999.
                    """.formatted(page), true);
        }
        return new Mail(to, "Something in Stepways waits for you", """
                Something waits for you in Stepways that this mail does not name. Sign in to see it: %s
                """.formatted(settings.link("/work")), false);
    }

    private static List<String> addresses(JdbcClient sql, JsonNode payload, Instant now) {
        if (payload.has("to-staff")) {
            return List.copyOf(sql.sql("select email from staff where id = :id and active and email is not null")
                    .param("id", UUID.fromString(payload.path("to-staff").asString("")))
                    .query(String.class)
                    .list());
        }
        return List.copyOf(sql.sql("""
                        select distinct s.email
                          from staff_role r
                          join staff s on s.authority = r.authority and s.id = r.staff
                         where r.role = :role
                           and s.active
                           and s.email is not null
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                         order by s.email
                         limit 20
                        """)
                .param("role", payload.path("to-role").asString(""))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list());
    }
}
