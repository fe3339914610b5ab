package stepways.app.record;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.AuthoritySetup;
import stepways.app.access.Grants;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.staffing.OneHandsOn;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command.Request;
import stepways.packs.Packs;

/// A council under one of the shipped procedures with two people in every role, whose children are in two runs at once.
final class CrowdedCouncil {

    /// A Tuesday morning.
    static final Instant BEGINS = Instant.parse("2026-06-16T08:30:00Z");

    private static final AtomicInteger COUNTER = new AtomicInteger();

    final Database database;
    final AuthorityId authority;
    final Casework casework;
    final Policy policy;
    final AuthoritySetup.Staffing staffing;
    final TimeOrderedIds ids;
    final OneHandsOn handsOn;
    private final Map<StaffId, Actor> actors = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGINS);

    private CrowdedCouncil(Database database, String pack) {
        this.database = database;
        authority = new AuthorityId("crowded-" + COUNTER.incrementAndGet());
        InstantSource clock = now::get;
        ids = new TimeOrderedIds(InstantSource.system());
        var folder = Path.of(System.getProperty("stepways.root"), "policy-packs");
        var procedures = new Procedures(folder, Packs.load(folder));
        casework = new Casework(database, procedures, ids, clock);
        handsOn = new OneHandsOn(database, procedures, casework, ids, clock);
        var loaded = procedures.newest(pack).orElseThrow();
        policy = loaded.policy();
        staffing = new AuthoritySetup(database, ids, clock)
                .apply(AuthoritySetup.everyRole(
                        authority,
                        "Crowded council",
                        policy,
                        BEGINS.atZone(ZoneOffset.UTC).toLocalDate()));
        database.write(job(), sql -> {
            procedures.putInForce(sql, job(), loaded, BEGINS.minus(Duration.ofDays(100)));
            return true;
        });
    }

    static CrowdedCouncil running(Database database, String pack) {
        return new CrowdedCouncil(database, pack);
    }

    Viewer.Job job() {
        return new Viewer.Job(authority, "test");
    }

    Instant now() {
        return now.get();
    }

    void itIs(Instant instant) {
        now.set(instant);
    }

    void later(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    /// The roles that somebody holds in their own name.
    Actor actor(StaffId staff) {
        return actors.computeIfAbsent(
                staff, each -> database.read(job(), sql -> new Grants(sql).actor(policy, each, BEGINS)));
    }

    /// A door of a procedure, and the service that sends where the door leaves a choice.
    record At(String pathway, String door, String from, String to) {}

    /// How children stand before anybody does anything.
    record Scene(String service, List<String> alsoOpen, String worker, Map<String, String> facts, At one, At other) {}

    /// Children of one parent, who are in the two runs.
    record Household(UUID family, List<UUID> children, UUID parent, List<UUID> runs) {
        List<ChildId> ids() {
            return children.stream().map(child -> new ChildId(child.toString())).toList();
        }
    }

    /// A household as the scene has it, with both its runs begun.
    Household household(Scene scene, int size) {
        var since = BEGINS.minus(Duration.ofDays(60));
        var household = database.write(job(), sql -> {
            var parent = person(sql, "Parent", null, since);
            var family = ids.next();
            sql.sql("insert into family (authority, id, reference, recorded_at) values (:a, :id, :id::text, :now)")
                    .param("a", authority.value())
                    .param("id", family)
                    .param("now", at(since))
                    .update();
            var children = new ArrayList<UUID>();
            for (int i = 0; i < size; i++) {
                children.add(child(sql, scene, parent, since));
            }
            return new Household(family, children, parent, List.of());
        });
        var runs = List.of(begin(household, scene.one()), begin(household, scene.other()));
        return new Household(household.family(), household.children(), household.parent(), runs);
    }

    private UUID begin(Household household, At at) {
        var said = new ArrayList<Casework.Answer>();
        for (var by : staffing.holders(
                Objects.requireNonNull(policy.pathway(at.pathway()).doors().get(at.door()))
                        .by())) {
            var answer = begin(household, at, by, ids.next().toString());
            if (answer instanceof Casework.Answer.Done done) {
                return done.run();
            }
            said.add(answer);
        }
        throw new AssertionError("Expected " + at + " to begin, found " + said);
    }

    Casework.Answer begin(Household household, At at, StaffId by, String key) {
        return casework.begin(
                new Viewer.Staff(authority, by),
                Optional.of(household.family()),
                new Casework.Form(key, 0, Optional.empty()),
                new Request.Begin(
                        casework.newRuns(1).getFirst(), at.pathway(), at.door(), household.ids(), at.from(), at.to()));
    }

    /// A form opened now by the first who holds a role.
    Casework.Answer submit(UUID run, String role, Casework.Asks asks) {
        var viewer = new Viewer.Staff(authority, staffing.holder(role));
        var seen = casework.see(viewer, run).orElseThrow();
        return casework.submit(
                viewer, run, new Casework.Form(ids.next().toString(), seen.run().seq(), Optional.empty()), asks);
    }

    private UUID person(JdbcClient sql, String name, @org.jspecify.annotations.Nullable String born, Instant since) {
        var id = ids.next();
        sql.sql("""
                        insert into person (authority, id, forename, surname, birth_date, recorded_at)
                        values (:a, :id, :name, 'Invented', :born::date, :now)
                        """)
                .param("a", authority.value())
                .param("id", id)
                .param("name", name)
                .param("born", born)
                .param("now", at(since))
                .update();
        return id;
    }

    private UUID child(JdbcClient sql, Scene scene, UUID parent, Instant since) {
        var child = person(sql, "Child", "2018-05-04", since);
        insert(sql, "child_version (authority, child) select :a, :child where :now is not null", child, since);
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
        var services = new ArrayList<>(scene.alsoOpen());
        services.add(scene.service());
        for (var service : services) {
            insert(
                    sql,
                    "episode (authority, id, child, service, opened_at, recorded_at)"
                            + " values (:a, gen_random_uuid(), :child, '" + service + "', :now, :now)",
                    child,
                    since);
        }
        insert(
                sql,
                "allocation (authority, id, child, part, staff, worker_role, service, held_from, recorded_at)"
                        + " values (:a, gen_random_uuid(), :child, 'lead', '"
                        + staffing.holder(scene.worker()).value()
                        + "', '" + scene.worker() + "', '" + scene.service() + "', :now, :now)",
                child,
                since);
        scene.facts()
                .forEach((key, value) -> insert(
                        sql,
                        "child_fact (authority, id, child, key, value, happened_at, recorded_at, source)"
                                + " values (:a, gen_random_uuid(), :child, '" + key + "', '" + value
                                + "', :now, :now, 'invented')",
                        child,
                        since));
        return child;
    }

    private void insert(JdbcClient sql, String into, UUID child, Instant since) {
        sql.sql("insert into " + into)
                .param("a", authority.value())
                .param("child", child)
                .param("now", at(since))
                .update();
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
