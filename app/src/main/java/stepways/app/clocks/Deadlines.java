package stepways.app.clocks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.Viewer;
import stepways.app.record.Casework;

/// Writes into each run that a date of it has passed. A deadline that has passed has passed, whether or not this has
/// run.
@Component
public class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final int A_ROUND = 500;

    private final Database database;
    private final Casework casework;

    Deadlines(Database database, Casework casework) {
        this.database = database;
        this.casework = casework;
    }

    /// Records what has passed by `now` for one authority, a limited number of runs at a time.
    ///
    /// @return in how many runs something new was recorded
    public int record(Viewer.Job viewer, Instant now) {
        var passed = database.read(
                viewer,
                sql -> sql.sql("""
                                select run
                                  from work_item
                                 where due_at <= :now
                                   and overdue_recorded_at is null
                                 group by run
                                 order by min(due_at)
                                 limit :most
                                """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("most", A_ROUND)
                        .query(UUID.class)
                        .list());
        int recorded = 0;
        for (var run : passed) {
            try {
                if (casework.noteDeadlines(viewer, run)) {
                    recorded++;
                }
                lookedAt(viewer, run, now);
            } catch (RuntimeException failure) {
                // One run that cannot be read must not keep the others from being recorded; it is tried again.
                LOG.error("The deadlines of run {} could not be recorded", run, failure);
            }
        }
        return recorded;
    }

    /// What has passed and is nothing to record in the run is not looked at again.
    private void lookedAt(Viewer.Job viewer, UUID run, Instant now) {
        database.write(
                viewer,
                sql -> sql.sql("""
                                update work_item
                                   set overdue_recorded_at = :now
                                 where run = :run
                                   and due_at <= :now
                                   and overdue_recorded_at is null
                                """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("run", run)
                        .update());
    }
}
