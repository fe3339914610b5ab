package stepways.app.staffing;

import static stepways.app.staffing.HandingOn.at;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.record.RunReader;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
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
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// The desk for somebody who leaves or is off sick: everything they hold, handed on in one act, child by child.
@Controller
class LeavingController {

    private final Database database;
    private final Procedures procedures;
    private final HandingOn handingOn;
    private final Layouts layouts;
    private final InstantSource clock;

    LeavingController(
            Database database, Procedures procedures, HandingOn handingOn, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.handingOn = handingOn;
        this.layouts = layouts;
        this.clock = clock;
    }

    /// A step of an open run that names this person for what is still to come.
    private record Named(UUID run, String reference, String item, String title) {}

    private record Shown(
            UUID staff,
            String name,
            Policy policy,
            Actor actor,
            List<String> services,
            Optional<Teams.Team> duty,
            List<Holdings.Holding> held,
            List<Candidates.Candidate> people,
            Map<UUID, Map<UUID, String>> worked,
            List<Named> named,
            List<ManyPage.Others> lists,
            String away) {}

    @GetMapping("/leaving/{staff}")
    ModelAndView show(@PathVariable UUID staff, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var shown = shown(me, staff, now);
        return PageOf.view("staffing/many", page(me, request, shown, Typed.nothing(), now));
    }

