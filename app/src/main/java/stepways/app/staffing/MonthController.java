package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Service;

/// What held after somebody's own step downs, shown to them first.
@Controller
class MonthController {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);

    /// A step down is followed until a year and a quarter after it.
    private static final int FOLLOWED_MONTHS = 15;

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final InstantSource clock;

    MonthController(Database database, Procedures procedures, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.clock = clock;
    }

    /// One child of a step down, and what came after it.
    ///
    /// @param upAgain when they were open to a statutory service again, or a step up began
    /// @param contact when somebody contacted the front door about them
    /// @param open the services they are open to now
    private record Case(
            UUID run,
            String reference,
            String pathway,
            String door,
            String name,
            Instant ended,
            boolean decided,
            boolean handedOver,
            @Nullable Instant upAgain,
            @Nullable Instant contact,
            List<String> open,
            @Nullable LocalDate died) {

        boolean backWithin(int months) {
            var back = upAgain;
            return back != null && Dates.day(back).isBefore(Dates.day(ended).plusMonths(months));
        }
    }

    @GetMapping("/work/month")
    ModelAndView month(
            @RequestParam(defaultValue = "") String month,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var now = clock.instant();
        var current = YearMonth.from(Dates.day(now));
        var asked = asked(month, current);
        var until = asked.equals(current)
                ? now
                : asked.plusMonths(1).atDay(1).atStartOfDay(Dates.ZONE).toInstant();
        record Read(Policy policy, List<Case> cases) {}
        var read = database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            return new Read(policy, cases(sql, me, policy, until, now));
        });
        var cases = read.cases();
        var earlier = asked.minusMonths(1);
        return PageOf.view(
                "staffing/month",
                new MonthPage(
                        layouts.of(request, me, "My month", "/work"),
                        "My work",
                        "What held after my step downs, " + MONTH.format(asked),
                        "The step downs that you decided or handed over in the " + FOLLOWED_MONTHS
                                + " months before, and what became of each child. You see this first, and it is no score:"
                                + " a child who comes back in time has been seen.",
                        new Link(MONTH.format(earlier), "/work/month?month=" + earlier),
                        asked.isBefore(current)
                                ? new Link(
                                        MONTH.format(asked.plusMonths(1)), "/work/month?month=" + asked.plusMonths(1))
                                : null,
                        List.of(period(cases, 3, until), period(cases, 6, until), period(cases, 12, until)),
                        news(read.policy(), cases, asked),
                        cases.stream().map(each -> row(read.policy(), each)).toList(),
                        cases.isEmpty()
                                ? "You decided or handed over no step down in this time. When you do, what becomes of it"
                                        + " stands here."
                                : null));
    }

    private static YearMonth asked(String typed, YearMonth current) {
        if (!typed.matches("[0-9]{4}-[0-9]{2}")) {
            return current;
        }
        try {
            var month = YearMonth.parse(typed);
            return month.isAfter(current) || month.getYear() < 2000 ? current : month;
        } catch (DateTimeParseException noSuchMonth) {
            return current;
        }
    }

    private static List<Case> cases(JdbcClient sql, SignedInStaff me, Policy policy, Instant until, Instant now) {
        var from = Dates.day(until)
                .minusMonths(FOLLOWED_MONTHS)
                .atStartOfDay(Dates.ZONE)
                .toInstant();
        var downs = new LinkedHashSet<String>();
        var ups = new LinkedHashSet<String>();
        for (var pathway : policy.pathways().values()) {
            for (var door : pathway.doors().values()) {
                if (door.direction() == Pathway.Direction.DOWN) {
                    downs.add(pathway.name() + "." + door.name());
                } else if (door.direction() == Pathway.Direction.UP) {
                    ups.add(pathway.name() + "." + door.name());
                }
            }
        }
        var statutory = policy.services().values().stream()
                .filter(Service::statutory)
                .map(Service::name)
                .toArray(String[]::new);
        return sql.sql("""
                        with mine as (
                            select e.run, true as decided, false as handed
                              from run_event e
                             where e.by_staff = :staff
                               and e.type = 'outcome-chosen'
                               and e.recorded_at > :from
                            union all
                            select a.ended_by_run, false, true
                              from allocation a
                             where a.staff = :staff
                               and a.ended_by_run is not null
                               and a.held_until > :from),
                        runs as (
                            select run, bool_or(decided) as decided, bool_or(handed) as handed
                              from mine
                             group by run)
                        select r.id, r.reference, r.pathway, r.door, r.ended_at, runs.decided, runs.handed, p.died_on,
                               case
                                   when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                                   then coalesce(p.known_as, p.forename, 'Unborn child')
                                   else 'a guarded record'
                               end as name,
                               least(
                                   (select min(e.opened_at)
                                      from episode e
                                     where e.child = c.child
                                       and e.service = any(:statutory)
                                       and e.opened_at > r.ended_at
                                       and e.opened_at < :until),
                                   (select min(u.began_at)
                                      from run_child uc
                                      join run u on u.authority = uc.authority and u.id = uc.run
                                     where uc.child = c.child
                                       and uc.pathway || '.' || uc.door = any(:ups)
                                       and u.began_at > r.ended_at
                                       and u.began_at < :until)) as up_again,
                               (select min(u.began_at)
                                  from run_child uc
                                  join run u on u.authority = uc.authority and u.id = uc.run
                                 where uc.child = c.child
                                   and uc.kind = 'contact'
                                   and u.began_at > r.ended_at
                                   and u.began_at < :until) as contact,
                               array(
                                   select e.service
                                     from episode e
                                    where e.child = c.child
                                      and e.closed_at is null
                                    order by e.service) as open
                          from runs
                          join run r on r.id = runs.run
                          join run_child c on c.authority = r.authority and c.run = r.id
                          join person p on p.authority = c.authority and p.id = c.child
                         where r.pathway || '.' || r.door = any(:downs)
                           and r.status = 'ended'
                           and r.ended_at > :from
                           and r.ended_at < :until
                           and p.restriction <> 'hidden'
                           and exists (
                               select
                                 from episode e
                                where e.child = c.child
                                  and e.closed_by_run = r.id)
                         order by r.ended_at desc, r.reference, p.birth_date nulls last, p.id
                         limit 500
                        """)
                .param("staff", me.staff())
                .param("now", at(now))
                .param("from", at(from))
                .param("until", at(until))
                .param("statutory", statutory)
                .param("ups", ups.toArray(String[]::new))
                .param("downs", downs.toArray(String[]::new))
                .query((rs, _) -> new Case(
                        rs.getObject("id", UUID.class),
                        rs.getString("reference"),
                        rs.getString("pathway"),
                        rs.getString("door"),
                        rs.getString("name"),
                        rs.getObject("ended_at", OffsetDateTime.class).toInstant(),
                        rs.getBoolean("decided"),
                        rs.getBoolean("handed"),
                        instant(rs.getObject("up_again", OffsetDateTime.class)),
                        instant(rs.getObject("contact", OffsetDateTime.class)),
                        List.of((String[]) rs.getArray("open").getArray()),
                        rs.getObject("died_on", LocalDate.class)))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /// "4 of 5 had not come back", with those who had.
    private static MonthPage.Period period(List<Case> cases, int months, Instant until) {
        var due = cases.stream()
                .filter(each -> !Dates.day(each.ended()).plusMonths(months).isAfter(Dates.day(until)))
                .toList();
        var back = due.stream().filter(each -> each.backWithin(months)).toList();
        return new MonthPage.Period(
                "After " + months + " months",
                due.isEmpty()
                        ? "No step down is that long ago."
                        : due.size() - back.size() + " of " + children(due.size()) + " had not come back",
                back.stream()
                        .map(each -> new Link(each.name() + ", " + each.reference(), "/transfers/" + each.run()))
                        .toList());
    }

    private static String children(int count) {
        return count == 1 ? "1 child" : count + " children";
    }

    private static List<String> news(Policy policy, List<Case> cases, YearMonth month) {
        var all = new ArrayList<String>();
        for (var each : cases) {
            var up = each.upAgain();
            if (up != null && YearMonth.from(Dates.day(up)).equals(month)) {
                all.add(each.name() + " (" + each.reference() + ") came back on " + Dates.date(up) + ", "
                        + route(policy, each) + " ended on " + Dates.date(each.ended()) + ".");
            }
            var contact = each.contact();
            if (contact != null && YearMonth.from(Dates.day(contact)).equals(month)) {
                all.add("Somebody contacted the front door about " + each.name() + " (" + each.reference() + ") on "
                        + Dates.date(contact) + ".");
            }
        }
        return all;
    }

    private static String route(Policy policy, Case each) {
        var pathway = policy.pathways().get(each.pathway());
        return pathway == null ? each.pathway() : pathway.title();
    }

    private static MonthPage.Case row(Policy policy, Case each) {
        var since = new ArrayList<String>();
        var up = each.upAgain();
        if (up != null) {
            since.add("Came back on " + Dates.date(up));
        }
        var contact = each.contact();
        if (contact != null) {
            since.add("Contact to the front door on " + Dates.date(contact));
        }
        if (each.died() != null) {
            since.add("Died on " + Dates.date(each.died()));
        } else {
            since.add(
                    each.open().isEmpty()
                            ? "Open to no service now"
                            : "Open now: "
                                    + String.join(
                                            ", ",
                                            each.open().stream()
                                                    .map(service -> policy.service(service)
                                                            .map(Service::title)
                                                            .orElse(service))
                                                    .toList()));
        }
        return new MonthPage.Case(
                new Link(each.reference(), "/transfers/" + each.run()),
                each.name(),
                Dates.brief(each.ended()),
                each.decided() && each.handedOver()
                        ? "You decided and handed over"
                        : each.decided() ? "You decided" : "You handed over",
                route(policy, each),
                String.join(". ", since) + ".",
                up != null);
    }
}
