package stepways.app.consents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;

/// Whether something about children may be told to somebody now, and on which ground. Whatever
/// leaves the council asks here first: letters, links for partners, exports. Only harm now does not
/// ask: nothing blocks it.
///
/// Who must not be told comes before everything; then a lawful ground that is recorded and runs;
/// then agreement. Where nobody has agreed and no ground is recorded, the answer is no.
public final class MayShare {

    private final JdbcClient sql;

    public MayShare(JdbcClient sql) {
        this.sql = sql;
    }

    /// The answer, with words that a page may show as they are.
    public sealed interface Answer {

        String words();

        /// It may be told.
        ///
        /// @param ground what it rests on
        record Yes(Ground ground, String words) implements Answer {}

        /// It may not.
        ///
        /// @param wayOn who can change that, and how: there is always a way on
        record No(Because because, String words, String wayOn) implements Answer {}
    }

    /// What sharing rests on.
    public enum Ground {
        AGREEMENT,
        LAWFUL_BASIS,
        /// The recipient is of the family, and it is their own: a letter to a parent.
        OWN_FAMILY
    }

    public enum Because {
        EXCLUDED,
        WITHDRAWN,
        REFUSED,
        NOT_ASKED
    }

    /// An answer that stands for one child.
    private record Said(
            UUID child, String key, String status, String who, Instant happened, String sharedWith, boolean over) {}

    private record Basis(UUID child, String basis, String sharedWith, Instant happened) {}

    private record Excluded(
            UUID child, @Nullable UUID person, String named, String reason, String decidedBy, LocalDate from) {}

    /// Asks.
    ///
    /// @param purpose the agreement under which it is shared, by its name in the procedure; empty
    ///     where it is shared under none in particular
    public Answer with(Recipient recipient, String purpose, Collection<UUID> children, Instant now) {
        var about = new LinkedHashSet<>(children);
        if (about.isEmpty()) {
            throw new IllegalArgumentException("Expected the children whom it is about");
        }
        var names = names(about);
        for (var excluded : exclusions(about, now)) {
            if (names(excluded, recipient)) {
                return new Answer.No(
                        Because.EXCLUDED,
                        recipient.name() + " is not to be told about "
                                + names.getOrDefault(excluded.child(), "the child")
                                + ": " + excluded.reason() + " (decided by " + excluded.decidedBy() + ", since "
                                + Dates.date(excluded.from()) + ").",
                        "Whoever may end this exclusion does so on the family’s consent page, with the reason.");
            }
        }
        if (isFamily(recipient, about)) {
            return new Answer.Yes(Ground.OWN_FAMILY, recipient.name() + " is of the family.");
        }
        var bases = bases(about, now).stream()
                .filter(basis -> lines(basis.sharedWith()).anyMatch(recipient::isExactly))
                .toList();
        if (covers(bases.stream().map(Basis::child).collect(Collectors.toSet()), about)) {
            var basis = bases.getFirst();
            return new Answer.Yes(
                    Ground.LAWFUL_BASIS, basis.basis() + ", recorded on " + Dates.date(basis.happened()) + ".");
        }
        return byAgreement(recipient, purpose, about, names, now);
    }

    private Answer byAgreement(
            Recipient recipient, String purpose, Set<UUID> about, Map<UUID, String> names, Instant now) {
        var said = said(about, purpose, now);
        for (var answer : said) {
            boolean concerns =
                    answer.sharedWith().isBlank() || lines(answer.sharedWith()).anyMatch(recipient::isNamedBy);
            if (concerns
                    && (answer.status().equals("withdrawn") || answer.status().equals("refused"))) {
                boolean withdrawn = answer.status().equals("withdrawn");
                return new Answer.No(
                        withdrawn ? Because.WITHDRAWN : Because.REFUSED,
                        answer.who() + (withdrawn ? " took the agreement back on " : " said no on ")
                                + Dates.date(answer.happened()) + ", about "
                                + names.getOrDefault(answer.child(), "the child") + ".",
                        "A manager can look at the threshold afresh, or record a lawful ground with the reason and a"
                                + " date for review.");
            }
        }
        var given = said.stream()
                .filter(answer -> answer.status().equals("given") && !answer.over())
                .filter(answer -> answer.sharedWith().isBlank()
                        || lines(answer.sharedWith()).anyMatch(recipient::isExactly))
                .toList();
        var agreed = given.stream().map(Said::child).collect(Collectors.toSet());
        if (covers(agreed, about)) {
            var first = given.getFirst();
            return new Answer.Yes(Ground.AGREEMENT, first.who() + " agreed on " + Dates.date(first.happened()) + ".");
        }
        var open = about.stream()
                .filter(child -> !agreed.contains(child))
                .map(child -> names.getOrDefault(child, "the child"))
                .collect(Collectors.joining(", "));
        return new Answer.No(
                Because.NOT_ASKED,
                "Nobody’s agreement to tell " + recipient.name() + " about " + open
                        + " is on record, and no lawful ground is.",
                "Ask those who can agree, or record the lawful ground, on the family’s consent page.");
    }

