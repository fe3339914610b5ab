package stepways.app.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rows that are valid and say as little as possible, for tests that need something to be there. All names are
/// invented.
public final class TestRows {

    private static final TimeOrderedIds IDS = new TimeOrderedIds(InstantSource.system());

    private final Database database;
    private final Viewer viewer;

    public TestRows(Database database, Viewer viewer) {
        this.database = database;
        this.viewer = viewer;
    }

    /// An instant as the driver wants it.
    public static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// An instant of the form `2026-04-07T09:00:00Z` as the driver wants it.
    public static OffsetDateTime at(String instant) {
        return at(Instant.parse(instant));
    }

    /// A new identifier.
    public static UUID anId() {
        return IDS.next();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// A member of staff.
    public StaffId staff(String name) {
        var id = anId();
        database.write(
                viewer,
                sql -> sql.sql("""
                        insert into staff (authority, id, name, email, recorded_at)
                        values (:authority, :id, :name, :email, :now)
                        """)
                        .param("authority", viewer.authority().value())
                        .param("id", id)
                        .param("name", name)
                        .param("email", name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.org")
                        .param("now", at(TestDatabase.NOW))
                        .update());
        return new StaffId(id);
    }

    /// A team of the service `early-help`.
    public String team(String key) {
        database.write(
                viewer,
                sql -> sql.sql("""
                        insert into team (authority, id, pack_team, title, service)
                        values (:authority, :key, :key, :key, 'early-help')
                        """)
                        .param("authority", viewer.authority().value())
                        .param("key", key)
                        .update());
        return key;
    }

    /// A child with a version, so that runs, episodes and allocations may name them.
    public UUID child(String forename, String surname) {
        var id = anId();
        database.write(viewer, sql -> {
            sql.sql("""
                            insert into person (authority, id, forename, surname, birth_date, recorded_at)
                            values (:authority, :id, :forename, :surname, date '2016-05-04', :now)
                            """)
                    .param("authority", viewer.authority().value())
                    .param("id", id)
                    .param("forename", forename)
                    .param("surname", surname)
                    .param("now", at(TestDatabase.NOW))
                    .update();
            return sql.sql("insert into child_version (authority, child) values (:authority, :id)")
                    .param("authority", viewer.authority().value())
                    .param("id", id)
                    .update();
        });
        return id;
    }

    /// An open transfer with its first event.
    public UUID run(StaffId by) {
        var id = anId();
        database.write(viewer, sql -> {
            insertRun(sql, id, "T-" + id);
            return insertEvent(sql, id, 1, by);
        });
        return id;
    }

    int insertRun(JdbcClient sql, UUID id, String reference) {
        return sql.sql("""
                        insert into run (authority, id, reference, kind, pathway, door, pack_id, pack_version, pack_hash,
                                         stage, status, version, event_count, head_hash, began_at, recorded_at)
                        values (:authority, :id, :reference, 'transfer', 'step-up', 'worker-is-worried', 'icrt', '1', 'hash',
                                'first-talk', 'open', 1, 1, :hash, :now, :now)
                        """)
                .param("authority", viewer.authority().value())
                .param("id", id)
                .param("reference", reference)
                .param("hash", sha256(id + "/1"))
                .param("now", at(TestDatabase.NOW))
                .update();
    }

    int insertEvent(JdbcClient sql, UUID run, int seq, StaffId by) {
        return sql.sql("""
                        insert into run_event (authority, run, seq, type, payload, happened_at, recorded_at, by_staff,
                                               previous_hash, hash)
                        values (:authority, :run, :seq, 'transfer-begun', '{"door":"worker-is-worried"}', :now, :now, :by,
                                :previous, :hash)
                        """)
                .param("authority", viewer.authority().value())
                .param("run", run)
                .param("seq", seq)
                .param("now", at(TestDatabase.NOW))
                .param("by", by.value())
                .param("previous", seq == 1 ? null : sha256(run + "/" + (seq - 1)))
                .param("hash", sha256(run + "/" + seq))
                .update();
    }

    /// Makes `staff` the accountable holder of `child` from one instant until another, or until further notice.
    public UUID lead(UUID child, StaffId staff, String from, @Nullable String until) {
        var id = anId();
        database.write(
                viewer,
                sql -> sql.sql("""
                        insert into allocation (authority, id, child, part, staff, service, held_from, held_until, recorded_at)
                        values (:authority, :id, :child, 'lead', :staff, 'early-help', :from, :until, :now)
                        """)
                        .param("authority", viewer.authority().value())
                        .param("id", id)
                        .param("child", child)
                        .param("staff", staff.value())
                        .param("from", at(from))
                        .param("until", until == null ? null : at(until))
                        .param("now", at(TestDatabase.NOW))
                        .update());
        return id;
    }
}
