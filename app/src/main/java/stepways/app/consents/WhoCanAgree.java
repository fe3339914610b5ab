package stepways.app.consents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;

/// Who of a family can agree for which children, and why somebody else cannot.
///
/// - An adult agrees for the children for whom they have parental responsibility.
/// - From 16 a young person agrees for themself, as a matter of course.
/// - From 12 to 15 they do where somebody has judged that they understand it, and says why. No law
///   sets the lower age; below it a child is heard and not asked to agree.
final class WhoCanAgree {

    static final int HEARD_FROM = 12;
    static final int ADULT_IN_THIS = 16;

    private final JdbcClient sql;

    WhoCanAgree(JdbcClient sql) {
        this.sql = sql;
    }

    /// Somebody of the family.
    ///
    /// @param children those for whom they can agree; empty where they can for none
    /// @param judge whether they can only where their competence has been judged
    /// @param why why they can, or why they cannot, in a sentence part: "mother, parental
    ///     responsibility for Ellis"
    record Person(UUID id, String name, String first, List<UUID> children, boolean judge, boolean child, String why) {

        Person {
            children = List.copyOf(children);
        }

        boolean can() {
            return !children.isEmpty();
        }
    }

    private record Row(
            UUID id,
            boolean child,
            String name,
            String first,
            @Nullable LocalDate born,
            @Nullable LocalDate died,
            @Nullable LocalDate left) {}

    private record Relation(UUID child, String kind, String responsibility) {}

    /// Everybody of the family: adults first, then the children, the oldest first.
    List<Person> of(UUID family, Instant now) {
        var rows = rows(family);
        var today = Dates.day(now);
        var children = new LinkedHashMap<UUID, Row>();
        rows.stream().filter(Row::child).filter(row -> row.died() == null).forEach(row -> children.put(row.id(), row));
        var relations = relations(rows);
        var people = new ArrayList<Person>();
        for (var row : rows) {
            if (!row.child()) {
                people.add(adult(row, relations.getOrDefault(row.id(), List.of()), children, today));
            }
        }
        for (var row : rows) {
            if (row.child()) {
                people.add(child(row, relations.getOrDefault(row.id(), List.of()), children, today));
            }
        }
        return people;
    }

    private static Person adult(Row row, List<Relation> relations, Map<UUID, Row> children, LocalDate today) {
        if (row.died() != null) {
            return new Person(
                    row.id(), row.name(), row.first(), List.of(), false, false, "died " + Dates.date(row.died()));
        }
        var here = relations.stream()
                .filter(relation -> children.containsKey(relation.child()))
                .toList();
        var may = here.stream()
                .filter(relation -> relation.responsibility().equals("yes"))
                .toList();
        if (!may.isEmpty()) {
            return new Person(
                    row.id(),
                    row.name(),
                    row.first(),
                    may.stream().map(Relation::child).distinct().toList(),
                    false,
                    false,
                    kinds(may) + ", with parental responsibility for " + names(may, children));
        }
        var left = row.left() != null && row.left().isBefore(today) ? ", no longer in the family" : "";
        var unknown = here.stream()
                .filter(relation -> relation.responsibility().equals("not-known"))
                .toList();
        return new Person(
                row.id(),
                row.name(),
                row.first(),
                List.of(),
                false,
                false,
                here.isEmpty()
                        ? "cannot agree: no relation to the children is recorded" + left
                        : unknown.isEmpty()
                                ? kinds(here) + left + ", cannot agree: has no parental responsibility"
                                : kinds(here) + left
                                        + ", cannot agree yet: nobody has recorded whether they have parental"
                                        + " responsibility for " + names(unknown, children));
    }

    private static Person child(Row row, List<Relation> relations, Map<UUID, Row> children, LocalDate today) {
        // A young parent agrees for their own child; for themself by age.
        var theirs = relations.stream()
                .filter(relation -> relation.responsibility().equals("yes") && children.containsKey(relation.child()))
                .map(Relation::child)
                .toList();
        var can = new ArrayList<>(theirs);
        String why;
        boolean judge = false;
        if (row.died() != null) {
            why = "died " + Dates.date(row.died());
        } else if (row.born() == null) {
            why = "cannot agree: not born, or the date of birth is not known";
        } else {
            long age = ChronoUnit.YEARS.between(row.born(), today);
            if (age >= ADULT_IN_THIS) {
                can.add(row.id());
                why = age + ", can agree for themself";
            } else if (age >= HEARD_FROM) {
                can.add(row.id());
                judge = true;
                why = age + ", can agree for themself where somebody has judged that they understand it";
            } else {
                why = age + ", cannot agree: under " + HEARD_FROM
                        + " a child is heard, and somebody with parental responsibility agrees";
            }
        }
        return new Person(row.id(), row.name(), row.first(), can, judge, true, why);
    }

    private static String kinds(List<Relation> relations) {
        return String.join(
                " and ", relations.stream().map(Relation::kind).distinct().toList());
    }

    private static String names(List<Relation> relations, Map<UUID, Row> children) {
        return Words.and(relations.stream()
                .map(Relation::child)
                .distinct()
                .map(children::get)
                .filter(java.util.Objects::nonNull)
                .map(Row::first)
                .toList());
    }

    private List<Row> rows(UUID family) {
        return sql.sql("""
                        select p.id, m.part, coalesce(p.known_as, p.forename, 'Unborn child') as first, p.surname, p.birth_date,
                               p.died_on, m.member_until
                          from family_member m
                          join person p on p.authority = m.authority and p.id = m.person
                         where m.family = :family
                           and p.restriction <> 'hidden'
                         order by p.birth_date nulls last, p.id
                        """)
                .param("family", family)
                .query((rs, _) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getString("part").equals("child"),
                        Isolated.name((rs.getString("first") + " " + rs.getString("surname")).strip()),
                        Isolated.name(rs.getString("first")),
                        rs.getObject("birth_date", LocalDate.class),
                        rs.getObject("died_on", LocalDate.class),
                        rs.getObject("member_until", LocalDate.class)))
                .list();
    }

    private Map<UUID, List<Relation>> relations(List<Row> rows) {
        var all = new LinkedHashMap<UUID, List<Relation>>();
        sql.sql("""
                        select person, other_person, kind, parental_responsibility
                          from relationship
                         where person = any(:people)
                           and until is null
                         order by person, other_person, kind
                        """)
                .param("people", rows.stream().map(Row::id).toArray(UUID[]::new))
                .query(rs -> {
                    all.computeIfAbsent(rs.getObject("person", UUID.class), _ -> new ArrayList<>())
                            .add(new Relation(
                                    rs.getObject("other_person", UUID.class),
                                    rs.getString("kind"),
                                    rs.getString("parental_responsibility")));
                });
        return all;
    }
}
