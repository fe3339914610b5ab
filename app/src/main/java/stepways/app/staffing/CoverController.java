package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.Grants;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// Away and covered: leave and sickness with a deputy who holds the roles meanwhile and signs in their own name.
@Controller
class CoverController {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Database database;
    private final Procedures procedures;
    private final TimeOrderedIds ids;
    private final Layouts layouts;
    private final InstantSource clock;

    CoverController(
            Database database, Procedures procedures, TimeOrderedIds ids, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.ids = ids;
        this.layouts = layouts;
        this.clock = clock;
    }

    private record Person(UUID id, String name, boolean managed) {}

    private record Cover(
            UUID id, UUID away, String awayName, UUID deputy, String deputyName, Instant from, Instant until) {}

    /// @param people colleagues of the reader's services; `managed` where the reader manages them
    private record Shown(
            List<Person> people, List<Cover> covers, List<Absences.Absence> absences, List<String> changes) {

        boolean maySet(SignedInStaff me, UUID staff) {
            return me.staff().equals(staff)
                    || people.stream()
                            .anyMatch(each -> each.managed() && each.id().equals(staff));
        }
    }

    @GetMapping("/cover")
    ModelAndView cover(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        return PageOf.view(
                "staffing/cover", page(me, request, shown(me, now), typed.isNew() ? Typed.nothing() : typed, now));
    }

