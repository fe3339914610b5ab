package stepways.app.directory;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;

/// What a family was signposted to, in its chronology.
@Component
class SignpostChronology implements ChronologyPart {

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        return new Signposted(sql)
                .ofFamily(family).stream()
                        .map(to -> new Entry(
                                "Signposting",
                                to.on().atStartOfDay(Dates.ZONE).toInstant(),
                                true,
                                to.recorded(),
                                "Signposted to " + to.name()
                                        + (to.organisation().isEmpty() ? "" : ", " + to.organisation()),
                                to.purpose(),
                                to.by(),
                                "/directory/" + to.service(),
                                new LinkedHashSet<>(to.children()),
                                false,
                                to.struckBecause() == null ? null : "Struck out: " + to.struckBecause()))
                        .toList();
    }
}
