package stepways.app.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    /// The age from which a child is asked for an answer of their own. No law sets one; staff may always ask a younger
    /// child.
    private static final int ASKED_FROM_AGE = 12;

    private final JdbcClient sql;

    public RunReader(JdbcClient sql) {
        this.sql = sql;
    }

    private record Row(
            UUID id,
            String reference,
            @Nullable UUID family,
            @Nullable UUID dividedFrom,
            byte[] head) {}

    /// One run, whole; empty if there is none of this id for the viewer's authority.
    public Optional<Loaded> load(UUID id, Instant now) {
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
                        select id, reference, family, divided_from, head_hash
                          from run
                         where id = :id
                        """)
                .param("id", id)
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        rs.getObject("family", UUID.class),
                        rs.getObject("divided_from", UUID.class),
                        rs.getBytes("head_hash")))
                .optional();
    }

    /// A run that divided off shares its parent's history up to the division.
    private List<Entry> history(Row row) {
        var own =
                sql.sql("""
                        select seq, type, payload, happened_at, recorded_at, by_staff, by_job, role
                          from run_event
                         where run = :run
                         order by seq
                        """).param("run", row.id()).query((rs, _) -> entry(rs)).list();
        if (row.dividedFrom() == null) {
            return own;
        }
        var parent = row(row.dividedFrom())
                .orElseThrow(
                        () -> new IllegalStateException("Expected the run that " + row.id() + " divided off from"));
        int until = own.getFirst().event() instanceof RunEvent.DividedOff divided ? divided.parentSeq() : 0;
        var all = new ArrayList<Entry>();
        for (var entry : history(parent)) {
            if (entry.seq() <= until) {
                all.add(entry);
            }
        }
        all.addAll(own);
        return all;
    }

    private static Entry entry(ResultSet rs) throws SQLException {
        var staff = rs.getString("by_staff");
        return new Entry(
                rs.getInt("seq"),
                EventCodec.read(rs.getString("type"), rs.getString("payload")),
                new StaffId(staff == null ? "job:" + rs.getString("by_job") : staff),
                rs.getString("role"),
                instant(rs, "happened_at"),
                instant(rs, "recorded_at"));
    }

    static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /// What is known of some children now.
    public Facts facts(Collection<ChildId> ids, Instant now) {
        var children = new LinkedHashMap<ChildId, ChildRows>();
        for (var id : ids) {
            children.put(id, new ChildRows());
        }
        if (children.isEmpty()) {
            return new Facts(Map.of(), Map.of(), Map.of(), cancelledSittings());
        }
        var keys = ids.stream().map(id -> UUID.fromString(id.value())).toArray(UUID[]::new);
        readPeople(children, keys);
        readEpisodes(children, keys);
        readHolders(children, keys);
        readValues(children, keys);
        readDocuments(children, keys);
        readRuns(children, keys);
        var known = new LinkedHashMap<ChildId, Facts.Child>();
        children.forEach((id, rows) -> known.put(id, rows.child(id)));
        return new Facts(known, people(children, keys, now), answers(keys), cancelledSittings());
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

    private void readPeople(Map<ChildId, ChildRows> children, UUID[] keys) {
        sql.sql("""
                        select p.id as child, p.birth_date, p.died_on, v.version
                          from person p
                          join child_version v on v.authority = p.authority and v.child = p.id
                         where p.id = any(:children)
                        """).param("children", keys).query(rs -> {
            var rows = of(children, rs);
            rows.version = rs.getLong("version");
            rows.born = rs.getObject("birth_date", LocalDate.class);
            rows.died = rs.getObject("died_on", LocalDate.class);
        });
    }

    private void readEpisodes(Map<ChildId, ChildRows> children, UUID[] keys) {
        sql.sql("""
                        select child, service, opened_at
                          from episode
                         where child = any(:children)
                           and closed_at is null
                        """).param("children", keys).query(rs -> {
            of(children, rs).open.put(rs.getString("service"), instant(rs, "opened_at"));
        });
    }

    private void readHolders(Map<ChildId, ChildRows> children, UUID[] keys) {
        sql.sql("""
                        select child, part, staff, duty_of_team, partner, worker_role, service
                          from allocation
                         where child = any(:children)
                           and held_until is null
                        """).param("children", keys).query(rs -> {
            var rows = of(children, rs);
            if (rs.getString("part").equals("lead")) {
                rows.holder = holder(rs);
            } else {
                rows.coWorkers.add(worker(rs));
            }
        });
    }

    private static Holder holder(ResultSet rs) throws SQLException {
        var team = rs.getString("duty_of_team");
        var service = rs.getString("service");
        if (team != null) {
            return new Holder.Duty(team, service);
        }
        var role = rs.getString("worker_role");
        return new Holder.Practitioner(worker(rs), role == null ? "" : role, service);
    }

    /// A partner who leads is named as `partner:` and their id.
    private static StaffId worker(ResultSet rs) throws SQLException {
        var staff = rs.getString("staff");
        return new StaffId(staff != null ? staff : "partner:" + rs.getString("partner"));
    }

    private void readValues(Map<ChildId, ChildRows> children, UUID[] keys) {
        sql.sql("""
                        select distinct on (child, key) child, key, value
                          from child_fact
                         where child = any(:children)
                         order by child, key, happened_at desc, recorded_at desc, id desc
                        """).param("children", keys).query(rs -> {
            of(children, rs).values.put(rs.getString("key"), rs.getString("value"));
        });
    }

    private void readDocuments(Map<ChildId, ChildRows> children, UUID[] keys) {
        sql.sql("""
                        select child, kind, max(dated) as dated
                          from document
                         where child = any(:children)
                         group by child, kind
                        """).param("children", keys).query(rs -> {
            of(children, rs).documents.put(rs.getString("kind"), rs.getObject("dated", LocalDate.class));
        });
    }

    private void readRuns(Map<ChildId, ChildRows> children, UUID[] keys) {
        sql.sql("""
                        select c.child, c.run, c.pathway, c.door, l.service
                          from run_child c
                          left join run_line l on l.authority = c.authority and l.run = c.run and l.service <> ''
                         where c.child = any(:children)
                           and c.left_at is null
                        """).param("children", keys).query(rs -> {
            var rows = of(children, rs);
            var run = new RunId(rs.getString("run"));
            rows.openRuns.put(rs.getString("pathway") + "." + rs.getString("door"), run);
            var service = rs.getString("service");
            if (service != null) {
                rows.keptOpen.put(service, run);
            }
        });
    }

    private Map<PersonId, Facts.Person> people(Map<ChildId, ChildRows> children, UUID[] keys, Instant now) {
        var parents = new LinkedHashMap<PersonId, List<ChildId>>();
        sql.sql("""
                        select distinct person, other_person
                          from relationship
                         where other_person = any(:children)
                           and parental_responsibility = 'yes'
                           and until is null
                         order by person, other_person
                        """).param("children", keys).query(rs -> {
            parents.computeIfAbsent(new PersonId(rs.getString("person")), _ -> new ArrayList<>())
                    .add(new ChildId(rs.getString("other_person")));
        });
        var people = new LinkedHashMap<PersonId, Facts.Person>();
        parents.forEach((id, of) -> people.put(id, new Facts.Person(id, of, false)));
        var today = now.atZone(ZoneOffset.UTC).toLocalDate();
        children.forEach((id, rows) -> {
            if (rows.born != null && !rows.born.plusYears(ASKED_FROM_AGE).isAfter(today)) {
                var person = new PersonId(id.value());
                people.put(person, new Facts.Person(person, List.of(), true));
            }
        });
        return people;
    }

    private Map<Facts.AgreementKey, Facts.Answer> answers(UUID[] keys) {
        var answers = new LinkedHashMap<Facts.AgreementKey, Facts.Answer>();
        sql.sql("""
                        select distinct on (agreement_key, asked_of) agreement_key, asked_of, status, happened_at, run
                          from agreement
                         where child = any(:children)
                           and asked_of is not null
                         order by agreement_key, asked_of, happened_at desc, recorded_at desc, id desc
                        """).param("children", keys).query(rs -> {
            var run = rs.getString("run");
            answers.put(
                    new Facts.AgreementKey(rs.getString("agreement_key"), new PersonId(rs.getString("asked_of"))),
                    new Facts.Answer(
                            given(rs.getString("status")),
                            instant(rs, "happened_at"),
                            run == null ? null : new RunId(run)));
        });
        return answers;
    }

    static Facts.Given given(String status) {
        return Facts.Given.valueOf(status.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    static String status(Facts.Given given) {
        return given.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private Map<String, Set<LocalDate>> cancelledSittings() {
        var cancelled = new LinkedHashMap<String, Set<LocalDate>>();
        sql.sql("""
                        select forum, sits_at
                          from sitting
                         where status = 'cancelled'
                        """).query(rs -> {
            cancelled
                    .computeIfAbsent(rs.getString("forum"), _ -> new LinkedHashSet<>())
                    .add(instant(rs, "sits_at")
                            .atZone(java.time.ZoneId.of("Europe/London"))
                            .toLocalDate());
        });
        return cancelled;
    }
}
