package stepways.app.worklist;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.AuthorityId;
import stepways.app.procedures.Procedures;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Why;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.engine.policy.Role;

/// Reads what open runs wait for, out of the rows that each step writes: whose it is, for whom, and by when.
final class Waiting {

    /// Stands for the name of a child whose record is restricted or hidden.
    private static final String GUARDED = "a guarded record";

    private final JdbcClient sql;
    private final Procedures procedures;
    private final SignedInStaff me;
    private final Instant now;

    Waiting(JdbcClient sql, Procedures procedures, SignedInStaff me, Instant now) {
        this.sql = sql;
        this.procedures = procedures;
        this.me = me;
        this.now = now;
    }

    /// One thing that waits.
    ///
    /// @param what `item:…`, `decision:…`, `clock:…`, `dispute:…`, `told:…` or `question:…`
    /// @param children "Tyler (13) and Maisie (8) Quill"
    record Row(
            UUID run,
            String reference,
            String pathway,
            String what,
            String title,
            @Nullable UUID family,
            @Nullable String familyReference,
            @Nullable UUID staff,
            @Nullable String staffName,
            @Nullable String team,
            String role,
            Instant arrived,
            @Nullable Instant due,
            List<ClauseId> clauses,
            Policy policy,
            String children) {

        /// The page where it is done.
        String url() {
            var parts = what.split(":", 2);
            return switch (parts[0]) {
                case "item" -> {
                    var key = parts[1].split("@", 2);
                    yield "/transfers/" + run + "/items/" + key[0] + (key.length == 2 ? "?for=" + key[1] : "");
                }
                case "decision" -> "/transfers/" + run + "/decision";
                case "dispute" -> "/transfers/" + run + "#dispute";
                case "told" -> "/transfers/" + run + "/act/seen?told=" + parts[1];
                case "question" -> "/transfers/" + run + "/act/answer?question=" + parts[1];
                default -> "/transfers/" + run;
            };
        }

        String id() {
            return "work-" + run.toString().substring(24) + "-" + what.replaceAll("[^A-Za-z0-9]+", "-");
        }

        Why why() {
            return new Citing(policy).brief(null, clauses);
        }

        /// "F-20533 · Step up for assessment T-1001".
        String about() {
            return (familyReference == null ? "" : familyReference + " · ") + pathway + " " + reference;
        }

        String roleTitle() {
            return role.isEmpty() ? "" : policy.role(role).title();
        }
    }

    /// What somebody holds: their teams, the teams they are on duty for, and the roles that decide.
    record Mine(List<UUID> staff, List<String> teams, List<String> onDuty, List<String> managing) {}

    private Policy active() {
        return procedures.active(me.viewer().authority(), sql);
    }

    Mine mine() {
        var policy = active();
        var grants = new Grants(sql).actor(policy, me.viewer().staff(), now).grants();
        var held = new LinkedHashSet<String>();
        for (var grant : grants) {
            if (grant.covering() == null && policy.role(grant.role()).manages()) {
                held.add(grant.role());
            }
        }
        var managing = new ArrayList<String>(held);
        for (var role : policy.roles().values()) {
            if (!held.contains(role.name()) && includes(policy, role, held)) {
                managing.add(role.name());
            }
        }
        return new Mine(List.of(me.staff()), teams(), onDuty(), managing);
    }

    private static boolean includes(Policy policy, Role role, Set<String> held) {
        return held.contains(role.name())
                || role.anyOf().stream().anyMatch(each -> includes(policy, policy.role(each), held));
    }

