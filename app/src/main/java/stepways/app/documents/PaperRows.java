package stepways.app.documents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the documents of a family and of its children in the transaction it is given.
final class PaperRows {

    /// A newer version of `document d` that was not withdrawn.
    static final String REPLACED = """
            exists (
                select
                  from document later
                 where later.authority = d.authority
                   and later.first = coalesce(d.first, d.id)
                   and later.version > d.version
                   and not exists (
                       select
                         from document_withdrawal gone
                        where gone.authority = later.authority
                          and gone.document = later.id))""";

    private final JdbcClient sql;

    PaperRows(JdbcClient sql) {
        this.sql = sql;
    }

    /// Where a page of documents goes on.
    record Place(LocalDate dated, UUID id) {

        /// "2026-06-12_018f…", as it stands in an address.
        String word() {
            return dated + "_" + id;
        }

        static @Nullable Place of(String word) {
            if (!word.matches("[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
                return null;
            }
            try {
                return new Place(LocalDate.parse(word.substring(0, 10)), UUID.fromString(word.substring(11)));
            } catch (java.time.DateTimeException noSuchDay) {
                return null;
            }
        }
    }

    /// The documents as they stand and those withdrawn, newest first; one more than `most` if there are
    /// more. Earlier versions stand with the version that took their place.
    List<Paper> page(
            UUID family,
            Collection<UUID> children,
            @Nullable UUID child,
            String kind,
            @Nullable Place after,
            int most) {
        var ids = sql.sql("""
                        select leaf
                          from (select coalesce(d.filing, d.id) as leaf, max(d.dated) as dated
                                  from document d
                                 where (d.family = :family or d.child = any(:children))
                                   and (:child::uuid is null or d.child = :child::uuid)
                                   and (:kind = '' or d.kind = :kind)
                                   and not\s""" + REPLACED + """

                                 group by 1) filed
                         where (dated, leaf) < (:dated, :leaf)
                         order by dated desc, leaf desc
                         limit :most
                        """)
                .param("family", family)
                .param("children", children.toArray(UUID[]::new))
                .param("child", child)
                .param("kind", kind)
                .param("dated", after == null ? LocalDate.of(9999, 1, 1) : after.dated())
                .param("leaf", after == null ? new UUID(0, 0) : after.id())
                .param("most", most + 1)
                .query((rs, _) -> rs.getObject("leaf", UUID.class))
                .list();
        return papers("coalesce(d.filing, d.id) = any(:ids) and (d.filing = any(:ids) or d.id = any(:ids))", ids);
    }

    /// One filing of this family or of its children.
    Optional<Paper> of(UUID family, Collection<UUID> children, UUID id) {
        var found = papers(
                "(d.filing = any(:ids) or d.filing is null and d.id = any(:ids))", List.of(id), family, children);
        return found.stream().findFirst();
    }

    /// Every version of a document, the newest first.
    List<Paper> versions(UUID family, Collection<UUID> children, Paper paper) {
        return papers("coalesce(d.first, d.id) = any(:ids)", paper.begins(), family, children).stream()
                .sorted(java.util.Comparator.comparingInt(Paper::version).reversed())
                .toList();
    }

    /// What stands on file of one kind, newest first.
    List<Paper> standing(UUID family, Collection<UUID> children, String kind) {
        return page(family, children, null, kind, null, 50).stream()
                .filter(Paper::stands)
                .toList();
    }

    private List<Paper> papers(String which, List<UUID> ids, UUID family, Collection<UUID> children) {
        return read(which + " and (d.family = :family or d.child = any(:children))", ids, family, children);
    }

    private List<Paper> papers(String which, List<UUID> ids) {
        var found = read(which, ids, new UUID(0, 0), List.of());
        var byId = new LinkedHashMap<UUID, Paper>();
        found.forEach(paper -> byId.put(paper.id(), paper));
        return ids.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private List<Paper> read(String which, List<UUID> ids, UUID family, Collection<UUID> children) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var rows = new LinkedHashMap<UUID, List<Row>>();
        sql.sql("""
                        select coalesce(d.filing, d.id) as leaf, coalesce(d.first, d.id) as begins, d.id, d.child, d.kind,
                               d.title, d.dated, d.version, d.held_at, d.recorded_at, d.source, s.name as by_name,
                               r.reference, f.id as file, f.name, f.media_type, f.size_bytes, f.sha_256,
                               w.reason, w.recorded_at as withdrawn_at, ws.name as withdrawn_by,\s""" + REPLACED + """
                               as replaced
                          from document d
                          left join staff s on s.authority = d.authority and s.id = d.recorded_by
                          left join run r on r.authority = d.authority and r.id = d.run
                          left join stored_file f on f.authority = d.authority and f.id = d.file
                          left join document_withdrawal w on w.authority = d.authority and w.document = d.id
                          left join staff ws on ws.authority = w.authority and ws.id = w.recorded_by
                          left join person p on p.authority = d.authority and p.id = d.child
                         where\s""" + which + """

                         order by d.recorded_at desc, p.birth_date nulls last, p.expected_birth_date, d.id
                        """)
                .param("ids", ids.toArray(UUID[]::new))
                .param("family", family)
                .param("children", children.toArray(UUID[]::new))
                .query(rs -> {
                    rows.computeIfAbsent(rs.getObject("leaf", UUID.class), _ -> new ArrayList<>())
                            .add(row(rs));
                });
        return rows.values().stream().map(PaperRows::together).toList();
    }

    private record Row(Paper alone) {}

    private static Row row(ResultSet rs) throws SQLException {
        var file = rs.getObject("file", UUID.class);
        var withdrawn = rs.getObject("withdrawn_at", OffsetDateTime.class);
        return new Row(new Paper(
                rs.getObject("leaf", UUID.class),
                List.of(rs.getObject("begins", UUID.class)),
                rs.getString("kind"),
                rs.getString("title"),
                rs.getObject("dated", LocalDate.class),
                rs.getInt("version"),
                file == null
                        ? null
                        : new Paper.Kept(
                                file,
                                rs.getString("name"),
                                rs.getString("media_type"),
                                rs.getLong("size_bytes"),
                                HexFormat.of().formatHex(rs.getBytes("sha_256"))),
                rs.getString("held_at"),
                rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                rs.getString("by_name"),
                rs.getString("source"),
                rs.getString("reference"),
                List.of(new Paper.Copy(
                        rs.getObject("id", UUID.class),
                        rs.getObject("child", UUID.class),
                        rs.getBoolean("replaced"),
                        withdrawn == null
                                ? null
                                : new Paper.Withdrawal(
                                        rs.getString("reason"),
                                        String.valueOf(rs.getString("withdrawn_by")),
                                        withdrawn.toInstant())))));
    }

    /// The copies of one filing as one document.
    private static Paper together(List<Row> rows) {
        var one = rows.getFirst().alone();
        return new Paper(
                one.id(),
                rows.stream().flatMap(row -> row.alone().begins().stream()).toList(),
                one.kind(),
                one.title(),
                one.dated(),
                one.version(),
                one.file(),
                one.heldAt(),
                one.recorded(),
                one.by(),
                one.source(),
                one.run(),
                rows.stream().flatMap(row -> row.alone().copies().stream()).toList());
    }
}
