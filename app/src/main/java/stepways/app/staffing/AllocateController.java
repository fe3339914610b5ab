package stepways.app.staffing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.RunReader;
import stepways.app.web.Action;
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
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.Command;

/// Allocates what waits in a tray: a family that nobody holds by name, or a step of a run that asks for a name.
@Controller
class AllocateController {

    private final Database database;
    private final Procedures procedures;
    private final HandingOn handingOn;
    private final Casework casework;
    private final Layouts layouts;
    private final InstantSource clock;

    AllocateController(
            Database database,
            Procedures procedures,
            HandingOn handingOn,
            Casework casework,
            Layouts layouts,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.handingOn = handingOn;
        this.casework = casework;
        this.layouts = layouts;
        this.clock = clock;
    }

    /// What is allocated.
    private sealed interface Subject {

        @Nullable
        UUID family();

        /// Children of a family, each with who is accountable now.
        record Children(UUID family, String reference, String service, List<Holdings.Holding> children)
                implements Subject {}

        /// A step of a run that asks for somebody's name.
        record Step(
                UUID run,
                String runReference,
                String item,
                String title,
                String role,
                List<ClauseId> clauses,
                @Nullable UUID family,
                @Nullable String reference,
                Optional<Ways.NobodyFree> nobodyFree)
                implements Subject {}
    }

    private record Shown(
            Policy policy,
            Actor actor,
            Teams.Team team,
            String onDuty,
            Subject subject,
            String service,
            List<Candidates.Candidate> people,
            Map<UUID, String> worked,
            List<CapacityCalls.Call> calls,
            boolean takes) {}

    @GetMapping({"/trays/{team}/{item}/allocate", "/trays/{team}/{locality}/{item}/allocate"})
    ModelAndView show(
            @PathVariable String team,
            @PathVariable(required = false) @Nullable String locality,
            @PathVariable String item,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var now = clock.instant();
        var shown = shown(me, id(team, locality), item, now);
        return PageOf.view("staffing/allocate", page(me, request, shown, item, Typed.nothing(), now));
    }

    private static String id(String team, @Nullable String locality) {
        return locality == null ? team : team + "/" + locality;
    }