    private Shown shown(SignedInStaff me, Instant now) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var managing = new Teams(sql, now)
                    .all().stream()
                            .map(Teams.Team::service)
                            .distinct()
                            .filter(service -> Ways.manages(policy, actor, service))
                            .toList();
            var people = people(sql, me, managing, now);
            var ids = new ArrayList<UUID>();
            ids.add(me.staff());
            people.stream().filter(Person::managed).map(Person::id).forEach(ids::add);
            return new Shown(people, covers(sql, ids, now), new Absences(sql).of(ids, now), changes(sql, ids));
        });
    }

    private static List<Person> people(JdbcClient sql, SignedInStaff me, List<String> managing, Instant now) {
        return sql.sql("""
                        with mine as (
                            select t.service
                              from staff_role r
                              join team t on t.authority = r.authority and t.id = r.team
                             where r.staff = :staff
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now))
                        select s.id, s.name, coalesce(bool_or(t.service = any(:managing)), false) as managed
                          from staff s
                          join staff_role r on r.authority = s.authority and r.staff = s.id
                          left join team t on t.authority = r.authority and t.id = r.team
                         where s.active
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                           and (s.id = :staff or t.id is null or t.service in (select service from mine)
                                or t.service = any(:managing))
                         group by s.id, s.name
                         order by s.name, s.id
                         limit 500
                        """)
                .param("staff", me.staff())
                .param("now", at(now))
                .param("managing", managing.toArray(String[]::new))
                .query((rs, _) ->
                        new Person(rs.getObject("id", UUID.class), rs.getString("name"), rs.getBoolean("managed")))
                .list();
    }

    private static final String COVERS = """
            select c.id, c.away, a.name as away_name, c.deputy, d.name as deputy_name, c.from_at, c.until_at
              from cover c
              join staff a on a.authority = c.authority and a.id = c.away
              join staff d on d.authority = c.authority and d.id = c.deputy
            """;

    private static List<Cover> covers(JdbcClient sql, List<UUID> staff, Instant now) {
        return list(
                sql.sql(COVERS + """
                         where (c.away = any(:staff) or c.deputy = any(:staff))
                           and c.until_at > :now
                         order by c.from_at, a.name, c.id
                         limit 300
                        """).param("staff", staff.toArray(UUID[]::new)).param("now", at(now)));
    }

    private static List<Cover> list(JdbcClient.StatementSpec statement) {
        return statement
                .query((rs, _) -> new Cover(
                        rs.getObject("id", UUID.class),
                        rs.getObject("away", UUID.class),
                        rs.getString("away_name"),
                        rs.getObject("deputy", UUID.class),
                        rs.getString("deputy_name"),
                        rs.getObject("from_at", OffsetDateTime.class).toInstant(),
                        rs.getObject("until_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static List<String> changes(JdbcClient sql, List<UUID> staff) {
        return sql.sql("""
                        select c.changed, s.name, d.name as deputy, c.from_at, c.until_at, c.recorded_at, b.name as by
                          from staffing_change c
                          join staff s on s.authority = c.authority and s.id = c.staff
                          join staff d on d.authority = c.authority and d.id = c.deputy
                          join staff b on b.authority = c.authority and b.id = c.recorded_by
                         where c.about = 'cover'
                           and c.staff = any(:staff)
                         order by c.recorded_at desc, c.id desc
                         limit 20
                        """)
                .param("staff", staff.toArray(UUID[]::new))
                .query((rs, _) -> Dates.dateAndTime(rs.getObject("recorded_at", OffsetDateTime.class)
                                .toInstant())
                        + ", " + rs.getString("by") + ": " + rs.getString("deputy")
                        + switch (rs.getString("changed")) {
                            case "added" -> " covers for ";
                            case "ended" -> " no longer covers for ";
                            default -> " is not to cover for ";
                        }
                        + rs.getString("name") + ", "
                        + RotaController.span(
                                rs.getObject("from_at", OffsetDateTime.class).toInstant(),
                                rs.getObject("until_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private CoverPage page(SignedInStaff me, HttpServletRequest request, Shown shown, Typed typed, Instant now) {
        var layout = layouts.of(request, me, "Cover and deputies", "/work");
        var rows = new ArrayList<CoverPage.Row>();
        for (var cover : shown.covers()) {
            var why = shown.absences().stream()
                    .filter(each -> each.staff().equals(cover.away()) && meets(each, cover))
                    .findFirst();
            rows.add(new CoverPage.Row(
                    cover.awayName(),
                    desk(shown, cover.away()),
                    why.map(Absences.Absence::title).orElse("Away"),
                    RotaController.span(cover.from(), cover.until()),
                    cover.deputyName(),
                    shown.maySet(me, cover.away())
                            ? new Action.Press(
                                    cover.from().isAfter(now) ? "Take off" : "Back now: end it",
                                    "/cover/" + cover.id() + "/end",
                                    List.of(),
                                    null)
                            : null));
        }
        for (var absence : shown.absences()) {
            if (shown.covers().stream()
                    .noneMatch(cover -> cover.away().equals(absence.staff()) && meets(absence, cover))) {
                rows.add(new CoverPage.Row(
                        absence.name(),
                        desk(shown, absence.staff()),
                        absence.title(),
                        "from " + Dates.dateAndTime(absence.from())
                                + (absence.until() == null ? "" : " to " + Dates.dateAndTime(absence.until())),
                        null,
                        shown.maySet(me, absence.staff())
                                ? new Action.Press(
                                        absence.from().isAfter(now) ? "Take off" : "Back now: end it",
                                        "/cover/" + absence.id() + "/end",
                                        List.of(),
                                        null)
                                : null));
            }
        }
        var away = shown.people().stream()
                .filter(each -> shown.maySet(me, each.id()))
                .map(each -> new Fields.Answer(each.id().toString(), each.name()))
                .toList();
        var deputies = shown.people().stream()
                .map(each -> new Fields.Answer(each.id().toString(), each.name()))
                .toList();
        var today = Dates.day(now);
        return new CoverPage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                "Cover",
                "Cover and deputies",
                List.of("A deputy sees the work of whoever is away under My work, may do what they may do, and signs in"
                        + " their own name. The families stay with their practitioner: where somebody is away for"
                        + " long, they are handed on."),
                rows,
                "Nobody is away, and nobody is about to be.",
                new Form(
                        "/cover",
                        layout.csrf(),
                        List.of(new Hidden(
                                "key", typed.value("key", UUID.randomUUID().toString()))),
                        List.of(
                                Fields.select(typed, "away", "Who is away?", null, away),
                                Fields.radios(
                                        typed,
                                        "kind",
                                        "Why?",
                                        null,
                                        List.of(
                                                new Fields.Answer("leave", "On leave"),
                                                new Fields.Answer("sickness", "Off sick"))),
                                RotaController.moment(typed, "from", "From", today, LocalTime.of(9, 0)),
                                RotaController.moment(typed, "until", "Back on", today.plusDays(7), LocalTime.of(9, 0)),
                                Fields.select(
                                        typed,
                                        "deputy",
                                        "Who covers?",
                                        "Leave it open where nobody does: it then stands here in red.",
                                        deputies)),
                        "Record it",
                        List.of(),
                        null,
                        null),
                shown.changes());
    }

    private static boolean meets(Absences.Absence absence, Cover cover) {
        var until = absence.until();
        return absence.from().isBefore(cover.until()) && (until == null || until.isAfter(cover.from()));
    }

    private static @Nullable Link desk(Shown shown, UUID staff) {
        return shown.people().stream()
                        .anyMatch(each -> each.managed() && each.id().equals(staff))
                ? new Link("Hand on what they hold", "/leaving/" + staff)
                : null;
    }

    @PostMapping("/cover")
    ModelAndView record(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        var shown = shown(me, now);
        var away = person(shown, typed.value("away")).filter(each -> shown.maySet(me, each.id()));
        if (away.isEmpty()) {
            typed.fail("away", "Choose who is away");
        }
        if (!typed.value("kind").equals("leave") && !typed.value("kind").equals("sickness")) {
            typed.fail("kind", "Choose why");
        }
        var deputy = person(shown, typed.value("deputy"));
        if (deputy.isEmpty() && !typed.value("deputy").isEmpty()) {
            typed.fail("deputy", "Choose who covers from the list");
        }
        if (deputy.isPresent() && deputy.equals(away)) {
            typed.fail("deputy", "Nobody covers for themselves. Choose somebody else");
        }
        var from = RotaController.readMoment(typed, "from", false, now);
        var until = RotaController.readMoment(typed, "until", true, now);
        if (from.isPresent() && until.isPresent()) {
            if (!until.get().isAfter(from.get())) {
                typed.fail("until", "The day they are back has to come after the day they leave");
            } else if (!until.get().isAfter(now)) {
                typed.fail("until", "This would be over already");
            } else if (Duration.between(from.get(), until.get()).compareTo(LONGEST) > 0) {
                typed.fail("until", "A year at most. Check the year");
            }
        }
        if (!typed.hasErrors() && away.isPresent() && from.isPresent() && until.isPresent()) {
            write(me, typed, key, away.get(), deputy, from.get(), until.get(), now);
        }
        if (typed.hasErrors()) {
            return PageOf.view("staffing/cover", page(me, request, shown, typed, now), HttpStatus.BAD_REQUEST);
        }
        flash.addFlashAttribute(
                Layouts.NOTICE, deputy.map(each -> each.name() + " covers.").orElse("Recorded."));
        return new ModelAndView("redirect:/cover");
    }

    private static Optional<Person> person(Shown shown, String id) {
        return shown.people().stream()
                .filter(each -> each.id().toString().equals(id))
                .findFirst();
    }

    private void write(
            SignedInStaff me,
            Typed typed,
            UUID key,
            Person away,
            Optional<Person> deputy,
            Instant from,
            Instant until,
            Instant now) {
        try {
            database.write(me.viewer(), sql -> {
                if (deputy.isPresent()) {
                    var absent = new Absences(sql)
                            .of(List.of(deputy.get().id()), now).stream()
                                    .filter(each -> each.from().isBefore(until)
                                            && (each.until() == null
                                                    || each.until().isAfter(from)))
                                    .findFirst();
                    if (absent.isPresent()) {
                        typed.fail(
                                "deputy",
                                deputy.get().name() + " is away then: "
                                        + absent.get().words() + ". Choose somebody else");
                        return false;
                    }
                    int written = sql.sql("""
                                    insert into cover (authority, id, away, deputy, from_at, until_at)
                                    values (:authority, :id, :away, :deputy, :from, :until)
                                    on conflict (authority, id) do nothing
                                    """)
                            .param("authority", me.authority())
                            .param("id", key)
                            .param("away", away.id())
                            .param("deputy", deputy.get().id())
                            .param("from", at(from))
                            .param("until", at(until))
                            .update();
                    if (written == 1) {
                        change(sql, me, "added", away.id(), deputy.get().id(), from, until, now);
                    }
                }
                new Absences(sql).begin(me, key, away.id(), typed.value("kind"), from, until, now);
                return true;
            });
        } catch (DataIntegrityViolationException refused) {
            if (BrokenRule.in(refused)
                    .filter(rule -> rule.name().equals("one_deputy_covers_for_somebody_at_a_time"))
                    .isEmpty()) {
                throw refused;
            }
            typed.fail("deputy", "Somebody covers for " + away.name() + " in this time already. End that first");
        }
    }

    private void change(
            JdbcClient sql,
            SignedInStaff me,
            String changed,
            UUID away,
            UUID deputy,
            Instant from,
            Instant until,
            Instant now) {
        sql.sql("""
                        insert into staffing_change (authority, id, about, changed, staff, deputy, from_at, until_at, recorded_at,
                                                     recorded_by)
                        values (:authority, :id, 'cover', :changed, :staff, :deputy, :from, :until, :now, :by)
                        """)
                .param("authority", me.authority())
                .param("id", ids.next())
                .param("changed", changed)
                .param("staff", away)
                .param("deputy", deputy)
                .param("from", at(from))
                .param("until", at(until))
                .param("now", at(now))
                .param("by", me.staff())
                .update();
    }

    /// Somebody is back, or it was a mistake. A cover and the absence that was recorded with it end together.
    @PostMapping("/cover/{id}/end")
    ModelAndView end(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, RedirectAttributes flash) {
        var now = clock.instant();
        var shown = shown(me, now);
        var cover = shown.covers().stream().filter(each -> each.id().equals(id)).findFirst();
        var absence =
                shown.absences().stream().filter(each -> each.id().equals(id)).findFirst();
        var away = cover.map(Cover::away).or(() -> absence.map(Absences.Absence::staff));
        if (away.isEmpty()) {
            // Pressed twice, or over by itself.
            boolean known = database.read(
                    me.viewer(),
                    sql -> sql.sql(
                                    "select exists (select from absence where id = :id) or exists (select from cover where id = :id)")
                            .param("id", id)
                            .query(Boolean.class)
                            .single());
            if (!known) {
                throw new NotFound("a cover");
            }
            return new ModelAndView("redirect:/cover");
        }
        if (!shown.maySet(me, away.get())) {
            throw new NotYours("Somebody else is covered here", "Only they or their manager end it.");
        }
        database.write(me.viewer(), sql -> {
            cover.ifPresent(each -> {
                boolean runs = each.from().isBefore(now);
                int changed = runs
                        ? sql.sql("update cover set until_at = :now where id = :id and until_at > :now")
                                .param("now", at(now))
                                .param("id", id)
                                .update()
                        : sql.sql("delete from cover where id = :id")
                                .param("id", id)
                                .update();
                if (changed == 1) {
                    change(
                            sql,
                            me,
                            runs ? "ended" : "removed",
                            each.away(),
                            each.deputy(),
                            each.from(),
                            each.until(),
                            now);
                }
            });
            return new Absences(sql).end(me, id, now);
        });
        flash.addFlashAttribute(Layouts.NOTICE, "It is ended.");
        return new ModelAndView("redirect:/cover");
    }
}
