package stepways.app.harm;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.settings.Settings;
import stepways.app.web.Dates;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;

/// Works out whom to ring about harm at a moment, in order. Never empty: the last one is always a line that somebody
/// answers.
///
/// - The roles of the pack's harm route, by day or out of hours, each as the person on duty now, else as those who
///   hold it.
/// - Then the reader's own team: who is on duty, else its managers.
/// - Then the council's out-of-hours line; and where the council has set none, the police.
final class WhomToRing {

    /// More than this from one role does not help somebody who is frightened.
    private static final int MOST_OF_A_ROLE = 2;

    private static final int MOST = 6;

    private final JdbcClient sql;
    private final @Nullable Policy policy;
    private final Settings settings;
    private final Instant now;

    WhomToRing(JdbcClient sql, @Nullable Policy policy, Settings settings, Instant now) {
        this.sql = sql;
        this.policy = policy;
        this.settings = settings;
        this.now = now;
    }

    /// Somebody to ring.
    ///
    /// @param staff absent for a line that is nobody in particular
    /// @param role why this person: "Duty Team manager, on duty now"
    record Person(@Nullable UUID staff, String name, String role, String telephone) {}

    /// @param silent people who should be rung and have no number on record
    record Order(List<Person> people, List<String> silent, boolean officeHours, String hours) {
        Order {
            people = List.copyOf(people);
            silent = List.copyOf(silent);
        }
    }

    private record Row(UUID staff, String name, @Nullable String telephone, String role) {}

    Order forReader(UUID reader) {
        var found = new ArrayList<Row>();
        boolean day = officeHours();
        for (var role : roles(day)) {
            add(found, onDuty(role));
            add(found, holders(role));
        }
        add(found, ownTeamOnDuty(reader));
        add(found, ownManagers(reader));
        var people = new ArrayList<Person>();
        var silent = new ArrayList<String>();
        for (var row : found) {
            if (row.staff().equals(reader)) {
                continue;
            }
            if (row.telephone() == null || row.telephone().isBlank()) {
                silent.add(row.name() + ", " + row.role());
            } else if (people.size() < MOST) {
                people.add(new Person(row.staff(), row.name(), row.role(), row.telephone()));
            }
        }
        people.add(line());
        return new Order(people, silent, day, hours(day));
    }

    /// The council's own line; the police where it has set none.
    Person line() {
        return settings.of(Settings.OUT_OF_HOURS_TELEPHONE)
                .map(number -> new Person(null, settings.outOfHoursName(), "day and night", number))
                .orElse(new Person(null, "The police", "this council has set no out-of-hours line", "101"));
    }

    boolean officeHours() {
        var local = now.atZone(Dates.ZONE);
        boolean working = policy == null
                ? local.getDayOfWeek() != DayOfWeek.SATURDAY && local.getDayOfWeek() != DayOfWeek.SUNDAY
                : policy.calendar().isWorkingDay(local.toLocalDate());
        return working
                && !local.toLocalTime().isBefore(settings.dayBegins())
                && local.toLocalTime().isBefore(settings.dayEnds());
    }

    private String hours(boolean day) {
        return "It is " + Dates.time(now) + " on " + Dates.weekdayAndYear(Dates.day(now)) + ": the "
                + (day ? "day" : "out-of-hours") + " order applies.";
    }

    private static void add(List<Row> found, List<Row> more) {
        int added = 0;
        for (var row : more) {
            if (added < MOST_OF_A_ROLE
                    && found.stream().noneMatch(known -> known.staff().equals(row.staff()))) {
                found.add(row);
                added++;
            }
        }
    }

    /// The roles of the harm route that somebody can hold: a role that stands for several is each of them.
    private Set<Role> roles(boolean day) {
        var all = new LinkedHashSet<Role>();
        if (policy != null) {
            policy.harm().ifPresent(route -> {
                for (var name : day || route.outOfHours().isEmpty() ? route.call() : route.outOfHours()) {
                    expand(policy, policy.role(name), all);
                }
            });
        }
        return all;
    }

