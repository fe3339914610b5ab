package stepways.app;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.TestRows;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.packs.Packs;

/// An invented council that runs the ICRT council's procedure: a few staff and one family, open to Early Help.
///
/// Every call makes another council, so that tests do not see each other's work.
public final class TestCouncil {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    public final AuthorityId authority;
    public final Map<String, UUID> staff = new LinkedHashMap<>();
    public final UUID family = TestRows.anId();
    public final UUID tyler = TestRows.anId();
    public final UUID maisie = TestRows.anId();
    public final UUID kerry = TestRows.anId();
    public final UUID steven = TestRows.anId();

    private final Viewer.Job job;
    private final Instant then;

    private TestCouncil(Instant now) {
        this.authority = new AuthorityId("council-" + COUNTER.incrementAndGet() + "-" + now.toEpochMilli() % 100_000);
        this.job = new Viewer.Job(authority, "test");
        this.then = now.minusSeconds(40L * 24 * 3600);
    }

    /// The folder of policy packs of this project.
    public static Path packs() {
        return Path.of(System.getProperty("stepways.root", "..")).resolve("policy-packs");
    }

    /// Writes the council into the tests' database.
    public static TestCouncil inTheTestDatabase() {
        return in(TestDatabase.shared(), new Procedures(packs(), Packs.load(packs())));
    }

    /// Writes the council into a database.
    public static TestCouncil in(Database database, Procedures procedures) {
        var council = new TestCouncil(InstantSource.system().instant());
        database.write(council.job, sql -> {
            sql.sql("insert into authority (id, name, recorded_at) values (:id, 'Ashmere Council', :then)")
                    .param("id", council.authority.value())
                    .param("then", TestRows.at(council.then))
                    .update();
            procedures.putInForce(sql, council.job, procedures.newest("icrt").orElseThrow(), council.then);
            council.write(sql);
            return true;
        });
        return council;
    }

    private void write(JdbcClient sql) {
        team(sql, "early-help-locality/north", "early-help-locality", "north", "Early Help North", "early-help");
        team(sql, "early-help-locality/south", "early-help-locality", "south", "Early Help South", "early-help");
        team(sql, "early-help-locality", "early-help-locality", null, "Early Help", "early-help");
        team(sql, "duty-team", "duty-team", null, "Duty Team", "assessment");
        team(sql, "front-door", "front-door", null, "ICRT", "front-door");
        team(sql, "locality-team", "locality-team", null, "Locality social work", "child-in-need");
        team(sql, "ehaat", "ehaat", null, "Advice and Allocations", "early-help");
        person(sql, "Priya Nair", "early-help-worker", "early-help-locality/north");
        person(sql, "Denise Okafor", "early-help-team-manager", "early-help-locality/north");
        person(sql, "Hannah Whitlock", "early-help-worker", "early-help-locality/south");
        person(sql, "Ruth Kavanagh", "icrt-team-manager", "front-door");
        person(sql, "Owen Prys", "icrt-assistant-manager", "front-door");
        person(sql, "Colette Marsh", "duty-manager", "duty-team");
        person(sql, "Samir Haddad", "social-worker", "duty-team");
        person(sql, "Graham Tully", "assessment-team-manager", "duty-team");
        sql.sql("insert into family (authority, id, reference, recorded_at) values (:authority, :id, 'F-20533', :then)")
                .param("authority", authority.value())
                .param("id", family)
                .param("then", TestRows.at(then))
                .update();
        member(sql, tyler, "Tyler", "Quill", LocalDate.of(2013, 3, 9), "child");
        member(sql, maisie, "Maisie <b>", "Quill", LocalDate.of(2018, 7, 2), "child");
        member(sql, kerry, "Kerry", "Quill", LocalDate.of(1988, 1, 15), "adult");
        member(sql, steven, "Steven", "Quill", LocalDate.of(1985, 11, 30), "adult");
        for (var child : new UUID[] {tyler, maisie}) {
            parent(sql, kerry, "mother", child);
            parent(sql, steven, "father", child);
            open(sql, child);
        }
    }

    /// Whom a test signs in as.
    public UUID staff(String name) {
        var id = staff.get(name);
        if (id == null) {
            throw new IllegalArgumentException("Expected one of " + staff.keySet() + ", found " + name);
        }
        return id;
    }

    private void team(
            JdbcClient sql, String id, String packTeam, @Nullable String locality, String title, String service) {
        sql.sql("""
                        insert into team (authority, id, pack_team, locality, title, service)
                        values (:authority, :id, :pack, :locality::text, :title, :service)
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("pack", packTeam)
                .param("locality", locality)
                .param("title", title)
                .param("service", service)
                .update();
    }

    private void person(JdbcClient sql, String name, String role, @Nullable String team) {
        var id = TestRows.anId();
        staff.put(name, id);
        sql.sql("insert into staff (authority, id, name, recorded_at) values (:authority, :id, :name, :then)")
                .param("authority", authority.value())
                .param("id", id)
                .param("name", name)
                .param("then", TestRows.at(then))
                .update();
        sql.sql("""
                        insert into staff_role (authority, id, staff, role, team, held_from)
                        values (:authority, :id, :staff, :role, :team::text, :then)
                        """)
                .param("authority", authority.value())
                .param("id", TestRows.anId())
                .param("staff", id)
                .param("role", role)
                .param("team", team)
                .param("then", TestRows.at(then))
                .update();
    }

    private void member(JdbcClient sql, UUID id, String forename, String surname, LocalDate born, String part) {
        sql.sql("""
                        insert into person (authority, id, forename, surname, birth_date, recorded_at)
                        values (:authority, :id, :forename, :surname, :born, :then)
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("forename", forename)
                .param("surname", surname)
                .param("born", born)
                .param("then", TestRows.at(then))
                .update();
        sql.sql("""
                        insert into family_member (authority, family, person, part)
                        values (:authority, :family, :id, :part)
                        """)
                .param("authority", authority.value())
                .param("family", family)
                .param("id", id)
                .param("part", part)
                .update();
        if (part.equals("child")) {
            sql.sql("insert into child_version (authority, child) values (:authority, :id)")
                    .param("authority", authority.value())
                    .param("id", id)
                    .update();
        }
    }

    private void parent(JdbcClient sql, UUID parent, String kind, UUID child) {
        sql.sql("""
                        insert into relationship (authority, id, person, other_person, kind, parental_responsibility,
                                                  recorded_at)
                        values (:authority, :id, :parent, :child, :kind, 'yes', :then)
                        """)
                .param("authority", authority.value())
                .param("id", TestRows.anId())
                .param("parent", parent)
                .param("child", child)
                .param("kind", kind)
                .param("then", TestRows.at(then))
                .update();
    }

    private void open(JdbcClient sql, UUID child) {
        sql.sql("""
                        insert into episode (authority, id, child, service, opened_at, recorded_at)
                        values (:authority, :id, :child, 'early-help', :then, :then)
                        """)
                .param("authority", authority.value())
                .param("id", TestRows.anId())
                .param("child", child)
                .param("then", TestRows.at(then))
                .update();
        sql.sql("""
                        insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, recorded_at)
                        values (:authority, :id, :child, 'lead', :staff, 'early-help-worker', 'early-help', :then, :then)
                        """)
                .param("authority", authority.value())
                .param("id", TestRows.anId())
                .param("child", child)
                .param("staff", staff("Priya Nair"))
                .param("then", TestRows.at(then))
                .update();
    }
}
