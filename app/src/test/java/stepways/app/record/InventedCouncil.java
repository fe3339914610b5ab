package stepways.app.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Facts;
import stepways.engine.run.ItemKey;
import stepways.engine.run.PersonId;
import stepways.engine.run.RunId;
import stepways.packs.Packs;

/// A council of the tests: a small procedure with two ways out of Early Help, its people, and families.
final class InventedCouncil {

    static final String WORKER = "early-help-worker";
    static final String MANAGER = "early-help-manager";
    static final String RECEIVER = "social-care-manager";
    static final String OTHER_RECEIVER = "disability-manager";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    final Database database;
    final Casework casework;
    final Procedures procedures;
    final AuthorityId authority;
    final TimeOrderedIds ids;
    private final InstantSource clock;
    private final AuthoritySetup.Staffing staffing;

    private InventedCouncil(Database database, InstantSource clock, AuthorityId authority) {
        this.database = database;
        this.clock = clock;
        this.authority = authority;
        ids = new TimeOrderedIds(clock);
        var folder = folder();
        procedures = new Procedures(folder, Packs.load(folder));
        casework = new Casework(database, procedures, ids, clock);
        var pack = procedures.newest("invented").orElseThrow();
        staffing = new AuthoritySetup(database, ids, clock)
                .apply(AuthoritySetup.everyRole(
                        authority,
                        "Invented council",
                        pack.policy(),
                        clock.instant().atZone(ZoneOffset.UTC).toLocalDate()));
        var job = new Viewer.Job(authority, "test");
        database.write(job, sql -> {
            procedures.putInForce(sql, job, pack, clock.instant());
            return true;
        });
    }

    /// A council that no other test knows.
    static InventedCouncil in(Database database, InstantSource clock) {
        return new InventedCouncil(database, clock, new AuthorityId("council-" + COUNTER.incrementAndGet()));
    }

    /// The council that another process set up in the same database.
    static InventedCouncil again(Database database, InstantSource clock, AuthorityId authority) {
        return new InventedCouncil(database, clock, authority);
    }

