package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
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
import stepways.app.settings.Settings;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Policy;

/// The duty rota of each team: who answers by day, by night, at weekends and on bank holidays, and where nobody does.
@Controller
class RotaController {

    private static final Duration LONGEST = Duration.ofDays(31);

    private final Database database;
    private final Procedures procedures;
    private final TimeOrderedIds ids;
    private final Layouts layouts;
    private final InstantSource clock;

    RotaController(Database database, Procedures procedures, TimeOrderedIds ids, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.ids = ids;
        this.layouts = layouts;
        this.clock = clock;
    }

    private record Person(UUID id, String name) {}

    private record Shown(
            Policy policy,
            Settings settings,
            Teams.Team team,
            List<Teams.Team> teams,
            String now,
            List<Rota.Duty> duties,
            List<Person> people,
            boolean manages,
            List<String> changes) {}

    @GetMapping("/rota")
    ModelAndView rota(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var asked = Typed.posted(request);
        var monday = monday(asked.value("week"), now);
        var shown = shown(me, asked.value("team"), monday, now);
        if (shown.isEmpty()) {
            return PageOf.view("staffing/rota", none(me, request));
        }
        return PageOf.view("staffing/rota", page(me, request, shown.get(), monday, Typed.nothing(), now));
    }

    private static LocalDate monday(String typed, Instant now) {
        var day = Dates.day(now);
        if (typed.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            try {
                var asked = LocalDate.parse(typed);
                if (asked.getYear() >= 2000 && asked.getYear() <= 2100) {
                    day = asked;
                }
            } catch (DateTimeParseException noSuchDay) {
                day = Dates.day(now);
            }
        }
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private RotaPage none(SignedInStaff me, HttpServletRequest request) {
        return new RotaPage(
                layouts.of(request, me, "Duty rota", "/work"),
                "Duty rota",
                "No team yet",
                "A rota belongs to a team, and the council has none.",
                List.of(),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                List.of());
    }

    private Optional<Shown> shown(SignedInStaff me, String wanted, LocalDate monday, Instant now) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            var settings = Settings.read(sql);
            var teams = new Teams(sql, now);
            var all = teams.all();
            if (all.isEmpty()) {
                return Optional.empty();
            }
            var team = wanted.isEmpty()
                    ? teams.of(me.staff()).stream().findFirst().orElse(all.getFirst())
                    : teams.find(wanted).orElseThrow(() -> new NotFound("a team"));
            boolean manages = manages(sql, me, policy, team, now);
            return Optional.of(new Shown(
                    policy,
                    settings,
                    team,
                    all,
                    answers(policy, teams, team, now),
                    duties(
                            sql,
                            team.id(),
                            Rota.at(monday, settings.dayBegins()),
                            Rota.at(monday.plusDays(7), settings.dayBegins())),
                    manages ? people(sql, team, now) : List.of(),
                    manages,
                    changes(sql, team)));
        });
    }

    private static String answers(Policy policy, Teams teams, Teams.Team team, Instant now) {
        return teams.onDuty(team)
                .map(name -> "On duty now: " + name + ".")
                .orElseGet(() -> policy.team(team.packTeam())
                        .filter(found -> !found.dutyRole().isEmpty())
                        .map(found -> "Nobody stands on the rota now; the "
                                + policy.role(found.dutyRole()).title() + " answers for the team.")
                        .orElse("Nobody stands on the rota now."));
    }

    /// Who manages the team itself, or the service without a team of their own; also for a colleague they cover.
    private static boolean manages(JdbcClient sql, SignedInStaff me, Policy policy, Teams.Team team, Instant now) {
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        if (!Ways.manages(policy, actor, team.service())) {
            return false;
        }
        var roles = policy.roles().values().stream()
                .filter(role -> role.manages() && role.anyOf().isEmpty())
                .toList();
        return sql.sql("""
                        select exists (
                            select
                              from staff_role r
                             where (r.staff = :staff
                                    or r.staff in (
                                        select c.away
                                          from cover c
                                         where c.deputy = :staff
                                           and c.from_at <= :now
                                           and c.until_at > :now))
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now)
                               and (r.team = any(:teams) and r.role = any(:managing)
                                    or r.team is null and r.role = any(:of_service)))
                        """)
                .param("staff", me.staff())
                .param("now", at(now))
                .param("teams", team.keys().toArray(String[]::new))
                .param("managing", roles.stream().map(role -> role.name()).toArray(String[]::new))
                .param(
                        "of_service",
                        roles.stream()
                                .filter(role -> role.in().equals(team.service()))
                                .map(role -> role.name())
                                .toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    private static List<Rota.Duty> duties(JdbcClient sql, String team, Instant from, Instant until) {
        return sql.sql("""
                        select d.id, d.staff, s.name, d.on_from, d.on_until
                          from duty_rota d
                          join staff s on s.authority = d.authority and s.id = d.staff
                         where d.team = :team
                           and d.on_from < :until
                           and d.on_until > :from
                         order by d.on_from
                        """)
                .param("team", team)
                .param("from", at(from))
                .param("until", at(until))
                .query((rs, _) -> new Rota.Duty(
                        rs.getObject("id", UUID.class),
                        rs.getObject("staff", UUID.class),
                        rs.getString("name"),
                        rs.getObject("on_from", OffsetDateTime.class).toInstant(),
                        rs.getObject("on_until", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// Those of the team first, then everybody else who works in its service or for the whole council.
    private static List<Person> people(JdbcClient sql, Teams.Team team, Instant now) {
        return sql.sql("""
                        select s.id, s.name, bool_or(r.team = any(:teams)) as own
                          from staff_role r
                          join staff s on s.authority = r.authority and s.id = r.staff
                          left join team t on t.authority = r.authority and t.id = r.team
                         where s.active
                           and (t.id is null or t.service = :service)
                           and r.held_from <= :now
                           and (r.held_until is null or r.held_until > :now)
                         group by s.id, s.name
                         order by 3 desc nulls last, s.name, s.id
                         limit 300
                        """)
                .param("teams", team.keys().toArray(String[]::new))
                .param("service", team.service())
                .param("now", at(now))
                .query((rs, _) -> new Person(rs.getObject("id", UUID.class), rs.getString("name")))
                .list();
    }

    private static List<String> changes(JdbcClient sql, Teams.Team team) {
        return sql.sql("""
                        select c.changed, s.name, c.from_at, c.until_at, c.recorded_at, b.name as by
                          from staffing_change c
                          join staff s on s.authority = c.authority and s.id = c.staff
                          join staff b on b.authority = c.authority and b.id = c.recorded_by
                         where c.about = 'duty'
                           and c.team = :team
                         order by c.recorded_at desc, c.id desc
                         limit 20
                        """)
                .param("team", team.id())
                .query((rs, _) -> Dates.dateAndTime(rs.getObject("recorded_at", OffsetDateTime.class)
                                .toInstant())
                        + ", " + rs.getString("by") + ": "
                        + switch (rs.getString("changed")) {
                            case "added" -> "put on";
                            case "ended" -> "ended";
                            default -> "taken off";
                        }
                        + " " + rs.getString("name") + ", "
                        + span(
                                rs.getObject("from_at", OffsetDateTime.class).toInstant(),
                                rs.getObject("until_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    static String span(Instant from, Instant until) {
        return Dates.time(from) + " on " + Dates.date(from) + " to " + Dates.time(until)
                + (Dates.day(from).equals(Dates.day(until)) ? "" : " on " + Dates.date(until));
    }

    private RotaPage page(
            SignedInStaff me, HttpServletRequest request, Shown shown, LocalDate monday, Typed typed, Instant now) {
        var layout = layouts.of(request, me, "Duty rota", "/work");
        var slots = new Rota(
                        shown.policy().calendar(),
                        shown.settings().dayBegins(),
                        shown.settings().dayEnds())
                .week(monday, shown.duties());
        var address = "/rota?team=" + shown.team().id() + "&week=";
        long open = slots.stream()
                .flatMap(slot -> slot.gaps().stream())
                .filter(gap -> gap.until().isAfter(now))
                .count();
        return new RotaPage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                "Duty rota",
                shown.team().title() + ", week of " + Dates.date(monday),
                shown.now(),
                shown.teams().stream()
                        .map(team -> new Tab(
                                team.title(),
                                "/rota?team=" + team.id() + "&week=" + monday,
                                team.id().equals(shown.team().id())))
                        .toList(),
                new Link("Week before", address + monday.minusWeeks(1)),
                new Link("Week after", address + monday.plusWeeks(1)),
                open == 0
                        ? null
                        : open == 1
                                ? "1 stretch of this week has nobody on the rota"
                                : open + " stretches of this week have nobody on the rota",
                slots.stream().map(slot -> day(shown, slot, now)).toList(),
                shown.manages() ? form(layout, shown, monday, slots, typed, now) : null,
                shown.manages() ? null : "The managers of " + shown.team().title() + " change this rota.",
                shown.changes());
    }

    private static RotaPage.Day day(Shown shown, Rota.Slot slot, Instant now) {
        var clocks = Rota.clocks(slot.from(), slot.until());
        boolean past = !slot.until().isAfter(now);
        return new RotaPage.Day(
                "slot-" + slot.from().getEpochSecond(),
                Dates.weekdayAndYear(slot.date()),
                slot.kind(),
                Dates.time(slot.from()) + " to " + Dates.time(slot.until())
                        + clocks.map(words -> ". " + words + ", " + Rota.words(slot.length()) + " in all")
                                .orElse(""),
                slot.duties().stream()
                        .map(duty -> stretch(shown, slot, duty, now))
                        .toList(),
                slot.gaps().stream()
                        .map(gap -> (past ? "Nobody stood on the rota" : "Nobody on the rota")
                                + (gap.from().equals(slot.from()) && gap.until().equals(slot.until())
                                        ? ", " + Rota.words(gap.length())
                                        : " from " + Dates.time(gap.from()) + " to " + Dates.time(gap.until()) + ", "
                                                + Rota.words(gap.length())))
                        .toList(),
                past);
    }

    private static RotaPage.Stretch stretch(Shown shown, Rota.Slot slot, Rota.Duty duty, Instant now) {
        boolean whole = !duty.from().isAfter(slot.from()) && !duty.until().isBefore(slot.until());
        // A duty that runs over several slots is changed where it begins in this list, and not over and over again.
        boolean first = !duty.from().isBefore(slot.from())
                || slot.from().equals(Rota.at(slot.date(), shown.settings().dayBegins()))
                        && slot.date().getDayOfWeek() == DayOfWeek.MONDAY;
        boolean open = shown.manages() && first && duty.until().isAfter(now);
        return new RotaPage.Stretch(
                duty.name(),
                whole
                        ? ""
                        : "from " + Dates.time(max(duty.from(), slot.from())) + " to "
                                + Dates.time(min(duty.until(), slot.until())),
                open ? new Link("Change", "/rota/" + duty.id()) : null,
                open
                        ? new Action.Press(
                                duty.from().isAfter(now)
                                        ? "Take " + duty.name() + " off"
                                        : "End the duty of " + duty.name() + " now",
                                "/rota/" + duty.id() + "/remove",
                                List.of(),
                                null)
                        : null);
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Form form(
            stepways.app.web.Layout layout,
            Shown shown,
            LocalDate monday,
            List<Rota.Slot> slots,
            Typed typed,
            Instant now) {
        // The first gap to come is what somebody is wanted for.
        var gap = slots.stream()
                .flatMap(slot -> slot.gaps().stream())
                .filter(each -> each.from().isAfter(now))
                .findFirst()
                .orElseGet(() -> new Rota.Gap(
                        Rota.at(max(monday, Dates.day(now)), shown.settings().dayEnds()),
                        Rota.at(
                                max(monday, Dates.day(now)).plusDays(1),
                                shown.settings().dayBegins())));
        return new Form(
                "/rota",
                layout.csrf(),
                List.of(
                        new Hidden("key", typed.value("key", UUID.randomUUID().toString())),
                        new Hidden("team", shown.team().id()),
                        new Hidden("week", monday.toString())),
                fields(shown, typed, gap),
                "Put on the rota",
                List.of(),
                null,
                null);
    }

    private static LocalDate max(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static List<FormPart> fields(Shown shown, Typed typed, Rota.Gap gap) {
        return List.of(
                Fields.select(
                        typed,
                        "staff",
                        "Who is on duty?",
                        null,
                        shown.people().stream()
                                .map(each -> new Fields.Answer(each.id().toString(), each.name()))
                                .toList()),
                moment(typed, "from", "From", Dates.day(gap.from()), time(gap.from())),
                moment(typed, "until", "Until", Dates.day(gap.until()), time(gap.until())));
    }

    static FormPart.DateInput moment(Typed typed, String id, String legend, LocalDate day, java.time.LocalTime time) {
        return new FormPart.DateInput(
                id,
                legend,
                null,
                typed.value(id + "-day", String.valueOf(day.getDayOfMonth())),
                typed.value(id + "-month", String.valueOf(day.getMonthValue())),
                typed.value(id + "-year", String.valueOf(day.getYear())),
                typed.value(id + "-time", Dates.time(time)),
                typed.error(id));
    }

    /// A moment typed as day and time; empty, with an error at the field, where it is none.
    static Optional<Instant> readMoment(Typed typed, String id, boolean ends, Instant now) {
        var day = TypedDate.readDay(typed, id, "Enter the day");
        if (day.isEmpty()) {
            return Optional.empty();
        }
        if (Math.abs(day.get().getYear() - Dates.day(now).getYear()) > 2) {
            typed.fail(id, "Check the year: this is more than two years away");
            return Optional.empty();
        }
        var time = TypedDate.time(typed.value(id + "-time"));
        if (time.isEmpty()) {
            typed.fail(id, "Enter the time, such as 5:30pm");
            return Optional.empty();
        }
        var moment = Rota.typed(day.get(), time.get(), ends);
        if (moment.isEmpty()) {
            typed.fail(
                    id,
                    "There is no " + Dates.time(time.get()) + " on " + Dates.weekdayAndYear(day.get())
                            + ": the clocks go forward. Enter 2am or later");
        }
        return moment;
    }

    private record Span(UUID staff, Instant from, Instant until) {}

    private static Optional<Span> read(Typed typed, Shown shown, Instant now) {
        var staff = shown.people().stream()
                .filter(each -> each.id().toString().equals(typed.value("staff")))
                .findFirst();
        if (staff.isEmpty()) {
            typed.fail("staff", "Choose who is on duty");
        }
        var from = readMoment(typed, "from", false, now);
        var until = readMoment(typed, "until", true, now);
        if (from.isPresent() && until.isPresent()) {
            if (!until.get().isAfter(from.get())) {
                typed.fail("until", "The duty has to end after it begins");
            } else if (Duration.between(from.get(), until.get()).compareTo(LONGEST) > 0) {
                typed.fail("until", "A duty lasts 31 days at most. Check the month");
            } else if (!until.get().isAfter(now)) {
                typed.fail("until", "This duty would be over already");
            }
        }
        return typed.hasErrors() || staff.isEmpty() || from.isEmpty() || until.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(staff.get().id(), from.get(), until.get()));
    }

    @PostMapping("/rota")
    ModelAndView add(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var monday = monday(typed.value("week"), now);
        var shown = mine(me, typed.value("team"), monday, now);
        var span = read(typed, shown, now);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        span.ifPresent(each -> put(me, typed, shown, key, null, each, now));
        if (typed.hasErrors()) {
            return PageOf.view("staffing/rota", page(me, request, shown, monday, typed, now), HttpStatus.BAD_REQUEST);
        }
        flash.addFlashAttribute(Layouts.NOTICE, "The rota is changed.");
        return new ModelAndView("redirect:/rota?team=" + shown.team().id() + "&week="
                + span.map(each -> Dates.day(each.from()).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                        .orElse(monday));
    }

    private Shown mine(SignedInStaff me, String team, LocalDate monday, Instant now) {
        var shown = shown(me, team, monday, now).orElseThrow(() -> new NotFound("a team"));
        if (!shown.manages()) {
            throw new NotYours(
                    "Somebody else keeps this rota",
                    "Ask a manager of " + shown.team().title() + ".");
        }
        return shown;
    }

    /// Writes a duty, in place of another where there is one. Two people never answer for a team at one time: where
    /// that
    /// would be, nothing is written and the field says who stands there.
    private void put(
            SignedInStaff me, Typed typed, Shown shown, UUID key, @Nullable UUID instead, Span span, Instant now) {
        try {
            database.write(me.viewer(), sql -> {
                if (instead != null) {
                    take(sql, me, shown, instead, now);
                }
                var others = duties(sql, shown.team().id(), span.from(), span.until()).stream()
                        .filter(duty -> !duty.id().equals(key))
                        .toList();
                if (!others.isEmpty()) {
                    var other = others.getFirst();
                    throw new Overlap(other.name() + " is on duty " + span(other.from(), other.until())
                            + ". Two people cannot answer for a team at one time: change theirs first");
                }
                int written = sql.sql("""
                                insert into duty_rota (authority, id, team, staff, on_from, on_until)
                                values (:authority, :id, :team, :staff, :from, :until)
                                on conflict (authority, id) do nothing
                                """)
                        .param("authority", me.authority())
                        .param("id", key)
                        .param("team", shown.team().id())
                        .param("staff", span.staff())
                        .param("from", at(span.from()))
                        .param("until", at(span.until()))
                        .update();
                if (written == 1) {
                    change(sql, me, "added", shown.team().id(), span.staff(), span.from(), span.until(), now);
                }
                return true;
            });
        } catch (Overlap overlap) {
            typed.fail("from", overlap.words());
        } catch (DataIntegrityViolationException refused) {
            if (BrokenRule.in(refused)
                    .filter(rule -> rule.name().equals("one_person_answers_for_a_team_at_a_time"))
                    .isEmpty()) {
                throw refused;
            }
            typed.fail("from", "Somebody was quicker and stands on the rota in this time. Open the rota again");
        }
    }

    /// Somebody stands there already: nothing of the transaction stays.
    private static final class Overlap extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String words;

        Overlap(String words) {
            super("two people would answer for one team");
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// Takes a duty off, or ends it now if it runs. What is over stays: it says who answered.
    private boolean take(JdbcClient sql, SignedInStaff me, Shown shown, UUID id, Instant now) {
        var duty = find(sql, id).filter(each -> each.until().isAfter(now));
        if (duty.isEmpty()) {
            return false;
        }
        boolean runs = !duty.get().from().isAfter(now);
        int changed = runs && duty.get().from().isBefore(now)
                ? sql.sql("update duty_rota set on_until = :now where id = :id and on_until > :now")
                        .param("now", at(now))
                        .param("id", id)
                        .update()
                : sql.sql("delete from duty_rota where id = :id")
                        .param("id", id)
                        .update();
        if (changed == 1) {
            change(
                    sql,
                    me,
                    runs ? "ended" : "removed",
                    shown.team().id(),
                    duty.get().staff(),
                    duty.get().from(),
                    duty.get().until(),
                    now);
        }
        return changed == 1;
    }

    private void change(
            JdbcClient sql,
            SignedInStaff me,
            String changed,
            String team,
            UUID staff,
            Instant from,
            Instant until,
            Instant now) {
        sql.sql("""
                        insert into staffing_change (authority, id, about, changed, team, staff, from_at, until_at, recorded_at,
                                                     recorded_by)
                        values (:authority, :id, 'duty', :changed, :team, :staff, :from, :until, :now, :by)
                        """)
                .param("authority", me.authority())
                .param("id", ids.next())
                .param("changed", changed)
                .param("team", team)
                .param("staff", staff)
                .param("from", at(from))
                .param("until", at(until))
                .param("now", at(now))
                .param("by", me.staff())
                .update();
    }

    private record Found(String team, UUID staff, String name, Instant from, Instant until) {}

    private static Optional<Found> find(JdbcClient sql, UUID id) {
        return sql.sql("""
                        select d.team, d.staff, s.name, d.on_from, d.on_until
                          from duty_rota d
                          join staff s on s.authority = d.authority and s.id = d.staff
                         where d.id = :id
                        """)
                .param("id", id)
                .query((rs, _) -> new Found(
                        rs.getString("team"),
                        rs.getObject("staff", UUID.class),
                        rs.getString("name"),
                        rs.getObject("on_from", OffsetDateTime.class).toInstant(),
                        rs.getObject("on_until", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private Found found(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> find(sql, id)).orElseThrow(() -> new NotFound("a duty"));
    }

    /// A duty, to be changed.
    @GetMapping("/rota/{id}")
    ModelAndView duty(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var found = found(me, id);
        var shown = mine(me, found.team(), Dates.day(found.from()), now);
        return PageOf.view("staffing/give", changing(me, request, shown, id, found, Typed.nothing()));
    }

    private GivePage changing(
            SignedInStaff me, HttpServletRequest request, Shown shown, UUID id, Found found, Typed typed) {
        var layout = layouts.of(request, me, "Change a duty", "/work");
        var filled = typed.isNew()
                ? Typed.draft(java.util.Map.of("staff", List.of(found.staff().toString())))
                : typed;
        return new GivePage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                shown.team().title(),
                "Change the duty of " + found.name(),
                List.of(stepways.app.web.Fact.of("Now", span(found.from(), found.until()))),
                List.of("What stands there now is kept in the list of changes."),
                new Form(
                        "/rota/" + id,
                        layout.csrf(),
                        List.of(new Hidden(
                                "key", typed.value("key", UUID.randomUUID().toString()))),
                        List.of(
                                Fields.select(
                                        filled,
                                        "staff",
                                        "Who is on duty?",
                                        null,
                                        shown.people().stream()
                                                .map(each -> new Fields.Answer(
                                                        each.id().toString(), each.name()))
                                                .toList()),
                                moment(typed, "from", "From", Dates.day(found.from()), time(found.from())),
                                moment(typed, "until", "Until", Dates.day(found.until()), time(found.until()))),
                        "Change the duty",
                        List.of(new Link(
                                "Leave it", "/rota?team=" + found.team() + "&week=" + Dates.day(found.from()))),
                        null,
                        null));
    }

    private static java.time.LocalTime time(Instant at) {
        return at.atZone(Dates.ZONE).toLocalTime();
    }

    @PostMapping("/rota/{id}")
    ModelAndView change(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        var before = database.read(me.viewer(), sql -> find(sql, id));
        var again = database.read(me.viewer(), sql -> find(sql, key));
        if (before.isEmpty() && again.isPresent()) {
            return new ModelAndView("redirect:/rota?team=" + again.get().team() + "&week="
                    + Dates.day(again.get().from()));
        }
        var found = before.orElseThrow(() -> new NotFound("a duty"));
        var shown = mine(me, found.team(), Dates.day(found.from()), now);
        if (!found.until().isAfter(now)) {
            typed.fail("until", "This duty is over. It says who answered, and stays");
        }
        var span = read(typed, shown, now);
        // A duty that runs is not rewritten: it ends now, and the new one goes on from here.
        span.map(each -> each.from().isBefore(now) && found.from().isBefore(now)
                        ? new Span(each.staff(), now, each.until())
                        : each)
                .ifPresent(each -> put(me, typed, shown, key, id, each, now));
        if (typed.hasErrors()) {
            return PageOf.view("staffing/give", changing(me, request, shown, id, found, typed), HttpStatus.BAD_REQUEST);
        }
        flash.addFlashAttribute(Layouts.NOTICE, "The rota is changed.");
        return new ModelAndView("redirect:/rota?team=" + found.team() + "&week=" + Dates.day(found.from()));
    }

    @PostMapping("/rota/{id}/remove")
    ModelAndView remove(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, RedirectAttributes flash) {
        var now = clock.instant();
        var found = found(me, id);
        var shown = mine(me, found.team(), Dates.day(found.from()), now);
        boolean changed = database.write(me.viewer(), sql -> take(sql, me, shown, id, now));
        flash.addFlashAttribute(
                Layouts.NOTICE,
                changed
                        ? found.name() + " is off the rota. Look for the gap this may have left."
                        : "This duty is over. It says who answered, and stays.");
        return new ModelAndView("redirect:/rota?team=" + found.team() + "&week=" + Dates.day(found.from()));
    }
}
