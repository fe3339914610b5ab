package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;

/// Who is away: on leave, off sick, or gone.
final class Absences {

    private final JdbcClient sql;

    Absences(JdbcClient sql) {
        this.sql = sql;
    }

    /// @param until when they are expected back; null where nobody knows
    record Absence(
            UUID id,
            UUID staff,
            String name,
            String kind,
            Instant from,
            @Nullable Instant until) {

        String title() {
            return switch (kind) {
                case "sickness" -> "Off sick";
                case "leaving" -> "Leaves";
                default -> "On leave";
            };
        }

        String words() {
            return switch (kind) {
                        case "sickness" -> "Off sick since " + Dates.date(from);
                        case "leaving" -> "Leaves, or has left, on " + Dates.date(from);
                        default -> "On leave since " + Dates.date(from);
                    }
                    + (until == null ? "" : ", expected back " + Dates.date(until));
        }
    }

    private static final String ROWS = """
            select b.id, b.staff, s.name, b.kind, b.from_at, b.until_at
              from absence b
              join staff s on s.authority = b.authority and s.id = b.staff
             where b.ended_at is null
            """;

    Optional<Absence> running(UUID staff, Instant now) {
        return list(sql.sql(ROWS + """
                           and b.staff = :staff
                           and b.from_at <= :now
                           and (b.until_at is null or b.until_at > :now)
                         order by b.kind = 'leaving' desc, b.from_at
                         limit 1
                        """).param("staff", staff).param("now", at(now))).stream()
                .findFirst();
    }

    /// Those that run or are to come, of these people.
    List<Absence> of(Collection<UUID> staff, Instant now) {
        return list(
                sql.sql(ROWS + """
                           and b.staff = any(:staff)
                           and (b.until_at is null or b.until_at > :now)
                         order by b.from_at, s.name, b.id
                         limit 200
                        """).param("staff", staff.toArray(UUID[]::new)).param("now", at(now)));
    }

    private static List<Absence> list(JdbcClient.StatementSpec statement) {
        return statement
                .query((rs, _) -> {
                    var until = rs.getObject("until_at", OffsetDateTime.class);
                    return new Absence(
                            rs.getObject("id", UUID.class),
                            rs.getObject("staff", UUID.class),
                            rs.getString("name"),
                            rs.getString("kind"),
                            rs.getObject("from_at", OffsetDateTime.class).toInstant(),
                            until == null ? null : until.toInstant());
                })
                .list();
    }

    /// Records it; one of the same kind that runs already is not recorded again.
    void begin(SignedInStaff me, UUID id, UUID staff, String kind, Instant from, @Nullable Instant until, Instant now) {
        sql.sql("""
                        insert into absence (authority, id, staff, kind, from_at, until_at, recorded_at, recorded_by)
                        select :authority, :id, :staff, :kind, :from, :until::timestamptz, :now, :by
                         where not exists (
                            select
                              from absence
                             where staff = :staff
                               and kind = :kind
                               and ended_at is null
                               and (until_at is null or until_at > :from)
                               and (:until::timestamptz is null or from_at < :until::timestamptz))
                        on conflict (authority, id) do nothing
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("staff", staff)
                .param("kind", kind)
                .param("from", at(from))
                .param("until", until == null ? null : at(until))
                .param("now", at(now))
                .param("by", me.staff())
                .update();
    }

    /// They are back, or it was a mistake.
    boolean end(SignedInStaff me, UUID id, Instant now) {
        return sql.sql("update absence set ended_at = :now, ended_by = :by where id = :id and ended_at is null")
                        .param("now", at(now))
                        .param("by", me.staff())
                        .param("id", id)
                        .update()
                == 1;
    }
}
