package stepways.app.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.Snapshot;
import stepways.engine.run.ChildId;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.PersonId;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;

/// Reads runs and the facts about their children.
public final class RunReader {

    /// The age from which a child is asked for an answer of their own. No law sets one; staff may
    /// always ask a younger child.
    private static final int ASKED_FROM_AGE = 12;

    private final JdbcClient sql;

    public RunReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// A run's own row and the events written under its own id.
    private record Row(
            String reference,
            @Nullable UUID family,
            @Nullable UUID dividedFrom,
            byte[] head,
            List<Entry> entries) {}

    /// One run, whole; empty if there is none of this id for the viewer's authority.
    public Optional<Loaded> load(UUID id, Instant now) {
        return Snapshot.once(new Question(id, now), () -> read(id, now));
    }

    private record Question(UUID run, Instant now) {}

    private Optional<Loaded> read(UUID id, Instant now) {
        return row(id).map(row -> {
            var history = history(row);
            var run = Run.replay(new RunId(id.toString()), history);
            return new Loaded(
                    id,
                    row.reference(),
                    Optional.ofNullable(row.family()),
                    run,
                    facts(run.children(), now),
                    history,
                    row.head());
        });
    }

    private Optional<Row> row(UUID id) {
        return sql.sql("""
                        select r.reference, r.family, r.divided_from, r.head_hash,
                               e.seq, e.type, e.payload, e.happened_at, e.recorded_at, e.by_staff, e.by_job, e.by_partner, e.role
                          from run r
                          join run_event e on e.authority = r.authority and e.run = r.id
                         where r.id = :id
                         order by e.seq
                        """).param("id", id).query(rs -> {
            Row row = null;
            while (rs.next()) {
                if (row == null) {
                    row = new Row(
                            rs.getString("reference"),
                            rs.getObject("family", UUID.class),
                            rs.getObject("divided_from", UUID.class),
                            rs.getBytes("head_hash"),
                            new ArrayList<>());
                }
                row.entries().add(entry(rs));
            }
            return Optional.ofNullable(row);
        });
    }

    /// A run that divided off shares its parent's history up to the division.
    private List<Entry> history(Row row) {
        if (row.dividedFrom() == null) {
            return row.entries();
        }
        var parent = row(row.dividedFrom())
                .orElseThrow(() ->
                        new IllegalStateException("Expected the run that " + row.reference() + " divided off from"));
        int until = row.entries().getFirst().event() instanceof RunEvent.DividedOff divided ? divided.parentSeq() : 0;
        var all = new ArrayList<Entry>();
        for (var entry : history(parent)) {
            if (entry.seq() <= until) {
                all.add(entry);
            }
        }
        all.addAll(row.entries());
        return all;
    }

    private static Entry entry(ResultSet rs) throws SQLException {
        return new Entry(
                rs.getInt("seq"),
                EventCodec.read(rs.getString("type"), rs.getString("payload")),
                new StaffId(by(rs)),
                rs.getString("role"),
                instant(rs, "happened_at"),
                instant(rs, "recorded_at"));
    }

    /// Who recorded an event, as it stands in the event's hash.
    static String by(ResultSet rs) throws SQLException {
        var staff = rs.getString("by_staff");
        if (staff != null) {
            return staff;
        }
        var partner = rs.getString("by_partner");
        return partner != null ? "partner:" + partner : "job:" + rs.getString("by_job");
    }