    /// The teams somebody works in, and the one each is a locality of.
    List<String> teams() {
        return sql.sql("""
                        select distinct t.id
                          from staff_role r
                          join team mine on mine.authority = r.authority and mine.id = r.team
                          join team t on t.authority = r.authority and (t.id = mine.id or t.id = mine.pack_team)
                         where r.staff = :staff
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                         order by t.id
                        """)
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> rs.getString("id"))
                .list();
    }

    private List<String> onDuty() {
        return sql.sql("""
                        select distinct team
                          from duty_rota
                         where staff = :staff
                           and on_from <= :now
                           and on_until > :now
                        """)
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> rs.getString("team"))
                .list();
    }

    /// Colleagues who are away and whose work this person covers.
    Map<UUID, String> covered() {
        var all = new LinkedHashMap<UUID, String>();
        sql.sql("""
                        select c.away, s.name
                          from cover c
                          join staff s on s.authority = c.authority and s.id = c.away
                         where c.deputy = :staff
                           and c.from_at <= :now
                           and c.until_at > :now
                         order by s.name
                        """)
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(rs -> {
                    all.put(rs.getObject("away", UUID.class), rs.getString("name"));
                });
        return all;
    }

    /// The lines are chosen first, each from an index in the order in which it is shown; only what is shown
    /// is looked up.
    ///
    /// @param most how many are shown; a number in the statement itself, for which it is planned
    private static String rows(int most, String chosen, String order) {
        return """
            with chosen as materialized (
                %s
            )
            select w.run, r.reference, r.pathway, r.pack_id, r.pack_version, r.pack_hash, w.item, w.title, r.family,
                   f.reference as family_reference, w.staff, s.name as staff_name, w.team, w.role, w.arrived_at, w.due_at,
                   w.clauses
              from chosen w
              join run r on r.authority = w.authority and r.id = w.run
              left join family f on f.authority = r.authority and f.id = r.family
              left join staff s on s.authority = w.authority and s.id = w.staff
             order by %s
            """.formatted(chosen, order).replace("{most}", Integer.toString(most));
    }

    private static final String BY_DUE_DATE = "w.due_at nulls last, w.arrived_at, w.run, w.item";
    private static final String OLDEST_FIRST = "w.arrived_at, w.run, w.item";

    /// Mine: named for me, or for the duty holder or the manager that I am. A manager with a team has what concerns the
    /// families that their team holds, and families that no team of the service holds; one without has all of it.
    List<Row> of(Mine mine, int most) {
        return rows(sql.sql(rows(
                        most,
                        """
                                select *
                                  from (select mine.*
                                          from unnest(:staff) as my (staff)
                                          cross join lateral (
                                               select *
                                                 from work_item w
                                                where w.staff = my.staff
                                                order by w.due_at nulls last, w.run, w.item
                                                limit {most}) mine
                                        union
                                        select duty.*
                                          from unnest(:duty) as my (team)
                                          cross join lateral (
                                               select *
                                                 from work_item w
                                                where w.team = my.team
                                                  and w.staff is null
                                                order by w.due_at nulls last, w.arrived_at, w.run, w.item
                                                limit {most}) duty
                                        union
                                        %s) w
                                 order by %s
                                 limit {most}""".formatted(mine.teams().isEmpty() ? MANAGED : MANAGED_BY_TEAM, BY_DUE_DATE),
                        BY_DUE_DATE))
                .param("staff", mine.staff().toArray(UUID[]::new))
                .param("duty", mine.onDuty().toArray(String[]::new))
                .param("managing", mine.managing().toArray(String[]::new))
                .param("teams", mine.teams().toArray(String[]::new))
                .param("now", now.atOffset(ZoneOffset.UTC)));
    }

    private static final String MANAGED = """
            select managed.*
              from unnest(:managing) as my (role)
              cross join lateral (
                   select *
                     from work_item w
                    where w.role = my.role
                      and w.staff is null
                    order by w.due_at nulls last, w.arrived_at, w.run, w.item
                    limit {most}) managed
            """;

    /// The families of those who are in one of these teams, of those who are in none now, and of nobody.
    private static final String MANAGED_BY_TEAM = """
            select managed.*
              from unnest(:managing) as my (role)
              cross join lateral (
                   select *
                     from work_item w
                    where w.role = my.role
                      and w.holder is null
                      and w.staff is null
                    order by w.due_at nulls last, w.arrived_at, w.run, w.item
                    limit {most}) managed
             union
            select managed.*
              from unnest(:managing) as my (role)
              cross join (
                   select r.staff
                     from staff_role r
                    where r.team = any(:teams)
                      and r.held_from <= :now
                      and (r.held_until is null or r.held_until > :now)
                    union
                   select s.id
                     from staff s
                    where not exists (
                          select
                            from staff_role r
                           where r.authority = s.authority
                             and r.staff = s.id
                             and r.team is not null
                             and r.held_from <= :now
                             and (r.held_until is null or r.held_until > :now))) holding (staff)
              cross join lateral (
                   select *
                     from work_item w
                    where w.role = my.role
                      and w.holder = holding.staff
                      and w.staff is null
                    order by w.due_at nulls last, w.arrived_at, w.run, w.item
                    limit {most}) managed
            """;

    /// What waits for a team or for anybody in it.
    List<Row> ofTeams(List<String> teams, int most) {
        return rows(sql.sql(rows(most, """
                                select w.*
                                  from unnest(:teams) as mine (team)
                                  cross join lateral (
                                       select *
                                         from work_item w
                                        where w.team = mine.team
                                        order by w.due_at nulls last, w.arrived_at, w.run, w.item
                                        limit {most}) w
                                 order by %s
                                 limit {most}""".formatted(BY_DUE_DATE), BY_DUE_DATE))
                .param("teams", teams.stream().distinct().toArray(String[]::new)));
    }

    /// How many of these there are, up to a thousand.
    int countOfTeams(List<String> teams) {
        return sql.sql("""
                        select count(*)
                          from (select
                                  from unnest(:teams) as mine (team)
                                  cross join lateral (
                                       select
                                         from work_item w
                                        where w.team = mine.team
                                        limit 1000) w
                                 limit 1000) shown
                        """)
                .param("teams", teams.stream().distinct().toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    /// What has arrived in a tray and is nobody's by name yet, oldest first.
    List<Row> inTray(List<String> teams, @Nullable Instant afterArrived, @Nullable UUID afterRun) {
        return rows(sql.sql(rows(51, """
                                select w.*
                                  from unnest(:teams) as mine (team)
                                  cross join lateral (
                                       select *
                                         from work_item w
                                        where w.team = mine.team
                                          and w.staff is null
                                          and (w.arrived_at, w.run) > (:after::timestamptz, :afterRun::uuid)
                                        order by w.arrived_at, w.run, w.item
                                        limit {most}) w
                                 order by %s
                                 limit {most}""".formatted(OLDEST_FIRST), OLDEST_FIRST))
                .param("teams", teams.stream().distinct().toArray(String[]::new))
                .param(
                        "after",
                        afterArrived == null
                                ? OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                                : afterArrived.atOffset(ZoneOffset.UTC))
                .param("afterRun", afterRun == null ? new UUID(0, 0) : afterRun));
    }

    /// What others have to do for families I am accountable for.
    List<Row> onOthers(int most) {
        return rows(
                sql.sql(rows(most, """
                                select w.*
                                  from (select distinct c.run
                                          from allocation a
                                          join run_child c on c.authority = a.authority and c.child = a.child
                                         where a.staff = :staff
                                           and a.part = 'lead'
                                           and a.held_until is null
                                           and c.left_at is null) mine
                                  join work_item w on w.run = mine.run
                                 where w.staff is distinct from :staff
                                   and w.item not like 'clock:%%'
                                 order by %s
                                 limit {most}""".formatted(OLDEST_FIRST), OLDEST_FIRST)).param("staff", me.staff()));
    }

    private record Raw(
            UUID run,
            String reference,
            String pathway,
            PolicyVersion version,
            String what,
            String title,
            @Nullable UUID family,
            @Nullable String familyReference,
            @Nullable UUID staff,
            @Nullable String staffName,
            @Nullable String team,
            @Nullable String role,
            Instant arrived,
            @Nullable Instant due,
            List<ClauseId> clauses) {}

    private List<Row> rows(JdbcClient.StatementSpec statement) {
        var raw = statement
                .query((rs, _) -> {
                    var due = rs.getObject("due_at", OffsetDateTime.class);
                    return new Raw(
                            rs.getObject("run", UUID.class),
                            rs.getString("reference"),
                            rs.getString("pathway"),
                            new PolicyVersion(
                                    rs.getString("pack_id"), rs.getString("pack_version"), rs.getString("pack_hash")),
                            rs.getString("item"),
                            rs.getString("title"),
                            rs.getObject("family", UUID.class),
                            rs.getString("family_reference"),
                            rs.getObject("staff", UUID.class),
                            rs.getString("staff_name"),
                            rs.getString("team"),
                            rs.getString("role"),
                            rs.getObject("arrived_at", OffsetDateTime.class).toInstant(),
                            due == null ? null : due.toInstant(),
                            java.util.Arrays.stream(
                                            (String[]) rs.getArray("clauses").getArray())
                                    .map(ClauseId::new)
                                    .toList());
                })
                .list();
        var children = children(raw.stream().map(Raw::run).distinct().toList());
        var authority = new AuthorityId(me.authority());
        var rows = new ArrayList<Row>();
        for (var each : raw) {
            var policy = procedures.of(authority, each.version(), sql);
            rows.add(new Row(
                    each.run(),
                    each.reference(),
                    policy.pathway(each.pathway()).title(),
                    each.what(),
                    each.what().startsWith("decision:") ? "Decide: " + each.title() : each.title(),
                    each.family(),
                    each.familyReference(),
                    each.staff(),
                    each.staffName(),
                    each.team(),
                    each.role() == null ? "" : each.role(),
                    each.arrived(),
                    each.due(),
                    each.clauses(),
                    policy,
                    children.getOrDefault(each.run(), "no child named")));
        }
        return rows;
    }

    /// The children of runs, in words.
    private Map<UUID, String> children(List<UUID> runs) {
        record Child(UUID run, String forename, String surname, java.time.@Nullable LocalDate born) {}
        var all = sql.sql("""
                        select c.run, named.forename, named.surname, named.birth_date
                          from run_child c
                          join person p on p.authority = c.authority and p.id = c.child
                          left join lateral (
                               select coalesce(p.known_as, p.forename, '') as forename, p.surname, p.birth_date
                                where\s""" + WorkingRelationship.MAY_BE_NAMED + """
                               ) named on true
                         where c.run = any(:runs)
                           and c.left_at is null
                         order by c.run, p.birth_date nulls last, p.id
                        """)
                .param("runs", runs.toArray(UUID[]::new))
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> new Child(
                        rs.getObject("run", UUID.class),
                        Objects.requireNonNullElse(rs.getString("forename"), GUARDED),
                        Objects.requireNonNullElse(rs.getString("surname"), ""),
                        rs.getObject("birth_date", java.time.LocalDate.class)))
                .list();
        var words = new LinkedHashMap<UUID, String>();
        var today = Dates.day(now);
        var byRun = new LinkedHashMap<UUID, List<Child>>();
        all.forEach(child ->
                byRun.computeIfAbsent(child.run(), _ -> new ArrayList<>()).add(child));
        byRun.forEach((run, some) -> {
            var surnames = some.stream().map(Child::surname).distinct().toList();
            var names = some.stream()
                    .map(child -> child.forename()
                            + (surnames.size() == 1 || child.surname().isEmpty() ? "" : " " + child.surname())
                            + (child.born() == null
                                    ? ""
                                    : " ("
                                            + java.time.Period.between(child.born(), today)
                                                    .getYears() + ")"))
                    .toList();
            var joined = names.size() < 2
                    ? String.join("", names)
                    : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
            words.put(run, (surnames.size() == 1 ? joined + " " + surnames.getFirst() : joined).strip());
        });
        return words;
    }
}
