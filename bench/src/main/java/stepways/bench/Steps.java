package stepways.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.Texts;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Facts;
import stepways.engine.run.ItemKey;
import stepways.engine.run.PersonId;
import stepways.packs.Packs;

/// Whole steps a second (load, decide, commit) beside pgbench's simple-update on the same PostgreSQL, by turns in the
/// same run, with the same durability and the same number of clients.
///
/// A step is one form of a planned step up as the service submits it: something done, an agreement, a decision. Forms
/// carry the version that a page would have shown.
public final class Steps {

    private static final int CLIENTS = 4;
    private static final AuthorityId AUTHORITY = new AuthorityId("bench");

    private final Database database;
    private final Casework casework;
    private final TimeOrderedIds ids;
    private final AuthoritySetup.Staffing staffing;
    private final ConcurrentLinkedQueue<Ready> ready = new ConcurrentLinkedQueue<>();

    private Steps(Database database, Path root) {
        this.database = database;
        ids = new TimeOrderedIds(InstantSource.system());
        var folder = root.resolve("policy-packs");
        var procedures = new Procedures(folder, Packs.load(folder));
        casework = new Casework(database, procedures, ids, InstantSource.system());
        var pack = procedures.newest("icrt").orElseThrow();
        var viewer = new Viewer.Job(AUTHORITY, "bench");
        staffing = new AuthoritySetup(database, ids, InstantSource.system())
                .apply(AuthoritySetup.everyRole(
                        AUTHORITY,
                        "Bench",
                        pack.policy(),
                        Instant.now().atZone(ZoneOffset.UTC).toLocalDate()));
        database.write(viewer, sql -> {
            procedures.putInForce(sql, viewer, pack, Instant.now());
            return 1;
        });
    }

    /// A transfer that has begun, and the parent who answers.
    private record Ready(UUID run, UUID parent) {}

    /// One step: who sends it, and on which version of the run the form was opened.
    private record Step(String role, long version, Function<Ready, Casework.Asks> asks) {}

