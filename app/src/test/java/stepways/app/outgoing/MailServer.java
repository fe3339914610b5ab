package stepways.app.outgoing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import stepways.app.pages.TestService;

/// A real mail server at the address where the service of the tests expects one, for the length of a test.
public final class MailServer implements AutoCloseable {

    private final GreenMail server =
            new GreenMail(new ServerSetup(TestService.mailPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private MailServer() {}

    public static MailServer started() {
        var server = new MailServer();
        server.server.start();
        return server;
    }

    /// A message as it arrived.
    public record Arrived(String to, String from, String subject, String words, String id, String urgency) {}

    public List<Arrived> arrived() {
        return Stream.of(server.getReceivedMessages()).map(MailServer::read).toList();
    }

    public List<Arrived> arrivedFor(String address) {
        return arrived().stream().filter(mail -> mail.to().equals(address)).toList();
    }

    private static Arrived read(MimeMessage message) {
        try {
            return new Arrived(
                    message.getAllRecipients()[0].toString(),
                    message.getFrom()[0].toString(),
                    message.getSubject(),
                    String.valueOf(message.getContent()).replace("\r\n", "\n"),
                    message.getMessageID(),
                    String.valueOf(message.getHeader("Importance", null)));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("The message that arrived cannot be read", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
