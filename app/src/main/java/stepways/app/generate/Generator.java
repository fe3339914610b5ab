package stepways.app.generate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;
import stepways.app.procedures.Procedures;
import stepways.app.search.NameTokens;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.packs.LoadedPack;

/// Makes an invented authority of a given size.
///
/// First some families' transfers are played by the service's own commands, from every door of the
/// procedure; then all that the service wrote about them is stamped out for other families, with
/// identifiers, staff, words and chains of hashes of their own. Families without a transfer are written
/// beside them. The names, the sizes and the order follow from the seed; the dates end on the day it is
/// made.
public final class Generator {

    private static final String KIND = "generated";
    private static final int ROWS_AT_A_TIME = 20_000;

    private final Database database;
    private final Procedures procedures;
    private final Instant now;
    private final Progress progress;

    public Generator(Database database, Procedures procedures, Instant now, Progress progress) {
        this.database = database;
        this.procedures = procedures;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.progress = progress;
    }

    /// What is to be made.
    public record Plan(AuthorityId authority, String name, LoadedPack pack, Size size, long seed) {}

    /// What was made: the rows of each table.
    ///
    /// @param played families whose transfers were played step by step
    public record Made(Map<String, Long> rows, int played, Duration took) {}

    /// How far an authority has come.
    public enum State {
        ABSENT,
        /// It is there, and was not made here, or not to its end.
        OTHER,
        READY
    }

    /// Whether the authority has been made before.
    public static State state(Database database, AuthorityId authority) {
        return database.read(new Viewer.Job(authority, KIND), sql -> {
            if (!sql.sql("select exists (select from authority where id = :id)")
                    .param("id", authority.value())
                    .query(Boolean.class)
                    .single()) {
                return State.ABSENT;
            }
            return sql.sql("select exists (select from import_batch where kind = :kind and finished_at is not null)")
                            .param("kind", KIND)
                            .query(Boolean.class)
                            .single()
                    ? State.READY
                    : State.OTHER;
        });
    }

    /// So many of each role play the first transfers.
    private static final int FIRST = 2;

    /// So many practitioners have one manager.
    private static final int A_TEAM = 12;

    /// Makes it. The authority must not be there yet.
    public Made make(Plan plan) {
        var began = System.nanoTime();
        return new Making(plan).all(began);
    }

    private final class Making {
        private final Plan plan;
        private final Policy policy;
        private final Viewer.Job job;
        private final SplittableRandom random;
        private final Names names;
        private final Ids ids;
        private final Map<String, Long> counts = new TreeMap<>();
        private final Map<String, Map<String, String>> types;
        private final UUID batch;
        private final long began = System.nanoTime();
        private AuthoritySetup.Staffing staffing;
        private final Map<String, String> staffNames = new HashMap<>();
        private final Map<String, List<String>> colleagues = new HashMap<>();
        private final Map<String, List<String>> workers = new HashMap<>();
        private long people;
        private long families;
        private long runs;

        Making(Plan plan) {
            this.plan = plan;
            policy = plan.pack().policy();
            job = new Viewer.Job(plan.authority(), KIND);
            random = new SplittableRandom(plan.seed());
            names = new Names(random.split());
            ids = new Ids(random.split());
            batch = ids.at(now);
            staffing = setUp();
            types = database.read(job, Rows::types);
        }

        /// The authority and those who play the first transfers, two in each role.
        private AuthoritySetup.Staffing setUp() {
            return database.bulk(job, (sql, batches) -> {
                var first = setup().apply(sql, batches, people(_ -> FIRST));
                procedures.putInForce(sql, job, plan.pack(), now.minus(Duration.ofDays(400)));
                sql.sql("""
                                insert into import_batch (authority, id, kind, source, fingerprint, began_at)
                                values (:authority, :id, :kind, :source, :fingerprint, :began)
                                """)
                        .param("authority", plan.authority().value())
                        .param("id", batch)
                        .param("kind", KIND)
                        .param("source", plan.size() + ", seed " + plan.seed())
                        .param("fingerprint", sha(plan.size() + ":" + plan.seed()))
                        .param("began", now.atOffset(java.time.ZoneOffset.UTC))
                        .update();
                return first;
            });
        }

