package stepways.app.borough;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.search.NameTokens;

/// What an extract cannot hold, invented: parents and their responsibility, addresses, whom a worker's name stands for,
/// and whole families for the cases that no sample has. Every row says that it is invented where it has a place to say
/// so.
final class InventedData {

    private final World world;
    private final JdbcClient sql;
    private final NamedParameterJdbcOperations batches;
    private final Map<String, List<SqlParameterSource>> rows = new LinkedHashMap<>();

    private InventedData(World world, JdbcClient sql, NamedParameterJdbcOperations batches) {
        this.world = world;
        this.sql = sql;
        this.batches = batches;
    }

    /// Completes the families of the extract and makes the script's own.
    ///
    /// @return the script's own families, by their key
    static Map<String, World.Household> write(World world, Script script, String earlyHelp, String earlyHelpWorker) {
        return world.database().bulk(world.job(), (sql, batches) -> {
            var data = new InventedData(world, sql, batches);
            data.parentsAndHomes();
            data.send();
            data.nameWorkers(earlyHelp, earlyHelpWorker, script.unnamed());
            var families = new LinkedHashMap<String, World.Household>();
            script.families().forEach((key, family) -> families.put(key, data.family(key, family)));
            data.send();
            return families;
        });
    }

    /// A family more, where the extract has none left that a story could be about.
    static World.Household another(World world, String service, String role, int children, int number) {
        var surname = world.names().next().split(" ", 2)[1];
        var young = new ArrayList<Script.Child>();
        for (int i = 0; i < children; i++) {
            young.add(
                    new Script.Child(world.names().forename(), surname, "", 30 + (number * 17 + i * 29) % 130, false));
        }
        var adults = new ArrayList<Script.Adult>();
        adults.add(new Script.Adult(world.names().mothersForename(), surname, "mother", true, false));
        if (number % 2 == 0) {
            adults.add(new Script.Adult(world.names().fathersForename(), surname, "father", true, number % 4 == 0));
        }
        var family = new Script.Invented(
                young, adults, service, role, 150 + number % 60, false, Map.of(), List.of(), List.of());
        return world.database().bulk(world.job(), (sql, batches) -> {
            var data = new InventedData(world, sql, batches);
            var made = data.family("B" + (1000 + number), family);
            data.send();
            return made;
        });
    }

    private void add(String statement, MapSqlParameterSource row) {
        rows.computeIfAbsent(statement, key -> new ArrayList<>())
                .add(row.addValue("authority", world.authority().value()).addValue("now", at(world.now())));
    }

    private void send() {
        for (var statement : IN_ORDER) {
            var all = rows.remove(statement);
            if (all != null) {
                batches.batchUpdate(statement, all.toArray(SqlParameterSource[]::new));
            }
        }
    }

