package stepways.app.letters;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;

/// Letters that left, in the family's chronology: to whom, how and when.
@Component
class LettersInChronology implements ChronologyPart {

    private static final int MOST = 200;

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        return sql.sql("""
                        select l.run, l.drafted, coalesce(l.person, l.partner) as recipient, l.posted_on, l.posted_recorded_at,
                               o.sent_at, coalesce(nullif(concat_ws(' ', coalesce(p.known_as, p.forename), p.surname), ''), pp.name) as name,
                               coalesce(poster.name, signer.name) as by_name
                          from letter l
                          join run r on r.authority = l.authority and r.id = l.run
                          left join outbox o on o.authority = l.authority and o.id = l.mail
                          left join person p on p.authority = l.authority and p.id = l.person
                          left join partner_professional pp on pp.authority = l.authority and pp.id = l.partner
                          left join staff poster on poster.authority = l.authority and poster.id = l.posted_by
                          left join staff signer on signer.authority = l.authority and signer.id = l.signed_by
                         where r.family = :family
                           and (l.posted_on is not null or o.sent_at is not null)
                         order by coalesce(l.posted_recorded_at, o.sent_at) desc
                         limit\s""" + MOST)
                .param("family", family)
                .query((rs, _) -> {
                    var posted = rs.getObject("posted_on", LocalDate.class);
                    var recorded =
                            at(rs.getObject(posted == null ? "sent_at" : "posted_recorded_at", OffsetDateTime.class));
                    return new Entry(
                            "Letters",
                            posted == null
                                    ? recorded
                                    : posted.atStartOfDay(Dates.ZONE).toInstant(),
                            posted != null,
                            recorded,
                            "Letter to " + rs.getString("name") + (posted == null ? ", mailed" : ", posted"),
                            null,
                            rs.getString("by_name"),
                            "/transfers/" + rs.getString("run") + "/letters/" + rs.getString("drafted") + "/"
                                    + rs.getString("recipient"),
                            Set.of(),
                            false,
                            null);
                })
                .list();
    }

    private static Instant at(@Nullable OffsetDateTime stored) {
        return Objects.requireNonNull(stored).toInstant();
    }
}