        private AuthoritySetup setup() {
            return new AuthoritySetup(database, new TimeOrderedIds(InstantSource.fixed(now)), InstantSource.fixed(now));
        }

        private AuthoritySetup.Plan people(ToIntFunction<Role> howMany) {
            return AuthoritySetup.everyRole(
                    plan.authority(),
                    plan.name(),
                    policy,
                    LocalDate.ofInstant(now, policy.calendar().zone()),
                    howMany,
                    (role, number) -> staffNames.computeIfAbsent(
                            role.name() + number, _ -> names.forename() + " " + names.surname()));
        }

        /// Everybody else: eight in ten are practitioners, so many in each role as it has children to hold.
        private void takeOn(List<Played> chosen) {
            var held = new TreeMap<String, Integer>();
            chosen.forEach(each -> each.held().forEach(role -> held.merge(role, 1, Integer::sum)));
            int all = Math.max(
                    1, held.values().stream().mapToInt(Integer::intValue).sum());
            long practitioners = plan.size().staff() * 8L / 10;
            var roles = AuthoritySetup.allRoles(policy);
            ToIntFunction<Role> working = role -> (int) (practitioners * held.getOrDefault(role.name(), 0) / all);
            var whole = people(role -> Math.max(
                    FIRST,
                    role.practitioner()
                            ? working.applyAsInt(role)
                            : roles.values().stream()
                                            .filter(other -> other.practitioner()
                                                    && other.in().equals(role.in()))
                                            .mapToInt(working)
                                            .sum()
                                    / A_TEAM));
            staffing = database.bulk(job, (sql, batches) -> setup().apply(sql, batches, divided(whole)));
            database.read(job, sql -> {
                sql.sql("""
                                select staff::text, string_agg(role || '@' || split_part(coalesce(team, ''), '/', 1), ',' order by role, team) as posts
                                  from staff_role
                                 group by staff
                                 order by staff
                                """).query(rs -> {
                    workers.computeIfAbsent(rs.getString("posts"), _ -> new ArrayList<>())
                            .add(rs.getString("staff"));
                });
                return 0;
            });
            workers.values().forEach(same -> same.forEach(one -> colleagues.put(one, same)));
        }

        /// A team that is too large for one manager is divided into localities, as councils of that size do; each has
        /// practitioners and managers. Those who were there first stay where they are.
        private AuthoritySetup.Plan divided(AuthoritySetup.Plan whole) {
            var first = people(_ -> FIRST).people().stream()
                    .map(AuthoritySetup.Person::reference)
                    .collect(Collectors.toSet());
            var roles = AuthoritySetup.allRoles(policy);
            var practitioners = new TreeMap<String, Integer>();
            for (var person : whole.people()) {
                for (var post : person.posts()) {
                    var role = roles.get(post.role());
                    practitioners.merge(post.team(), role != null && role.practitioner() ? 1 : 0, Integer::sum);
                }
            }
            practitioners.remove("");
            practitioners.values().removeIf(some -> some <= A_TEAM);
            var localities = new ArrayList<AuthoritySetup.Locality>();
            practitioners.forEach((team, some) -> {
                for (int number = 1; number <= parts(some); number++) {
                    localities.add(new AuthoritySetup.Locality(team, "locality-" + number, "locality " + number));
                }
            });
            var turn = new HashMap<String, Integer>();
            var people = new ArrayList<AuthoritySetup.Person>();
            for (var person : whole.people()) {
                var posts = new ArrayList<AuthoritySetup.Post>();
                for (var post : person.posts()) {
                    var some = practitioners.get(post.team());
                    posts.add(
                            some == null || first.contains(person.reference())
                                    ? post
                                    : new AuthoritySetup.Post(
                                            post.role(),
                                            post.team() + "/locality-"
                                                    + (1
                                                            + turn.merge(post.role() + post.team(), 1, Integer::sum)
                                                                    % parts(some))));
                }
                people.add(new AuthoritySetup.Person(person.reference(), person.name(), person.email(), posts));
            }
            return whole.divided(localities, people);
        }

        private static int parts(int practitioners) {
            return (practitioners + A_TEAM - 1) / A_TEAM;
        }