    /// The packs of the tests: the national layer as shipped, and the small procedure.
    private static Path folder() {
        try {
            var folder = Files.createTempDirectory("stepways-test-packs");
            copy(Path.of(System.getProperty("stepways.root"), "policy-packs", "england"), folder.resolve("england"));
            copy(
                    Path.of(System.getProperty("stepways.root"), "app/src/test/resources/procedures/invented"),
                    folder.resolve("invented"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    StaffId staff(String role) {
        return staffing.holder(role);
    }

    StaffId other(String role) {
        return staffing.holders(role).get(1);
    }

    Viewer.Staff as(String role) {
        return new Viewer.Staff(authority, staff(role));
    }

    /// Children of one parent, open to Early Help and held by the Early Help worker.
    record Household(UUID family, List<UUID> children, UUID parent) {}

    Household household(int size) {
        return database.write(new Viewer.Job(authority, "test"), sql -> {
            var since = clock.instant().minusSeconds(86_400L * 60);
            var parent = person(sql, "Parent", null);
            var family = ids.next();
            sql.sql("insert into family (authority, id, reference, recorded_at) values (:a, :id, :ref, :now)")
                    .param("a", authority.value())
                    .param("id", family)
                    .param("ref", "F-" + family)
                    .param("now", at(since))
                    .update();
            member(sql, family, parent, "adult");
            var children = new ArrayList<UUID>();
            for (int i = 0; i < size; i++) {
                var child = person(sql, "Child " + i, "2018-05-04");
                children.add(child);
                member(sql, family, child, "child");
                open(sql, child, parent, since);
            }
            return new Household(family, children, parent);
        });
    }

    private UUID person(JdbcClient sql, String name, @org.jspecify.annotations.Nullable String born) {
        var id = ids.next();
        sql.sql("""
                        insert into person (authority, id, forename, surname, birth_date, recorded_at)
                        values (:a, :id, :name, 'Invented', :born::date, :now)
                        """)
                .param("a", authority.value())
                .param("id", id)
                .param("name", name)
                .param("born", born)
                .param("now", at(clock.instant()))
                .update();
        return id;
    }

    private void member(JdbcClient sql, UUID family, UUID person, String part) {
        sql.sql("insert into family_member (authority, family, person, part) values (:a, :family, :person, :part)")
                .param("a", authority.value())
                .param("family", family)
                .param("person", person)
                .param("part", part)
                .update();
    }

    private void open(JdbcClient sql, UUID child, UUID parent, Instant since) {
        sql.sql("insert into child_version (authority, child) values (:a, :child)")
                .param("a", authority.value())
                .param("child", child)
                .update();
        sql.sql("""
                        insert into relationship (authority, id, person, other_person, kind, parental_responsibility, recorded_at)
                        values (:a, :id, :parent, :child, 'mother', 'yes', :now)
                        """)
                .param("a", authority.value())
                .param("id", ids.next())
                .param("parent", parent)
                .param("child", child)
                .param("now", at(since))
                .update();
        sql.sql("""
                        insert into episode (authority, id, child, service, opened_at, recorded_at)
                        values (:a, :id, :child, 'early-help', :since, :since)
                        """)
                .param("a", authority.value())
                .param("id", ids.next())
                .param("child", child)
                .param("since", at(since))
                .update();
        sql.sql("""
                        insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, recorded_at)
                        values (:a, :id, :child, 'lead', :staff, 'early-help-worker', 'early-help', :since, :since)
                        """)
                .param("a", authority.value())
                .param("id", ids.next())
                .param("child", child)
                .param("staff", staff(WORKER).value())
                .param("since", at(since))
                .update();
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    // What people do.

    UUID beginStepUp(Household household) {
        return begin(household, "step-up", "worried");
    }

    UUID beginAcross(Household household) {
        return begin(household, "across", "better-there");
    }

    private UUID begin(Household household, String pathway, String door) {
        var id = casework.newRuns(1).getFirst();
        var children = household.children().stream()
                .map(child -> new ChildId(child.toString()))
                .toList();
        var answer = casework.begin(
                as(WORKER),
                Optional.of(household.family()),
                new Casework.Form("begin-" + id, 0, Optional.empty()),
                new Request.Begin(id, pathway, door, children, "", ""));
        return done(answer).run();
    }

    /// A step-up that has been sent and waits for the receiving manager to name a worker.
    UUID sentStepUp(Household household) {
        var run = beginStepUp(household);
        does(run, WORKER, "talk", "");
        does(
                run,
                WORKER,
                "plan",
                clock.instant().atZone(ZoneOffset.UTC).toLocalDate().toString());
        submit(
                run,
                WORKER,
                texts -> new Request.AnswerAgreement(
                        "step-up",
                        new PersonId(household.parent().toString()),
                        Facts.Given.GIVEN,
                        Optional.of(texts.keep("Said yes at home."))));
        chooses(run, MANAGER, "sent");
        return run;
    }

    void does(UUID run, String role, String item, String value) {
        submit(
                run,
                role,
                texts -> new Request.DoItem(ItemKey.forFamily(item), value, Optional.of(texts.keep("Done: " + item))));
    }

    void chooses(UUID run, String role, String outcome) {
        submit(run, role, choice(outcome));
    }

    Casework.Asks choice(String outcome) {
        var newRuns = casework.newRuns(3);
        return texts -> Request.Choose.forAll(outcome, texts.keep("Because it is right for the child."), newRuns);
    }

    Casework.Answer.Done submit(UUID run, String role, Casework.Asks asks) {
        return done(casework.submit(as(role), run, form(run, role), asks));
    }

    /// A form opened now, with a key of its own.
    Casework.Form form(UUID run, String role) {
        return new Casework.Form(ids.next().toString(), version(run, role), Optional.empty());
    }

    long version(UUID run, String role) {
        return casework.see(as(role), run).orElseThrow().run().seq();
    }

    private static Casework.Answer.Done done(Casework.Answer answer) {
        if (answer instanceof Casework.Answer.Done done) {
            return done;
        }
        throw new AssertionError("Expected the step to be recorded, found " + answer);
    }

    /// How many people are accountable for each child now.
    Map<UUID, Long> holders(Household household) {
        return database.read(new Viewer.Job(authority, "test"), sql -> {
            var counts = new TreeMap<UUID, Long>();
            for (var child : household.children()) {
                counts.put(
                        child,
                        sql.sql(
                                        "select count(*) from allocation where child = :child and part = 'lead' and held_until is null")
                                .param("child", child)
                                .query(Long.class)
                                .single());
            }
            return counts;
        });
    }

    /// Every event of a run, as its type by its place.
    Map<Integer, String> events(UUID run) {
        return database.read(new Viewer.Job(authority, "test"), sql -> {
            var all = new LinkedHashMap<Integer, String>();
            sql.sql("select seq, type from run_event where run = :run order by seq")
                    .param("run", run)
                    .query(rs -> {
                        all.put(rs.getInt("seq"), rs.getString("type"));
                    });
            return all;
        });
    }

    RunId newRun() {
        return casework.newRuns(1).getFirst();
    }
}
