package stepways.app.documents;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;

/// Tells in the family's chronology which documents were put on file, at the day each speaks from.
@Component
class DocumentsInChronology implements ChronologyPart {

    private static final int MOST = 1_000;

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        var children = sql.sql("select person from family_member where family = :family and part = 'child'")
                .param("family", family)
                .query(UUID.class)
                .list();
        return new PaperRows(sql)
                .page(family, children, null, "", null, MOST).stream()
                        .map(paper -> entry(family, paper))
                        .toList();
    }

    private static Entry entry(UUID family, Paper paper) {
        var gone = paper.copies().getFirst().withdrawn();
        return new Entry(
                "Papers",
                paper.dated().atStartOfDay(Dates.ZONE).toInstant(),
                true,
                paper.recorded(),
                paper.title().isEmpty()
                        ? "Document"
                        : Character.toUpperCase(paper.title().charAt(0))
                                + paper.title().substring(1),
                paper.version() > 1 ? "Version " + paper.version() + "." : null,
                paper.by(),
                "/families/" + family + "/documents/" + paper.id(),
                new HashSet<>(paper.children()),
                false,
                paper.withdrawnWholly() && gone != null ? "Withdrawn: " + gone.reason() : null);
    }
}