        Made all(long began) {
            var played = play();
            var open = played.stream().filter(each -> each.openRuns() > 0).toList();
            var ended = played.stream().filter(each -> each.openRuns() == 0).toList();
            if (open.isEmpty() || ended.isEmpty()) {
                throw new IllegalStateException("Expected open and ended transfers to stamp out, found " + open.size()
                        + " and " + ended.size());
            }
            var chosen = chosen(open);
            takeOn(chosen);
            stampOpen(chosen);
            stampEnded(ended);
            quiet();
            finish();
            return new Made(counts, played.size(), Duration.ofNanos(System.nanoTime() - began));
        }

        // Some families are played.

        private record Service(String name, String role) {}

        /// Each service with a role that can hold a child there.
        private List<Service> services() {
            var all = new ArrayList<Service>();
            for (var service : policy.services().values()) {
                AuthoritySetup.allRoles(policy).values().stream()
                        .filter(role -> role.practitioner() && role.in().equals(service.name()))
                        .filter(role -> !staffing.holders(role.name()).isEmpty())
                        .findFirst()
                        .ifPresent(role -> all.add(new Service(service.name(), role.name())));
            }
            return all;
        }

        private List<Played> play() {
            int rounds = plan.size() == Size.HUNDREDTH ? 2 : 9;
            var hour = new Play.Hour(now);
            var play = new Play(database, plan.authority(), procedures, policy, staffing, hour, random.split());
            var services = services();
            var all = new ArrayList<Played>();
            var doors = play.doors();
            for (int round = 0; round < rounds; round++) {
                for (var door : doors) {
                    var from = door.from().isEmpty()
                            ? services.get(round % services.size()).name()
                            : door.from().get(round % door.from().size());
                    var service = services.stream()
                            .filter(each -> each.name().equals(from))
                            .findFirst();
                    if (service.isEmpty()) {
                        continue;
                    }
                    boolean toTheEnd = round % 3 == 2 || (plan.size() == Size.HUNDREDTH && round == 1);
                    var begins = now.minus(Duration.ofHours(
                            toTheEnd ? 24L * 60 + random.nextInt(24 * 300) : 30 + random.nextInt(24 * 60)));
                    var family = family(begins, 1 + random.nextInt(3), 1 + random.nextInt(2));
                    database.<Integer>bulk(job, (sql, _) -> {
                        var rows = new Rows(sql, types);
                        write(rows, family);
                        open(rows, family, service.get(), door.alsoOpen(), begins);
                        facts(rows, family, begins);
                        rows.write(counts);
                        return 0;
                    });
                    hour.set(begins);
                    var begun = play.from(
                            door,
                            from,
                            family.id(),
                            family.children(),
                            family.parents().getFirst(),
                            toTheEnd ? 60 : 3 + random.nextInt(16),
                            toTheEnd,
                            now);
                    if (!begun.isEmpty()) {
                        var read = database.read(
                                job,
                                sql -> Played.read(
                                        sql, types, family.id(), family.children(), family.parents(), begins));
                        if (!toTheEnd || read.openRuns() == 0) {
                            all.add(read);
                        }
                        runs += begun.size();
                    }
                    progress.say("playing transfers step by step: " + all.size() + " families" + taken());
                }
            }
            return all;
        }

        /// What some doors ask of a child's record.
        private void facts(Rows rows, Family family, Instant since) {
            for (var known : List.of("cin-plan=true", "legal-status=section-20", "plan-is-home=false")) {
                var parts = known.split("=", 2);
                if (policy.fact(parts[0]).isPresent()) {
                    for (var child : family.children()) {
                        rows.add(
                                "child_fact",
                                "authority",
                                plan.authority(),
                                "id",
                                ids.at(since),
                                "child",
                                child,
                                "key",
                                parts[0],
                                "value",
                                parts[1],
                                "happened_at",
                                since,
                                "recorded_at",
                                since,
                                "source",
                                "invented");
                    }
                }
            }
        }

        private void open(Rows rows, Family family, Service service, List<String> also, Instant begins) {
            var since = begins.minus(Duration.ofDays(20 + random.nextInt(200)));
            var worker = staffing.holders(service.role()).getFirst().value();
            var open = new ArrayList<>(also);
            open.remove(service.name());
            open.add(service.name());
            for (var child : family.children()) {
                for (var each : open) {
                    episode(rows, child, each, since, null);
                }
                lead(rows, child, worker.toString(), service, since, null);
            }
        }

