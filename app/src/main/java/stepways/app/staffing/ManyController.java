package stepways.app.staffing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
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
import stepways.app.web.TypedDate;

/// Allocates several families of a tray in one act; each row stands for itself.
@Controller
class ManyController {

    private static final int MOST = 100;

    private final Database database;
    private final Procedures procedures;
    private final HandingOn handingOn;
    private final Layouts layouts;
    private final InstantSource clock;

    ManyController(
            Database database, Procedures procedures, HandingOn handingOn, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.handingOn = handingOn;
        this.layouts = layouts;
        this.clock = clock;
    }

    private record Shown(
            Teams.Team team,
            String onDuty,
            List<Holdings.Holding> held,
            List<Candidates.Candidate> people,
            Map<UUID, Map<UUID, String>> worked) {}

    @GetMapping("/allocate")
    ModelAndView show(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var asked = Typed.posted(request);
        var now = clock.instant();
        var shown = shown(me, asked, now);
        return PageOf.view("staffing/many", page(me, request, shown, asked, Typed.nothing(), now));
    }

    private Shown shown(SignedInStaff me, Typed asked, Instant now) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var teams = new Teams(sql, now);
            var team = teams.find(asked.value("team")).orElseThrow(() -> new NotFound("a team"));
            if (!Ways.manages(policy, actor, team.service())) {
                throw new NotYours("Somebody else allocates here", "Ask the manager of " + team.title() + ".");
            }
            var picked = asked.all("pick").stream()
                    .filter(each -> each.matches("[0-9a-f-]{36}"))
                    .map(UUID::fromString)
                    .distinct()
                    .limit(MOST)
                    .toList();
            var held = new Holdings(sql, me.staff(), now).ofDuty(team.keys(), picked);
            var candidates = new Candidates(sql, now);
            var worked = new LinkedHashMap<UUID, Map<UUID, String>>();
            for (var each : held) {
                var family = each.family();
                if (family != null) {
                    worked.computeIfAbsent(family, candidates::workedWith);
                }
            }
            return new Shown(
                    team,
                    teams.onDuty(team).orElse("nobody on the rota"),
                    held,
                    candidates.of(Ways.holding(policy, team.service()), team.service(), team.id()),
                    worked);
        });
    }

    private ManyPage page(
            SignedInStaff me, HttpServletRequest request, Shown shown, Typed asked, Typed typed, Instant now) {
        var layout = layouts.of(request, me, "Allocate several families", "/trays");
        var rows = shown.held().stream()
                .map(each -> row(each, shown.people(), Optional.empty(), shown.worked(), typed, now, null))
                .toList();
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("key", typed.value("key", UUID.randomUUID().toString())));
        hidden.add(new Hidden("team", shown.team().id()));
        asked.all("pick").stream().distinct().limit(MOST).forEach(pick -> hidden.add(new Hidden("pick", pick)));
        hidden.add(TypedDate.offered(typed, now));
        return new ManyPage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                shown.team().title(),
                "Allocate several families",
                List.of(),
                List.of(Fact.of("Duty holder now", shown.onDuty())),
                List.of("A child for whom nobody is chosen stays where they are."),
                Choosing.select(
                        typed,
                        Choosing.ALL,
                        "One person for all of them",
                        "Choose for each child",
                        shown.people(),
                        Optional.empty(),
                        null),
                rows,
                rows.isEmpty()
                        ? null
                        : new Form(
                                "/allocate",
                                layout.csrf(),
                                hidden,
                                List.of(
                                        Fields.area(typed, "reason", "A word to the next workers (optional)", null, 2),
                                        TypedDate.happened(typed, now)),
                                "Allocate",
                                List.of(new Link(
                                        "Back to the tray",
                                        "/trays/" + shown.team().id())),
                                null,
                                null),
                null,
                List.of(),
                rows.isEmpty() ? "Nothing was ticked, or all of it has been allocated since." : null,
                List.of());
    }

    /// One child in the list, with the people who know the family named beside it.
    static ManyPage.Row row(
            Holdings.Holding each,
            List<Candidates.Candidate> people,
            Optional<Teams.Team> duty,
            Map<UUID, Map<UUID, String>> worked,
            Typed typed,
            Instant now,
            @org.jspecify.annotations.Nullable UUID without) {
        var family = each.family();
        var known = family == null ? Map.<UUID, String>of() : worked.getOrDefault(family, Map.of());
        var knows = people.stream()
                .filter(person ->
                        known.containsKey(person.staff()) && !person.staff().equals(without) && !person.gone())
                .map(person -> person.name() + ": " + known.get(person.staff()))
                .toList();
        return new ManyPage.Row(
                each.childWords(Dates.day(now)),
                family == null || each.reference() == null ? null : new Link(each.reference(), "/families/" + family),
                (each.part().equals("lead") ? "" : "Works beside, ") + "since " + Dates.date(each.since()),
                each.openRuns() == 0
                        ? "No open transfer"
                        : each.openRuns() == 1 ? "1 open transfer" : each.openRuns() + " open transfers",
                knows.isEmpty() ? "Nobody else has worked with this family" : String.join("; ", knows),
                Choosing.select(
                        typed,
                        Choosing.field(each.allocation()),
                        "Who takes on " + each.name(),
                        "As chosen for all",
                        people,
                        each.part().equals("lead") ? duty : Optional.empty(),
                        without));
    }

    @PostMapping("/allocate")
    ModelAndView allocate(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        var shown = shown(me, typed, now);
        // What the page showed may have changed hands: its row then says who was quicker.
        var asked = typed.values().keySet().stream()
                .filter(field -> field.matches("to-[0-9a-f-]{36}"))
                .map(field -> UUID.fromString(field.substring(3)))
                .limit(5 * MOST)
                .toList();
        var held = database.read(me.viewer(), sql -> new Holdings(sql, me.staff(), now).these(asked)).stream()
                .filter(each -> each.team() != null
                        && shown.team().keys().contains(each.team())
                        && each.service().equals(shown.team().service()))
                .toList();
        var wishes = Choosing.wishes(typed, held);
        var reason = typed.optional("reason");
        var happened = TypedDate.readHappened(typed, now);
        if (wishes.isEmpty()) {
            typed.fail(Choosing.ALL, "Choose who takes on at least one child");
        }
        if (typed.hasErrors()) {
            return PageOf.view("staffing/many", page(me, request, shown, typed, typed, now), HttpStatus.BAD_REQUEST);
        }
        handingOn.carryOut(me, new Act(key, Act.Kind.ALLOCATED, shown.team().id(), null, reason, happened, wishes));
        return new ModelAndView("redirect:/handed-on/" + key);
    }
}
