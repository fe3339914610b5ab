package stepways.app.handover;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who has read what a family has told already, so that the family is not asked again.
public final class ToldOnce {

    private final JdbcClient sql;
    private final String authority;

    public ToldOnce(JdbcClient sql, String authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// Somebody has read it.
    ///
    /// @param upTo the newest entry of the run that they had before them
    /// @param answers how many answers stood there
    public record Reading(UUID staff, String name, Instant at, int upTo, int answers) {}

    /// Every reading, newest first.
    public List<Reading> of(UUID run) {
        return List.copyOf(sql.sql("""
                        select r.staff, s.name, r.read_at, r.up_to, r.answers
                          from handover_read r
                          join staff s on s.authority = r.authority and s.id = r.staff
                         where r.run = :run
                         order by r.read_at desc, r.id desc
                        """)
                .param("run", run)
                .query((rs, _) -> new Reading(
                        rs.getObject("staff", UUID.class),
                        rs.getString("name"),
                        rs.getObject("read_at", OffsetDateTime.class).toInstant(),
                        rs.getInt("up_to"),
                        rs.getInt("answers")))
                .list());
    }

    /// Confirms that somebody has read it as it stands; once more changes nothing.
    public void confirm(UUID id, UUID run, UUID staff, Instant now, int upTo, int answers) {
        sql.sql("""
                        insert into handover_read (authority, id, run, staff, read_at, up_to, answers)
                        values (:authority, :id, :run, :staff, :now, :upTo, :answers)
                        on conflict (authority, run, staff, up_to) do nothing
                        """)
                .param("authority", authority)
                .param("id", id)
                .param("run", run)
                .param("staff", staff)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("upTo", upTo)
                .param("answers", answers)
                .update();
    }
}
