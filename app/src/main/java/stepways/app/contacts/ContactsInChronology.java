package stepways.app.contacts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.SignedInStaff;

/// What was told to the front door about a family, in its chronology: when it arrived and when it was written down.
@Component
class ContactsInChronology implements ChronologyPart {

    private static final int MOST = 200;

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        return sql.sql("""
                        select c.id, c.source, c.organisation, c.worries, c.received_at, c.recorded_at, s.name, r.reference,
                               (select array_agg(n.child::text) from contact_child n where n.contact = c.id) as children
                          from contact c
                          join staff s on s.authority = c.authority and s.id = c.recorded_by
                          left join run r on r.authority = c.authority and r.id = c.run
                         where c.family = :family
                         order by c.received_at desc
                         limit\s""" + MOST)
                .param("family", family)
                .query((rs, _) -> new Entry(
                        "Contacts",
                        ContactRows.instant(rs, "received_at"),
                        false,
                        ContactRows.instant(rs, "recorded_at"),
                        title(rs.getString("reference"), rs.getString("source"), rs.getString("organisation")),
                        rs.getString("worries"),
                        rs.getString("name"),
                        "/contacts/" + rs.getString("id"),
                        children(
                                rs.getArray("children") == null
                                        ? null
                                        : (String[]) rs.getArray("children").getArray()),
                        false,
                        null))
                .list();
    }

    private static String title(@Nullable String reference, String source, @Nullable String organisation) {
        return "Contact" + (reference == null ? "" : " " + reference) + " from "
                + Source.of(source).orElse(Source.OTHER).title().toLowerCase(java.util.Locale.UK)
                + (organisation == null ? "" : ", " + organisation);
    }

    private static Set<UUID> children(String @Nullable [] ids) {
        return ids == null ? Set.of() : Stream.of(ids).map(UUID::fromString).collect(Collectors.toSet());
    }
}
