package stepways.app.consents;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Isolated;
import stepways.app.web.Link;
import stepways.app.web.SignedInStaff;

/// The privacy notices of the authority, version by version, and which of them a family holds.
final class Notices {

    private final JdbcClient sql;

    Notices(JdbcClient sql) {
        this.sql = sql;
    }

    record Notice(UUID id, String version, String title, String body, LocalDate from) {}

    record Given(
            UUID notice,
            String version,
            UUID person,
            String name,
            LocalDate on,
            String how,
            String language,
            String by,
            Instant recorded) {}

    /// The newest first.
    List<Notice> all() {
        return sql.sql("""
                        select id, version, title, body, from_on
                          from privacy_notice
                         order by from_on desc, recorded_at desc, id desc
                        """)
                .query((rs, _) -> new Notice(
                        rs.getObject("id", UUID.class),
                        rs.getString("version"),
                        rs.getString("title"),
                        rs.getString("body"),
                        rs.getObject("from_on", LocalDate.class)))
                .list();
    }

    /// The one in force.
    Optional<Notice> inForce(LocalDate today) {
        return all().stream().filter(notice -> !notice.from().isAfter(today)).findFirst();
    }

    List<Given> given(UUID family) {
        return sql.sql("""
                        select g.notice, n.version, g.person, concat_ws(' ', coalesce(p.known_as, p.forename), p.surname) as name,
                               g.given_on, g.how, g.language, s.name as by, g.recorded_at
                          from privacy_notice_given g
                          join privacy_notice n on n.authority = g.authority and n.id = g.notice
                          join person p on p.authority = g.authority and p.id = g.person
                          join staff s on s.authority = g.authority and s.id = g.recorded_by
                         where g.family = :family
                         order by g.given_on desc, g.recorded_at desc, g.id desc
                        """)
                .param("family", family)
                .query((rs, _) -> new Given(
                        rs.getObject("notice", UUID.class),
                        rs.getString("version"),
                        rs.getObject("person", UUID.class),
                        Isolated.name(rs.getString("name")),
                        rs.getObject("given_on", LocalDate.class),
                        rs.getString("how"),
                        rs.getString("language"),
                        rs.getString("by"),
                        Rows.instant(rs, "recorded_at")))
                .list();
    }

    UUID give(
            TimeOrderedIds ids,
            SignedInStaff me,
            UUID family,
            UUID notice,
            UUID person,
            LocalDate on,
            String how,
            String language,
            Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into privacy_notice_given (authority, id, family, notice, person, given_on, how, language,
                                                          recorded_at, recorded_by)
                        values (:authority, :id, :family, :notice, :person, :on, :how, :language, :now, :me)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("family", family)
                .param("notice", notice)
                .param("person", person)
                .param("on", on)
                .param("how", how)
                .param("language", language)
                .param("now", Rows.at(now))
                .param("me", me.staff())
                .update();
        return id;
    }

    UUID publish(
            TimeOrderedIds ids,
            SignedInStaff me,
            String version,
            String title,
            String body,
            LocalDate from,
            Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into privacy_notice (authority, id, version, title, body, from_on, recorded_at, recorded_by)
                        values (:authority, :id, :version, :title, :body, :from, :now, :me)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("version", version)
                .param("title", title)
                .param("body", body)
                .param("from", from)
                .param("now", Rows.at(now))
                .param("me", me.staff())
                .update();
        return id;
    }

    /// Which version the family holds, and whether there is a newer one.
    Card card(ConsentDesk.Opened opened) {
        var given = given(opened.family().id());
        var newest = inForce(Dates.day(opened.now()));
        var lines = new ArrayList<Card.Line>();
        var seen = new ArrayList<UUID>();
        for (var each : given) {
            if (!seen.contains(each.person())) {
                seen.add(each.person());
                boolean older = newest.isPresent() && !newest.get().id().equals(each.notice());
                lines.add(new Card.Line(
                        each.name(),
                        "Version " + each.version() + ", "
                                + ConsentDesk.how(each.how()).toLowerCase(java.util.Locale.ROOT)
                                + ", in " + each.language() + ", " + Dates.date(each.on()) + ", by " + each.by()
                                + (older
                                        ? ". A newer one is in force: "
                                                + newest.get().version()
                                        : ""),
                        null));
            }
        }
        lines.add(new Card.Line(
                null,
                newest.map(notice -> "In force since " + Dates.date(notice.from()))
                        .orElse("The council has put none here yet"),
                new Link(
                        newest.map(notice -> "Version " + notice.version()).orElse("Privacy notices"),
                        "/privacy-notices")));
        return new Card(
                "notice",
                "Privacy notice",
                Card.Tone.PLAIN,
                given.isEmpty()
                        ? List.of("Nobody of this family has been given one, as far as the record knows.")
                        : List.of(),
                List.of(),
                lines);
    }
}
