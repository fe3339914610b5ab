package stepways.app.families;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.SignedInStaff;

/// Which entries of a family's chronology are marked as significant. Every setting and taking back is kept.
final class Marks {

    private final JdbcClient sql;

    Marks(JdbcClient sql) {
        this.sql = sql;
    }

    /// The newest mark of each entry.
    Map<String, Chronology.Mark> of(UUID family) {
        var marks = new HashMap<String, Chronology.Mark>();
        sql.sql("""
                        select distinct on (m.entry) m.entry, m.significant, m.recorded_at, s.name
                          from chronology_mark m
                          join staff s on s.authority = m.authority and s.id = m.recorded_by
                         where m.family = :family
                         order by m.entry, m.recorded_at desc, m.id desc
                        """).param("family", family).query(rs -> {
            marks.put(
                    rs.getString("entry"),
                    new Chronology.Mark(
                            rs.getBoolean("significant"),
                            rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                            rs.getString("name")));
        });
        return marks;
    }

    void set(SignedInStaff me, UUID id, UUID family, String entry, boolean significant, Instant now) {
        sql.sql("""
                        insert into chronology_mark (authority, id, family, entry, significant, recorded_at, recorded_by)
                        values (:authority, :id, :family, :entry, :significant, :now, :by)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("family", family)
                .param("entry", entry)
                .param("significant", significant)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", me.staff())
                .update();
    }
}