    private static void expand(Policy policy, Role role, Set<Role> all) {
        if (role.anyOf().isEmpty()) {
            all.add(role);
        }
        role.anyOf().stream().sorted().forEach(name -> expand(policy, policy.role(name), all));
    }

    private OffsetDateTime at() {
        return now.atOffset(ZoneOffset.UTC);
    }

    /// Who answers now for a team whose duty holder has the role.
    private List<Row> onDuty(Role role) {
        var teams = policy == null
                ? new String[0]
                : policy.teams().values().stream()
                        .filter(team -> team.dutyRole().equals(role.name()))
                        .map(team -> team.name())
                        .toArray(String[]::new);
        if (teams.length == 0) {
            return List.of();
        }
        return sql.sql("""
                        select s.id, s.name, coalesce(s.telephone, t.telephone) as telephone
                          from duty_rota d
                          join team t on t.authority = d.authority and t.id = d.team
                          join staff s on s.authority = d.authority and s.id = d.staff
                         where t.pack_team = any(:teams)
                           and d.on_from <= :now
                           and d.on_until > :now
                           and s.active
                         order by t.id
                        """)
                .param("teams", teams)
                .param("now", at())
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("telephone"),
                        role.title() + ", on duty now"))
                .list();
    }

    /// Who holds the role, and for somebody who is away their deputy.
    private List<Row> holders(Role role) {
        return sql.sql("""
                        select distinct s.id, s.name, coalesce(s.telephone, t.telephone) as telephone, c.id is not null as covering
                          from staff_role r
                          left join cover c on c.authority = r.authority and c.away = r.staff
                                           and c.from_at <= :now and c.until_at > :now
                          join staff s on s.authority = r.authority and s.id = coalesce(c.deputy, r.staff)
                          left join team t on t.authority = r.authority and t.id = r.team
                         where r.role = :role
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                           and s.active
                         order by s.name
                        """)
                .param("role", role.name())
                .param("now", at())
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("telephone"),
                        role.title() + (rs.getBoolean("covering") ? ", as deputy" : "")))
                .list();
    }

    private List<Row> ownTeamOnDuty(UUID reader) {
        return sql.sql("""
                        select distinct s.id, s.name, coalesce(s.telephone, t.telephone) as telephone, t.title
                          from staff_role r
                          join duty_rota d on d.authority = r.authority and d.team = r.team
                          join team t on t.authority = d.authority and t.id = d.team
                          join staff s on s.authority = d.authority and s.id = d.staff
                         where r.staff = :reader
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                           and d.on_from <= :now
                           and d.on_until > :now
                           and s.active
                         order by s.name
                        """)
                .param("reader", reader)
                .param("now", at())
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("telephone"),
                        "for " + rs.getString("title") + ", on duty now"))
                .list();
    }

    private List<Row> ownManagers(UUID reader) {
        var managing = policy == null
                ? new String[0]
                : allRoles(policy).stream()
                        .filter(Role::manages)
                        .map(Role::name)
                        .toArray(String[]::new);
        return sql.sql("""
                        select distinct s.id, s.name, coalesce(s.telephone, t.telephone) as telephone, t.title
                          from staff_role mine
                          join staff_role r on r.authority = mine.authority and r.team = mine.team
                          join team t on t.authority = r.authority and t.id = r.team
                          join staff s on s.authority = r.authority and s.id = r.staff
                         where mine.staff = :reader
                           and r.role = any(:managing)
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                           and s.active
                         order by s.name
                        """)
                .param("reader", reader)
                .param("managing", managing)
                .param("now", at())
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("telephone"),
                        "manager in " + rs.getString("title")))
                .list();
    }

    /// Every role of the procedure and of the national layer beneath it.
    static List<Role> allRoles(Policy policy) {
        var all = new ArrayList<Role>();
        for (var layer = Optional.of(policy);
                layer.isPresent();
                layer = Optional.ofNullable(layer.get().national())) {
            all.addAll(layer.get().roles().values());
        }
        return all;
    }
}
