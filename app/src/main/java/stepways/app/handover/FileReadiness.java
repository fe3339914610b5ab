package stepways.app.handover;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the record holds of each child, so that a manager can say whether a file is ready to move.
public final class FileReadiness {

    private final JdbcClient sql;

    public FileReadiness(JdbcClient sql) {
        this.sql = sql;
    }

    /// What is held of one child.
    ///
    /// @param address whether a current address is on record; never which
    /// @param parents how many people are recorded as having parental responsibility
    /// @param unsettled how many people of whom that is not known
    /// @param newestNote when the newest case note about the child happened; null for none
    /// @param seen when the child was last seen; null for never
    public record Held(
            boolean address,
            int parents,
            int unsettled,
            @Nullable Instant newestNote,
            @Nullable Instant seen) {}

    public Map<UUID, Held> of(UUID[] children, LocalDate today) {
        var all = new LinkedHashMap<UUID, Held>();
        sql.sql("""
                        select c.child,
                               exists (
                                   select
                                     from household_member m
                                     join address a on a.authority = m.authority and a.household = m.household
                                    where m.person = c.child
                                      and (m.lived_until is null or m.lived_until >= :today)
                                      and (a.lived_until is null or a.lived_until >= :today)) as address,
                               (select count(distinct r.person)
                                  from relationship r
                                 where r.other_person = c.child
                                   and r.until is null
                                   and r.parental_responsibility = 'yes') as parents,
                               (select count(distinct r.person)
                                  from relationship r
                                 where r.other_person = c.child
                                   and r.until is null
                                   and r.kind in ('mother', 'father', 'carer')
                                   and r.parental_responsibility = 'not-known') as unsettled,
                               (select max(n.happened_at)
                                  from case_note_child t
                                  join case_note n on n.authority = t.authority and n.id = t.note
                                 where t.child = c.child
                                   and not n.in_error) as newest,
                               (select max(n.happened_at)
                                  from case_note_child t
                                  join case_note n on n.authority = t.authority and n.id = t.note
                                 where t.child = c.child
                                   and t.seen in ('alone', 'with-others')
                                   and not n.in_error) as seen
                          from child_version c
                         where c.child = any(:children)
                        """).param("children", children).param("today", today).query(rs -> {
            var newest = rs.getObject("newest", OffsetDateTime.class);
            var seen = rs.getObject("seen", OffsetDateTime.class);
            all.put(
                    rs.getObject("child", UUID.class),
                    new Held(
                            rs.getBoolean("address"),
                            rs.getInt("parents"),
                            rs.getInt("unsettled"),
                            newest == null ? null : newest.toInstant(),
                            seen == null ? null : seen.toInstant()));
        });
        return all;
    }
}