    static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /// Everything that is known of some children, in one question: each line says what it is about.
    private static final String FACTS = """
            select 'child' as about, p.id as child, null as one, null as two, null as three, null as four, null as five,
                   p.birth_date as day, p.died_on as other_day, null::timestamptz as moment, v.version as number
              from person p
              join child_version v on v.authority = p.authority and v.child = p.id
             where p.id = any(:children)
            union all
            select 'open', child, service, null, null, null, null, null, null, opened_at, null
              from episode
             where child = any(:children)
               and closed_at is null
            union all
            select 'held', child, part, coalesce(staff::text, 'partner:' || partner), duty_of_team, worker_role, service,
                   null, null, null, null
              from allocation
             where child = any(:children)
               and held_until is null
            union all
            select 'value', child, key, value, null, null, null, null, null, null, null
              from (select distinct on (child, key) child, key, value
                      from child_fact
                     where child = any(:children)
                     order by child, key, happened_at desc, recorded_at desc, id desc) newest
            union all
            select 'document', d.child, d.kind, null, null, null, null, max(d.dated), null, null, null
              from document d
             where d.child = any(:children)
               and not exists (
                   select
                     from document_withdrawal w
                    where w.authority = d.authority
                      and w.document = d.id)
               and not exists (
                   select
                     from document later
                    where later.authority = d.authority
                      and later.first = coalesce(d.first, d.id)
                      and later.version > d.version
                      and not exists (
                          select
                            from document_withdrawal w
                           where w.authority = later.authority
                             and w.document = later.id))
             group by d.child, d.kind
            union all
            select 'run', c.child, c.pathway || '.' || c.door, c.run::text, l.service, null, null, null, null, null, null
              from run_child c
              left join run_line l on l.authority = c.authority and l.run = c.run and l.service <> ''
             where c.child = any(:children)
               and c.left_at is null
            union all
            select distinct 'parent', r.other_person, coalesce(p.merged_into, p.id)::text, null, null, null, null, null::date,
                   null::date, null::timestamptz, null::bigint
              from relationship r
              join person p on p.authority = r.authority and p.id = r.person
             where r.other_person = any(:children)
               and r.parental_responsibility = 'yes'
               and r.until is null
            union all
            select 'answer', child, agreement_key, asked_of::text, status, run::text, null, holds_until, null, happened_at,
                   null
              from (select distinct on (a.child, a.agreement_key, coalesce(p.merged_into, p.id)) a.child, a.agreement_key,
                           coalesce(p.merged_into, p.id) as asked_of, a.status, a.happened_at, a.run, a.holds_until
                      from agreement a
                      join person p on p.authority = a.authority and p.id = a.asked_of
                     where a.child = any(:children)
                       and not exists (
                           select
                             from struck_agreement s
                            where s.authority = a.authority
                              and s.agreement = a.id)
                     order by a.child, a.agreement_key, coalesce(p.merged_into, p.id), a.happened_at desc,
                              a.recorded_at desc, a.id desc) newest
            union all
            select 'cancelled', null, forum, null, null, null, null, null, null, sits_at, null
              from sitting
             where status = 'cancelled'
            """;

    /// What is known of some children now.
    public Facts facts(Collection<ChildId> ids, Instant now) {
        var children = new LinkedHashMap<ChildId, ChildRows>();
        for (var id : ids) {
            children.put(id, new ChildRows());
        }
        var parents = new TreeMap<String, TreeSet<String>>();
        var said = new LinkedHashMap<Facts.AgreementKey, List<Said>>();
        var cancelled = new LinkedHashMap<String, Set<LocalDate>>();
        sql.sql(FACTS)
                .param(
                        "children",
                        ids.stream().map(id -> UUID.fromString(id.value())).toArray(UUID[]::new))
                .query(rs -> {
                    switch (rs.getString("about")) {
                        case "child" -> {
                            var rows = of(children, rs);
                            rows.version = rs.getLong("number");
                            rows.born = rs.getObject("day", LocalDate.class);
                            rows.died = rs.getObject("other_day", LocalDate.class);
                        }
                        case "open" -> of(children, rs).open.put(rs.getString("one"), instant(rs, "moment"));
                        case "held" -> held(of(children, rs), rs);
                        case "value" -> of(children, rs).values.put(rs.getString("one"), rs.getString("two"));
                        case "document" ->
                            of(children, rs).documents.put(rs.getString("one"), rs.getObject("day", LocalDate.class));
                        case "run" -> run(of(children, rs), rs);
                        case "parent" ->
                            parents.computeIfAbsent(rs.getString("one"), _ -> new TreeSet<>())
                                    .add(rs.getString("child"));
                        case "answer" ->
                            said.computeIfAbsent(
                                            new Facts.AgreementKey(
                                                    rs.getString("one"), new PersonId(rs.getString("two"))),
                                            _ -> new ArrayList<>())
                                    .add(said(rs));
                        case "cancelled" ->
                            cancelled
                                    .computeIfAbsent(rs.getString("one"), _ -> new LinkedHashSet<>())
                                    .add(instant(rs, "moment")
                                            .atZone(ZoneId.of("Europe/London"))
                                            .toLocalDate());
                        default ->
                            throw new IllegalStateException(
                                    "Expected a known line of facts, found " + rs.getString("about"));
                    }
                });
        var known = new LinkedHashMap<ChildId, Facts.Child>();
        children.forEach((id, rows) -> known.put(id, rows.child(id)));
        var answers = new LinkedHashMap<Facts.AgreementKey, Facts.Answer>();
        var today = now.atZone(ZoneId.of("Europe/London")).toLocalDate();
        said.forEach((key, rows) -> {
            var parentFor = parents.get(key.person().value());
            answer(rows, parentFor == null ? Set.of() : parentFor, today).ifPresent(answer -> answers.put(key, answer));
        });
        return new Facts(known, people(children, parents, now), answers, cancelled);
    }

