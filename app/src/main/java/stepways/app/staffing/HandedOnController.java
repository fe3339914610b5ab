package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.letters.LetterText;
import stepways.app.letters.MayWriteTo;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.engine.policy.Policy;

/// What became of an act of handing on, child by child, as the allocations themselves say it.
@Controller
class HandedOnController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final InstantSource clock;

    HandedOnController(Database database, Procedures procedures, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.clock = clock;
    }

    private record Done(
            Act.Kind kind,
            @Nullable String team,
            @Nullable UUID away,
            @Nullable String awayName,
            String reason,
            Instant happened,
            Instant recorded,
            UUID by,
            String byName) {}

    private record Row(
            @Nullable UUID child,
            String name,
            @Nullable UUID family,
            @Nullable String reference,
            @Nullable UUID run,
            @Nullable String runReference,
            String part,
            String from,
            String to,
            boolean named,
            @Nullable UUID ended,
            @Nullable UUID begun,
            @Nullable String service,
            @Nullable String whyNot,
            @Nullable Instant since) {}

    @GetMapping("/handed-on/{act}")
    ModelAndView handedOn(
            @PathVariable UUID act, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var layout = layouts.of(request, me, "What was handed on", "/trays");
        var page = database.read(me.viewer(), sql -> {
            var done = done(sql, act);
            var policy = procedures.active(me.viewer().authority(), sql);
            var rows = rows(sql, me, act, now);
            mayRead(sql, me, policy, done, rows, now);
            var shown = rows.stream().map(row -> row(sql, row, done, now)).toList();
            long failed = rows.stream().filter(row -> row.whyNot() != null).count();
            var words = new ArrayList<String>();
            words.add("By " + done.byName() + ", on " + Dates.dateAndTime(done.happened())
                    + (Duration.between(done.happened(), done.recorded()).toMinutes() > 1
                            ? ", recorded on " + Dates.dateAndTime(done.recorded())
                            : "")
                    + ".");
            if (!done.reason().isEmpty()) {
                words.add("Why: " + done.reason());
            }
            return new HandedOnPage(
                    layout,
                    done.kind().title() + (done.awayName() == null ? "" : ": " + done.awayName()),
                    failed == 0 ? heading(done, rows) : "Some of it could not be done",
                    summary(rows, failed),
                    words,
                    shown,
                    letters(sql, policy, act, rows),
                    List.of(),
                    next(done));
        });
        return PageOf.view("staffing/handed-on", page);
    }

    private static String heading(Done done, List<Row> rows) {
        return switch (done.kind()) {
            case ALLOCATED -> "Allocated";
            case TAKEN -> "You have taken it on";
            case GIVEN_BACK -> "Given back";
            case LEAVING, SICKNESS, HANDED_ON -> rows.isEmpty() ? "Nothing was handed on" : "Everything is handed on";
        };
    }

    private static String summary(List<Row> rows, long failed) {
        long done = rows.size() - failed;
        return done + " of " + rows.size() + " done"
                + (failed == 0 ? "." : "; " + failed + " not done, each with its reason. The others stand.");
    }

    private static List<Link> next(Done done) {
        var all = new ArrayList<Link>();
        if (done.away() != null) {
            all.add(new Link("What " + done.awayName() + " still holds", "/leaving/" + done.away()));
        }
        if (done.team() != null) {
            all.add(new Link("Back to the tray", "/trays/" + done.team()));
        }
        all.add(new Link("My work", "/work"));
        return all;
    }

    private static Done done(JdbcClient sql, UUID act) {
        return sql.sql("""
                        select x.kind, x.team, x.away, w.name as away_name, x.reason, x.happened_at, x.recorded_at, x.recorded_by,
                               b.name
                          from staffing_act x
                          join staff b on b.authority = x.authority and b.id = x.recorded_by
                          left join staff w on w.authority = x.authority and w.id = x.away
                         where x.id = :id
                        """)
                .param("id", act)
                .query((rs, _) -> new Done(
                        Act.Kind.of(rs.getString("kind")),
                        rs.getString("team"),
                        rs.getObject("away", UUID.class),
                        rs.getString("away_name"),
                        rs.getString("reason"),
                        rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                        rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        rs.getObject("recorded_by", UUID.class),
                        rs.getString("name")))
                .optional()
                .orElseThrow(() -> new NotFound("an act of handing on"));
    }

    private static List<Row> rows(JdbcClient sql, SignedInStaff me, UUID act, Instant now) {
        return sql.sql("""
                        select r.child, r.run, r.part, r.ended, r.begun, r.why_not, f.id as family, f.reference,
                               u.reference as run_reference, a.service, r.to_staff is not null as named, b.held_from,
                               p.id is not null and not\s""" + WorkingRelationship.MAY_BE_NAMED + """
                                   as guarded,
                               case
                                   when p.id is null then coalesce(u.reference, '')
                                   when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                                   then coalesce(p.known_as, p.forename, 'Unborn child') || ' ' || p.surname
                                   else 'a guarded record'
                               end as name,
                               coalesce(fs.name, fp.name, 'duty holder of ' || ft.title, '') as from_name,
                               coalesce(ts.name, 'duty holder of ' || tt.title, '') as to_name
                          from staffing_act_row r
                          left join person p on p.authority = r.authority and p.id = r.child
                          left join run u on u.authority = r.authority and u.id = r.run
                          left join lateral (
                               select m.family
                                 from family_member m
                                where m.person = r.child
                                  and m.part = 'child'
                                order by m.family
                                limit 1) m on true
                          left join family f on f.authority = r.authority and f.id = coalesce(m.family, u.family)
                          left join allocation a on a.authority = r.authority and a.id = r.ended
                          left join allocation b on b.authority = r.authority and b.id = r.begun
                          left join staff fs on fs.authority = r.authority and fs.id = r.from_staff
                          left join partner_professional fp on fp.authority = r.authority and fp.id = r.from_partner
                          left join team ft on ft.authority = r.authority and ft.id = r.from_team
                          left join staff ts on ts.authority = r.authority and ts.id = r.to_staff
                          left join team tt on tt.authority = r.authority and tt.id = r.to_team
                         where r.act = :act
                         order by f.reference nulls last, p.birth_date nulls last, p.id, r.subject
                        """)
                .param("act", act)
                .param("staff", me.staff())
                .param("now", at(now))
                .query((rs, _) -> {
                    var since = rs.getObject("held_from", OffsetDateTime.class);
                    return new Row(
                            rs.getObject("child", UUID.class),
                            rs.getString("name"),
                            rs.getBoolean("guarded") ? null : rs.getObject("family", UUID.class),
                            rs.getBoolean("guarded") ? null : rs.getString("reference"),
                            rs.getObject("run", UUID.class),
                            rs.getString("run_reference"),
                            rs.getString("part"),
                            rs.getString("from_name"),
                            rs.getString("to_name"),
                            rs.getBoolean("named"),
                            rs.getObject("ended", UUID.class),
                            rs.getObject("begun", UUID.class),
                            rs.getString("service"),
                            rs.getString("why_not"),
                            since == null ? null : since.toInstant());
                })
                .list();
    }

    /// Whoever recorded it, and the managers of the services it was done in.
    private static void mayRead(
            JdbcClient sql, SignedInStaff me, Policy policy, Done done, List<Row> rows, Instant now) {
        if (done.by().equals(me.staff())) {
            return;
        }
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        var services = new LinkedHashSet<String>();
        rows.forEach(row -> {
            if (row.service() != null) {
                services.add(row.service());
            }
        });
        if (services.isEmpty() || !services.stream().allMatch(service -> Ways.manages(policy, actor, service))) {
            throw new NotYours("Somebody else handed this on", "Ask " + done.byName() + ", who did it.");
        }
    }

    private static HandedOnPage.Row row(JdbcClient sql, Row row, Done done, Instant now) {
        var subject = row.child() != null && row.family() != null
                ? new Link(row.name(), "/families/" + row.family())
                : new Link(row.name(), row.run() == null ? "/work" : "/transfers/" + row.run());
        boolean lead = row.ended() != null && row.part().equals("lead");
        var gap = lead && row.child() != null ? gap(sql, row.child(), row.ended(), now) : Duration.ZERO;
        return new HandedOnPage.Row(
                subject,
                (row.reference() == null ? "" : row.reference())
                        + (row.part().equals("lead") ? "" : " · works beside the practitioner"),
                row.from(),
                row.to(),
                row.whyNot() != null ? "" : Dates.dateAndTime(row.since() == null ? done.happened() : row.since()),
                row.whyNot() != null ? "unchanged" : !lead ? "" : minutes(gap) + " without an accountable holder",
                !gap.isZero(),
                row.whyNot() == null ? new Tag("Done", Tag.Tone.PLAIN) : new Tag("Not done", Tag.Tone.RED),
                row.whyNot());
    }

    private static String minutes(Duration gap) {
        long minutes = gap.plusSeconds(59).toMinutes();
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }

    /// How long the child had nobody accountable, from the allocation that was ended until now: added up from the rows.
    static Duration gap(JdbcClient sql, UUID child, @Nullable UUID ended, Instant now) {
        var seconds = sql.sql("""
                        with held as (
                            select a.held_from, coalesce(a.held_until, :now) as held_until
                              from allocation a
                             where a.child = :child
                               and a.part = 'lead'
                               and a.held_from >= (select held_from from allocation where id = :ended)),
                        steps as (
                            select held_from, max(held_until) over (
                                       order by held_from, held_until
                                       rows between unbounded preceding and 1 preceding) as before, held_until
                              from held)
                        select coalesce(sum(greatest(extract(epoch from held_from - before), 0)), 0)
                               + greatest(extract(epoch from :now - max(held_until)), 0) as seconds
                          from steps
                        """)
                .param("child", child)
                .param("ended", ended)
                .param("now", at(now))
                .query(java.math.BigDecimal.class)
                .single();
        return Duration.ofMillis(seconds.movePointRight(3)
                .setScale(0, java.math.RoundingMode.CEILING)
                .longValueExact());
    }

    /// A letter of an act as it stands in the outbox.
    private record Drafted(
            UUID id, UUID family, String reference, String title, String to, String words, boolean held) {}

    private static List<Drafted> drafted(JdbcClient sql, UUID act, List<Row> rows) {
        return sql.sql("""
                        select o.id, o.family, f.reference, o.payload::json ->> 'title' as title,
                               o.payload::json ->> 'to' as recipient, o.payload::json ->> 'words' as words,
                               o.held_at is not null and o.released_at is null as held
                          from outbox o
                          join family f on f.authority = o.authority and f.id = o.family
                         where o.send_key like :act || ':%'
                           and o.family = any(:families)
                         order by f.reference, 4, 5, o.id
                        """)
                .param("act", act.toString())
                .param(
                        "families",
                        rows.stream()
                                .filter(row -> row.family() != null)
                                .map(Row::family)
                                .distinct()
                                .toArray(UUID[]::new))
                .query((rs, _) -> new Drafted(
                        rs.getObject("id", UUID.class),
                        rs.getObject("family", UUID.class),
                        rs.getString("reference"),
                        rs.getString("title"),
                        rs.getString("recipient"),
                        rs.getString("words"),
                        rs.getBoolean("held")))
                .list();
    }

    /// What waits in the outbox for these families, or that the procedure gives no letter for it.
    private static List<HandedOnPage.Letter> letters(JdbcClient sql, Policy policy, UUID act, List<Row> rows) {
        var all = new ArrayList<HandedOnPage.Letter>();
        for (var letter : drafted(sql, act, rows)) {
            all.add(new HandedOnPage.Letter(
                    letter.held()
                            ? ". Held because harm is open: a manager lets it go."
                            : ". A draft, to be read before it is sent.",
                    new Link(
                            letter.reference() + ": “" + letter.title() + "”, "
                                    + (letter.to().startsWith("[")
                                            ? "for a name to be filled in"
                                            : "to " + letter.to()),
                            "/handed-on/" + act + "/letters/" + letter.id())));
        }
        boolean changed = rows.stream().anyMatch(row -> row.begun() != null && row.named());
        var services = rows.stream()
                .filter(row -> row.service() != null)
                .map(Row::service)
                .distinct()
                .toList();
        if (all.isEmpty()
                && changed
                && services.stream()
                        .allMatch(service ->
                                Ways.lettersOfAChange(policy, service).isEmpty())) {
            all.add(new HandedOnPage.Letter(
                    "The procedure gives no letter for a change of worker. Tell each family yourself, before the next visit.",
                    null));
        }
        return all;
    }

    /// One letter in its words, with what must not stand in it.
    @GetMapping("/handed-on/{act}/letters/{letter}")
    ModelAndView letter(
            @PathVariable UUID act,
            @PathVariable UUID letter,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var now = clock.instant();
        var layout = layouts.of(request, me, "A drafted letter", "/trays");
        var page = database.read(me.viewer(), sql -> {
            var done = done(sql, act);
            var policy = procedures.active(me.viewer().authority(), sql);
            var rows = rows(sql, me, act, now);
            mayRead(sql, me, policy, done, rows, now);
            var found = drafted(sql, act, rows).stream()
                    .filter(each -> each.id().equals(letter))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("a letter of this act"));
            var warnings = new ArrayList<String>();
            sql.sql("select recipient from outbox where id = :id and recipient is not null")
                    .param("id", letter)
                    .query(UUID.class)
                    .optional()
                    .map(person -> new MayWriteTo(sql).ask(person, found.family(), Dates.day(now)))
                    .ifPresent(verdict -> {
                        if (!verdict.because().isEmpty()) {
                            warnings.add(verdict.because());
                        }
                    });
            if (found.held()) {
                warnings.add("Harm is open for this family. The letter is held until a manager lets it go.");
            }
            return new DraftedLetterPage(
                    layout,
                    found.reference(),
                    found.title(),
                    List.of(
                            Fact.of("To", found.to()),
                            Fact.of("How it stands", found.held() ? "Held" : "A draft, nothing of it has left")),
                    warnings,
                    LetterText.paragraphs(found.words()),
                    new Link("What was handed on", "/handed-on/" + act));
        });
        return PageOf.view("staffing/letter", page);
    }
}