    private static MapSqlParameterSource row() {
        return new MapSqlParameterSource();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static final String PERSON = """
            insert into person (authority, id, forename, surname, known_as, birth_date, expected_birth_date, sex, restriction,
                                ask_role, recorded_at)
            values (:authority, :id, :forename, :surname, :known, :born, :expected, 'U', :restriction, :ask, :now)
            """;
    private static final String NAME = """
            insert into person_name_token (authority, kind, token, person) values (:authority, :kind, :token, :person)
            """;
    private static final String CHILD = "insert into child_version (authority, child) values (:authority, :id)";
    private static final String FAMILY = """
            insert into family (authority, id, reference, recorded_at) values (:authority, :id, :reference, :now)
            """;
    private static final String MEMBER = """
            insert into family_member (authority, family, person, part) values (:authority, :family, :person, :part)
            """;
    private static final String RELATIONSHIP = """
            insert into relationship (authority, id, person, other_person, kind, parental_responsibility, recorded_at)
            values (:authority, :id, :person, :other, :kind, :responsibility, :now)
            """;
    private static final String HOUSEHOLD =
            "insert into household (authority, id, recorded_at) values (:authority, :id, :now)";
    private static final String STAY = """
            insert into household_member (authority, id, household, person) values (:authority, :id, :household, :person)
            """;
    private static final String ADDRESS = """
            insert into address (authority, id, household, lines, postcode, recorded_at)
            values (:authority, :id, :household, :lines, :postcode, :now)
            """;
    private static final String WITHHELD = """
            insert into address_withheld (authority, household, withheld_from, because, withheld_since, recorded_at)
            values (:authority, :household, :person, :because, :since, :now)
            """;
    private static final String EPISODE = """
            insert into episode (authority, id, child, service, opened_at, source_system, source_id, recorded_at)
            values (:authority, :id, :child, :service, :opened, 'invented', :id::text, :now)
            """;
    private static final String HOLDER = """
            insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, recorded_at)
            values (:authority, :id, :child, 'lead', :staff, :role, :service, :from, :now)
            """;
    private static final String FACT = """
            insert into child_fact (authority, id, child, key, value, happened_at, recorded_at, source)
            values (:authority, :id, :child, :key, :value, :happened, :now, 'invented')
            """;
    private static final String DOCUMENT = """
            insert into document (authority, id, child, kind, title, dated, recorded_at, source)
            values (:authority, :id, :child, :kind, :title, :dated, :now, 'invented')
            """;
    private static final String AGREEMENT = """
            insert into agreement (authority, id, child, agreement_key, status, asked_of, happened_at, recorded_at, source)
            values (:authority, :id, :child, :key, 'given', :of, :happened, :now, 'invented')
            """;

    /// What is named comes before what names it.
    private static final List<String> IN_ORDER = List.of(
            PERSON,
            NAME,
            CHILD,
            FAMILY,
            MEMBER,
            RELATIONSHIP,
            HOUSEHOLD,
            STAY,
            ADDRESS,
            WITHHELD,
            EPISODE,
            HOLDER,
            FACT,
            DOCUMENT,
            AGREEMENT);

    /// Everybody in the extract is a child. Those who are open to something live with a parent or two.
    private void parentsAndHomes() {
        record Member(UUID family, UUID child, String surname) {}
        var families = new LinkedHashMap<UUID, List<Member>>();
        sql.sql("""
                        select m.family, p.id, p.surname
                          from family_member m
                          join person p on p.authority = m.authority and p.id = m.person
                          join family f on f.authority = m.authority and f.id = m.family
                         where m.part = 'child'
                           and exists (select from episode e where e.child = p.id and e.closed_at is null)
                         order by f.reference, p.authority_person_id
                        """).query(rs -> {
            var member = new Member(
                    Objects.requireNonNull(rs.getObject("family", UUID.class)),
                    Objects.requireNonNull(rs.getObject("id", UUID.class)),
                    rs.getString("surname"));
            families.computeIfAbsent(member.family(), key -> new ArrayList<>()).add(member);
        });
        int number = 0;
        for (var family : families.values()) {
            number++;
            var household = home();
            family.forEach(member -> stay(household, member.child()));
            var children = family.stream().map(Member::child).toList();
            var surname = family.getFirst().surname();
            adult(
                    family.getFirst().family(),
                    household,
                    children,
                    world.names().mothersForename(),
                    surname,
                    "mother",
                    true);
            if (number % 3 != 0) {
                // Every fourth father lives elsewhere.
                var where = number % 4 == 0 ? home() : household;
                adult(
                        family.getFirst().family(),
                        where,
                        children,
                        world.names().fathersForename(),
                        surname,
                        "father",
                        true);
            }
        }
    }

    private UUID home() {
        var household = world.ids().next();
        add(HOUSEHOLD, row().addValue("id", household));
        add(
                ADDRESS,
                row().addValue("id", world.ids().next())
                        .addValue("household", household)
                        .addValue("lines", world.names().address())
                        .addValue("postcode", world.names().postcode()));
        return household;
    }

    private void stay(UUID household, UUID person) {
        add(
                STAY,
                row().addValue("id", world.ids().next())
                        .addValue("household", household)
                        .addValue("person", person));
    }

    private UUID adult(
            UUID family,
            UUID household,
            List<UUID> children,
            String forename,
            String surname,
            String kind,
            boolean responsible) {
        var adult = world.ids().next();
        person(adult, forename, surname, null, null, null, false);
        add(MEMBER, row().addValue("family", family).addValue("person", adult).addValue("part", "adult"));
        stay(household, adult);
        for (var child : children) {
            add(
                    RELATIONSHIP,
                    row().addValue("id", world.ids().next())
                            .addValue("person", adult)
                            .addValue("other", child)
                            .addValue("kind", kind)
                            .addValue("responsibility", responsible ? "yes" : "no"));
        }
        return adult;
    }

    private void person(
            UUID id,
            String forename,
            String surname,
            @Nullable String known,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            boolean restricted) {
        add(
                PERSON,
                row().addValue("id", id)
                        .addValue("forename", forename.isEmpty() ? null : forename)
                        .addValue("surname", surname.isEmpty() ? forename : surname)
                        .addValue("known", known)
                        .addValue("born", born)
                        .addValue("expected", expected)
                        .addValue("restriction", restricted ? "restricted" : "open")
                        .addValue(
                                "ask",
                                restricted
                                        ? world.policy()
                                                .harm()
                                                .orElseThrow()
                                                .call()
                                                .getFirst()
                                        : null));
        names(id, forename, surname, known);
    }

    /// The extract has placeholders for early help workers. Most of them are given a name here; the rest stay with the
    /// duty holder of their team and need one.
    private void nameWorkers(String service, String role, int unnamed) {
        var workers = world.staffing().holders(role);
        var since = world.today()
                .minusDays(125)
                .atStartOfDay(world.policy().calendar().zone())
                .toInstant();
        record Waiting(UUID child, UUID family, Instant from) {}
        var waiting = new LinkedHashMap<UUID, List<Waiting>>();
        sql.sql("""
                        select a.child, m.family, a.held_from
                          from allocation a
                          join family_member m on m.authority = a.authority and m.person = a.child
                          join family f on f.authority = m.authority and f.id = m.family
                         where a.part = 'lead'
                           and a.held_until is null
                           and a.duty_of_team is not null
                           and a.service = :service
                         order by f.reference, a.child
                        """).param("service", service).query(rs -> {
            var one = new Waiting(
                    Objects.requireNonNull(rs.getObject("child", UUID.class)),
                    Objects.requireNonNull(rs.getObject("family", UUID.class)),
                    rs.getObject("held_from", OffsetDateTime.class).toInstant());
            waiting.computeIfAbsent(one.family(), key -> new ArrayList<>()).add(one);
        });
        var families = new ArrayList<>(waiting.values());
        int named = Math.max(0, families.size() - unnamed);
        for (int i = 0; i < named; i++) {
            for (var one : families.get(i)) {
                var from = one.from().isAfter(since) ? one.from() : since;
                sql.sql("""
                                update allocation
                                   set held_until = :from::timestamptz
                                 where child = :child
                                   and part = 'lead'
                                   and held_until is null
                                """).param("from", at(from)).param("child", one.child()).update();
                hold(one.child(), workers.get(i % workers.size()).value(), role, service, from);
            }
        }
        send();
    }

    private void names(UUID person, @Nullable String... names) {
        for (var token : NameTokens.of(names)) {
            add(
                    NAME,
                    row().addValue("person", person)
                            .addValue("kind", token.kind())
                            .addValue("token", token.token()));
        }
    }

    private void hold(UUID child, UUID staff, String role, String service, Instant from) {
        add(
                HOLDER,
                row().addValue("id", world.ids().next())
                        .addValue("child", child)
                        .addValue("staff", staff)
                        .addValue("role", role)
                        .addValue("service", service)
                        .addValue("from", at(from)));
    }

    /// A family of the script.
    private World.Household family(String key, Script.Invented family) {
        var id = world.ids().next();
        var zone = world.policy().calendar().zone();
        add(FAMILY, row().addValue("id", id).addValue("reference", key));
        var opened = world.today()
                .minusDays(family.openDays())
                .atTime(LocalTime.of(10, 0))
                .atZone(zone)
                .toInstant();
        var children = new ArrayList<World.Child>();
        var household = home();
        for (var child : family.children()) {
            var childId = world.ids().next();
            var born = world.today().minusMonths(Math.max(0, child.months())).minusDays(11);
            boolean unborn = child.months() < 0;
            person(
                    childId,
                    child.forename(),
                    child.surname(),
                    child.knownAs().isEmpty() ? null : child.knownAs(),
                    unborn ? null : born,
                    unborn ? world.today().plusMonths(-child.months()) : null,
                    child.restricted());
            add(CHILD, row().addValue("id", childId));
            add(MEMBER, row().addValue("family", id).addValue("person", childId).addValue("part", "child"));
            if (!unborn) {
                stay(household, childId);
            }
            var open = new HashMap<String, Instant>();
            if (!family.service().isEmpty()) {
                open.put(family.service(), opened);
                add(
                        EPISODE,
                        row().addValue("id", world.ids().next())
                                .addValue("child", childId)
                                .addValue("service", family.service())
                                .addValue("opened", at(opened)));
                var holders = world.staffing().holders(family.holder());
                var holder = holders.get(Math.floorMod(key.hashCode(), holders.size()));
                hold(childId, holder.value(), family.holder(), family.service(), opened);
            }
            family.facts().forEach((fact, value) -> fact(childId, fact, value, opened));
            for (var document : family.documents()) {
                add(
                        DOCUMENT,
                        row().addValue("id", world.ids().next())
                                .addValue("child", childId)
                                .addValue("kind", document)
                                .addValue("title", world.policy().documentTitle(document))
                                .addValue("dated", world.today().minusDays(40)));
            }
            children.add(new World.Child(childId, (child.forename() + " " + child.surname()).strip(), open, opened));
        }
        adults(family, id, household, children, opened);
        return new World.Household(id, key, children);
    }

    private void adults(Script.Invented family, UUID id, UUID household, List<World.Child> children, Instant opened) {
        var ids = children.stream().map(World.Child::id).toList();
        for (var adult : family.adults()) {
            var where = adult.apart() ? home() : household;
            var person = adult(id, where, ids, adult.forename(), adult.surname(), adult.kind(), adult.responsible());
            if (adult.apart() && family.addressWithheld()) {
                add(
                        WITHHELD,
                        row().addValue("household", household)
                                .addValue("person", person)
                                .addValue(
                                        "because", "A court order says that they may not know where the children live.")
                                .addValue("since", at(opened)));
            }
            if (adult.responsible()) {
                for (var agreement : family.agreed()) {
                    for (var child : ids) {
                        add(
                                AGREEMENT,
                                row().addValue("id", world.ids().next())
                                        .addValue("child", child)
                                        .addValue("key", agreement)
                                        .addValue("of", person)
                                        .addValue("happened", at(opened)));
                    }
                }
            }
        }
    }

    /// A fact of the record. `+21 days` and `-3 months` are days counted from today.
    private void fact(UUID child, String key, String value, Instant since) {
        add(
                FACT,
                row().addValue("id", world.ids().next())
                        .addValue("child", child)
                        .addValue("key", key)
                        .addValue("value", value(value))
                        .addValue("happened", at(since)));
    }

    private String value(String text) {
        if (!text.matches("[+-][0-9]+ (days?|weeks?|months?)")) {
            return text;
        }
        var amount = stepways.engine.calendar.Amount.parse(text.substring(1));
        long count = text.startsWith("-") ? -amount.count() : amount.count();
        var today = world.today();
        var day = switch (amount.unit()) {
            case WEEKS -> today.plusWeeks(count);
            case MONTHS -> today.plusMonths(count);
            case YEARS -> today.plusYears(count);
            case DAYS, WORKING_DAYS, HOURS -> today.plusDays(count);
        };
        return day.toString();
    }
}
