package stepways.app.borough;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.directory.DirectoryImport;
import stepways.app.imports.Mapping;
import stepways.app.imports.MappingReader;
import stepways.app.imports.Progress;
import stepways.app.imports.SsdImport;
import stepways.app.imports.Work;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.packs.LoadedPack;
import stepways.packs.LoadedPacks;
import stepways.packs.Packs;

/// Builds the borough of the demo: one invented authority for each procedure, each with the sample extract moved so
/// that
/// it ends yesterday, invented data beside it, and a quarter played through the same commands that pages give.
///
/// It is the same for the same day. Building it again where it is there changes nothing but the rota, which goes on.
public final class Borough {

    /// The last day of the sample extract.
    static final LocalDate EXTRACT_ENDS = LocalDate.of(2026, 3, 31);

    private static final String KIND = Stories.KIND;

    private final Database database;
    private final Path root;
    private final Instant now;
    private final Progress progress;
    private final LoadedPacks packs;
    private final Procedures procedures;
    private final List<Script> scripts;
    private final SettableClock clock;
    private final TimeOrderedIds ids;

    /// @param root the folder of the project: its packs and samples
    public Borough(Database database, Path root, InstantSource real, Progress progress) {
        this(database, root, real, progress, "");
    }

    /// @param only the pack whose authority alone is built; empty for all
    Borough(Database database, Path root, InstantSource real, Progress progress, String only) {
        this(
                database,
                root,
                real,
                progress,
                ScriptReader.in(root.resolve("samples/living-borough")).stream()
                        .filter(script -> only.isEmpty() || script.pack().equals(only))
                        .toList());
    }

    Borough(Database database, Path root, InstantSource real, Progress progress, List<Script> scripts) {
        this.database = database;
        this.root = root;
        this.now = real.instant().truncatedTo(ChronoUnit.SECONDS);
        this.progress = progress;
        this.packs = Packs.load(root.resolve("policy-packs"));
        this.procedures = new Procedures(root.resolve("policy-packs"), packs);
        this.scripts = List.copyOf(scripts);
        this.clock = new SettableClock(now);
        this.ids = new TimeOrderedIds(clock);
    }

    /// How far the building has come in a database.
    public enum State {
        /// Nothing of it is there.
        ABSENT,
        /// It was begun and never finished.
        UNFINISHED,
        READY
    }

    /// How far the building has come.
    public State state() {
        var known = new AuthorityDirectory(database)
                .authorities().stream().map(AuthorityDirectory.Authority::id).toList();
        boolean begun = false;
        boolean finished = true;
        for (var script : scripts) {
            var id = new AuthorityId(script.authority());
            if (known.contains(id)) {
                begun = true;
                finished &= isFinished(id);
            } else {
                finished = false;
            }
        }
        return begun ? finished ? State.READY : State.UNFINISHED : State.ABSENT;
    }

    private boolean isFinished(AuthorityId id) {
        return database.read(
                new Viewer.Job(id, KIND),
                sql -> sql.sql(
                                "select exists (select from import_batch where kind = 'borough' and finished_at is not null)")
                        .query(Boolean.class)
                        .single());
    }

    /// Builds all of it.
    public void build() {
        for (var script : scripts) {
            build(script);
        }
    }

    /// Keeps what is there up to date: the rota goes on, and a changed procedure is put in force.
    public void keepUp() {
        int town = 0;
        for (var script : scripts) {
            var pack = pack(script);
            var id = new AuthorityId(script.authority());
            setUp(script, pack, mapping(script, pack.policy()), new Namebook(town++));
            database.write(new Viewer.Job(id, KIND), sql -> {
                var inForce = procedures.inForce(id, sql);
                if (!inForce.equals(Optional.of(pack.policy().version()))) {
                    procedures.putInForce(sql, new Viewer.Job(id, KIND), pack, now);
                }
                return inForce;
            });
        }
    }

    private LoadedPack pack(Script script) {
        var pack = packs.pack(script.pack());
        if (pack.isEmpty()) {
            throw new ScriptBroken("There is no pack '" + script.pack() + "' for " + script.name()
                    + packs.problems().errors().stream()
                            .map(each -> "\n" + packs.problems().render(each))
                            .toList());
        }
        return pack.get();
    }

