package stepways.app.partners;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Viewer;
import stepways.app.outgoing.MailSettings;
import stepways.app.outgoing.MailWriter;
import stepways.app.web.Dates;

/// The mail that brings a partner their link. The token is made as the mail leaves and is kept nowhere but in that
/// mail:
/// a mail that is sent twice makes the earlier link worthless.
@Component
class LinkMail implements MailWriter {

    static final String KIND = "partner-link";

    private final MailSettings settings;

    LinkMail(MailSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Mail> write(JdbcClient sql, Viewer.Job viewer, Queued queued, Instant now) {
        if (!queued.kind().equals(KIND)) {
            return Optional.empty();
        }
        var links = new Links(sql, viewer.authority());
        var link = links.find(UUID.fromString(queued.payload().path("link").asString("")))
                .filter(found -> found.isOpen(now));
        var token = Secrets.Token.fresh(viewer.authority());
        if (link.isEmpty() || !links.token(link.get().id(), token.hash(), now)) {
            return Optional.of(new Mail(List.of(), "", "", false));
        }
        var email = link.get().partner().email();
        var about = sql.sql("select reference from run where id = :id")
                .param("id", link.get().run())
                .query(String.class)
                .single();
        var council = sql.sql("select name from authority").query(String.class).single();
        return Optional.of(new Mail(
                email == null ? List.of() : List.of(email),
                council + " asks you something, reference " + about,
                """
                %s asks you something that needs your answer by %s. Our reference is %s.

                Open this page: %s

                It asks for a code. Whoever asks you tells you the code by telephone; it is in no mail. Without the code the
                page shows nothing about anybody.

                The link is for you alone and can be answered once. If this was not meant for you, delete it and tell us.
                """.formatted(
                                council,
                                Dates.weekdayAndYear(link.get().answerBy()),
                                about,
                                settings.link("/lead/" + token.whole())),
                false));
    }
}