    private static java.util.stream.Stream<String> lines(String words) {
        return words.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    private static boolean covers(Set<UUID> some, Set<UUID> all) {
        return !some.isEmpty() && some.containsAll(all);
    }

    /// Somebody who is written down by name only is taken to be the person of that name.
    private static boolean names(Excluded excluded, Recipient recipient) {
        if (excluded.person() != null && recipient.person() != null) {
            return excluded.person().equals(recipient.person());
        }
        return recipient.isNamedBy(excluded.named());
    }

    private Map<UUID, String> names(Set<UUID> children) {
        var names = new HashMap<UUID, String>();
        sql.sql(
                        "select id, coalesce(known_as, forename, 'the unborn child') as name from person where id = any(:children)")
                .param("children", children.toArray(UUID[]::new))
                .query(rs -> {
                    names.put(rs.getObject("id", UUID.class), Isolated.name(rs.getString("name")));
                });
        return names;
    }

    private List<Excluded> exclusions(Set<UUID> children, Instant now) {
        return sql.sql("""
                        select x.child, x.person, x.reason, x.decided_by, x.from_on,
                               coalesce(x.organisation, concat_ws(' ', coalesce(p.known_as, p.forename), p.surname)) as named
                          from named_exclusion x
                          left join person p on p.authority = x.authority and p.id = x.person
                         where x.child = any(:children)
                           and x.from_on <= :today
                           and (x.until_on is null or x.until_on >= :today)
                           and (x.ended_on is null or x.ended_on > :today)
                         order by x.from_on, x.id
                        """)
                .param("children", children.toArray(UUID[]::new))
                .param("today", Dates.day(now))
                .query((rs, _) -> new Excluded(
                        rs.getObject("child", UUID.class),
                        rs.getObject("person", UUID.class),
                        rs.getString("named"),
                        rs.getString("reason"),
                        rs.getString("decided_by"),
                        rs.getObject("from_on", LocalDate.class)))
                .list();
    }

    private boolean isFamily(Recipient recipient, Set<UUID> children) {
        return recipient.person() != null
                && (children.contains(recipient.person())
                        || sql.sql("""
                                        select exists (
                                            select
                                              from family_member mine
                                              join family_member theirs
                                                on theirs.family = mine.family and theirs.person = any(:children)
                                             where mine.person = :person)
                                        """)
                                .param("children", children.toArray(UUID[]::new))
                                .param("person", recipient.person())
                                .query(Boolean.class)
                                .single());
    }

    private List<Basis> bases(Set<UUID> children, Instant now) {
        return sql.sql("""
                        select child, basis, shared_with, happened_at
                          from lawful_basis
                         where child = any(:children)
                           and happened_at <= :now
                           and (ended_on is null or ended_on > :today)
                         order by happened_at desc, id desc
                        """)
                .param("children", children.toArray(UUID[]::new))
                .param("now", Rows.at(now))
                .param("today", Dates.day(now))
                .query((rs, _) -> new Basis(
                        rs.getObject("child", UUID.class),
                        rs.getString("basis"),
                        rs.getString("shared_with"),
                        Rows.instant(rs, "happened_at")))
                .list();
    }

    /// The newest answer about each child, of each person whose answer counts for that child, that
    /// was not struck out.
    private List<Said> said(Set<UUID> children, String purpose, Instant now) {
        var all = new ArrayList<Said>();
        sql.sql("""
                        select distinct on (a.child, a.agreement_key, a.asked_of)
                               a.child, a.agreement_key, a.status, a.happened_at, a.holds_until,
                               coalesce(concat_ws(' ', coalesce(p.known_as, p.forename), p.surname), 'Somebody') as who,
                               coalesce(q.shared_with, a.scope) as shared_with, q.holds_until as asked_until
                          from agreement a
                          left join person p on p.authority = a.authority and p.id = a.asked_of
                          left join lateral (
                               select q.shared_with, q.holds_until
                                 from asking q
                                 join asking_child c on c.authority = q.authority and c.asking = q.id and c.child = a.child
                                where q.agreement_key = a.agreement_key
                                  and q.asked_of = a.asked_of
                                  and q.status = a.status
                                  and q.happened_at = a.happened_at
                                  and not exists (select from struck_asking s where s.authority = q.authority and s.asking = q.id)
                                order by q.recorded_at desc
                                limit 1) q on true
                         where a.child = any(:children)
                           and (:purpose = '' or a.agreement_key = :purpose)
                           and (a.asked_of = a.child or exists (
                               select
                                 from relationship l
                                where l.authority = a.authority
                                  and l.person = a.asked_of
                                  and l.other_person = a.child
                                  and l.parental_responsibility = 'yes'
                                  and l.until is null))
                           and not exists (select from struck_agreement s where s.authority = a.authority and s.agreement = a.id)
                         order by a.child, a.agreement_key, a.asked_of, a.happened_at desc, a.recorded_at desc, a.id desc
                        """)
                .param("children", children.toArray(UUID[]::new))
                .param("purpose", purpose)
                .query(rs -> {
                    all.add(said(rs, Dates.day(now)));
                });
        return all;
    }

    private static Said said(ResultSet rs, LocalDate today) throws SQLException {
        var until = rs.getObject("holds_until", LocalDate.class);
        var asked = rs.getObject("asked_until", LocalDate.class);
        return new Said(
                rs.getObject("child", UUID.class),
                rs.getString("agreement_key"),
                rs.getString("status"),
                Isolated.name(rs.getString("who")),
                rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                rs.getString("shared_with"),
                until != null && until.isBefore(today) || asked != null && asked.isBefore(today));
    }
}
