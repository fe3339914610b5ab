package stepways.app.handover;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Families that came back soon after a step down, and went up again from what was closed.
public final class Reopenings {

    private final JdbcClient sql;
    private final String authority;

    public Reopenings(JdbcClient sql, String authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// One that came back.
    ///
    /// @param other the closed transfer for the one that reopens it, and the other way round
    public record Reopening(UUID other, String reference, Instant closed, String reason, String by, Instant at) {}

    /// What a transfer reopens, if it does.
    public Optional<Reopening> of(UUID run) {
        return find("r.run = :run", "r.closed_run", run);
    }

    /// What reopened a closed transfer, the newest.
    public Optional<Reopening> after(UUID closed) {
        return find("r.closed_run = :run", "r.run", closed);
    }

    private Optional<Reopening> find(String which, String other, UUID run) {
        return sql.sql("select o.id, o.reference, r.closed_at, r.reason, s.name, r.recorded_at"
                        + "  from reopening r"
                        + "  join run o on o.authority = r.authority and o.id = " + other
                        + "  join staff s on s.authority = r.authority and s.id = r.reopened_by"
                        + " where " + which
                        + " order by r.recorded_at desc"
                        + " limit 1")
                .param("run", run)
                .query((rs, _) -> new Reopening(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        rs.getObject("closed_at", OffsetDateTime.class).toInstant(),
                        rs.getString("reason"),
                        rs.getString("name"),
                        rs.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    public void write(UUID run, UUID closed, Instant closedAt, String reason, UUID by, Instant now) {
        sql.sql("""
                        insert into reopening (authority, run, closed_run, closed_at, reason, reopened_by, recorded_at)
                        values (:authority, :run, :closed, :closedAt, :reason, :by, :now)
                        """)
                .param("authority", authority)
                .param("run", run)
                .param("closed", closed)
                .param("closedAt", closedAt.atOffset(ZoneOffset.UTC))
                .param("reason", reason)
                .param("by", by)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
