package stepways.app.access;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.SignedInStaff;

/// Writes down every opening of a record and every search: who, when, what and why.
@Component
public class AccessLog {

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    AccessLog(Database database, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// Somebody opened a run.
    public void openedRun(SignedInStaff me, UUID run, @Nullable UUID family) {
        write(me, "open-run", null, family, run, null, null);
    }

    /// Somebody opened a family, for a purpose where they had to state one.
    public void openedFamily(SignedInStaff me, UUID family, @Nullable String purpose) {
        write(me, "open-family", null, family, null, purpose, null);
    }

    /// Somebody searched everyone.
    public void searched(SignedInStaff me, String sought, @Nullable String purpose) {
        write(me, "search", null, null, null, purpose, sought);
    }

    /// Any other reading of a record.
    public void write(
            SignedInStaff me,
            String act,
            @Nullable UUID person,
            @Nullable UUID family,
            @Nullable UUID run,
            @Nullable String purpose,
            @Nullable String sought) {
        database.write(
                me.viewer(),
                sql -> sql.sql("""
                                insert into access_log (authority, id, at, staff, act, person, family, run, purpose, sought)
                                values (:authority, :id, :now, :staff, :act, :person::uuid, :family::uuid, :run::uuid,
                                        :purpose::text, :sought::text)
                                """)
                        .param("authority", me.authority())
                        .param("id", ids.next())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("staff", me.staff())
                        .param("act", act)
                        .param("person", person)
                        .param("family", family)
                        .param("run", run)
                        .param("purpose", purpose)
                        .param("sought", sought)
                        .update());
    }
}
