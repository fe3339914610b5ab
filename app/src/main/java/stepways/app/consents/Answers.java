package stepways.app.consents;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Isolated;

/// Reads the ledger of agreements of a family: what runs recorded, what other systems brought, and
/// what was recorded on the family's own page, as one list.
final class Answers {

    private final JdbcClient sql;

    Answers(JdbcClient sql) {
        this.sql = sql;
    }

    private record Row(
            UUID id,
            UUID child,
            String agreement,
            String status,
            UUID person,
            String name,
            Instant happened,
            Instant recorded,
            @Nullable String by,
            @Nullable UUID run,
            @Nullable String reference,
            @Nullable String note,
            Answer.@Nullable Struck struck) {

        /// What belongs to one answer: the same person, agreement, answer and moment.
        Key key() {
            return new Key(agreement, status, person, happened, struck != null);
        }
    }

    private record Key(String agreement, String status, UUID person, Instant happened, boolean struck) {}

    private record Asking(
            UUID id,
            Key key,
            String name,
            List<UUID> children,
            Instant recorded,
            String by,
            Answer.Details details,
            @Nullable UUID corrects,
            Answer.@Nullable Struck struck) {}

    /// All of a family, the newest first; those struck out too.
    List<Answer> of(UUID family, Collection<UUID> children) {
        var rows = rows(children);
        var left = new ArrayList<>(rows);
        var all = new ArrayList<Answer>();
        for (var asking : askings(family)) {
            var its = left.stream()
                    .filter(row ->
                            row.key().equals(asking.key()) && asking.children().contains(row.child()))
                    .toList();
            left.removeAll(its);
            var first = its.stream().filter(row -> row.run() != null).findFirst();
            all.add(new Answer(
                    its.stream().map(Row::id).toList(),
                    asking.id(),
                    asking.key().agreement(),
                    asking.key().status(),
                    asking.key().person(),
                    asking.name(),
                    asking.children(),
                    asking.key().happened(),
                    asking.recorded(),
                    asking.by(),
                    asking.details(),
                    first.map(Row::run).orElse(null),
                    first.map(Row::reference).orElse(null),
                    null,
                    asking.struck(),
                    asking.corrects()));
        }
        var groups = new LinkedHashMap<Key, List<Row>>();
        left.forEach(
                row -> groups.computeIfAbsent(row.key(), _ -> new ArrayList<>()).add(row));
        groups.forEach((key, its) -> all.add(plain(key, its)));
        all.sort((a, b) -> {
            int byHappened = b.happened().compareTo(a.happened());
            return byHappened != 0 ? byHappened : b.recorded().compareTo(a.recorded());
        });
        return all;
    }

    private static Answer plain(Key key, List<Row> its) {
        var first = its.getFirst();
        return new Answer(
                its.stream().map(Row::id).toList(),
                null,
                key.agreement(),
                key.status(),
                key.person(),
                first.name(),
                its.stream().map(Row::child).distinct().toList(),
                key.happened(),
                first.recorded(),
                first.by(),
                null,
                its.stream().map(Row::run).filter(Objects::nonNull).findFirst().orElse(null),
                its.stream()
                        .map(Row::reference)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                first.note(),
                first.struck(),
                null);
    }

    /// The answer one of whose rows, or whose asking, this is.
    static Optional<Answer> find(List<Answer> all, String id) {
        return all.stream()
                .filter(answer -> String.valueOf(answer.asking()).equals(id)
                        || answer.rows().stream().anyMatch(row -> row.toString().equals(id)))
                .findFirst();
    }