    private Shown shown(SignedInStaff me, UUID staff, Instant now) {
        return database.read(me.viewer(), sql -> {
            var name = sql.sql("select name from staff where id = :id")
                    .param("id", staff)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> new NotFound("a member of staff"));
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var held = new Holdings(sql, me.staff(), now).of(staff);
            var services = new LinkedHashSet<String>();
            held.forEach(each -> services.add(each.service()));
            var teams = new Teams(sql, now);
            teams.of(staff).forEach(team -> services.add(team.service()));
            services.removeIf(service -> !Ways.manages(policy, actor, service));
            if (services.isEmpty()) {
                throw new NotYours(
                        "You do not manage " + name, "Ask a manager of the service in which " + name + " works.");
            }
            var mine = held.stream()
                    .filter(each -> services.contains(each.service()))
                    .toList();
            var candidates = new Candidates(sql, now);
            var people = new LinkedHashMap<UUID, Candidates.Candidate>();
            var team = teams.of(staff).stream().map(Teams.Team::id).findFirst().orElse("");
            for (var service : services) {
                candidates
                        .of(Ways.holding(policy, service), service, team)
                        .forEach(each -> people.putIfAbsent(each.staff(), each));
            }
            var worked = new LinkedHashMap<UUID, Map<UUID, String>>();
            for (var each : mine) {
                var family = each.family();
                if (family != null) {
                    worked.computeIfAbsent(family, candidates::workedWith);
                }
            }
            var named = named(sql, me, staff, now);
            return new Shown(
                    staff,
                    name,
                    policy,
                    actor,
                    List.copyOf(services),
                    teams.dutyTeam(policy, staff, services.getFirst()),
                    mine,
                    List.copyOf(people.values()),
                    worked,
                    named,
                    lists(sql, staff, named, held.size() - mine.size(), now),
                    away(sql, staff, now));
        });
    }

    /// Where an open run names this person for something to come: the next worker is named there instead.
    private List<Named> named(JdbcClient sql, SignedInStaff me, UUID staff, Instant now) {
        var all = new ArrayList<Named>();
        var runs =
                sql.sql("""
                        select distinct e.run
                          from run_event e
                          join run r on r.authority = e.authority and r.id = e.run and r.status = 'open'
                         where e.type = 'item-done'
                           and e.payload ~ '"value":"[0-9a-f-]{36}"'
                           and substring(e.payload from '"value":"([0-9a-f-]{36})"') = :staff
                        """).param("staff", staff.toString()).query(UUID.class).list();
        for (var run : List.copyOf(runs)) {
            var loaded = new RunReader(sql).load(run, now);
            if (loaded.isEmpty()) {
                continue;
            }
            var policy =
                    procedures.of(me.viewer().authority(), loaded.get().run().policy(), sql);
            var pathway = policy.pathway(loaded.get().run().pathway());
            loaded.get().run().items().forEach((key, done) -> {
                if (done.value().equals(staff.toString())) {
                    pathway.item(key.item())
                            .filter(item -> item.kind() instanceof Item.Kind.Named)
                            .ifPresent(item -> all.add(new Named(
                                    run,
                                    loaded.get().reference(),
                                    key.item() + (key.subject().isEmpty() ? "" : "@" + key.subject()),
                                    item.title())));
                }
            });
        }
        return all;
    }

    private static String away(JdbcClient sql, UUID staff, Instant now) {
        return new Absences(sql).running(staff, now).map(each -> each.words()).orElse("At work");
    }

    /// What else somebody holds, to be looked at one by one.
    private static List<ManyPage.Others> lists(
            JdbcClient sql, UUID staff, List<Named> named, int elsewhere, Instant now) {
        var all = new ArrayList<ManyPage.Others>();
        var items = sql.sql("""
                        select w.title, r.id, r.reference
                          from work_item w
                          join run r on r.authority = w.authority and r.id = w.run
                         where w.staff = :staff
                         order by w.due_at nulls last, r.reference, w.item
                         limit 200
                        """)
                .param("staff", staff)
                .query((rs, _) -> new ManyPage.Line(
                        new Link(rs.getString("reference"), "/transfers/" + rs.getObject("id", UUID.class)),
                        rs.getString("title")))
                .list();
        all.add(new ManyPage.Others(
                "open-steps", "Open steps (" + items.size() + ")", items, "No open step waits for this person."));
        all.add(new ManyPage.Others(
                "named",
                "Named for something to come (" + named.size() + ")",
                named.stream()
                        .map(each ->
                                new ManyPage.Line(new Link(each.reference(), "/transfers/" + each.run()), each.title()))
                        .toList(),
                "No open transfer names this person for a later step."));
        var meetings = sql.sql("""
                        select s.id, s.sits_at, f.reference
                          from sitting_item i
                          join sitting s on s.authority = i.authority and s.id = i.sitting
                          left join family f on f.authority = i.authority and f.id = i.family
                         where i.status = 'listed'
                           and s.status = 'planned'
                           and s.sits_at > :now
                           and (i.presented_by = :staff or s.chair = :staff
                                or i.run in (
                                    select c.run
                                      from allocation a
                                      join run_child c on c.authority = a.authority and c.child = a.child and c.left_at is null
                                     where a.staff = :staff
                                       and a.held_until is null))
                         order by s.sits_at, f.reference
                         limit 200
                        """)
                .param("staff", staff)
                .param("now", at(now))
                .query((rs, _) -> new ManyPage.Line(
                        new Link(
                                Dates.dateAndTime(rs.getObject("sits_at", java.time.OffsetDateTime.class)
                                        .toInstant()),
                                "/meetings/" + rs.getObject("id", UUID.class)),
                        rs.getString("reference") == null ? "" : rs.getString("reference")))
                .list();
        all.add(new ManyPage.Others(
                "meetings", "Meetings to come (" + meetings.size() + ")", meetings, "No family stands on an agenda."));
        int drafts = sql.sql("select count(*) from draft where staff = :staff")
                .param("staff", staff)
                .query(Integer.class)
                .single();
        var lines = new ArrayList<ManyPage.Line>();
        if (elsewhere > 0) {
            lines.add(new ManyPage.Line(
                    new Link(elsewhere + " more", "/leaving/" + staff),
                    "held in another service: its manager hands them on"));
        }
        all.add(new ManyPage.Others(
                "drafts",
                "Drafts (" + drafts + ")",
                lines,
                drafts == 0
                        ? "Nothing typed and not recorded."
                        : "Typed and not recorded. Only this person can read them; ask for them while you can."));
        return all;
    }

    private ManyPage page(SignedInStaff me, HttpServletRequest request, Shown shown, Typed typed, Instant now) {
        var layout = layouts.of(request, me, "Hand on everything somebody holds", "/work");
        var rows = shown.held().stream()
                .map(each -> ManyController.row(
                        each, shown.people(), shown.duty(), shown.worked(), typed, now, shown.staff()))
                .toList();
        long families =
                shown.held().stream().map(Holdings.Holding::family).distinct().count();
        long leads =
                shown.held().stream().filter(each -> each.part().equals("lead")).count();
        var ways = shown.services().stream()
                .flatMap(service -> Ways.insideOneService(shown.policy(), service).stream())
                .toList();
        var clauses = ways.stream()
                .flatMap(way -> way.door().clauses().stream())
                .distinct()
                .toList();
        return new ManyPage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                "Leaving, or off sick",
                "What " + shown.name() + " holds",
                List.of(),
                List.of(
                        Fact.of("Families", Long.toString(families)),
                        Fact.of("Children as named practitioner", Long.toString(leads)),
                        Fact.of(
                                "Children beside another",
                                Long.toString(shown.held().size() - leads)),
                        Fact.of("Now", shown.away())),
                shown.held().isEmpty()
                        ? List.of()
                        : List.of("Each child goes from one person to the next at one instant. One that cannot be"
                                + " handed on says why, and the others stand."),
                Choosing.select(
                        typed,
                        Choosing.ALL,
                        "One person for all of them",
                        "Choose for each child",
                        shown.people(),
                        shown.duty(),
                        shown.staff()),
                rows,
                rows.isEmpty()
                        ? null
                        : new Form(
                                "/leaving/" + shown.staff(),
                                layout.csrf(),
                                List.of(
                                        new Hidden(
                                                "key",
                                                typed.value(
                                                        "key", UUID.randomUUID().toString())),
                                        TypedDate.offered(typed, now)),
                                List.of(
                                        kinds(typed),
                                        Fields.area(
                                                typed,
                                                "reason",
                                                "Why are they handed on?",
                                                "Say what a family may be told. Nothing about health is needed.",
                                                3),
                                        TypedDate.happened(typed, now)),
                                "Hand them on",
                                List.of(new Link("Cover and deputies", "/cover")),
                                null,
                                null),
                clauses.isEmpty() ? null : new Citing(shown.policy()).brief(null, clauses),
                ways.isEmpty() || shown.held().isEmpty()
                        ? List.of()
                        : shown.held().stream()
                                .filter(each ->
                                        each.family() != null && each.part().equals("lead"))
                                .map(each -> new Link(
                                        String.valueOf(each.reference()),
                                        "/transfers/new?family=" + each.family() + "&direction=ACROSS"))
                                .distinct()
                                .toList(),
                rows.isEmpty() ? shown.name() + " holds no child." : null,
                shown.lists());
    }

    private static FormPart kinds(Typed typed) {
        return Fields.radios(
                typed,
                "kind",
                "Why now?",
                null,
                List.of(
                        new Fields.Answer("leaving", "They leave the council"),
                        new Fields.Answer("sickness", "They are off sick"),
                        new Fields.Answer("handed-on", "They stay, and somebody else takes these on")));
    }

    @PostMapping("/leaving/{staff}")
    ModelAndView handOn(
            @PathVariable UUID staff, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        var shown = shown(me, staff, now);
        var kind = switch (typed.value("kind")) {
            case "leaving" -> Act.Kind.LEAVING;
            case "sickness" -> Act.Kind.SICKNESS;
            case "handed-on" -> Act.Kind.HANDED_ON;
            default -> {
                typed.fail("kind", "Choose why they are handed on now");
                yield Act.Kind.HANDED_ON;
            }
        };
        var reason = typed.text("reason", "Say why they are handed on");
        var happened = TypedDate.readHappened(typed, now);
        var wishes = new ArrayList<Act.Wish>(Choosing.wishes(typed, asked(me, shown, typed, now)));
        if (wishes.isEmpty()) {
            typed.fail(Choosing.ALL, "Choose who takes on at least one child");
        }
        if (typed.hasErrors()) {
            return PageOf.view("staffing/many", page(me, request, shown, typed, now), HttpStatus.BAD_REQUEST);
        }
        // Where the leaver is named for a step to come, the one who takes on most is named there instead.
        Choosing.read(typed.value(Choosing.ALL))
                .or(() -> wishes.stream().map(Act.Wish::to).findFirst())
                .ifPresent(to -> {
                    if (to instanceof Act.To.Practitioner next) {
                        shown.named().forEach(each -> wishes.add(new Act.Wish.OfStep(each.run(), each.item(), next)));
                    }
                });
        database.write(me.viewer(), sql -> {
            if (kind == Act.Kind.LEAVING || kind == Act.Kind.SICKNESS) {
                new Absences(sql).begin(me, key, staff, kind.stored(), happened.orElse(now), null, now);
            }
            return true;
        });
        handingOn.carryOut(me, new Act(key, kind, null, staff, reason, happened, wishes));
        return new ModelAndView("redirect:/handed-on/" + key);
    }

    /// The allocations the page showed, also those that have changed hands since: their rows say who was quicker.
    private List<Holdings.Holding> asked(SignedInStaff me, Shown shown, Typed typed, Instant now) {
        var ids = typed.values().keySet().stream()
                .filter(field -> field.matches("to-[0-9a-f-]{36}"))
                .map(field -> UUID.fromString(field.substring(3)))
                .limit(1000)
                .toList();
        return database.read(me.viewer(), sql -> new Holdings(sql, me.staff(), now).these(ids)).stream()
                .filter(each ->
                        shown.staff().equals(each.staff()) && shown.services().contains(each.service()))
                .toList();
    }
}
