package stepways.app.families;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.WorkingRelationship;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.web.Isolated;

/// Reads what is known of a family, row by row, in one transaction.
final class FamilyRows {

    private final JdbcClient sql;

    /// Records that were merged, each with the one that stands for it.
    private final Map<UUID, UUID> merged = new LinkedHashMap<>();

    /// Of whom it has been asked which records were merged into theirs.
    private final Set<List<UUID>> asked = new LinkedHashSet<>();

    FamilyRows(JdbcClient sql) {
        this.sql = sql;
    }

    record Person(
            UUID id,
            boolean child,
            String name,
            String first,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable LocalDate died,
            @Nullable UUID household,
            @Nullable String address,
            @Nullable LocalDate left,
            Recorded recorded) {}

    /// A person's own row as it stands, letter by letter.
    record Recorded(
            @Nullable String forename,
            String surname,
            @Nullable String known,
            @Nullable String sex,
            Instant at,
            @Nullable LocalDate livedFrom,
            @Nullable String lines,
            @Nullable String postcode,
            String restriction) {}

    record Relation(
            UUID id,
            UUID person,
            UUID other,
            String kind,
            String responsibility,
            @Nullable LocalDate since,
            Instant recorded) {}

    record Withheld(UUID household, UUID from, String because, Instant since, Instant recorded) {}

    /// Who held a child, and for how long. `name` is a person, or a team whose duty holder answers.
    record Held(
            UUID child,
            boolean lead,
            boolean named,
            String name,
            @Nullable String role,
            @Nullable String team,
            @Nullable String telephone,
            String service,
            Instant from,
            @Nullable Instant until,
            boolean byRun) {}

    record Episode(
            UUID id,
            UUID child,
            String service,
            Instant opened,
            @Nullable Instant closed,
            @Nullable String because,
            @Nullable String system,
            boolean byRun) {}

    record Run(
            UUID id,
            String reference,
            String kind,
            String pathway,
            String packId,
            String packVersion,
            String packHash,
            @Nullable String stage,
            boolean open,
            Instant began,
            @Nullable Instant ended,
            List<String> children,
            java.util.Set<UUID> travellers) {

        Run {
            children = List.copyOf(children);
            travellers = java.util.Set.copyOf(travellers);
        }
    }

    record Agreement(String key, @Nullable String person, String status, Instant happened) {}

    /// What the child's own record says of itself: legal status, a plan, a hearing.
    record Stated(UUID child, String key, String value) {}

    record Paper(String title, LocalDate dated, @Nullable String child) {}

    record Harm(
            UUID id,
            Instant raised,
            @Nullable Instant confirmed,
            @Nullable String confirmedName,
            boolean mistake) {}

    Optional<String> reference(UUID family) {
        return sql.sql("select reference from family where id = :id")
                .param("id", family)
                .query(String.class)
                .optional();
    }

    /// Children first, the oldest first and the unborn last; then adults.
    List<Person> members(UUID family) {
        return sql
                .sql("""
                        select p.id, m.part, coalesce(p.known_as, p.forename) as first, p.surname, p.birth_date,
                               p.expected_birth_date, p.died_on, m.member_until, h.household, h.lived_from, p.forename,
                               p.known_as, p.sex, p.recorded_at, p.restriction, a.lines, a.postcode
                          from family_member_as_read m
                          join person p on p.authority = m.authority and p.id = m.person
                          left join lateral (
                               select household, lived_from
                                 from household_member
                                where person = p.id
                                  and lived_until is null
                                order by lived_from desc nulls last
                                limit 1) h on true
                          left join lateral (
                               select lines, postcode
                                 from address
                                where household = h.household
                                  and lived_until is null
                                order by lived_from desc nulls last
                                limit 1) a on true
                         where m.family = :family
                           and p.restriction <> 'hidden'
                         order by m.part desc, p.birth_date nulls last, p.expected_birth_date, p.id
                        """)
                .param("family", family)
                .query((rs, _) -> {
                    var first = rs.getString("first");
                    var born = rs.getObject("birth_date", LocalDate.class);
                    var expected = rs.getObject("expected_birth_date", LocalDate.class);
                    var called = first != null ? first : born == null && expected != null ? "Unborn child" : "";
                    return new Person(
                            rs.getObject("id", UUID.class),
                            rs.getString("part").equals("child"),
                            Isolated.name((called + " " + rs.getString("surname")).strip()),
                            Isolated.name(called.isEmpty() ? rs.getString("surname") : called),
                            born,
                            expected,
                            rs.getObject("died_on", LocalDate.class),
                            rs.getObject("household", UUID.class),
                            address(rs.getString("lines"), rs.getString("postcode")),
                            rs.getObject("member_until", LocalDate.class),
                            new Recorded(
                                    rs.getString("forename"),
                                    rs.getString("surname"),
                                    rs.getString("known_as"),
                                    rs.getString("sex"),
                                    instant(rs, "recorded_at"),
                                    rs.getObject("lived_from", LocalDate.class),
                                    rs.getString("lines"),
                                    rs.getString("postcode"),
                                    rs.getString("restriction")));
                })
                .list()
                .stream()
                .sorted(java.util.Comparator.comparing(person -> !person.child()))
                .toList();
    }