        private void episode(Rows rows, UUID child, String service, Instant since, @Nullable Instant until) {
            var id = ids.at(since);
            rows.add(
                    "episode",
                    "authority",
                    plan.authority(),
                    "id",
                    id,
                    "child",
                    child,
                    "service",
                    service,
                    "opened_at",
                    since,
                    "closed_at",
                    until,
                    "closed_because",
                    until == null ? null : "needs-met",
                    "source_system",
                    "invented",
                    "source_id",
                    id,
                    "recorded_at",
                    since);
        }

        private void lead(
                Rows rows, UUID child, String worker, Service service, Instant since, @Nullable Instant until) {
            rows.add(
                    "allocation",
                    "authority",
                    plan.authority(),
                    "id",
                    ids.at(since),
                    "child",
                    child,
                    "part",
                    "lead",
                    "staff",
                    worker,
                    "worker_role",
                    service.role(),
                    "service",
                    service.name(),
                    "held_from",
                    since,
                    "held_until",
                    until,
                    "recorded_at",
                    since);
        }

        // And stamped out.

        /// As many open runs as the size says, and then more until as many lines of work wait. Those that
        /// wait for most are stamped out most.
        private List<Played> chosen(List<Played> open) {
            var byWork = new ArrayList<>(open);
            byWork.sort(Comparator.comparingInt(each -> -10 * (each.work() + each.dated()) / each.openRuns()));
            var all = new ArrayList<Played>();
            long runs = 0;
            long lines = 0;
            while (runs < plan.size().openRuns() || lines < plan.size().lines()) {
                var next = byWork.get(skewed(1 + skewed(byWork.size())));
                all.add(next);
                runs += next.openRuns();
                lines += next.work();
            }
            return all;
        }

        private void stampOpen(List<Played> chosen) {
            for (int done = 0; done < chosen.size(); done += 100) {
                stamp(chosen.subList(done, Math.min(done + 100, chosen.size())));
                progress.say("stamping out open transfers: families " + done + " of " + chosen.size() + taken());
            }
        }

        private void stampEnded(List<Played> ended) {
            for (int done = 0; done < plan.size().endedRuns(); ) {
                var some = new ArrayList<Played>();
                for (int i = 0; i < 100; i++) {
                    some.add(ended.get(random.nextInt(ended.size())));
                }
                stamp(some);
                done += some.size();
                progress.say("stamping out ended transfers: " + done + " of "
                        + plan.size().endedRuns() + taken());
            }
        }

        private void stamp(List<Played> some) {
            database.<Integer>bulk(job, (sql, _) -> {
                var rows = new Rows(sql, types);
                var numbers = references(sql, some.size() * 4);
                for (var each : some) {
                    var family = family(now.minus(Duration.ofDays(400)), each.children(), 2);
                    write(rows, family);
                    history(rows, family);
                    each.stamp(
                            rows,
                            plan.authority().value(),
                            new Played.Others(family.id(), family.children(), family.parents()),
                            colleague(),
                            before -> before.replaceAll(
                                    "[0-9]+",
                                    Long.toString(
                                            numbers.isEmpty()
                                                    ? references(sql, 1).removeLast()
                                                    : numbers.removeLast())),
                            random);
                    runs++;
                }
                rows.write(counts);
                return 0;
            });
        }

        private static List<Long> references(JdbcClient sql, int some) {
            return new ArrayList<>(sql.sql("select nextval('reference_number') from generate_series(1, :some)")
                    .param("some", some)
                    .query(Long.class)
                    .list());
        }

        /// Somebody with the same roles in the same team, the same one throughout a family. Some have far
        /// more to do.
        private UnaryOperator<String> colleague() {
            var chosen = new HashMap<String, String>();
            return id -> {
                var same = colleagues.get(id);
                return same == null ? id : chosen.computeIfAbsent(id, _ -> same.get(uneven(same.size())));
            };
        }

        // Families.

        private record Family(
                UUID id,
                String reference,
                List<UUID> children,
                List<UUID> parents,
                List<Person> people,
                Instant known) {}

        private record Person(
                UUID id,
                boolean child,
                String forename,
                String surname,
                @Nullable LocalDate born) {}