    private Mapping mapping(Script script, Policy policy) {
        var file = root.resolve("samples/synthetic-borough/mappings/" + script.pack() + ".yaml");
        try {
            var read = MappingReader.read(file.getFileName().toString(), Files.readString(file), policy);
            return read.mapping().orElseThrow(() -> new ScriptBroken(String.join("\n", read.problems())));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private LocalDate today(Policy policy) {
        return policy.calendar().date(now);
    }

    /// The authority with its people: four for each role that works with children, two for every other; and those whom
    /// the extract knows by number.
    private AuthoritySetup.Staffing setUp(Script script, LoadedPack pack, Mapping mapping, Namebook names) {
        var policy = pack.policy();
        var id = new AuthorityId(script.authority());
        var everyone = AuthoritySetup.everyRole(
                id,
                script.name(),
                policy,
                today(policy),
                role -> role.practitioner() ? 4 : 2,
                (Role role, int number) -> names.next());
        var people = new ArrayList<>(everyone.people());
        var posts = new ArrayList<AuthoritySetup.Post>();
        for (var work : List.of(Work.ASSESSMENT, Work.CHILD_IN_NEED)) {
            var place = Objects.requireNonNull(mapping.services().get(work));
            var post = new AuthoritySetup.Post(place.worker(), place.team());
            if (posts.stream().noneMatch(known -> known.role().equals(post.role()))) {
                posts.add(post);
            }
        }
        for (int number = 1001; number <= 1007; number++) {
            var reference = "W" + number;
            people.add(new AuthoritySetup.Person(
                    reference,
                    names.next(),
                    reference.toLowerCase(java.util.Locale.ROOT) + "@" + id + ".example",
                    posts));
        }
        var staffing = new AuthoritySetup(database, ids, clock)
                .apply(new AuthoritySetup.Plan(
                        id, script.name(), policy, people, everyone.since(), everyone.duty(), new TreeMap<>()));
        telephones(id);
        return staffing;
    }

    /// Numbers from a range that is kept for stories and never given to anybody.
    private void telephones(AuthorityId id) {
        database.write(new Viewer.Job(id, KIND), sql -> {
            sql.sql("""
                            update staff
                               set telephone = '01632 960' || lpad((numbered.number % 900)::text, 3, '0')
                              from (select id, row_number() over (order by authority_staff_id) as number from staff) numbered
                             where numbered.id = staff.id
                               and staff.telephone is null
                            """).update();
            sql.sql("""
                            insert into authority_setting (authority, name, value, recorded_at)
                            values (:authority, 'out-of-hours-name', 'The out-of-hours social work line', :now),
                                   (:authority, 'out-of-hours-telephone', '01632 960999', :now)
                            on conflict do nothing
                            """)
                    .param("authority", id.value())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return sql.sql("""
                            update team
                               set telephone = '01632 9609' || lpad((numbered.number % 100)::text, 2, '0')
                              from (select id, row_number() over (order by id) as number from team) numbered
                             where numbered.id = team.id
                               and team.telephone is null
                            """).update();
        });
    }

    private void build(Script script) {
        clock.set(now);
        var pack = pack(script);
        var policy = pack.policy();
        var id = new AuthorityId(script.authority());
        var viewer = new Viewer.Job(id, KIND);
        var mapping = mapping(script, policy);
        var names = new Namebook(scripts.indexOf(script));
        progress.say("setting up " + script.name() + " under " + policy.version());
        var staffing = setUp(script, pack, mapping, names);
        var batch = ids.next();
        database.write(viewer, sql -> {
            procedures.putInForce(sql, viewer, pack, now);
            return sql.sql("""
                            insert into import_batch (authority, id, kind, source, fingerprint, extract_to, began_at)
                            values (:authority, :id, 'borough', 'living-borough', sha256(:id::text::bytea), :until, :now)
                            """)
                    .param("authority", id.value())
                    .param("id", batch)
                    .param("until", today(policy).minusDays(1))
                    .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                    .update();
        });
        extract(script, policy, mapping);
        directory(id);
        var world = new World(
                database,
                new Casework(database, procedures, ids, clock),
                clock,
                ids,
                id,
                policy,
                staffing,
                now,
                names,
                workers(mapping));
        var place = Objects.requireNonNull(mapping.services().get(Work.EARLY_HELP));
        var invented = InventedData.write(world, script, place.service(), place.worker());
        var stories = play(world, script, invented);
        clock.set(now);
        holdSittings(world);
        finish(viewer, batch, stories);
    }

    private static Map<String, String> workers(Mapping mapping) {
        var all = new HashMap<String, String>();
        mapping.services().values().forEach(place -> all.put(place.service(), place.worker()));
        return all;
    }

    private void extract(Script script, Policy policy, Mapping mapping) {
        int shift = Math.toIntExact(
                ChronoUnit.DAYS.between(EXTRACT_ENDS, today(policy).minusDays(1)));
        var answer = new SsdImport(database, ids, clock, progress)
                .run(new SsdImport.Job(
                        new AuthorityId(script.authority()),
                        root.resolve("samples/synthetic-borough/ssd_extract"),
                        "samples/synthetic-borough",
                        mapping,
                        shift));
        if (answer instanceof SsdImport.Answer.Refused refused) {
            throw new ScriptBroken("The sample borough could not be imported for " + script.name() + ":\n"
                    + String.join(
                            "\n",
                            refused.problems().stream()
                                    .limit(10)
                                    .map(Object::toString)
                                    .toList()));
        }
    }

    /// Services to signpost families to, the same invented ones for every council.
    private void directory(AuthorityId id) {
        var file = root.resolve("samples/directory/ashmere.json");
        try {
            var answer =
                    new DirectoryImport(database, ids, clock, progress).run(new DirectoryImport.Job(id, file, false));
            if (answer instanceof DirectoryImport.Answer.Refused refused) {
                throw new ScriptBroken("The sample directory could not be imported: " + refused.problems());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    // The script.

    /// One performance: a story with the family it is about.
    private record Performance(Script.Story story, Instant begins, int number) {}

    private List<Stories.Story> play(World world, Script script, Map<String, World.Household> invented) {
        var chance = new SplittableRandom(
                world.today().toEpochDay() * 31 + script.authority().hashCode());
        var performances = new ArrayList<Performance>();
        var begun = new HashMap<String, Instant>();
        for (var story : script.stories()) {
            for (int number = 0; number < story.times(); number++) {
                var begins = begins(world, story, number, chance);
                // A second run of the same children begins after the first.
                var first = begun.get(story.same());
                if (first != null && !begins.isAfter(first)) {
                    begins = first.plus(50, ChronoUnit.MINUTES);
                }
                begun.put(story.key(), begins);
                performances.add(new Performance(story, begins, number));
            }
        }
        performances.sort(Comparator.comparing(Performance::begins));
        var free = households(world);
        var players = new HashMap<String, Player>();
        var roles = new HashMap<String, Cast>();
        var broken = new ArrayList<String>();
        int done = 0;
        for (var performance : performances) {
            var story = performance.story();
            progress.say("playing the quarter in " + script.name() + ": " + ++done + " of " + performances.size()
                    + " stories");
            try {
                var cast = cast(world, performance, free, invented, roles, done);
                roles.put(story.key(), cast);
                var player = new Player(
                        world, story, cast.household(), cast.children(), performance.begins(), chance.nextLong());
                player.play();
                players.put(story.key(), player);
            } catch (ScriptBroken refused) {
                broken.add(String.valueOf(refused.getMessage()));
            }
        }
        if (!broken.isEmpty()) {
            throw new ScriptBroken(
                    "The script of " + script.name() + " no longer fits its procedure:\n" + String.join("\n", broken));
        }
        return script.tries().stream()
                .map(each -> story(world, script, players, each))
                .toList();
    }

    private record Cast(World.Household household, List<World.Child> children) {}

    private static Cast cast(
            World world,
            Performance performance,
            List<World.Household> free,
            Map<String, World.Household> invented,
            Map<String, Cast> before,
            int number) {
        var story = performance.story();
        if (!story.same().isEmpty()) {
            var same = before.get(story.same());
            if (same == null) {
                throw new ScriptBroken(world.authority() + ", story '" + story.key() + "': the story '" + story.same()
                        + "' has not begun before it");
            }
            return same;
        }
        if (!story.family().isEmpty()) {
            var household = invented.get(story.family());
            if (household == null) {
                throw new ScriptBroken(world.authority() + ", story '" + story.key() + "': there is no family '"
                        + story.family() + "'");
            }
            return new Cast(household, household.children());
        }
        var wanted = new HashSet<>(List.of(story.open().split(" and ")));
        for (var household : List.copyOf(free)) {
            var children = household.openOnlyTo(wanted, performance.begins());
            if (children.size() >= story.children()) {
                free.remove(household);
                return new Cast(household, children);
            }
        }
        var role = world.workers().get(story.open());
        if (role == null) {
            throw new ScriptBroken(world.authority() + ", story '" + story.key() + "': nobody is known to be open to '"
                    + story.open() + "' only, and the mapping names no service like that");
        }
        var more = InventedData.another(world, story.open(), role, story.children(), number);
        return new Cast(more, more.children());
    }

    private static Instant begins(World world, Script.Story story, int number, SplittableRandom chance) {
        var calendar = world.policy().calendar();
        if (story.requests().isPresent()) {
            return inTimeFor(world, story.requests().get(), chance);
        }
        var when = story.begins().orElse(When.parse("30 working days ago 10:00"));
        var day = when.day(calendar, world.today());
        for (int i = 0; i < number; i++) {
            day = calendar.workingDayUpTo(day.minusDays(2));
        }
        var moment = day.atTime(when.time()).atZone(calendar.zone()).toInstant().plus(7L * number, ChronoUnit.MINUTES);
        return moment.isAfter(world.now()) ? world.now().minus(3, ChronoUnit.HOURS) : moment;
    }

    /// A moment at which a request still reaches the coming sitting and no longer the one before it.
    private static Instant inTimeFor(World world, String forumName, SplittableRandom chance) {
        var calendar = world.policy().calendar();
        var forum = world.policy()
                .forum(forumName)
                .orElseThrow(() -> new ScriptBroken(world.authority() + ": there is no forum '" + forumName + "'"));
        var sittings = forum.sittings()
                .between(calendar, world.today().minusDays(40), world.today().plusDays(40));
        int coming = 0;
        while (!sittings.get(coming).ends().isAfter(world.now())) {
            coming++;
        }
        var opens = sittings.get(coming - 1).cutOff();
        var closes = sittings.get(coming).cutOff();
        var last = (closes.isBefore(world.now()) ? closes : world.now()).minus(2, ChronoUnit.HOURS);
        var moments = new ArrayList<Instant>();
        for (var moment = opens.plus(20, ChronoUnit.MINUTES);
                moment.isBefore(last);
                moment = moment.plus(35, ChronoUnit.MINUTES)) {
            var local = moment.atZone(calendar.zone());
            boolean atWork = calendar.isWorkingDay(local.toLocalDate())
                    && !local.toLocalTime().isBefore(LocalTime.of(9, 0))
                    && local.toLocalTime().isBefore(LocalTime.of(16, 0));
            if (atWork) {
                moments.add(moment);
            }
        }
        return moments.isEmpty() ? last : moments.get(chance.nextInt(moments.size()));
    }

    /// The families of the extract with the children who are open to something.
    private static List<World.Household> households(World world) {
        record Line(
                UUID family, String reference, UUID child, String name, String service, Instant opened, Instant held) {}
        var lines = world.database()
                .read(
                        world.job(),
                        sql -> sql.sql("""
                        select f.id as family, f.reference, p.id as child, concat_ws(' ', p.forename, p.surname) as name,
                               e.service, e.opened_at, a.held_from
                          from family f
                          join family_member m on m.authority = f.authority and m.family = f.id and m.part = 'child'
                          join person p on p.authority = m.authority and p.id = m.person
                          join episode e on e.authority = p.authority and e.child = p.id and e.closed_at is null
                          join allocation a on a.authority = p.authority and a.child = p.id and a.part = 'lead'
                                           and a.held_until is null and a.staff is not null
                         where p.authority_person_id is not null
                         order by f.reference, p.authority_person_id, e.service
                        """)
                                .query((rs, _) -> new Line(
                                        Objects.requireNonNull(rs.getObject("family", UUID.class)),
                                        rs.getString("reference"),
                                        Objects.requireNonNull(rs.getObject("child", UUID.class)),
                                        rs.getString("name"),
                                        rs.getString("service"),
                                        rs.getObject("opened_at", OffsetDateTime.class)
                                                .toInstant(),
                                        rs.getObject("held_from", OffsetDateTime.class)
                                                .toInstant()))
                                .list());
        var families = new LinkedHashMap<UUID, Map<UUID, World.Child>>();
        var references = new HashMap<UUID, String>();
        for (var line : lines) {
            references.put(line.family(), line.reference());
            families.computeIfAbsent(line.family(), key -> new LinkedHashMap<>())
                    .merge(
                            line.child(),
                            new World.Child(
                                    line.child(), line.name(), Map.of(line.service(), line.opened()), line.held()),
                            (one, other) -> {
                                var open = new HashMap<>(one.open());
                                open.putAll(other.open());
                                return new World.Child(one.id(), one.name(), open, one.heldSince());
                            });
        }
        var all = new ArrayList<World.Household>();
        families.forEach((family, children) -> all.add(new World.Household(
                family, Objects.requireNonNull(references.get(family)), List.copyOf(children.values()))));
        return all;
    }

    private static Stories.Story story(World world, Script script, Map<String, Player> players, Script.Try tried) {
        var player = players.get(tried.story());
        if (player == null) {
            throw new ScriptBroken(
                    world.authority() + ": a story to try names '" + tried.story() + "', which is not there");
        }
        var staff = player.tried(tried.as());
        return new Stories.Story(
                script.authority(),
                script.name(),
                staff.value(),
                name(world, staff),
                player.reference(),
                tried.title(),
                tried.what().replace("{run}", player.reference()));
    }

    private static String name(World world, StaffId staff) {
        return world.staffing().name(staff);
    }

    /// A meeting that is over has been held, by whoever chairs it, and what it decided was heard.
    private static void holdSittings(World world) {
        world.database().write(world.job(), sql -> {
            int held = 0;
            for (var forum : world.policy().forums().values()) {
                sql.sql("""
                                update sitting_item i
                                   set status = 'heard'
                                  from sitting s
                                 where s.id = i.sitting
                                   and s.forum = :forum
                                   and s.sits_at < :over::timestamptz
                                   and i.status = 'listed'
                                   and exists (
                                       select from run_event e
                                        where e.run = i.run
                                          and e.type = 'outcome-chosen'
                                          and e.happened_at >= s.sits_at)
                                """)
                        .param("forum", forum.name())
                        .param("over", OffsetDateTime.ofInstant(world.now().minus(4, ChronoUnit.HOURS), ZoneOffset.UTC))
                        .update();
                held += sql.sql("""
                                update sitting s
                                   set status = 'held', chair = :chair, version = version + 1
                                 where s.forum = :forum
                                   and s.sits_at < :over::timestamptz
                                   and s.status = 'planned'
                                   and not exists (select from sitting_item i where i.sitting = s.id and i.status = 'listed')
                                """)
                        .param("forum", forum.name())
                        .param("chair", world.staffing().holder(forum.chair()).value())
                        .param("over", OffsetDateTime.ofInstant(world.now().minus(4, ChronoUnit.HOURS), ZoneOffset.UTC))
                        .update();
            }
            return held;
        });
    }

    private void finish(Viewer viewer, UUID batch, List<Stories.Story> stories) {
        database.write(
                viewer,
                sql -> sql.sql("""
                        update import_batch
                           set counts = :counts, finished_at = :now
                         where id = :id
                        """)
                        .param("counts", Stories.JSON.writeValueAsString(Map.of("stories", stories)))
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .param("id", batch)
                        .update());
    }
}