    private static @Nullable String address(@Nullable String lines, @Nullable String postcode) {
        if (lines == null || lines.isEmpty() || postcode == null) {
            return lines == null || lines.isEmpty() ? postcode : lines;
        }
        return lines + ", " + postcode;
    }

    /// What is recorded of these people, also under a record that was merged into theirs.
    private UUID[] keys(List<Person> people) {
        var own = people.stream().map(Person::id).toList();
        if (asked.add(own)) {
            sql.sql("select id, merged_into from person where merged_into = any(:people)")
                    .param("people", own.toArray(UUID[]::new))
                    .query(rs -> {
                        merged.put(rs.getObject("id", UUID.class), rs.getObject("merged_into", UUID.class));
                    });
        }
        return Stream.concat(
                        own.stream(),
                        merged.entrySet().stream()
                                .filter(each -> own.contains(each.getValue()))
                                .map(Map.Entry::getKey))
                .toArray(UUID[]::new);
    }

    /// The record that stays, where this one was merged.
    private UUID asOne(UUID person) {
        return merged.getOrDefault(person, person);
    }

    List<Relation> relations(List<Person> members) {
        return sql.sql("""
                        select id, person, other_person, kind, parental_responsibility, since, recorded_at
                          from relationship
                         where other_person = any(:people)
                           and until is null
                         order by person, other_person
                        """)
                .param("people", keys(members))
                .query((rs, _) -> new Relation(
                        rs.getObject("id", UUID.class),
                        rs.getObject("person", UUID.class),
                        rs.getObject("other_person", UUID.class),
                        rs.getString("kind"),
                        rs.getString("parental_responsibility"),
                        rs.getObject("since", LocalDate.class),
                        instant(rs, "recorded_at")))
                .list();
    }

    List<Withheld> withheld(List<Person> members) {
        return sql.sql("""
                        select household, withheld_from, because, withheld_since, recorded_at
                          from address_withheld
                         where household = any(:households)
                        """)
                .param(
                        "households",
                        members.stream()
                                .map(Person::household)
                                .filter(java.util.Objects::nonNull)
                                .toArray(UUID[]::new))
                .query((rs, _) -> new Withheld(
                        rs.getObject("household", UUID.class),
                        rs.getObject("withheld_from", UUID.class),
                        rs.getString("because"),
                        instant(rs, "withheld_since"),
                        instant(rs, "recorded_at")))
                .list();
    }

    /// Homes, now or before, that somebody must not learn.
    java.util.Set<UUID> keptBack(List<Person> members) {
        return java.util.Set.copyOf(
                sql.sql("""
                        select distinct w.household
                          from address_withheld w
                          join household_member h on h.authority = w.authority and h.household = w.household
                         where h.person = any(:people)
                        """).param("people", keys(members)).query(UUID.class).list());
    }

    /// Who held the children, newest first.
    List<Held> held(List<Person> children) {
        return sql.sql("""
                        select a.child, a.part, a.staff is not null or a.partner is not null as named,
                               coalesce(s.name, pp.name || ', ' || pp.organisation, t.title) as name, a.worker_role, a.service,
                               t.title as team, coalesce(s.telephone, pp.telephone, t.telephone) as telephone, a.held_from,
                               a.held_until, a.begun_by_run is not null as by_run
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                          left join team t on t.authority = a.authority and t.id = a.duty_of_team
                         where a.child = any(:children)
                         order by a.held_from desc, a.id desc
                        """)
                .param("children", keys(children))
                .query((rs, _) -> new Held(
                        asOne(rs.getObject("child", UUID.class)),
                        rs.getString("part").equals("lead"),
                        rs.getBoolean("named"),
                        rs.getString("name"),
                        rs.getString("worker_role"),
                        rs.getString("team"),
                        rs.getString("telephone"),
                        rs.getString("service"),
                        instant(rs, "held_from"),
                        maybe(rs, "held_until"),
                        rs.getBoolean("by_run")))
                .list();
    }

