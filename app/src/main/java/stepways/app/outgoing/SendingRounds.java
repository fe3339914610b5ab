package stepways.app.outgoing;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.Viewer;

/// Goes round all authorities and sends what is due. It has a timer of its own: a slow mail server must not keep a harm
/// call from going on.
@Component
@EnableConfigurationProperties(MailSettings.class)
class SendingRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SendingRounds.class);

    private final AuthorityDirectory directory;
    private final Sender sender;
    private final MailSettings settings;
    private final int seconds;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofVirtual().name("sending").factory());

    SendingRounds(
            AuthorityDirectory directory,
            Sender sender,
            MailSettings settings,
            @Value("${stepways.rounds.seconds:20}") int seconds) {
        this.directory = directory;
        this.sender = sender;
        this.settings = settings;
        this.seconds = seconds;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (seconds > 0 && settings.sends()) {
            timer.scheduleWithFixedDelay(this::goRound, seconds, seconds, TimeUnit.SECONDS);
        }
    }

    private void goRound() {
        try {
            for (var authority : directory.authorities()) {
                sender.send(new Viewer.Job(authority.id(), "mail"));
            }
        } catch (RuntimeException failure) {
            // A timer that throws never runs again.
            LOG.error("A round of sending failed; the next one begins in {} s", seconds, failure);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