    private Shown shown(SignedInStaff me, String teamId, String item, Instant now) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var teams = new Teams(sql, now);
            var team = teams.find(teamId).orElseThrow(() -> new NotFound("a team"));
            var roles = actor.grants().stream().map(Actor.Grant::role).toList();
            var calls = new CapacityCalls(sql).ofTeam(team.id());
            boolean asked = calls.stream().anyMatch(call -> roles.contains(call.role()));
            if (!teams.has(team, me) && !Ways.manages(policy, actor, team.service()) && !asked) {
                throw new NotYours(
                        "This is another team’s tray", "You are not in " + team.title() + ". Ask its manager.");
            }
            var subject = subject(sql, me, policy, team, item, now);
            var family = subject.family();
            var about = calls.stream()
                    .filter(call -> family != null && family.equals(call.family())
                            || subject instanceof Subject.Step step
                                    && step.run().equals(call.run()))
                    .toList();
            boolean escalated = about.stream().anyMatch(call -> roles.contains(call.role()));
            if (family != null && !escalated) {
                new WorkingRelationship(sql, me, now).mustReachFamily(policy, family, actor);
            }
            var wanted = switch (subject) {
                case Subject.Children children -> Ways.holding(policy, children.service());
                case Subject.Step step -> named(policy, step);
            };
            var service = switch (subject) {
                case Subject.Children children -> children.service();
                case Subject.Step _ -> "";
            };
            var people = new Candidates(sql, now).of(wanted, service, team.id());
            boolean decides = switch (subject) {
                case Subject.Children children -> Ways.manages(policy, actor, children.service()) || escalated;
                case Subject.Step step ->
                    Ways.spread(policy, step.role()).stream().anyMatch(roles::contains) || escalated;
            };
            boolean takes = !decides
                    && subject instanceof Subject.Children children
                    && Ways.insideOneService(policy, children.service()).isEmpty()
                    && children.children().stream().noneMatch(held -> held.staff() != null)
                    && people.stream().anyMatch(each -> each.staff().equals(me.staff()));
            if (!decides && !takes) {
                throw new NotYours(
                        "Somebody else allocates this",
                        "Ask the "
                                + switch (subject) {
                                    case Subject.Children children ->
                                        Ways.managing(policy, children.service()).stream()
                                                .findFirst()
                                                .map(role -> policy.role(role).title())
                                                .orElse("manager of the service");
                                    case Subject.Step step ->
                                        policy.role(step.role()).title();
                                }
                                + ".");
            }
            return new Shown(
                    policy,
                    actor,
                    team,
                    teams.onDuty(team)
                            .orElseGet(() -> policy.team(team.packTeam())
                                    .filter(found -> !found.dutyRole().isEmpty())
                                    .map(found -> "nobody on the rota; the "
                                            + policy.role(found.dutyRole()).title() + " answers")
                                    .orElse("nobody on the rota")),
                    subject,
                    team.service(),
                    takes
                            ? people.stream()
                                    .filter(each -> each.staff().equals(me.staff()))
                                    .toList()
                            : people,
                    family == null ? Map.of() : new Candidates(sql, now).workedWith(family),
                    about,
                    takes);
        });
    }

    private Subject subject(
            JdbcClient sql, SignedInStaff me, Policy policy, Teams.Team team, String item, Instant now) {
        if (item.matches("[0-9a-f-]{36}")) {
            var family = UUID.fromString(item);
            var children = new Holdings(sql, me.staff(), now)
                    .ofFamily(family).stream()
                            .filter(held -> held.team() != null && team.keys().contains(held.team())
                                    || held.staff() != null && held.service().equals(team.service()))
                            .toList();
            if (children.isEmpty()) {
                throw new NotFound("a family that this team holds");
            }
            return new Subject.Children(
                    family,
                    String.valueOf(children.getFirst().reference()),
                    children.getFirst().service(),
                    children);
        }
        if (!item.matches("[0-9a-f-]{36}~[A-Za-z0-9.@_-]{1,200}")) {
            throw new NotFound("something in a tray");
        }
        var parts = item.split("~", 2);
        var run = UUID.fromString(parts[0]);
        record Waits(String title, String role, List<ClauseId> clauses) {}
        var waits = sql.sql("""
                        select title, coalesce(role, '') as role, clauses
                          from work_item
                         where run = :run
                           and item = :item
                           and team = any(:teams)
                        """)
                .param("run", run)
                .param("item", "item:" + parts[1])
                .param("teams", team.keys().toArray(String[]::new))
                .query((rs, _) -> new Waits(
                        rs.getString("title"),
                        rs.getString("role"),
                        java.util.Arrays.stream(
                                        (String[]) rs.getArray("clauses").getArray())
                                .map(ClauseId::new)
                                .toList()))
                .optional()
                .orElseThrow(() -> new NotFound("something that waits in this tray"));
        var loaded = new RunReader(sql).load(run, now).orElseThrow(() -> new NotFound("a transfer"));
        var under = procedures.of(me.viewer().authority(), loaded.run().policy(), sql);
        var pathway = under.pathway(loaded.run().pathway());
        if (pathway.item(parts[1].split("@", 2)[0])
                .filter(found -> found.kind() instanceof Item.Kind.Named)
                .isEmpty()) {
            throw new NotFound("a step that asks for a name");
        }
        return new Subject.Step(
                run,
                loaded.reference(),
                parts[1],
                waits.title(),
                waits.role(),
                waits.clauses(),
                loaded.family().orElse(null),
                loaded.family()
                        .flatMap(family -> sql.sql("select reference from family where id = :id")
                                .param("id", family)
                                .query(String.class)
                                .optional())
                        .orElse(null),
                Ways.onPathway(pathway));
    }

    /// The roles that the step may name.
    private static Set<String> named(Policy policy, Subject.Step step) {
        var all = new LinkedHashSet<String>();
        var name = step.item().split("@", 2)[0];
        for (var pathway : policy.pathways().values()) {
            pathway.item(name).ifPresent(item -> {
                if (item.kind() instanceof Item.Kind.Named(var role)) {
                    all.addAll(Ways.spread(policy, role));
                }
            });
        }
        return all;
    }

    // The page.

    private AllocatePage page(
            SignedInStaff me, HttpServletRequest request, Shown shown, String item, Typed typed, Instant now) {
        var url = "/trays/" + shown.team().id() + "/" + item + "/allocate";
        var today = Dates.day(now);
        var facts = new ArrayList<Fact>();
        var parts = new ArrayList<FormPart>();
        String heading;
        switch (shown.subject()) {
            case Subject.Children children -> {
                heading = shown.takes() ? "Take on " + children.reference() : "Allocate " + children.reference();
                facts.add(new Fact(
                        "Family", "", new Link(children.reference(), "/families/" + children.family()), false));
                facts.add(Fact.of("Duty holder now", shown.onDuty()));
                parts.add(new FormPart.Checkboxes(
                        "child",
                        "For which children?",
                        null,
                        children.children().stream()
                                .map(held -> new FormPart.Choice(
                                        held.allocation().toString(),
                                        held.childWords(today),
                                        "Now: " + held.holderWords(),
                                        List.of(),
                                        typed.isNew()
                                                || typed.chose(
                                                        "child",
                                                        held.allocation().toString()),
                                        List.of()))
                                .toList(),
                        typed.error("child")));
            }
            case Subject.Step step -> {
                heading = step.title();
                facts.add(new Fact("For", "", new Link(step.runReference(), "/transfers/" + step.run()), false));
                var family = step.family();
                if (family != null && step.reference() != null) {
                    facts.add(new Fact("Family", "", new Link(step.reference(), "/families/" + family), false));
                }
                facts.add(Fact.of("Duty holder now", shown.onDuty()));
            }
        }
        boolean fromSomebody = shown.subject() instanceof Subject.Children children
                && children.children().stream().anyMatch(held -> held.staff() != null);
        var people = shown.people().stream()
                .sorted(Comparator.comparing(each -> !shown.worked().containsKey(each.staff())))
                .map(each -> person(shown, each, typed))
                .toList();
        var below = new ArrayList<FormPart>();
        below.add(Fields.area(
                typed,
                "reason",
                fromSomebody ? "Why does somebody else take over?" : "A word to the next worker (optional)",
                null,
                3));
        below.add(TypedDate.happened(typed, now));
        var all = new ArrayList<>(parts);
        all.addAll(below);
        var ways = fromSomebody && shown.subject() instanceof Subject.Children children
                ? Ways.insideOneService(shown.policy(), children.service()).stream()
                        .map(way -> new Link(
                                way.door().title(), "/transfers/new?family=" + children.family() + "&direction=ACROSS"))
                        .distinct()
                        .toList()
                : List.<Link>of();
        var layout = layouts.of(request, me, heading, "/trays");
        return new AllocatePage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                shown.team().title(),
                heading,
                facts,
                typed.error("who"),
                people,
                new Form(
                        url,
                        layout.csrf(),
                        List.of(
                                new Hidden(
                                        "key",
                                        typed.value("key", UUID.randomUUID().toString())),
                                TypedDate.offered(typed, now)),
                        all,
                        shown.takes() ? "Take it on" : "Allocate",
                        List.of(new Link(
                                "Back to the tray", "/trays/" + shown.team().id())),
                        null,
                        null),
                shown.calls().stream().map(call -> raised(shown.policy(), call)).toList(),
                shown.takes() || !shown.calls().isEmpty() ? null : nobody(shown, url),
                ways,
                shown.subject() instanceof Subject.Step step
                        ? new Citing(shown.policy()).brief(null, step.clauses())
                        : null);
    }

    static String raised(Policy policy, CapacityCalls.Call call) {
        return "Nobody is free: raised with the "
                + (policy.knowsRole(call.role()) ? policy.role(call.role()).title() : call.role())
                + " on " + Dates.dateAndTime(call.since()) + " by " + call.by() + "."
                + (call.words().isEmpty() ? "" : " “" + call.words() + "”");
    }

    private static AllocatePage.Person person(Shown shown, Candidates.Candidate each, Typed typed) {
        return new AllocatePage.Person(
                each.value(),
                each.name(),
                shown.policy().role(each.role()).title() + (each.teamTitle() == null ? "" : ", " + each.teamTitle()),
                each.families() == 1 ? "1 family" : each.families() + " families",
                each.children() == 1 ? "1 child" : each.children() + " children",
                each.recent() == 0 || each.lastNamed() == null
                        ? "None new"
                        : each.recent() + " new, last on " + Dates.date(each.lastNamed()),
                each.away(),
                shown.worked().getOrDefault(each.staff(), ""),
                typed.isNew() && shown.takes() || typed.chose("who", each.value()),
                !each.gone());
    }

    private static AllocatePage.Nobody nobody(Shown shown, String url) {
        var free = free(shown);
        var title = shown.policy().role(free.role()).title();
        return new AllocatePage.Nobody(
                free.title(),
                new Citing(shown.policy())
                        .why(
                                free.clauses().isEmpty()
                                        ? "The procedure does not say whom to tell. The " + title
                                                + " manages here, and sees it under My work at once."
                                        : "The " + title + " is told at once, and sees it under My work.",
                                free.clauses()),
                new Action.Press(
                        "Tell the " + title + " that nobody is free",
                        url + "/nobody-free",
                        List.of(new Hidden("key", UUID.randomUUID().toString())),
                        null));
    }

    private static Ways.NobodyFree free(Shown shown) {
        return switch (shown.subject()) {
            case Subject.Children children -> Ways.inService(shown.policy(), children.service(), shown.actor());
            case Subject.Step step ->
                step.nobodyFree().orElseGet(() -> Ways.inService(shown.policy(), shown.service(), shown.actor()));
        };
    }

    @PostMapping({"/trays/{team}/{item}/allocate", "/trays/{team}/{locality}/{item}/allocate"})
    ModelAndView allocate(
            @PathVariable String team,
            @PathVariable(required = false) @Nullable String locality,
            @PathVariable String item,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        if (isSent(me, key)) {
            return new ModelAndView("redirect:/handed-on/" + key);
        }
        var shown = shown(me, id(team, locality), item, now);
        var who = shown.people().stream()
                .filter(each -> each.value().equals(typed.value("who")))
                .findFirst();
        if (who.isEmpty()) {
            typed.fail("who", "Choose who takes it on");
        }
        var reason = typed.optional("reason");
        var wishes = wishes(typed, shown, who);
        if (shown.subject() instanceof Subject.Children children
                && reason.isEmpty()
                && children.children().stream()
                        .anyMatch(held -> held.staff() != null
                                && typed.chose("child", held.allocation().toString()))) {
            typed.fail("reason", "Say why somebody else takes over");
        }
        var happened = TypedDate.readHappened(typed, now);
        if (typed.hasErrors()) {
            return PageOf.view("staffing/allocate", page(me, request, shown, item, typed, now), HttpStatus.BAD_REQUEST);
        }
        handingOn.carryOut(
                me,
                new Act(
                        key,
                        shown.takes() ? Act.Kind.TAKEN : Act.Kind.ALLOCATED,
                        shown.team().id(),
                        null,
                        reason,
                        happened,
                        wishes));
        return new ModelAndView("redirect:/handed-on/" + key);
    }

    private boolean isSent(SignedInStaff me, UUID key) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("select exists (select from staffing_act where id = :id)")
                        .param("id", key)
                        .query(Boolean.class)
                        .single());
    }

    private static List<Act.Wish> wishes(Typed typed, Shown shown, Optional<Candidates.Candidate> who) {
        var to = who.map(each -> new Act.To.Practitioner(each.staff(), each.role()));
        var all = new ArrayList<Act.Wish>();
        switch (shown.subject()) {
            case Subject.Step step ->
                to.ifPresent(person -> all.add(new Act.Wish.OfStep(step.run(), step.item(), person)));
            case Subject.Children children -> {
                // What the page showed may have changed hands since: the row then says who was quicker.
                for (var chosen : typed.all("child")) {
                    var held = children.children().stream()
                            .filter(each -> each.allocation().toString().equals(chosen))
                            .findFirst();
                    if (held.isPresent() && to.isPresent()) {
                        all.add(new Act.Wish.OfChild(
                                held.get().child(), held.get().allocation(), to.get()));
                    }
                }
                if (all.isEmpty() && to.isPresent()) {
                    typed.fail(
                            "child",
                            typed.all("child").isEmpty()
                                    ? "Choose for which children"
                                    : "Somebody was quicker. Here is who holds the children now");
                }
            }
        }
        return all;
    }

    /// Nobody is free: whom the procedure names is told at once.
    @PostMapping({"/trays/{team}/{item}/allocate/nobody-free", "/trays/{team}/{locality}/{item}/allocate/nobody-free"})
    ModelAndView nobodyFree(
            @PathVariable String team,
            @PathVariable(required = false) @Nullable String locality,
            @PathVariable String item,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        var shown = shown(me, id(team, locality), item, now);
        var back = new ModelAndView("redirect:/trays/" + shown.team().id() + "/" + item + "/allocate");
        if (!shown.calls().isEmpty()) {
            return back;
        }
        var free = free(shown);
        UUID run = null;
        boolean told = false;
        if (shown.subject() instanceof Subject.Step step) {
            run = step.run();
            var act = free.act();
            if (act.isPresent()) {
                var seen = casework.see(me.viewer(), run).orElseThrow(() -> new NotFound("a transfer"));
                told = casework.submit(
                                me.viewer(),
                                run,
                                new Casework.Form(key.toString(), seen.run().seq(), Optional.empty()),
                                _ -> new Command.Request.Act(act.get(), Optional.empty()))
                        instanceof Casework.Answer.Done;
            }
        }
        var ofRun = run;
        boolean inTheRun = told;
        database.write(me.viewer(), sql -> {
            new CapacityCalls(sql)
                    .raise(
                            me,
                            key,
                            shown.team().id(),
                            shown.subject().family(),
                            ofRun,
                            free.role(),
                            typed.optional("words"),
                            inTheRun,
                            now);
            return true;
        });
        flash.addFlashAttribute(
                Layouts.NOTICE, "The " + shown.policy().role(free.role()).title() + " is told that nobody is free.");
        return back;
    }
}