    private List<Row> rows(Collection<UUID> children) {
        return sql.sql("""
                        select a.id, a.child, a.agreement_key, a.status, a.asked_of, a.happened_at, a.recorded_at, s.name as by,
                               a.run, r.reference, t.body as note, x.because, x.struck_at, xs.name as struck_by,
                               concat_ws(' ', coalesce(p.known_as, p.forename), p.surname) as person_name
                          from agreement a
                          join person p on p.authority = a.authority and p.id = a.asked_of
                          left join staff s on s.authority = a.authority and s.id = coalesce(a.asked_by, a.recorded_by)
                          left join run r on r.authority = a.authority and r.id = a.run
                          left join run_text t on t.authority = a.authority and t.id = a.note
                          left join struck_agreement x on x.authority = a.authority and x.agreement = a.id
                          left join staff xs on xs.authority = x.authority and xs.id = x.struck_by
                         where a.child = any(:children)
                         order by a.happened_at desc, a.recorded_at desc, a.id desc
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getObject("child", UUID.class),
                        rs.getString("agreement_key"),
                        rs.getString("status"),
                        rs.getObject("asked_of", UUID.class),
                        Isolated.name(rs.getString("person_name")),
                        Rows.instant(rs, "happened_at"),
                        Rows.instant(rs, "recorded_at"),
                        rs.getString("by"),
                        rs.getObject("run", UUID.class),
                        rs.getString("reference"),
                        rs.getString("note"),
                        struck(rs)))
                .list();
    }

    private static Answer.@Nullable Struck struck(java.sql.ResultSet rs) throws java.sql.SQLException {
        var because = rs.getString("because");
        return because == null
                ? null
                : new Answer.Struck(because, Rows.instant(rs, "struck_at"), rs.getString("struck_by"));
    }

    private List<Asking> askings(UUID family) {
        return sql.sql("""
                        select q.id, q.agreement_key, q.status, q.asked_of, q.asked_by, q.how, q.language, q.interpreter,
                               q.information, q.shared_with, q.holds_until, q.evidence, d.title as evidence_title,
                               q.evidence_words, q.judged_by, j.name as judged_by_name, q.judged_because, q.corrects,
                               q.happened_at, q.recorded_at, s.name as asked_by_name, rs.name as recorded_by_name,
                               concat_ws(' ', coalesce(p.known_as, p.forename), p.surname) as person_name,
                               array(select c.child
                                       from asking_child c
                                      where c.authority = q.authority and c.asking = q.id
                                      order by c.child) as children,
                               x.because, x.struck_at, xs.name as struck_by
                          from asking q
                          join person p on p.authority = q.authority and p.id = q.asked_of
                          join staff s on s.authority = q.authority and s.id = q.asked_by
                          join staff rs on rs.authority = q.authority and rs.id = q.recorded_by
                          left join staff j on j.authority = q.authority and j.id = q.judged_by
                          left join document d on d.authority = q.authority and d.id = q.evidence
                          left join struck_asking x on x.authority = q.authority and x.asking = q.id
                          left join staff xs on xs.authority = x.authority and xs.id = x.struck_by
                         where q.family = :family
                         order by q.happened_at desc, q.recorded_at desc, q.id desc
                        """)
                .param("family", family)
                .query((rs, _) -> new Asking(
                        rs.getObject("id", UUID.class),
                        new Key(
                                rs.getString("agreement_key"),
                                rs.getString("status"),
                                rs.getObject("asked_of", UUID.class),
                                Rows.instant(rs, "happened_at"),
                                rs.getString("because") != null),
                        Isolated.name(rs.getString("person_name")),
                        List.of((UUID[]) rs.getArray("children").getArray()),
                        Rows.instant(rs, "recorded_at"),
                        rs.getString("recorded_by_name"),
                        new Answer.Details(
                                rs.getObject("asked_by", UUID.class),
                                rs.getString("asked_by_name"),
                                rs.getString("how"),
                                rs.getString("language"),
                                rs.getString("interpreter"),
                                rs.getString("information"),
                                rs.getString("shared_with"),
                                rs.getObject("holds_until", LocalDate.class),
                                rs.getObject("evidence", UUID.class),
                                rs.getString("evidence_title"),
                                rs.getString("evidence_words"),
                                rs.getObject("judged_by", UUID.class),
                                rs.getString("judged_by_name"),
                                rs.getString("judged_because")),
                        rs.getObject("corrects", UUID.class),
                        struck(rs)))
                .list();
    }
}