    List<Episode> episodes(List<Person> children) {
        return sql.sql("""
                        select id, child, service, opened_at, closed_at, closed_because, source_system,
                               opened_by_run is not null as by_run
                          from episode
                         where child = any(:children)
                         order by opened_at, service, id
                        """)
                .param("children", keys(children))
                .query((rs, _) -> new Episode(
                        rs.getObject("id", UUID.class),
                        asOne(rs.getObject("child", UUID.class)),
                        rs.getString("service"),
                        instant(rs, "opened_at"),
                        maybe(rs, "closed_at"),
                        rs.getString("closed_because"),
                        rs.getString("source_system"),
                        rs.getBoolean("by_run")))
                .list();
    }

    /// Every run of the children or of the family, open ones first, then the newest.
    List<Run> runs(UUID family, List<Person> children) {
        var names = new LinkedHashMap<UUID, String>();
        children.forEach(child -> names.put(child.id(), child.first()));
        var travelled = new LinkedHashMap<UUID, List<String>>();
        var travellers = new LinkedHashMap<UUID, java.util.Set<UUID>>();
        sql.sql("select run, child from run_child where child = any(:children) order by run, joined_at, child")
                .param("children", keys(children))
                .query(rs -> {
                    var child = asOne(rs.getObject("child", UUID.class));
                    var name = names.get(child);
                    travellers
                            .computeIfAbsent(rs.getObject("run", UUID.class), _ -> new java.util.HashSet<>())
                            .add(child);
                    travelled
                            .computeIfAbsent(rs.getObject("run", UUID.class), _ -> new ArrayList<>())
                            .add(name == null ? "" : name);
                });
        return sql.sql("""
                        select id, reference, kind, pathway, pack_id, pack_version, pack_hash, stage, status, began_at, ended_at
                          from run
                         where id = any(:runs)
                            or (family = :family and status = 'open')
                         order by status desc, began_at desc, id desc
                         limit 100
                        """)
                .param("runs", travelled.keySet().toArray(UUID[]::new))
                .param("family", family)
                .query((rs, _) -> new Run(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        rs.getString("kind"),
                        rs.getString("pathway"),
                        rs.getString("pack_id"),
                        rs.getString("pack_version"),
                        rs.getString("pack_hash"),
                        rs.getString("stage"),
                        rs.getString("status").equals("open"),
                        instant(rs, "began_at"),
                        maybe(rs, "ended_at"),
                        travelled.getOrDefault(rs.getObject("id", UUID.class), List.of()),
                        travellers.getOrDefault(rs.getObject("id", UUID.class), java.util.Set.of())))
                .list();
    }

    /// The open runs, whole.
    List<Loaded> open(List<Run> runs, Instant now) {
        var reader = new RunReader(sql);
        return runs.stream()
                .filter(Run::open)
                .limit(8)
                .flatMap(run -> reader.load(run.id(), now).stream())
                .toList();
    }

    /// The newest answer of each person to each agreement.
    List<Agreement> agreements(List<Person> children) {
        return sql.sql("""
                        select distinct on (a.agreement_key, a.asked_of) a.agreement_key, a.status, a.happened_at,
                               concat_ws(' ', coalesce(p.known_as, p.forename), p.surname) as name
                          from agreement a
                          left join person p on p.authority = a.authority and p.id = a.asked_of
                         where a.child = any(:children)
                           and not exists (
                               select from struck_agreement s where s.authority = a.authority and s.agreement = a.id)
                         order by a.agreement_key, a.asked_of, a.happened_at desc, a.recorded_at desc, a.id desc
                        """)
                .param("children", keys(children))
                .query((rs, _) -> new Agreement(
                        rs.getString("agreement_key"),
                        rs.getString("name"),
                        rs.getString("status"),
                        instant(rs, "happened_at")))
                .list();
    }

    /// The newest word of each kind on each child.
    List<Stated> stated(List<Person> children) {
        return sql.sql("""
                        select distinct on (child, key) child, key, value
                          from child_fact
                         where child = any(:children)
                         order by child, key, happened_at desc, recorded_at desc, id desc
                        """)
                .param("children", keys(children))
                .query((rs, _) ->
                        new Stated(rs.getObject("child", UUID.class), rs.getString("key"), rs.getString("value")))
                .list();
    }

    /// Why something was shared without agreement.
    List<Map.Entry<String, Instant>> lawfulBases(List<Person> children) {
        return sql.sql("""
                        select distinct basis, shared_what, shared_with, happened_at
                          from lawful_basis
                         where child = any(:children)
                         order by happened_at desc
                        """)
                .param("children", keys(children))
                .query((rs, _) -> Map.entry(
                        rs.getString("basis") + ": " + rs.getString("shared_what") + ", with "
                                + rs.getString("shared_with"),
                        instant(rs, "happened_at")))
                .list();
    }

