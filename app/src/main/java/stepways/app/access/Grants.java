package stepways.app.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.Snapshot;
import stepways.app.database.StaffId;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.engine.run.Actor;

/// Reads which roles somebody holds at a moment: their own, that of a team's duty holder while they are on its rota,
/// and
/// those of a colleague they cover for.
public final class Grants {

    private final JdbcClient sql;

    public Grants(JdbcClient sql) {
        this.sql = sql;
    }

    private record Question(PolicyVersion policy, StaffId staff, Instant now) {}

    public Actor actor(Policy policy, StaffId staff, Instant now) {
        return Snapshot.once(new Question(policy.version(), staff, now), () -> read(policy, staff, now));
    }

    private Actor read(Policy policy, StaffId staff, Instant now) {
        var grants = new ArrayList<Actor.Grant>();
        sql.sql("""
                        select 'own' as how, r.role, t.service, null::uuid as away, null::text as team
                          from staff_role r
                          left join team t on t.authority = r.authority and t.id = r.team
                         where r.staff = :staff
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                        union all
                        select 'duty', null, t.service, null, t.pack_team
                          from duty_rota d
                          join team t on t.authority = d.authority and t.id = d.team
                         where d.staff = :staff
                           and d.on_from <= :now
                           and d.on_until > :now
                        union all
                        select 'cover', r.role, t.service, c.away, null
                          from cover c
                          join staff_role r on r.authority = c.authority and r.staff = c.away
                          left join team t on t.authority = r.authority and t.id = r.team
                         where c.deputy = :staff
                           and c.from_at <= :now
                           and c.until_at > :now
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                         order by 1 desc, 2, 5
                        """)
                .param("staff", staff.value())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query(rs -> {
                    var service = rs.getString("service");
                    var in = service == null ? "" : service;
                    if (rs.getString("how").equals("duty")) {
                        policy.team(rs.getString("team"))
                                .filter(team -> !team.dutyRole().isEmpty())
                                .ifPresent(team -> grants.add(new Actor.Grant(team.dutyRole(), in, null)));
                    } else {
                        var away = rs.getString("away");
                        grants.add(new Actor.Grant(
                                rs.getString("role"), in, away == null ? null : new stepways.engine.run.StaffId(away)));
                    }
                });
        return new Actor(new stepways.engine.run.StaffId(id(staff.value())), grants);
    }

    private static String id(UUID staff) {
        return staff.toString();
    }
}
