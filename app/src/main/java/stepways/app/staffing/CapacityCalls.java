package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.SignedInStaff;

/// Nobody in a team is free: raised at once with whom the procedure names, and open until somebody is named or it is
/// answered.
public final class CapacityCalls {

    private final JdbcClient sql;

    public CapacityCalls(JdbcClient sql) {
        this.sql = sql;
    }

    /// A call that is open.
    ///
    /// @param role whom it was raised with
    /// @param inTheRun whether the run has told them itself, so that it stands on their work list already
    public record Call(
            UUID id,
            String team,
            String teamTitle,
            @Nullable UUID family,
            @Nullable String reference,
            @Nullable UUID run,
            String role,
            String words,
            boolean inTheRun,
            Instant since,
            String by) {}

    private static final String CALLS = """
            select c.id, c.team, t.title, c.family, f.reference, c.run, c.role, c.words, c.in_the_run, c.raised_at, s.name
              from capacity_call c
              join team t on t.authority = c.authority and t.id = c.team
              left join family f on f.authority = c.authority and f.id = c.family
              join staff s on s.authority = c.authority and s.id = c.raised_by
             where c.ended_at is null
            """;

    /// Those raised for a team.
    public List<Call> ofTeam(String team) {
        return list(sql.sql(CALLS + " and c.team = :team order by c.raised_at, c.id limit 100")
                .param("team", team));
    }

    /// Those raised with one of these roles.
    public List<Call> with(List<String> roles) {
        return list(sql.sql(CALLS + " and c.role = any(:roles) order by c.raised_at, c.id limit 100")
                .param("roles", roles.toArray(String[]::new)));
    }

    private static List<Call> list(JdbcClient.StatementSpec statement) {
        return statement
                .query((rs, _) -> new Call(
                        rs.getObject("id", UUID.class),
                        rs.getString("team"),
                        rs.getString("title"),
                        rs.getObject("family", UUID.class),
                        rs.getString("reference"),
                        rs.getObject("run", UUID.class),
                        rs.getString("role"),
                        rs.getString("words"),
                        rs.getBoolean("in_the_run"),
                        rs.getObject("raised_at", OffsetDateTime.class).toInstant(),
                        rs.getString("name")))
                .list();
    }

    /// Raises it; a call that is open for the same family and team already is not raised again.
    void raise(
            SignedInStaff me,
            UUID id,
            String team,
            @Nullable UUID family,
            @Nullable UUID run,
            String role,
            String words,
            boolean inTheRun,
            Instant now) {
        sql.sql("""
                        insert into capacity_call (authority, id, team, family, run, role, words, in_the_run, raised_at, raised_by)
                        values (:authority, :id, :team, :family::uuid, :run::uuid, :role, :words, :in_the_run, :now, :by)
                        on conflict do nothing
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("team", team)
                .param("family", family)
                .param("run", run)
                .param("role", role)
                .param("words", words)
                .param("in_the_run", inTheRun)
                .param("now", at(now))
                .param("by", me.staff())
                .update();
    }

    /// The families of an act have a named practitioner now: what was raised for them is answered by it.
    int answered(SignedInStaff me, UUID act, Instant now) {
        return sql.sql("""
                        update capacity_call c
                           set ended_at = :now, ended_by = :by, answer = 'Somebody was named.'
                         where c.ended_at is null
                           and (c.family in (
                                    select m.family
                                      from staffing_act_row r
                                      join family_member m on m.authority = r.authority and m.person = r.child
                                     where r.act = :act
                                       and r.to_staff is not null
                                       and r.why_not is null)
                                or c.run in (
                                    select r.run
                                      from staffing_act_row r
                                     where r.act = :act
                                       and r.to_staff is not null
                                       and r.why_not is null))
                        """)
                .param("now", at(now))
                .param("by", me.staff())
                .param("act", act)
                .update();
    }

    /// Whoever it was raised with has answered.
    boolean answer(SignedInStaff me, UUID id, List<String> roles, String answer, Instant now) {
        return sql.sql("""
                        update capacity_call
                           set ended_at = :now, ended_by = :by, answer = :answer
                         where id = :id
                           and role = any(:roles)
                           and ended_at is null
                        """)
                        .param("now", at(now))
                        .param("by", me.staff())
                        .param("answer", answer)
                        .param("id", id)
                        .param("roles", roles.toArray(String[]::new))
                        .update()
                == 1;
    }
}