    /// The newest paper of each kind.
    List<Paper> papers(UUID family, List<Person> children) {
        return sql.sql("""
                        select distinct on (d.kind, d.child) d.title, d.dated, coalesce(p.known_as, p.forename) as name
                          from document d
                          left join person p on p.authority = d.authority and p.id = d.child
                         where (d.child = any(:children) or d.family = :family)
                           and not exists (
                               select
                                 from document_withdrawal w
                                where w.authority = d.authority
                                  and w.document = d.id)
                         order by d.kind, d.child, d.version desc, d.dated desc, d.recorded_at desc
                        """)
                .param("children", keys(children))
                .param("family", family)
                .query((rs, _) ->
                        new Paper(rs.getString("title"), rs.getObject("dated", LocalDate.class), rs.getString("name")))
                .list();
    }

    List<Harm> harm(UUID family) {
        return sql.sql("""
                        select id, raised_at, confirmed_at, confirmed_name, mistake_at is not null as mistake
                          from harm_call
                         where family = :family
                         order by raised_at desc
                        """)
                .param("family", family)
                .query((rs, _) -> new Harm(
                        rs.getObject("id", UUID.class),
                        instant(rs, "raised_at"),
                        maybe(rs, "confirmed_at"),
                        rs.getString("confirmed_name"),
                        rs.getBoolean("mistake")))
                .list();
    }

    /// A line of the list of families.
    record Line(
            UUID family,
            String reference,
            String children,
            @Nullable String services,
            String holder,
            boolean named,
            Instant since,
            int openRuns) {}

    /// Families that this person or one of their teams holds, by reference; one more than `most` if there are more.
    List<Line> mine(UUID staff, boolean own, String after, int most, Instant now) {
        return sql.sql("""
                        with my_teams as (
                            select team
                              from staff_role
                             where staff = :staff
                               and team is not null
                               and held_from <= :now
                               and (held_until is null or held_until > :now)
                            union
                            select team
                              from duty_rota
                             where staff = :staff
                               and on_from <= :now
                               and on_until > :now),
                        held as (
                            select a.child, a.held_from
                              from allocation a
                             where a.held_until is null
                               and a.staff = :staff
                            union all
                            select a.child, a.held_from
                              from allocation a
                             where a.held_until is null
                               and not :own
                               and a.duty_of_team in (select team from my_teams)
                            union all
                            select a.child, a.held_from
                              from staff_role r
                              join allocation a on a.authority = r.authority and a.staff = r.staff and a.held_until is null
                             where not :own
                               and r.team in (select team from my_teams)
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now)),
                        families as (
                            select distinct m.family
                              from held
                              join family_member m on m.person = held.child and m.part = 'child')
                        select f.id, f.reference,
                               (select string_agg(case
                                                      when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                                                      then coalesce(p.known_as, p.forename, 'Unborn child') || ' ' || p.surname
                                                      else 'a guarded record'
                                                  end, ', '
                                                  order by p.birth_date nulls last, p.id)
                                  from family_member m
                                  join person p on p.id = m.person
                                 where m.family = f.id
                                   and m.part = 'child') as children,
                               (select string_agg(distinct e.service, ',')
                                  from family_member m
                                  join episode e on e.child = m.person and e.closed_at is null
                                 where m.family = f.id) as services,
                               l.holder, l.named, l.held_from,
                               (select count(*) from run r where r.family = f.id and r.status = 'open') as open_runs
                          from families
                          join family f on f.id = families.family
                          join lateral (
                               select coalesce(s.name, pp.name, t.title || ', duty holder', 'nobody') as holder,
                                      a.duty_of_team is null as named, a.held_from
                                 from family_member m
                                 join allocation a on a.child = m.person and a.part = 'lead' and a.held_until is null
                                 left join staff s on s.id = a.staff
                                 left join partner_professional pp on pp.id = a.partner
                                 left join team t on t.id = a.duty_of_team
                                where m.family = f.id
                                order by a.duty_of_team is null, a.held_from
                                limit 1) l on true
                         where f.reference > :after
                           and not exists (
                               select
                                 from family_member m
                                 join person p on p.id = m.person
                                where m.family = f.id
                                  and m.part = 'child'
                                  and p.restriction = 'hidden'
                                  and not\s""" + WorkingRelationship.MAY_BE_NAMED + """
                               )
                         order by f.reference
                         limit :most
                        """)
                .param("staff", staff)
                .param("own", own)
                .param("after", after)
                .param("most", most + 1)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> new Line(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        String.valueOf(rs.getString("children")),
                        rs.getString("services"),
                        rs.getString("holder"),
                        rs.getBoolean("named"),
                        instant(rs, "held_from"),
                        rs.getInt("open_runs")))
                .list();
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant maybe(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
