package stepways.app.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.StaffId;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// Reads which roles somebody holds at a moment: their own, that of a team's duty holder while they are on its rota,
/// and
/// those of a colleague they cover for.
public final class Grants {

    private final JdbcClient sql;

    public Grants(JdbcClient sql) {
        this.sql = sql;
    }

    public Actor actor(Policy policy, StaffId staff, Instant now) {
        var at = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        var grants = new ArrayList<Actor.Grant>();
        sql.sql("""
                        select r.role, t.service
                          from staff_role r
                          left join team t on t.authority = r.authority and t.id = r.team
                         where r.staff = :staff
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                         order by r.role
                        """).param("staff", staff.value()).param("now", at).query(rs -> {
            var service = rs.getString("service");
            grants.add(new Actor.Grant(rs.getString("role"), service == null ? "" : service, null));
        });
        sql.sql("""
                        select t.pack_team, t.service
                          from duty_rota d
                          join team t on t.authority = d.authority and t.id = d.team
                         where d.staff = :staff
                           and d.on_from <= :now
                           and d.on_until > :now
                        """).param("staff", staff.value()).param("now", at).query(rs -> {
            var service = rs.getString("service");
            policy.team(rs.getString("pack_team"))
                    .filter(team -> !team.dutyRole().isEmpty())
                    .ifPresent(team -> grants.add(new Actor.Grant(team.dutyRole(), service, null)));
        });
        sql.sql("""
                        select r.role, t.service, c.away
                          from cover c
                          join staff_role r on r.authority = c.authority and r.staff = c.away
                          left join team t on t.authority = r.authority and t.id = r.team
                         where c.deputy = :staff
                           and c.from_at <= :now
                           and c.until_at > :now
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                         order by r.role
                        """).param("staff", staff.value()).param("now", at).query(rs -> {
            var service = rs.getString("service");
            grants.add(new Actor.Grant(
                    rs.getString("role"),
                    service == null ? "" : service,
                    new stepways.engine.run.StaffId(rs.getString("away"))));
        });
        return new Actor(new stepways.engine.run.StaffId(id(staff.value())), grants);
    }

    private static String id(UUID staff) {
        return staff.toString();
    }
}
