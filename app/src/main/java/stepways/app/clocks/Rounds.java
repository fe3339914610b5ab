package stepways.app.clocks;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.Database;
import stepways.app.database.Viewer;
import stepways.app.harm.HarmWatch;
import stepways.app.web.Drafts;

/// Goes round all authorities, one after another: harm calls first and often, deadlines now and then.
@Component
class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final AuthorityDirectory directory;
    private final Deadlines deadlines;
    private final HarmWatch harm;
    private final Drafts drafts;
    private final InstantSource clock;
    private final int seconds;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofVirtual().name("rounds").factory());

    Rounds(
            Database database,
            Deadlines deadlines,
            HarmWatch harm,
            Drafts drafts,
            InstantSource clock,
            @Value("${stepways.rounds.seconds:20}") int seconds) {
        this.directory = new AuthorityDirectory(database);
        this.deadlines = deadlines;
        this.harm = harm;
        this.drafts = drafts;
        this.clock = clock;
        this.seconds = seconds;
    }

    /// 0 seconds means never: then nobody but a test goes round.
    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (seconds > 0) {
            timer.scheduleWithFixedDelay(this::goRound, seconds, seconds, TimeUnit.SECONDS);
        }
    }

    private void goRound() {
        try {
            for (var authority : directory.authorities()) {
                var now = clock.instant();
                harm.passOn(new Viewer.Job(authority.id(), "harm-watch"), now);
                deadlines.record(new Viewer.Job(authority.id(), "deadlines"), now);
                drafts.clear(new Viewer.Job(authority.id(), "drafts"), now);
            }
        } catch (RuntimeException failure) {
            // A timer that throws never runs again.
            LOG.error("A round over the authorities failed; the next one begins in {} s", seconds, failure);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
