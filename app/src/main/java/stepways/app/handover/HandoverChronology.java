package stepways.app.handover;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.SignedInStaff;

/// Tells the family's chronology of the visits at which it was handed on.
@Component
class HandoverChronology implements ChronologyPart {

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        return List.copyOf(sql.sql("""
                        select v.id, v.run, v.kind, v.happened_at, v.recorded_at, v.said, s.name,
                               exists (
                                   select
                                     from handover_visit later
                                    where later.authority = v.authority
                                      and later.corrects = v.id) as replaced
                          from handover_visit v
                          join run r on r.authority = v.authority and r.id = v.run
                          join staff s on s.authority = v.authority and s.id = v.recorded_by
                         where r.family = :family
                         order by v.happened_at desc, v.id
                        """)
                .param("family", family)
                .query((rs, _) -> new Entry(
                        "Visits",
                        rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                        false,
                        rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        rs.getString("kind").equals("held")
                                ? "Handover: both practitioners met the family"
                                : "Handover: a joint visit was not possible",
                        rs.getString("said"),
                        rs.getString("name"),
                        "/transfers/" + rs.getString("run") + "/handover#visits",
                        Set.of(),
                        false,
                        rs.getBoolean("replaced") ? "Corrected by a later recording." : null))
                .list());
    }
}
