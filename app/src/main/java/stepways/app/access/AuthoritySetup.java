package stepways.app.access;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Team;

/// Sets an authority up under a procedure: its own row, the procedure's teams, people with their roles, who answers for
/// each team by day and by night, and the days on which the council is closed. Doing it again changes only what
/// differs.
///
/// ```java
/// var staffing = new AuthoritySetup(database, ids, clock)
///         .apply(AuthoritySetup.everyRole(new AuthorityId("ashmere"), "Ashmere", policy, today));
/// var worker = staffing.holder("early-help-worker");
/// ```
public final class AuthoritySetup {

    private static final LocalTime DAY_BEGINS = LocalTime.of(9, 0);
    private static final LocalTime DAY_ENDS = LocalTime.of(17, 0);

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    public AuthoritySetup(Database database, TimeOrderedIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// What an authority is to have.
    ///
    /// @param since from when the roles are held
    /// @param duty for which days the rota is written; empty writes none
    /// @param closures days on which the council is closed beside weekends and bank holidays
    /// @param localities into which its larger teams are divided
    public record Plan(
            AuthorityId authority,
            String name,
            Policy policy,
            List<Person> people,
            Instant since,
            Optional<Duty> duty,
            SortedMap<LocalDate, String> closures,
            List<Locality> localities) {
        public Plan {
            people = List.copyOf(people);
            closures = Collections.unmodifiableSortedMap(new TreeMap<>(closures));
            localities = List.copyOf(localities);
        }

        public Plan(
                AuthorityId authority,
                String name,
                Policy policy,
                List<Person> people,
                Instant since,
                Optional<Duty> duty,
                SortedMap<LocalDate, String> closures) {
            this(authority, name, policy, people, since, duty, closures, List.of());
        }

        /// The same authority, its teams divided.
        public Plan divided(List<Locality> localities, List<Person> people) {
            return new Plan(authority, name, policy, people, since, duty, closures, localities);
        }
    }

    /// A part of a team of the procedure, with people and a manager of its own: `early-help/locality-03`.
    public record Locality(String team, String name, String title) {
        public String id() {
            return team + "/" + name;
        }
    }

    /// Somebody who works for the authority.
    ///
    /// @param reference how the council's own systems know them; one person is always set up under the same one
    public record Person(String reference, String name, String email, List<Post> posts) {
        public Person {
            posts = List.copyOf(posts);
        }
    }

    /// A role that somebody holds.
    ///
    /// @param team the key of the team it is held in; empty for the whole authority
    public record Post(String role, String team) {}

    /// The days for which it is written who is on duty.
    public record Duty(LocalDate from, LocalDate until) {}

    /// Who was set up, by the roles they hold.
    public static final class Staffing {

        private final Policy policy;
        private final Map<String, List<StaffId>> byRole;
        private final Map<StaffId, List<String>> teams;
        private final Map<StaffId, String> names;

        private Staffing(
                Policy policy,
                Map<String, List<StaffId>> byRole,
                Map<StaffId, List<String>> teams,
                Map<StaffId, String> names) {
            this.policy = policy;
            this.byRole = byRole;
            this.teams = teams;
            this.names = names;
        }

        /// The teams in which somebody holds a role.
        List<String> teams(StaffId staff) {
            return teams.getOrDefault(staff, List.of());
        }

        /// What somebody is called.
        public String name(StaffId staff) {
            var name = names.get(staff);
            if (name == null) {
                throw new IllegalArgumentException("Expected somebody who was set up here, found " + staff);
            }
            return name;
        }

        /// The first who holds the role, or one of the roles it is a name for.
        public StaffId holder(String role) {
            return holders(role).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Expected somebody in the role " + role + " of " + policy.version() + ", found nobody"));
        }

        /// Everybody who holds the role, or one of the roles it is a name for.
        public List<StaffId> holders(String role) {
            var all = new ArrayList<>(byRole.getOrDefault(role, List.of()));
            for (var each : policy.role(role).anyOf().stream().sorted().toList()) {
                for (var holder : holders(each)) {
                    if (!all.contains(holder)) {
                        all.add(holder);
                    }
                }
            }
            return all;
        }

        /// The roles that somebody holds in their own name.
        public Map<String, List<StaffId>> byRole() {
            return Collections.unmodifiableMap(byRole);
        }
    }

    /// Gives somebody a name: for a role, the first, second … who holds it.
    @FunctionalInterface
    public interface Names {
        String of(Role role, int number);
    }

    /// A plan with invented people: two for each role of the procedure and of the national layer, the first of whom is
    /// on duty by day and the second by night, at weekends and on bank holidays, for some months either side.
    public static Plan everyRole(AuthorityId authority, String name, Policy policy, LocalDate today) {
        return everyRole(
                authority,
                name,
                policy,
                today,
                role -> 2,
                (role, number) -> role.title() + " " + (number == 1 ? "A" : "B"));
    }

    /// A plan with so many invented people for each role that is held in its own name, spread over its teams.
    public static Plan everyRole(
            AuthorityId authority,
            String name,
            Policy policy,
            LocalDate today,
            ToIntFunction<Role> howMany,
            Names names) {
        var people = new ArrayList<Person>();
        for (var role : allRoles(policy).values()) {
            if (!role.anyOf().isEmpty() || role.anyone()) {
                continue;
            }
            var teams = teamsOf(policy, role);
            for (int number = 1; number <= howMany.applyAsInt(role); number++) {
                var reference = role.name() + "-" + number;
                var team = teams.isEmpty() ? "" : teams.get((number - 1) % teams.size());
                people.add(new Person(
                        reference,
                        names.of(role, number),
                        reference + "@" + authority.value() + ".example",
                        List.of(new Post(role.name(), team))));
            }
        }
        return new Plan(
                authority,
                name,
                policy,
                people,
                today.minusYears(3).atStartOfDay(policy.calendar().zone()).toInstant(),
                Optional.of(new Duty(today.minusDays(120), today.plusDays(120))),
                new TreeMap<>());
    }

    /// A plan with the procedure's teams and nobody in them: whoever works for a real council is the council's to add.
    public static Plan withoutPeople(AuthorityId authority, String name, Policy policy, LocalDate today) {
        return new Plan(
                authority,
                name,
                policy,
                List.of(),
                today.atStartOfDay(policy.calendar().zone()).toInstant(),
                Optional.empty(),
                new TreeMap<>());
    }

    /// Every role of the procedure and of the national layer; the procedure's own where both have one of a name.
    public static Map<String, Role> allRoles(Policy policy) {
        var all = new LinkedHashMap<>(policy.roles());
        if (policy.national() != null) {
            allRoles(policy.national()).forEach(all::putIfAbsent);
        }
        return all;
    }

    /// Every team of the procedure and of the national layer.
    public static Map<String, Team> allTeams(Policy policy) {
        var all = new LinkedHashMap<>(policy.teams());
        if (policy.national() != null) {
            allTeams(policy.national()).forEach(all::putIfAbsent);
        }
        return all;
    }

    /// The teams in which a role is held: those it answers for, else those of its service; none for a role outside.
    public static List<String> teamsOf(Policy policy, Role role) {
        var teams = allTeams(policy).values();
        var answers = teams.stream()
                .filter(team -> team.dutyRole().equals(role.name()))
                .map(Team::name)
                .toList();
        return !answers.isEmpty() || role.in().isEmpty()
                ? answers
                : teams.stream()
                        .filter(team -> team.service().equals(role.in()))
                        .map(Team::name)
                        .toList();
    }

    /// Sets the authority up as planned, in a transaction of its own.
    public Staffing apply(Plan plan) {
        return database.bulk(new Viewer.Job(plan.authority(), "set-up"), (sql, batches) -> apply(sql, batches, plan));
    }

    /// Sets the authority up as planned, in the transaction it is given.
    public Staffing apply(JdbcClient sql, NamedParameterJdbcOperations batches, Plan plan) {
        var now = clock.instant();
        authority(sql, plan, now);
        teams(sql, plan);
        closures(sql, plan);
        var staffing = people(sql, plan, now);
        plan.duty().ifPresent(duty -> rota(batches, plan, duty, staffing));
        return staffing;
    }

    private static void authority(JdbcClient sql, Plan plan, Instant now) {
        var version = plan.policy().version();
        sql.sql("""
                        insert into authority (id, name, pack_id, pack_version, pack_hash, recorded_at)
                        values (:id, :name, :pack, :version, :hash, :now)
                        on conflict (id) do update
                           set name = :name, pack_id = :pack, pack_version = :version, pack_hash = :hash
                         where (authority.name, authority.pack_id, authority.pack_version, authority.pack_hash)
                               is distinct from (:name, :pack, :version, :hash)
                        """)
                .param("id", plan.authority().value())
                .param("name", plan.name())
                .param("pack", version.pack())
                .param("version", version.version())
                .param("hash", version.contentHash())
                .param("now", at(now))
                .update();
    }

    private static void teams(JdbcClient sql, Plan plan) {
        for (var team : allTeams(plan.policy()).values()) {
            sql.sql("""
                            insert into team (authority, id, pack_team, title, service)
                            values (:authority, :team, :team, :title, :service)
                            on conflict (authority, id) do update
                               set title = :title, service = :service, active = true
                             where (team.title, team.service, team.active) is distinct from (:title, :service, true)
                            """)
                    .param("authority", plan.authority().value())
                    .param("team", team.name())
                    .param("title", team.title())
                    .param("service", team.service())
                    .update();
        }
        for (var locality : plan.localities()) {
            sql.sql("""
                            insert into team (authority, id, pack_team, locality, title, service)
                            select authority, :id, id, :locality, title || ', ' || :title, service
                              from team
                             where id = :team
                            on conflict (authority, id) do update
                               set title = excluded.title, service = excluded.service, active = true
                             where (team.title, team.service, team.active)
                                   is distinct from (excluded.title, excluded.service, true)
                            """)
                    .param("id", locality.id())
                    .param("team", locality.team())
                    .param("locality", locality.name())
                    .param("title", locality.title())
                    .update();
        }
    }

    private static void closures(JdbcClient sql, Plan plan) {
        plan.closures()
                .forEach((day, title) -> sql.sql("""
                        insert into calendar_closure (authority, closed_on, title)
                        values (:authority, :day, :title)
                        on conflict (authority, closed_on) do nothing
                        """)
                        .param("authority", plan.authority().value())
                        .param("day", day)
                        .param("title", title)
                        .update());
    }

    private Staffing people(JdbcClient sql, Plan plan, Instant now) {
        var byRole = new LinkedHashMap<String, List<StaffId>>();
        var teams = new LinkedHashMap<StaffId, List<String>>();
        var names = new LinkedHashMap<StaffId, String>();
        for (var person : plan.people()) {
            var id = new StaffId(person(sql, plan, person, now));
            names.put(id, person.name());
            for (var post : person.posts()) {
                post(sql, plan, id.value(), post);
                byRole.computeIfAbsent(post.role(), key -> new ArrayList<>()).add(id);
                teams.computeIfAbsent(id, key -> new ArrayList<>()).add(post.team());
            }
        }
        return new Staffing(plan.policy(), byRole, teams, names);
    }

    private UUID person(JdbcClient sql, Plan plan, Person person, Instant now) {
        return sql.sql("""
                        with changed as (
                            insert into staff (authority, id, authority_staff_id, name, email, recorded_at)
                            values (:authority, :id, :reference, :name, :email, :now)
                            on conflict (authority, authority_staff_id) do update
                               set name = :name, email = :email, version = staff.version + 1
                             where (staff.name, staff.email) is distinct from (:name, :email)
                            returning id)
                        select id from changed
                        union all
                        select id from staff where authority_staff_id = :reference
                        limit 1
                        """)
                .param("authority", plan.authority().value())
                .param("id", ids.next())
                .param("reference", person.reference())
                .param("name", person.name())
                .param("email", person.email())
                .param("now", at(now))
                .query(UUID.class)
                .single();
    }

    private void post(JdbcClient sql, Plan plan, UUID staff, Post post) {
        sql.sql("""
                        insert into staff_role (authority, id, staff, role, team, held_from)
                        select :authority, :id, :staff, :role, nullif(:team, ''), :since
                         where not exists (
                               select from staff_role
                                where staff = :staff
                                  and role = :role
                                  and team is not distinct from nullif(:team, '')
                                  and held_until is null)
                        """)
                .param("authority", plan.authority().value())
                .param("id", ids.next())
                .param("staff", staff)
                .param("role", post.role())
                .param("team", post.team())
                .param("since", at(plan.since()))
                .update();
    }

    /// Writes the rota of every team that somebody answers for. A turn that is on the rota already stays as it is.
    private void rota(NamedParameterJdbcOperations batches, Plan plan, Duty duty, Staffing staffing) {
        var rows = new ArrayList<SqlParameterSource>();
        var turns = turns(plan.policy().calendar(), duty);
        for (var team : allTeams(plan.policy()).values()) {
            var holders = team.dutyRole().isEmpty() ? List.<StaffId>of() : staffing.holders(team.dutyRole());
            if (holders.isEmpty()) {
                continue;
            }
            for (var turn : turns) {
                var staff = turn.byDay() ? holders.getFirst() : holders.get(Math.min(1, holders.size() - 1));
                rows.add(new MapSqlParameterSource()
                        .addValue("authority", plan.authority().value())
                        .addValue("id", ids.next())
                        .addValue("team", team.name())
                        .addValue("staff", staff.value())
                        .addValue("from", at(turn.from()))
                        .addValue("until", at(turn.until())));
            }
        }
        batches.batchUpdate("""
                insert into duty_rota (authority, id, team, staff, on_from, on_until)
                values (:authority, :id, :team, :staff, :from, :until)
                on conflict do nothing
                """, rows.toArray(SqlParameterSource[]::new));
    }

    /// Those who answer for a team, its own people first.
    private static List<StaffId> dutyHolders(Plan plan, Team team, Staffing staffing) {
        if (team.dutyRole().isEmpty()) {
            return List.of();
        }
        var own = new ArrayList<StaffId>();
        var others = new ArrayList<StaffId>();
        for (var holder : staffing.holders(team.dutyRole())) {
            (staffing.teams(holder).contains(team.name()) ? own : others).add(holder);
        }
        own.addAll(others);
        return own;
    }

    private record Turn(Instant from, Instant until, boolean byDay) {}

    /// By day on each working day; between two of them by night, which over a weekend is one long turn. They begin
    /// and end at the same hours whichever days are asked for, so that a later rota joins on to an earlier one.
    private static List<Turn> turns(WorkingCalendar calendar, Duty duty) {
        var zone = calendar.zone();
        var all = new ArrayList<Turn>();
        var day = duty.from().minusDays(1);
        while (!calendar.isWorkingDay(day)) {
            day = day.minusDays(1);
        }
        var ended = day.atTime(DAY_ENDS).atZone(zone).toInstant();
        boolean written = false;
        while (!written) {
            day = day.plusDays(1);
            if (calendar.isWorkingDay(day)) {
                var begins = day.atTime(DAY_BEGINS).atZone(zone).toInstant();
                all.add(new Turn(ended, begins, false));
                ended = day.atTime(DAY_ENDS).atZone(zone).toInstant();
                all.add(new Turn(begins, ended, true));
                written = !day.isBefore(duty.until());
            }
        }
        return all;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