    /// @param arguments seconds for each turn (default 8) and the number of rounds (default 3)
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        var root = Path.of(System.getProperty("stepways.root", "")).toAbsolutePath();
        var launch = EmbeddedPostgres.in(Files.createTempDirectory("stepways-bench"))
                .withPrograms(root.resolve(".stepways/postgres"));
        try (var server = launch.start()) {
            var peer = Pgbench.on(server);
            try (var database =
                    Database.open(DatabaseSetup.prepare(server, "bench").withConnections(CLIENTS))) {
                new Steps(database, root).compare(server, peer, seconds, rounds);
            }
        } finally {
            launch.erase();
        }
    }

    private void compare(EmbeddedPostgres server, Optional<Pgbench> peer, int seconds, int rounds)
            throws InterruptedException {
        var path = path();
        prepare(400);
        analyze(server);
        turn(path, Math.min(seconds, 4)); // the JVM learns
        var ratios = new ArrayList<Double>();
        for (int round = 1; round <= rounds; round++) {
            prepare(200 * seconds);
            analyze(server);
            double ours = turn(path, seconds);
            if (peer.isEmpty()) {
                System.out.printf(Locale.ROOT, "round %d: whole steps %.0f/s%n", round, ours);
                continue;
            }
            double theirs = peer.get().simpleUpdates(CLIENTS, seconds);
            ratios.add(ours / theirs);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: whole steps %.0f/s, pgbench simple-update %.0f/s, ratio %.2f%n",
                    round,
                    ours,
                    theirs,
                    ours / theirs);
        }
        if (ratios.isEmpty()) {
            System.out.println(
                    "steps: pgbench was not found on this machine (Debian: apt-get install postgresql); no ratio");
        } else {
            ratios.sort(Comparator.naturalOrder());
            System.out.printf(
                    Locale.ROOT,
                    "steps: median ratio to pgbench simple-update %.2f (%d clients, fsync on)%n",
                    ratios.get(ratios.size() / 2),
                    CLIENTS);
        }
    }

    /// What a server does by itself within a minute: without it the first plans are those for empty tables.
    private static void analyze(EmbeddedPostgres server) {
        try (var connection = DriverManager.getConnection(
                        server.url("bench"),
                        EmbeddedPostgres.SUPERUSER,
                        server.passwordOf(EmbeddedPostgres.SUPERUSER));
                var statement = connection.createStatement()) {
            statement.execute("analyze");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot gather statistics", e);
        }
    }

    /// The steps of one transfer, from the first talk to the request that is sent, with the version before each.
    private List<Step> path() {
        var steps = List.<Step>of(
                step("early-help-worker", item("talk-with-manager")),
                step("early-help-worker", item("joint-visit-or-chaired-review")),
                step("early-help-team-manager", outcome("worries-continue")),
                step("early-help-worker", item("case-discussion")),
                step("early-help-worker", item("step-up-request.needs")),
                step("early-help-team-manager", item("step-up-request.managers-view")),
                step(
                        "early-help-worker",
                        ready -> texts -> new Request.AnswerAgreement(
                                "step-up-for-assessment",
                                new PersonId(ready.parent().toString()),
                                Facts.Given.GIVEN,
                                Optional.of(texts.keep("Said yes at home, and signed the form.")))),
                step("early-help-team-manager", outcome("sent-to-icrt")));
        prepare(1);
        var first = take();
        var known = new ArrayList<Step>();
        for (var step : steps) {
            var version = casework.see(as(step.role()), first.run())
                    .orElseThrow()
                    .run()
                    .seq();
            var exact = new Step(step.role(), version, step.asks());
            send(exact, first);
            known.add(exact);
        }
        return known;
    }

    private static Step step(String role, Function<Ready, Casework.Asks> asks) {
        return new Step(role, 0, asks);
    }

    private static Function<Ready, Casework.Asks> item(String name) {
        return _ -> texts -> new Request.DoItem(ItemKey.forFamily(name), "", Optional.of(note(texts)));
    }

    private Function<Ready, Casework.Asks> outcome(String name) {
        return _ -> {
            var newRuns = casework.newRuns(2);
            return texts -> Request.Choose.forAll(name, note(texts), newRuns);
        };
    }

    private static stepways.engine.run.TextRef note(Texts texts) {
        return texts.keep(
                "We talked it through. Both children are seen weekly; the worries about sleep and school go on.");
    }

    private Viewer.Staff as(String role) {
        return new Viewer.Staff(AUTHORITY, staffing.holder(role));
    }

    private void send(Step step, Ready ready) {
        var form = new Casework.Form(ids.next().toString(), step.version(), Optional.empty());
        var answer =
                casework.submit(as(step.role()), ready.run(), form, step.asks().apply(ready));
        if (!(answer instanceof Casework.Answer.Done)) {
            throw new IllegalStateException("Expected the step to be recorded, found " + answer);
        }
    }

    private Ready take() {
        var next = ready.poll();
        if (next == null) {
            throw new IllegalStateException("Expected more transfers to have been prepared");
        }
        return next;
    }

    private double turn(List<Step> path, int seconds) throws InterruptedException {
        var count = new LongAdder();
        var going = new AtomicBoolean(true);
        var began = System.nanoTime();
        var clients = new ArrayList<Thread>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(Thread.ofVirtual().start(() -> {
                while (going.get()) {
                    var transfer = ready.poll();
                    if (transfer == null) {
                        return;
                    }
                    for (var step : path) {
                        if (!going.get()) {
                            return;
                        }
                        send(step, transfer);
                        count.increment();
                    }
                }
            }));
        }
        Thread.sleep(seconds * 1000L);
        going.set(false);
        for (var client : clients) {
            client.join();
        }
        return count.sum() / ((System.nanoTime() - began) / 1e9);
    }

    /// Families of one parent and two children, each with a transfer begun, until `wanted` are waiting.
    private void prepare(int wanted) {
        for (int missing = wanted - ready.size(); missing > 0; missing--) {
            var children = List.of(ids.next(), ids.next());
            var parent = ids.next();
            var family = ids.next();
            database.write(new Viewer.Job(AUTHORITY, "bench"), sql -> family(sql, family, parent, children));
            var run = casework.newRuns(1).getFirst();
            var answer = casework.begin(
                    as("early-help-worker"),
                    Optional.of(family),
                    new Casework.Form(run.value(), 0, Optional.empty()),
                    new Request.Begin(
                            run,
                            "step-up",
                            "worker-is-worried",
                            children.stream()
                                    .map(c -> new ChildId(c.toString()))
                                    .toList(),
                            "",
                            ""));
            if (!(answer instanceof Casework.Answer.Done)) {
                throw new IllegalStateException("Expected a transfer to begin, found " + answer);
            }
            ready.add(new Ready(UUID.fromString(run.value()), parent));
        }
    }

    private int family(JdbcClient sql, UUID family, UUID parent, List<UUID> children) {
        var now = OffsetDateTime.now(ZoneOffset.UTC).minusDays(30);
        insert(sql, "family (authority, id, reference, recorded_at) values (:a, :id, :id::text, :now)", family, now);
        insert(sql, "person (authority, id, surname, recorded_at) values (:a, :id, 'Invented', :now)", parent, now);
        for (var child : children) {
            insert(
                    sql,
                    "person (authority, id, surname, birth_date, recorded_at) values (:a, :id, 'Invented', '2018-05-04', :now)",
                    child,
                    now);
            insert(sql, "child_version (authority, child) select :a, :id where :now is not null", child, now);
            sql.sql("""
                            insert into relationship (authority, id, person, other_person, kind, parental_responsibility, recorded_at)
                            values (:a, :id, :parent, :child, 'mother', 'yes', :now)
                            """)
                    .param("a", AUTHORITY.value())
                    .param("id", ids.next())
                    .param("parent", parent)
                    .param("child", child)
                    .param("now", now)
                    .update();
            sql.sql("""
                            insert into episode (authority, id, child, service, opened_at, recorded_at)
                            values (:a, :id, :child, 'early-help', :now, :now)
                            """)
                    .param("a", AUTHORITY.value())
                    .param("id", ids.next())
                    .param("child", child)
                    .param("now", now)
                    .update();
            sql.sql("""
                            insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, recorded_at)
                            values (:a, :id, :child, 'lead', :staff, 'early-help-worker', 'early-help', :now, :now)
                            """)
                    .param("a", AUTHORITY.value())
                    .param("id", ids.next())
                    .param("child", child)
                    .param("staff", staffing.holder("early-help-worker").value())
                    .param("now", now)
                    .update();
        }
        return children.size();
    }

    private static void insert(JdbcClient sql, String into, UUID id, OffsetDateTime now) {
        sql.sql("insert into " + into)
                .param("a", AUTHORITY.value())
                .param("id", id)
                .param("now", now)
                .update();
    }

    /// PostgreSQL's own benchmark, on a database of its own on the same server.
    private record Pgbench(Path program, EmbeddedPostgres server) {

        static Optional<Pgbench> on(EmbeddedPostgres server) {
            return find().map(program -> {
                var bench = new Pgbench(program, server);
                bench.run("-i", "-q", "-s", "10");
                return bench;
            });
        }

        private static Optional<Path> find() {
            var places = new ArrayList<Path>();
            for (var folder : System.getenv("PATH").split(":")) {
                places.add(Path.of(folder, "pgbench"));
            }
            for (int version = 20; version >= 12; version--) {
                places.add(Path.of("/usr/lib/postgresql/" + version + "/bin/pgbench"));
            }
            return places.stream().filter(Files::isExecutable).findFirst();
        }

        double simpleUpdates(int clients, int seconds) {
            var said = run("-N", "-n", "-M", "prepared", "-c", "" + clients, "-j", "" + clients, "-T", "" + seconds);
            return said.lines()
                    .filter(line -> line.startsWith("tps = "))
                    .map(line -> Double.parseDouble(line.split(" ")[2]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Expected pgbench to say its rate, found: " + said));
        }

        private String run(String... options) {
            var command = new ArrayList<String>();
            command.add(program.toString());
            command.addAll(List.of(options));
            command.addAll(
                    List.of("-h", "127.0.0.1", "-p", "" + server.port(), "-U", EmbeddedPostgres.SUPERUSER, "postgres"));
            try {
                var builder = new ProcessBuilder(command).redirectErrorStream(true);
                builder.environment().put("PGPASSWORD", server.passwordOf(EmbeddedPostgres.SUPERUSER));
                var process = builder.start();
                var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("pgbench failed: " + said);
                }
                return said;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
