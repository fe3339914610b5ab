package stepways.app.worklist;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.staffing.CapacityCalls;
import stepways.app.staffing.Ways;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.RefusalText;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Typed;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;

/// A team's tray: what has arrived and is nobody's by name yet, and who answers for the team now.
@Controller
class TrayController {

    private static final int PAGE = 50;

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final InstantSource clock;
    private final Layouts layouts;

    TrayController(Database database, Procedures procedures, Casework casework, InstantSource clock, Layouts layouts) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.clock = clock;
        this.layouts = layouts;
    }

    private record Team(String id, String packTeam, String title, String service) {}

    @GetMapping("/trays")
    ModelAndView first(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var teams = database.read(me.viewer(), sql -> mine(sql, me, clock.instant()));
        if (!teams.isEmpty()) {
            return new ModelAndView("redirect:/trays/" + teams.getFirst().id());
        }
        var page = new TrayPage(
                layouts.of(request, me, "Team tray", "/trays"),
                "Team tray",
                "You are in no team",
                "A tray belongs to a team. What waits for your role stands under My work.",
                List.of(),
                List.of(),
                "Nothing is shown here.",
                List.of(),
                null,
                "",
                List.of(),
                List.of(),
                null);
        return PageOf.view("worklist/tray", page);
    }

    @GetMapping("/trays/{*team}")
    ModelAndView tray(
            @PathVariable String team,
            @RequestParam(defaultValue = "") String after,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var id = team.substring(1);
        var now = clock.instant();
        var layout = layouts.of(request, me, "Team tray", "/trays");
        var page = database.read(me.viewer(), sql -> {
            var teams = mine(sql, me, now);
            var here = team(sql, id);
            if (teams.stream().noneMatch(each -> each.id().equals(id))) {
                throw new NotYours(
                        "This is another team’s tray", "You are not in " + here.title() + ". Ask its manager.");
            }
            var position = after.split("_", 2);
            var rows = new Waiting(sql, procedures, me, now)
                    .inTray(
                            List.of(here.id(), here.packTeam()),
                            position.length == 2 && position[0].matches("[0-9]{1,15}")
                                    ? Instant.ofEpochMilli(Long.parseLong(position[0]))
                                    : null,
                            position.length == 2 && position[1].matches("[0-9a-f-]{36}")
                                    ? UUID.fromString(position[1])
                                    : null);
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var from = senders(sql, rows);
            var shown = rows.size() > PAGE ? rows.subList(0, PAGE) : rows;
            var unnamed = unnamed(sql, me, policy, actor, here, rows, now);
            var calls = new CapacityCalls(sql).ofTeam(here.id());
            boolean bulk = unnamed.stream().filter(row -> row.pick() != null).count() > 1;
            return new TrayPage(
                    layout,
                    Dates.weekdayAndYear(Dates.day(now)) + ", " + Dates.time(now),
                    trayTitle(policy, here),
                    duty(sql, policy, here, now),
                    teams.stream()
                            .map(each -> new Tab(
                                    each.title(),
                                    "/trays/" + each.id(),
                                    each.id().equals(id)))
                            .toList(),
                    shown.stream()
                            .map(row -> row(row, from.getOrDefault(row.run(), ""), actor, here, now))
                            .toList(),
                    shown.isEmpty() ? lastDealtWith(sql, here, now) : "",
                    unnamed,
                    bulk ? "/allocate" : null,
                    here.id(),
                    calls.stream().map(call -> call(policy, call, now)).toList(),
                    List.of(),
                    pages(rows, shown, id, after));
        });
        return PageOf.view("worklist/tray", page);
    }

    private static String trayTitle(Policy policy, Team team) {
        return policy.team(team.packTeam())
                .map(found -> found.tray())
                .filter(tray -> !tray.isEmpty())
                .map(tray -> tray.toLowerCase(java.util.Locale.ROOT)
                                .startsWith(team.title().toLowerCase(java.util.Locale.ROOT))
                        ? tray
                        : tray + ": " + team.title())
                .orElse(team.title());
    }

    private static @Nullable Pages pages(List<Waiting.Row> rows, List<Waiting.Row> shown, String team, String after) {
        if (after.isEmpty() && rows.size() <= PAGE) {
            return null;
        }
        var last = shown.isEmpty() ? null : shown.getLast();
        return new Pages(
                shown.size() + " shown, oldest first",
                after.isEmpty() ? null : "/trays/" + team,
                rows.size() <= PAGE || last == null
                        ? null
                        : "/trays/" + team + "?after=" + last.arrived().toEpochMilli() + "_" + last.run());
    }

    private static Team team(JdbcClient sql, String id) {
        return sql.sql("select id, pack_team, title, service from team where id = :id and active")
                .param("id", id)
                .query((rs, _) -> new Team(
                        rs.getString("id"), rs.getString("pack_team"), rs.getString("title"), rs.getString("service")))
                .optional()
                .orElseThrow(() -> new NotFound("a team"));
    }

    /// The teams somebody works in or is on duty for, and the trays their localities share.
    private static List<Team> mine(JdbcClient sql, SignedInStaff me, Instant now) {
        return sql.sql("""
                        with in_teams as (
                            select r.team
                              from staff_role r
                             where r.staff = :staff
                               and r.team is not null
                               and r.held_from <= :now
                               and (r.held_until is null or r.held_until > :now)
                            union
                            select d.team
                              from duty_rota d
                             where d.staff = :staff
                               and d.on_from <= :now
                               and d.on_until > :now)
                        select t.id, t.pack_team, t.title, t.service
                          from team t
                         where t.active
                           and t.id in (select team from in_teams)
                         order by t.title
                        """)
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> new Team(
                        rs.getString("id"), rs.getString("pack_team"), rs.getString("title"), rs.getString("service")))
                .list();
    }

    private static String duty(JdbcClient sql, Policy policy, Team team, Instant now) {
        var name = sql.sql("""
                        select s.name
                          from duty_rota d
                          join staff s on s.authority = d.authority and s.id = d.staff
                         where d.team = any(:teams)
                           and d.on_from <= :now
                           and d.on_until > :now
                         limit 1
                        """)
                .param("teams", new String[] {team.id(), team.packTeam()})
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional();
        return name.map(who -> "On duty now: " + who + ".")
                .orElseGet(() -> policy.team(team.packTeam())
                        .map(found -> found.dutyRole())
                        .filter(role -> !role.isEmpty())
                        .map(role -> "Nobody stands on the rota now; the "
                                + policy.role(role).title() + " answers for the team.")
                        .orElse("Nobody stands on the rota now."));
    }

    /// Who did the last step of each run.
    private static Map<UUID, String> senders(JdbcClient sql, List<Waiting.Row> rows) {
        var from = new LinkedHashMap<UUID, String>();
        sql.sql("""
                        select r.run, s.name
                          from unnest(:runs) as r (run)
                          cross join lateral (
                               select e.by_staff
                                 from run_event e
                                where e.run = r.run
                                  and e.by_staff is not null
                                order by e.seq desc
                                limit 1) last
                          join staff s on s.id = last.by_staff
                        """)
                .param("runs", rows.stream().map(Waiting.Row::run).distinct().toArray(UUID[]::new))
                .query(rs -> {
                    from.put(rs.getObject("run", UUID.class), "from " + rs.getString("name"));
                });
        return from;
    }

    private static TrayPage.Row row(Waiting.Row row, String from, Actor actor, Team team, Instant now) {
        var family = WorkController.family(row);
        return new TrayPage.Row(
                row.id(),
                row.title(),
                row.url(),
                row.why(),
                family == null ? new Link(row.reference(), "/transfers/" + row.run()) : family,
                row.about(),
                from,
                Dates.brief(row.arrived()) + ", " + Dates.time(row.arrived()),
                WorkController.due(row, now),
                WorkController.tag(row, now),
                action(row, actor, team));
    }

    /// Whoever may name a person allocates it, and takes it themselves where they hold the role.
    private static @Nullable Action action(Waiting.Row row, Actor actor, Team team) {
        var named = named(row);
        if (named.isEmpty() || !holds(row.policy(), row.role(), actor)) {
            return null;
        }
        if (holds(row.policy(), named.get(), actor)) {
            return new Action.Press(
                    "Take it",
                    "/trays/take",
                    List.of(
                            new Hidden("run", row.run().toString()),
                            new Hidden("item", row.what().substring("item:".length())),
                            new Hidden("team", team.id()),
                            new Hidden("key", UUID.randomUUID().toString())),
                    null);
        }
        return new Action.Open("Allocate", allocate(team, row), null);
    }

    /// Where a step that asks for a name is allocated.
    private static String allocate(Team team, Waiting.Row row) {
        return "/trays/" + team.id() + "/" + row.run() + "~" + row.what().substring("item:".length()) + "/allocate";
    }

    private static TrayPage.Call call(Policy policy, CapacityCalls.Call call, Instant now) {
        var hours = Duration.between(call.since(), now).toHours();
        return new TrayPage.Call(
                call.family() == null || call.reference() == null
                        ? null
                        : new Link(call.reference(), "/families/" + call.family()),
                "Nobody is free. Raised with the "
                        + (policy.knowsRole(call.role())
                                ? policy.role(call.role()).title()
                                : call.role())
                        + " by " + call.by() + " on " + Dates.dateAndTime(call.since()),
                hours < 1
                        ? "just now"
                        : hours < 48
                                ? "for " + hours + (hours == 1 ? " hour" : " hours")
                                : "for " + hours / 24 + " days",
                call.words());
    }

    /// "The tray is empty. Last item dealt with at 10:15am."
    private static String lastDealtWith(JdbcClient sql, Team team, Instant now) {
        return sql.sql("""
                        select max(at)
                          from (select recorded_at as at
                                  from staffing_act
                                 where team = any(:teams)
                                   and recorded_at > :since
                                union all
                                select e.recorded_at
                                  from run_event e
                                  join staff_role r on r.authority = e.authority and r.staff = e.by_staff and r.team = any(:teams)
                                 where e.recorded_at > :since) dealt
                        """)
                .param("teams", new String[] {team.id(), team.packTeam()})
                .param("since", now.minus(Duration.ofDays(31)).atOffset(ZoneOffset.UTC))
                .query((rs, _) -> Optional.ofNullable(rs.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant)
                .map(at -> "The tray is empty. Last item dealt with "
                        + (Dates.day(at).equals(Dates.day(now))
                                ? "at " + Dates.time(at)
                                : "on " + Dates.dateAndTime(at))
                        + ".")
                .orElse("The tray is empty.");
    }

    private static boolean holds(Policy policy, String wanted, Actor actor) {
        return actor.grants().stream()
                .anyMatch(grant -> grant.covering() == null && holds(policy, wanted, grant.role()));
    }

    private static Optional<String> named(Waiting.Row row) {
        if (!row.what().startsWith("item:")) {
            return Optional.empty();
        }
        var name = row.what().substring("item:".length()).split("@", 2)[0];
        return row.policy().pathways().values().stream()
                .filter(pathway -> pathway.title().equals(row.pathway()))
                .flatMap(pathway -> pathway.item(name).stream())
                .flatMap(item -> item.kind() instanceof Item.Kind.Named(var role)
                        ? java.util.stream.Stream.of(role)
                        : java.util.stream.Stream.<String>empty())
                .findFirst();
    }

    private static boolean holds(Policy policy, String wanted, String role) {
        return wanted.equals(role) || policy.role(wanted).anyOf().stream().anyMatch(each -> holds(policy, each, role));
    }

    /// Becoming the person named, where the pack asks for one.
    @PostMapping("/trays/take")
    ModelAndView take(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        var typed = Typed.posted(request);
        if (!typed.value("run").matches("[0-9a-f-]{36}")) {
            throw new NotFound("a transfer");
        }
        var run = UUID.fromString(typed.value("run"));
        var parts = typed.value("item").split("@", 2);
        var seen = casework.see(me.viewer(), run).orElseThrow(() -> new NotFound("a transfer"));
        var answer = casework.submit(
                me.viewer(),
                run,
                new Casework.Form(
                        typed.key().orElseGet(() -> UUID.randomUUID().toString()),
                        seen.run().seq(),
                        Optional.empty()),
                _ -> new Command.Request.DoItem(
                        new ItemKey(parts[0], parts.length == 2 ? parts[1] : ""),
                        me.staff().toString(),
                        Optional.empty()));
        var back = "redirect:/trays/" + typed.value("team").replaceAll("[^a-z0-9/-]", "");
        return switch (answer) {
            case Casework.Answer.Done _ -> {
                flash.addFlashAttribute(Layouts.NOTICE, "You have taken it.");
                yield new ModelAndView("redirect:/transfers/" + run);
            }
            case Casework.Answer.Refused(var refusals, var _) -> {
                var text = RefusalText.of(seen.policy(), seen.run(), name -> name);
                flash.addFlashAttribute(
                        Layouts.NOTICE,
                        "Not taken. "
                                + String.join(
                                        " ", refusals.stream().map(text::words).toList()));
                yield new ModelAndView(back);
            }
            case Casework.Answer.Changed _ -> {
                flash.addFlashAttribute(Layouts.NOTICE, "Somebody was quicker. Here is the tray as it stands now.");
                yield new ModelAndView(back);
            }
            case Casework.Answer.NotFound() -> throw new NotFound("a transfer");
        };
    }

    /// Children whom the team's duty holder answers for until somebody is named, longest first.
    private static List<TrayPage.Unnamed> unnamed(
            JdbcClient sql,
            SignedInStaff me,
            Policy policy,
            Actor actor,
            Team team,
            List<Waiting.Row> rows,
            Instant now) {
        var all = new ArrayList<TrayPage.Unnamed>();
        boolean manages = Ways.manages(policy, actor, team.service());
        boolean takes = Ways.insideOneService(policy, team.service()).isEmpty()
                && actor.grants().stream()
                        .map(grant -> policy.role(grant.role()))
                        .anyMatch(role -> role.practitioner() && role.in().equals(team.service()));
        sql.sql("""
                        select f.id, f.reference, min(a.held_from) as since,
                               string_agg(case
                                              when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                                              then coalesce(p.known_as, p.forename, '') || ' ' || p.surname
                                              else 'a guarded record'
                                          end, ', ' order by p.birth_date) as names,
                               (array_agg(r.id order by a.held_from desc) filter (where r.id is not null))[1] as run,
                               (array_agg(r.reference order by a.held_from desc) filter (where r.id is not null))[1] as run_reference
                          from allocation a
                          join person p on p.authority = a.authority and p.id = a.child
                          join family_member m on m.authority = a.authority and m.person = a.child
                          join family f on f.authority = m.authority and f.id = m.family
                          left join run r on r.authority = a.authority and r.id = a.begun_by_run
                         where a.duty_of_team = any(:teams)
                           and a.part = 'lead'
                           and a.held_until is null
                         group by f.id, f.reference
                         order by min(a.held_from), f.id
                         limit 100
                        """)
                .param("teams", new String[] {team.id(), team.packTeam()})
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(rs -> {
                    var since = rs.getObject("since", OffsetDateTime.class).toInstant();
                    long days = ChronoUnit.DAYS.between(Dates.day(since), Dates.day(now));
                    var run = rs.getObject("run", UUID.class);
                    var family = rs.getObject("id", UUID.class);
                    // Where a step of an open run asks for the name, the name is given there.
                    var step = rows.stream()
                            .filter(row ->
                                    family.equals(row.family()) && named(row).isPresent())
                            .findFirst();
                    var url = "/trays/" + team.id() + "/" + family + "/allocate";
                    boolean direct = manages && step.isEmpty();
                    all.add(new TrayPage.Unnamed(
                            new Link(rs.getString("names"), "/families/" + family),
                            rs.getString("reference"),
                            days == 0 ? "today" : days == 1 ? "1 day" : days + " days",
                            run == null
                                    ? "taken over from the case system"
                                    : "through " + rs.getString("run_reference"),
                            direct
                                    ? new Action.Open("Allocate", url, null)
                                    : step.isPresent()
                                            ? new Action.Open(
                                                    step.get().title(),
                                                    holds(policy, step.get().role(), actor)
                                                            ? allocate(team, step.get())
                                                            : "/transfers/"
                                                                    + step.get().run(),
                                                    null)
                                            : takes
                                                    ? new Action.Open("Take it on", url, null)
                                                    : run == null
                                                            ? null
                                                            : new Action.Open(
                                                                    "Open the transfer", "/transfers/" + run, null),
                            direct ? family.toString() : null));
                });
        return all;
    }
}
