package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;

/// The teams of a council, who is in them, and which of them answers for a service.
final class Teams {

    private final JdbcClient sql;
    private final Instant now;

    Teams(JdbcClient sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    /// @param packTeam the team of the procedure that it is, or is a locality of
    record Team(String id, String packTeam, String title, String service) {
        List<String> keys() {
            return id.equals(packTeam) ? List.of(id) : List.of(id, packTeam);
        }
    }

    private static final String ROWS = "select t.id, t.pack_team, t.title, t.service from team t where t.active ";

    private static List<Team> list(JdbcClient.StatementSpec statement) {
        return statement
                .query((rs, _) -> new Team(
                        rs.getString("id"), rs.getString("pack_team"), rs.getString("title"), rs.getString("service")))
                .list();
    }

    Optional<Team> find(String id) {
        return list(sql.sql(ROWS + "and t.id = :id").param("id", id)).stream().findFirst();
    }

    List<Team> all() {
        return list(sql.sql(ROWS + "order by t.title, t.id"));
    }

    /// The teams somebody works in or is on duty for.
    List<Team> of(UUID staff) {
        return list(sql.sql(ROWS + """
                           and t.id in (
                               select r.team
                                 from staff_role r
                                where r.staff = :staff
                                  and r.team is not null
                                  and r.held_from <= :now
                                  and (r.held_until is null or r.held_until > :now)
                               union
                               select d.team
                                 from duty_rota d
                                where d.staff = :staff
                                  and d.on_from <= :now
                                  and d.on_until > :now)
                         order by t.title, t.id
                        """).param("staff", staff).param("now", at(now)));
    }

    boolean has(Team team, SignedInStaff me) {
        return of(me.staff()).stream().anyMatch(each -> team.keys().contains(each.id()));
    }

    /// The team whose duty holder answers for what somebody gives back in a service: their own, else the one that the
    /// procedure names for the service.
    Optional<Team> dutyTeam(Policy policy, UUID staff, String service) {
        return of(staff).stream()
                .filter(team -> team.service().equals(service))
                .filter(team -> policy.team(team.packTeam())
                        .filter(found -> !found.dutyRole().isEmpty())
                        .isPresent())
                .findFirst()
                .or(() -> policy.dutyTeam(service).flatMap(team -> find(team.name())))
                .or(
                        () -> list(sql.sql(ROWS + "and t.service = :service order by t.id limit 1")
                                        .param("service", service))
                                .stream()
                                .findFirst());
    }

    /// Who stands on a team's rota now.
    Optional<String> onDuty(Team team) {
        return sql.sql("""
                        select s.name
                          from duty_rota d
                          join staff s on s.authority = d.authority and s.id = d.staff
                         where d.team = any(:teams)
                           and d.on_from <= :now
                           and d.on_until > :now
                         order by (d.team = :team) desc
                         limit 1
                        """)
                .param("teams", team.keys().toArray(String[]::new))
                .param("team", team.id())
                .param("now", at(now))
                .query(String.class)
                .optional();
    }
}