        private Family family(Instant known, int children, int adults) {
            var surname = names.surname();
            var people = new ArrayList<Person>();
            var today = LocalDate.ofInstant(now, policy.calendar().zone());
            for (int i = 0; i < children; i++) {
                boolean unborn = random.nextInt(120) == 0;
                people.add(new Person(
                        ids.at(known),
                        true,
                        names.forename(),
                        random.nextInt(6) == 0 ? names.surname() : surname,
                        unborn ? null : today.minusDays(30 + random.nextInt(17 * 365))));
            }
            for (int i = 0; i < adults; i++) {
                people.add(new Person(
                        ids.at(known),
                        false,
                        names.forename(),
                        i == 0 || random.nextInt(3) > 0 ? surname : names.surname(),
                        today.minusYears(18).minusDays(random.nextInt(30 * 365))));
            }
            families++;
            return new Family(
                    ids.at(known),
                    "F-" + (100_000 + families),
                    people.stream().filter(Person::child).map(Person::id).toList(),
                    people.stream()
                            .filter(each -> !each.child())
                            .map(Person::id)
                            .toList(),
                    people,
                    known);
        }

        private void write(Rows rows, Family family) {
            var authority = plan.authority();
            var known = family.known();
            rows.add(
                    "family",
                    "authority",
                    authority,
                    "id",
                    family.id(),
                    "reference",
                    family.reference(),
                    "recorded_at",
                    known);
            for (var person : family.people()) {
                people++;
                int chance = random.nextInt(1000);
                var restriction = chance < 4 ? "restricted" : "open";
                rows.add(
                        "person",
                        "authority",
                        authority,
                        "id",
                        person.id(),
                        "forename",
                        person.forename(),
                        "surname",
                        person.surname(),
                        "birth_date",
                        person.born(),
                        "expected_birth_date",
                        person.born() == null
                                ? LocalDate.ofInstant(now, policy.calendar().zone())
                                        .plusDays(20 + random.nextInt(150))
                                : null,
                        "restriction",
                        restriction,
                        "ask_role",
                        restriction.equals("open") ? null : guardian(),
                        "recorded_at",
                        known);
                for (var token : NameTokens.of(person.forename(), person.surname())) {
                    rows.add(
                            "person_name_token",
                            "authority",
                            authority,
                            "kind",
                            token.kind(),
                            "token",
                            token.token(),
                            "person",
                            person.id());
                }
                rows.add(
                        "family_member",
                        "authority",
                        authority,
                        "family",
                        family.id(),
                        "person",
                        person.id(),
                        "part",
                        person.child() ? "child" : "adult");
                if (person.child()) {
                    rows.add("child_version", "authority", authority, "child", person.id());
                }
            }
            for (int i = 0; i < family.parents().size(); i++) {
                for (var child : family.children()) {
                    rows.add(
                            "relationship",
                            "authority",
                            authority,
                            "id",
                            ids.at(known),
                            "person",
                            family.parents().get(i),
                            "other_person",
                            child,
                            "kind",
                            i == 0 ? "mother" : "father",
                            "parental_responsibility",
                            i == 0 || random.nextInt(3) > 0 ? "yes" : "not-known",
                            "recorded_at",
                            known);
                }
            }
            boolean apart = family.parents().size() > 1 && random.nextInt(4) == 0;
            household(
                    rows,
                    family,
                    apart
                            ? family.people().stream()
                                    .limit(family.people().size() - 1L)
                                    .toList()
                            : family.people());
            if (apart) {
                household(
                        rows,
                        family,
                        family.people()
                                .subList(
                                        family.people().size() - 1,
                                        family.people().size()));
            }
        }

