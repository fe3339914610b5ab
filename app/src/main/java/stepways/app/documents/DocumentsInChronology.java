package stepways.app.documents;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;
import stepways.app.web.SignedInStaff;

/// Tells in the family's chronology which documents were put on file, at the day each speaks from.
@Component
class DocumentsInChronology implements ChronologyPart {

    private static final int MOST = 1_000;

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        var children = new LinkedHashMap<UUID, String>();
        sql.sql("""
                        select p.id, coalesce(p.known_as, p.forename, 'unborn child') as name
                          from family_member m
                          join person p on p.authority = m.authority and p.id = m.person
                         where m.family = :family
                           and m.part = 'child'
                        """).param("family", family).query(rs -> {
            children.put(rs.getObject("id", UUID.class), Isolated.name(rs.getString("name")));
        });
        return new PaperRows(sql)
                .page(family, children.keySet(), null, "", null, MOST).stream()
                        .map(paper -> entry(family, children, paper))
                        .toList();
    }

    private static Entry entry(UUID family, Map<UUID, String> children, Paper paper) {
        var gone = paper.copies().getFirst().withdrawn();
        return new Entry(
                "Papers",
                paper.dated().atStartOfDay(Dates.ZONE).toInstant(),
                true,
                paper.recorded(),
                title(paper, children),
                paper.version() > 1 ? "Version " + paper.version() + "." : null,
                paper.by(),
                "/families/" + family + "/documents/" + paper.id(),
                new HashSet<>(paper.children()),
                false,
                paper.withdrawnWholly() && gone != null ? "Withdrawn: " + gone.reason() : null);
    }

    private static String title(Paper paper, Map<UUID, String> children) {
        var title = paper.title().isEmpty()
                ? "Document"
                : Character.toUpperCase(paper.title().charAt(0)) + paper.title().substring(1);
        var names = paper.children().stream()
                .map(child -> children.getOrDefault(child, ""))
                .filter(name -> !name.isEmpty())
                .toList();
        return names.isEmpty() ? title : title + ", " + String.join(" and ", names);
    }
}
