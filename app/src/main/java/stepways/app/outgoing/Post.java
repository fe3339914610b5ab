package stepways.app.outgoing;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands one message to the mail server.
final class Post {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    /// A server that answers nothing for so long is taken for one that is not there.
    private static final String PATIENCE = "10000";

    private final MailSettings settings;

    Post(MailSettings settings) {
        this.settings = settings;
    }

    /// The id by which a mail server and a reader's mail program know a message sent twice for the same one.
    String messageId(UUID message) {
        return "<" + message + "@" + settings.domain() + ">";
    }

    /// Sends the message, and returns the words with which the server took it over.
    String hand(UUID id, MailWriter.Mail mail, Instant now) throws MailFailed {
        var properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", PATIENCE);
        properties.put("mail.smtp.timeout", PATIENCE);
        properties.put("mail.smtp.writetimeout", PATIENCE);
        properties.put("mail.smtp.localhost", settings.domain());
        switch (settings.tls()) {
            case "required" -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
                properties.put("mail.smtp.ssl.checkserveridentity", "true");
            }
            case "direct" -> {
                properties.put("mail.smtp.ssl.enable", "true");
                properties.put("mail.smtp.ssl.checkserveridentity", "true");
            }
            default -> {
                // A server on this machine.
            }
        }
        var session = Session.getInstance(properties);
        var transport = new SMTPTransport(session, null);
        connect(transport);
        try {
            var message = message(session, id, mail, now);
            transport.sendMessage(message, message.getAllRecipients());
            return oneLine(transport.getLastServerResponse());
        } catch (MessagingException failure) {
            throw new MailFailed(
                    isForGood(failure) ? MailFailed.Kind.FOR_GOOD : MailFailed.Kind.FOR_NOW, words(failure), failure);
        } finally {
            hangUp(transport);
        }
    }

    /// What the server has taken it has taken, however the conversation ends.
    private static void hangUp(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException ended) {
            LOG.debug("The mail server ended the conversation first", ended);
        }
    }

    private void connect(SMTPTransport transport) throws MailFailed {
        try {
            if (settings.username().isBlank()) {
                transport.connect();
            } else {
                transport.connect(settings.host(), settings.port(), settings.username(), settings.password());
            }
        } catch (MessagingException failure) {
            throw new MailFailed(
                    MailFailed.Kind.NO_SERVER, "The mail server could not be reached: " + words(failure), failure);
        }
    }

    private MimeMessage message(Session session, UUID id, MailWriter.Mail mail, Instant now) throws MessagingException {
        var own = messageId(id);
        var message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", own);
            }
        };
        message.setFrom(new InternetAddress(settings.from(), true));
        for (var to : mail.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        }
        message.setSubject(mail.subject().replaceAll("\\p{Cntrl}", " "), StandardCharsets.UTF_8.name());
        message.setText(mail.words(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(now));
        // No answering machine answers a machine.
        message.setHeader("Auto-Submitted", "auto-generated");
        if (mail.urgent()) {
            message.setHeader("Importance", "high");
            message.setHeader("X-Priority", "1");
        }
        message.saveChanges();
        return message;
    }

    /// A server that says 5xx of the message or of its address says it for good; so does an address that is none.
    private static boolean isForGood(MessagingException failure) {
        for (Exception each = failure; each != null; each = next(each)) {
            switch (each) {
                case SMTPAddressFailedException refused
                when refused.getReturnCode() >= 500 -> {
                    return true;
                }
                case SMTPSendFailedException refused
                when refused.getReturnCode() >= 500 -> {
                    return true;
                }
                case jakarta.mail.internet.AddressException _ -> {
                    return true;
                }
                default -> {
                    // Looked at further down.
                }
            }
        }
        return false;
    }

    private static @Nullable Exception next(Exception of) {
        return of instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    private static String words(MessagingException failure) {
        Exception last = failure;
        while (next(last) instanceof Exception deeper) {
            last = deeper;
        }
        return oneLine(failure instanceof SendFailedException ? last.getMessage() : failure.getMessage());
    }

    private static String oneLine(@Nullable String words) {
        var line = words == null ? "" : words.replaceAll("\\s+", " ").strip();
        return line.substring(0, Math.min(300, line.length()));
    }
}