        private String guardian() {
            return AuthoritySetup.allRoles(policy).values().stream()
                    .filter(role -> role.manages() && role.anyOf().isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .name();
        }

        private void household(Rows rows, Family family, List<Person> people) {
            var authority = plan.authority();
            var id = ids.at(family.known());
            rows.add("household", "authority", authority, "id", id, "recorded_at", family.known());
            rows.add(
                    "address",
                    "authority",
                    authority,
                    "id",
                    ids.at(family.known()),
                    "household",
                    id,
                    "lines",
                    names.street(),
                    "postcode",
                    names.postcode(),
                    "recorded_at",
                    family.known());
            for (var person : people) {
                rows.add(
                        "household_member",
                        "authority",
                        authority,
                        "id",
                        ids.at(family.known()),
                        "household",
                        id,
                        "person",
                        person.id());
            }
        }

        /// What the case system knew before: contacts, referrals, assessments and plans of some years.
        private void history(Rows rows, Family family) {
            var authority = plan.authority();
            int depth = skewed(7);
            for (var child : family.children()) {
                for (int i = 0; i < depth; i++) {
                    var day = LocalDate.ofInstant(now, policy.calendar().zone()).minusDays(30 + random.nextInt(2000));
                    var id = ids.at(family.known());
                    rows.add(
                            "source_contact",
                            "authority",
                            authority,
                            "source_id",
                            "C" + id,
                            "child",
                            child,
                            "received_on",
                            day,
                            "source_code",
                            "1A",
                            "batch",
                            batch,
                            "recorded_at",
                            now);
                    if (i % 2 == 0) {
                        rows.add(
                                "source_referral",
                                "authority",
                                authority,
                                "source_id",
                                "R" + id,
                                "child",
                                child,
                                "referred_on",
                                day,
                                "no_action",
                                i % 4 == 0,
                                "closed_on",
                                day.plusDays(40),
                                "batch",
                                batch,
                                "recorded_at",
                                now);
                        rows.add(
                                "source_assessment",
                                "authority",
                                authority,
                                "source_id",
                                "A" + id,
                                "child",
                                child,
                                "referral",
                                "R" + id,
                                "started_on",
                                day.plusDays(2),
                                "authorised_on",
                                day.plusDays(39),
                                "batch",
                                batch,
                                "recorded_at",
                                now);
                    }
                    if (i % 3 == 0) {
                        rows.add(
                                "source_plan",
                                "authority",
                                authority,
                                "kind",
                                "child-in-need",
                                "source_id",
                                "P" + id,
                                "child",
                                child,
                                "began_on",
                                day.plusDays(45),
                                "ended_on",
                                day.plusDays(200),
                                "batch",
                                batch,
                                "recorded_at",
                                now);
                    }
                }
            }
        }

        /// Families without a transfer: most are only known, some are open to a service.
        private void quiet() {
            var services = services();
            while (people < plan.size().people()) {
                database.<Integer>bulk(job, (sql, _) -> {
                    var rows = new Rows(sql, types);
                    while (rows.waiting() < ROWS_AT_A_TIME
                            && people < plan.size().people()) {
                        var family = family(
                                now.minus(Duration.ofDays(400 + random.nextInt(1500))),
                                1 + skewed(5),
                                1 + random.nextInt(2));
                        write(rows, family);
                        int chance = random.nextInt(10);
                        if (chance < 2) {
                            var service = services.get(skewed(services.size()));
                            var same = staffing.holders(service.role());
                            var worker = same.get(uneven(same.size())).value().toString();
                            var since = now.minus(Duration.ofDays(5 + random.nextInt(300)));
                            var until = chance == 0 && random.nextInt(5) == 0 ? null : since.plus(Duration.ofDays(3));
                            for (var child : family.children()) {
                                episode(rows, child, service.name(), since, until);
                                lead(rows, child, worker, service, since, until);
                            }
                        }
                        if (chance < 5) {
                            history(rows, family);
                        }
                    }
                    rows.write(counts);
                    return 0;
                });
                progress.say(
                        "writing families: " + people + " of " + plan.size().people() + " people" + taken());
            }
        }

        private void finish() {
            counts.put("authority", 1L);
            database.write(
                    job,
                    sql -> sql.sql("update import_batch set finished_at = :now, counts = :counts where id = :id")
                            .param("now", now.plusSeconds(1).atOffset(java.time.ZoneOffset.UTC))
                            .param("counts", "{\"people\":" + people + ",\"families\":" + families + "}")
                            .param("id", batch)
                            .update());
        }

        private String taken() {
            return String.format(Locale.ROOT, ", %d s", (System.nanoTime() - began) / 1_000_000_000L);
        }

        /// One of so many colleagues, the first of whom have twice as much as the average to do.
        private int uneven(int size) {
            double at = random.nextDouble();
            return (int) (size * (0.5 * at + 0.5 * at * at));
        }

        /// An index of which the small ones are more often drawn.
        private int skewed(int size) {
            return (int) (size * Math.pow(random.nextDouble(), 1.6));
        }
    }

    private static byte[] sha(String words) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
