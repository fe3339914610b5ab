package stepways.app.letters;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Whether a letter may go to somebody of a family, and which places must not stand in it. Everything that sends to a
/// family asks here.
public final class MayWriteTo {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;

    public MayWriteTo(JdbcClient sql) {
        this.sql = sql;
    }

    /// The answer about one person.
    ///
    /// @param because why not, or what to mind; empty if there is nothing to say
    /// @param places addresses and postcodes of households that are not the reader's own
    public record Verdict(boolean may, String because, List<String> places) {
        public Verdict {
            places = List.copyOf(places);
        }
    }

    /// Asks about a person, in whose letter nothing may place another household of the family.
    public Verdict ask(UUID person, UUID family, LocalDate today) {
        boolean died = sql.sql("select died_on is not null from person where id = :person")
                .param("person", person)
                .query(Boolean.class)
                .single();
        if (died) {
            return new Verdict(false, "They have died. No letter is written to them.", List.of());
        }
        var said = rule(person, today);
        if (said.isPresent() && said.get().rule().equals("must-not")) {
            return new Verdict(
                    false,
                    "They must not be written to" + because(said.get()) + ". No letter goes to them.",
                    List.of());
        }
        var mind = new ArrayList<String>();
        said.filter(each -> each.rule().equals("with-care"))
                .ifPresent(each -> mind.add("They may be written to with care" + because(each) + "."));
        var withheld = sql.sql("""
                        select distinct coalesce(p.known_as, p.forename, '') || ' ' || p.surname
                          from address_withheld w
                          join household_member m on m.authority = w.authority and m.household = w.household and m.lived_until is null
                          join person p on p.authority = m.authority and p.id = m.person
                         where w.withheld_from = :person
                         order by 1
                        """).param("person", person).query(String.class).list();
        if (!withheld.isEmpty()) {
            mind.add("They must not learn where "
                    + String.join(" and ", withheld.stream().map(String::strip).toList())
                    + " live. Nothing in this letter may say it.");
        }
        return new Verdict(true, String.join(" ", mind), places(person, family));
    }

    /// Asks about a professional: nothing of where the family lives stands in a letter to them.
    public Verdict professional(UUID family) {
        return new Verdict(true, "", places(new UUID(0, 0), family));
    }

    /// What is recorded about writing to somebody.
    private record Rule(String rule, String why, String by) {}

    private static String because(Rule said) {
        return (said.why().isEmpty() ? "" : ": " + said.why().replaceAll("\\.+$", ""))
                + (said.by().isEmpty() ? "" : ", decided by " + said.by());
    }

    /// The strictest rule that holds now: where two were recorded, nobody is written to who must not be.
    private Optional<Rule> rule(UUID person, LocalDate today) {
        return sql
                .sql("""
                        select f.body
                          from person_fact f
                          join person_fact_person p on p.authority = f.authority and p.fact = f.id and p.part = 'about'
                         where p.person = :person
                           and f.kind = 'writing'
                           and f.act <> 'withdrawn'
                           and (f.true_from is null or f.true_from <= :today)
                           and (f.true_until is null or f.true_until > :today)
                           and not exists (
                                select
                                  from person_fact later
                                 where later.authority = f.authority
                                   and later.replaces = f.id)
                        """)
                .param("person", person)
                .param("today", today)
                .query((rs, _) -> {
                    var body = JSON.readTree(rs.getString("body"));
                    return new Rule(
                            body.path("rule").asString(""),
                            body.path("why").asString("").strip(),
                            body.path("decided-by").asString("").strip());
                })
                .list()
                .stream()
                .max(java.util.Comparator.comparingInt(
                        said -> List.of("may", "with-care", "must-not").indexOf(said.rule())));
    }

    /// Where others of the family live or lived, and where those live whose address is withheld.
    private List<String> places(UUID person, UUID family) {
        var places = new LinkedHashSet<String>();
        sql.sql("""
                        select distinct a.lines, a.postcode
                          from address a
                         where (a.household in (
                                    select m.household
                                      from household_member m
                                      join family_member f on f.authority = m.authority and f.person = m.person
                                     where f.family = :family)
                                or a.household in (
                                    select w.household
                                      from address_withheld w
                                     where w.withheld_from = :person))
                           and a.household not in (
                                select mine.household
                                  from household_member mine
                                 where mine.person = :person
                                   and mine.lived_until is null)
                        """).param("family", family).param("person", person).query(rs -> {
            places.addAll(pieces(rs.getString("lines")));
            var postcode = rs.getString("postcode");
            if (postcode != null) {
                places.add(postcode);
            }
        });
        return List.copyOf(places);
    }

    /// The first line of an address says where somebody lives; the town alone does not.
    private static List<String> pieces(String lines) {
        var all = new ArrayList<String>();
        for (var piece : lines.split("[\\n,]")) {
            if (all.isEmpty() && !piece.isBlank()) {
                all.add(piece.strip());
            }
        }
        return all;
    }
}