    /// A partner who leads is named as `partner:` and their id.
    private static void held(ChildRows rows, ResultSet rs) throws SQLException {
        var worker = rs.getString("two");
        var team = rs.getString("three");
        var role = rs.getString("four");
        var service = rs.getString("five");
        if (!rs.getString("one").equals("lead")) {
            rows.coWorkers.add(new StaffId(worker));
        } else if (team != null) {
            rows.holder = new Holder.Duty(team, service);
        } else {
            rows.holder = new Holder.Practitioner(new StaffId(worker), role == null ? "" : role, service);
        }
    }

    private static void run(ChildRows rows, ResultSet rs) throws SQLException {
        var run = new RunId(rs.getString("two"));
        rows.openRuns.put(rs.getString("one"), run);
        var keptOpen = rs.getString("three");
        if (keptOpen != null) {
            rows.keptOpen.put(keptOpen, run);
        }
    }

    /// What somebody answered about one child, newest only.
    private record Said(
            String child,
            Facts.Given given,
            Instant happened,
            @Nullable RunId run,
            @Nullable LocalDate until) {

        boolean isNo() {
            return given == Facts.Given.REFUSED || given == Facts.Given.WITHDRAWN;
        }

        int weakness() {
            return switch (given) {
                case GIVEN -> 0;
                case UNSAFE_TO_ASK -> 1;
                case ASKED -> 2;
                case REFUSED -> 3;
                case WITHDRAWN -> 4;
            };
        }
    }

    private static Said said(ResultSet rs) throws SQLException {
        var run = rs.getString("four");
        return new Said(
                rs.getString("child"),
                given(rs.getString("three")),
                instant(rs, "moment"),
                run == null ? null : new RunId(run),
                rs.getObject("day", LocalDate.class));
    }

    /// One person's answer for children who travel together: no stronger than the weakest about any
    /// of them, and none where somebody with parental responsibility for one has not been asked
    /// about that one. An answer that held for a time only is none when its time is over; a no
    /// stays.
    private static Optional<Facts.Answer> answer(List<Said> rows, Set<String> parentFor, LocalDate today) {
        var standing = rows.stream()
                .filter(row -> row.isNo() || row.until() == null || !row.until().isBefore(today))
                .toList();
        var about = standing.stream().map(Said::child).toList();
        if (standing.stream().noneMatch(Said::isNo) && !about.containsAll(parentFor)) {
            return Optional.empty();
        }
        return standing.stream()
                .max(Comparator.comparingInt(Said::weakness)
                        .thenComparing(row -> row.run() == null)
                        .thenComparing(Said::happened))
                .map(row -> new Facts.Answer(row.given(), row.happened(), row.run()));
    }

    private static final class ChildRows {
        private long version = 1;
        private @Nullable LocalDate born;
        private @Nullable LocalDate died;
        private final Map<String, Instant> open = new TreeMap<>();
        private @Nullable Holder holder;
        private final Set<StaffId> coWorkers = new LinkedHashSet<>();
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, LocalDate> documents = new LinkedHashMap<>();
        private final Map<String, RunId> keptOpen = new LinkedHashMap<>();
        private final Map<String, RunId> openRuns = new LinkedHashMap<>();

        Facts.Child child(ChildId id) {
            return new Facts.Child(
                    id, version, born, died, open, holder, coWorkers, values, documents, keptOpen, openRuns);
        }
    }

    private static ChildRows of(Map<ChildId, ChildRows> children, ResultSet rs) throws SQLException {
        var rows = children.get(new ChildId(rs.getString("child")));
        if (rows == null) {
            throw new IllegalStateException(
                    "Expected rows of the children asked for, found child " + rs.getString("child"));
        }
        return rows;
    }

    private static Map<PersonId, Facts.Person> people(
            Map<ChildId, ChildRows> children, Map<String, TreeSet<String>> parents, Instant now) {
        var people = new LinkedHashMap<PersonId, Facts.Person>();
        parents.forEach((parent, of) -> {
            var id = new PersonId(parent);
            people.put(id, new Facts.Person(id, of.stream().map(ChildId::new).toList(), false));
        });
        var today = now.atZone(ZoneOffset.UTC).toLocalDate();
        children.forEach((id, rows) -> {
            if (rows.born != null && !rows.born.plusYears(ASKED_FROM_AGE).isAfter(today)) {
                var person = new PersonId(id.value());
                people.put(person, new Facts.Person(person, List.of(), true));
            }
        });
        return people;
    }

    static Facts.Given given(String status) {
        return Facts.Given.valueOf(status.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    static String status(Facts.Given given) {
        return given.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
