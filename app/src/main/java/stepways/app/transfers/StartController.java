package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.RunReader;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.PathStep;
import stepways.app.web.Problems;
import stepways.app.web.RefusalText;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Facts;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;
import stepways.engine.run.RunId;

/// Starting a transfer: which way, for which children, and then the way through the procedure that fits.
@Controller
class StartController {

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final Layouts layouts;
    private final AccessLog log;

    StartController(
            Database database,
            Procedures procedures,
            Casework casework,
            TimeOrderedIds ids,
            InstantSource clock,
            Layouts layouts,
            AccessLog log) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.ids = ids;
        this.clock = clock;
        this.layouts = layouts;
        this.log = log;
    }

    /// The family a transfer is to begin for.
    private record Family(
            UUID id,
            String reference,
            Map<String, Desk.Person> children,
            Facts facts,
            Policy policy,
            Actor actor,
            List<Event> earlier,
            Instant now) {

        String names() {
            return Desk.and(children.values().stream()
                    .map(child -> child.withAge(Dates.day(now)) + " " + child.surname())
                    .toList());
        }

        String nameOf(String id) {
            var child = children.get(id);
            return child == null ? id : child.name();
        }
    }

    /// One way that a transfer could begin: a door, with its services where the door leaves a choice.
    private record Way(Pathway pathway, Pathway.Door door, String from, String to, List<Refusal> refusals) {
        String value() {
            return pathway.name() + "|" + door.name() + "|" + from + "|" + to;
        }
    }

    @GetMapping("/transfers/new")
    ModelAndView start(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var typed = Typed.posted(request);
        var family = family(me, id(typed.value("family")));
        if (typed.value("direction").equals(Pathway.Direction.CONTACT.name())) {
            return new ModelAndView("redirect:/contacts/new?family=" + family.id());
        }
        log.openedFamily(me, family.id(), null);
        return page(me, family, typed, null, HttpStatus.OK, request);
    }

    /// Where a posted form stood, for whoever loads the page again.
    @GetMapping("/transfers")
    ModelAndView none() {
        return new ModelAndView("redirect:/work");
    }

    @PostMapping("/transfers")
    ModelAndView begin(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var family = family(me, id(typed.value("family")));
        var way = ways(family, typed).stream()
                .filter(each -> each.value().equals(typed.value("route")))
                .findFirst();
        if (way.isEmpty()) {
            typed.fail("route", "Choose the way to begin");
        }
        var happened = TypedDate.readHappened(typed, family.now());
        if (typed.hasErrors() || way.isEmpty()) {
            return page(me, family, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        var id = ids.next();
        var begin = new Command.Request.Begin(
                new RunId(id.toString()),
                way.get().pathway().name(),
                way.get().door().name(),
                children(family, typed),
                way.get().from(),
                way.get().to());
        var answer = casework.begin(
                me.viewer(),
                Optional.of(family.id()),
                new Casework.Form(typed.key().orElseGet(() -> UUID.randomUUID().toString()), 0, happened),
                begin);
        return switch (answer) {
            case Casework.Answer.Done(var run, var _, var _) -> {
                flash.addFlashAttribute(Layouts.NOTICE, way.get().pathway().title() + ": begun.");
                yield new ModelAndView("redirect:/transfers/" + run);
            }
            case Casework.Answer.Refused(var refusals, var _) ->
                page(
                        me,
                        family,
                        typed,
                        words(family, way.get().pathway()).problems(refusals),
                        HttpStatus.BAD_REQUEST,
                        request);
            case Casework.Answer.Changed _ -> page(me, family, typed, null, HttpStatus.CONFLICT, request);
            case Casework.Answer.NotFound() -> throw new NotFound("a family");
        };
    }

    private static UUID id(String value) {
        if (!Desks.isId(value)) {
            throw new NotFound("a family");
        }
        return UUID.fromString(value);
    }

    private static RefusalText words(Family family, Pathway pathway) {
        return new RefusalText(family.policy(), pathway, family::nameOf);
    }

    private Family family(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> {
            var now = clock.instant();
            var reference = sql.sql("select reference from family where id = :id")
                    .param("id", id)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> new NotFound("a family"));
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            new WorkingRelationship(sql, me, now).mustReachFamily(policy, id, actor);
            var children = sql.sql("""
                            select m.person
                              from family_member_as_read m
                              join child_version v on v.authority = m.authority and v.child = m.person
                              join person p on p.authority = m.authority and p.id = m.person
                             where m.family = :family
                               and m.part = 'child'
                               and p.died_on is null
                               and (m.member_until is null or m.member_until > :today)
                             order by p.birth_date nulls last, m.person
                            """)
                    .param("family", id)
                    .param("today", Dates.day(now))
                    .query((rs, _) -> rs.getObject("person", UUID.class))
                    .list();
            var people = Desks.people(sql, children);
            var ordered = new LinkedHashMap<String, Desk.Person>();
            children.forEach(child -> {
                var person = people.get(child.toString());
                if (person != null) {
                    ordered.put(child.toString(), person);
                }
            });
            var facts = new RunReader(sql)
                    .facts(
                            children.stream()
                                    .map(child -> new ChildId(child.toString()))
                                    .toList(),
                            now);
            return new Family(id, reference, ordered, facts, policy, actor, earlier(sql, id, children, policy), now);
        });
    }

    /// What has happened before: earlier services and transfers, newest first.
    private static List<Event> earlier(JdbcClient sql, UUID family, List<UUID> children, Policy policy) {
        record Line(Instant at, String title) {}
        var lines = new ArrayList<Line>();
        sql.sql("""
                        select service, min(opened_at) as opened, bool_and(closed_at is not null) as closed, max(closed_at) as until
                          from episode
                         where child = any(:children)
                         group by service, opened_at
                        """).param("children", children.toArray(UUID[]::new)).query(rs -> {
            var service = policy.service(rs.getString("service"))
                    .map(found -> found.title())
                    .orElse(rs.getString("service"));
            var until = rs.getObject("until", OffsetDateTime.class);
            var opened = rs.getObject("opened", OffsetDateTime.class).toInstant();
            lines.add(new Line(
                    opened,
                    service
                            + (rs.getBoolean("closed") && until != null
                                    ? ": until " + Dates.date(until.toInstant())
                                    : ": opened, and open now")));
        });
        sql.sql("""
                        select reference, pathway, began_at, status
                          from run
                         where family = :family
                         order by began_at
                        """).param("family", family).query(rs -> {
            var pathway = rs.getString("pathway");
            var known = policy.pathways().get(pathway);
            lines.add(new Line(
                    rs.getObject("began_at", OffsetDateTime.class).toInstant(),
                    (known == null ? pathway.replace('-', ' ') : known.title()) + " " + rs.getString("reference")
                            + (rs.getString("status").equals("open") ? ": open now" : ": ended")));
        });
        lines.sort((one, other) -> other.at().compareTo(one.at()));
        var events = new ArrayList<Event>();
        for (var line : lines) {
            events.add(new Event(
                    "earlier-" + events.size(),
                    line.title(),
                    null,
                    Dates.date(line.at()),
                    Dates.iso(line.at()),
                    null,
                    null,
                    List.of(),
                    null,
                    null));
        }
        return events;
    }

    private static List<ChildId> children(Family family, Typed typed) {
        return family.children().keySet().stream()
                .filter(child -> typed.chose("child", child))
                .map(ChildId::new)
                .toList();
    }

    /// Every way in the direction asked for, each with what stands in its way.
    private List<Way> ways(Family family, Typed typed) {
        var children = children(family, typed);
        var ways = new ArrayList<Way>();
        for (var pathway : family.policy().pathways().values()) {
            if (pathway.kind() != Pathway.Kind.TRANSFER) {
                continue;
            }
            for (var door : pathway.doors().values()) {
                if (!door.direction().name().equals(typed.value("direction"))) {
                    continue;
                }
                for (var from : or(door.from())) {
                    for (var to : or(door.to())) {
                        if (from.isEmpty() || !from.equals(to)) {
                            ways.add(new Way(
                                    pathway, door, from, to, refusals(family, pathway, door, from, to, children)));
                        }
                    }
                }
            }
        }
        return ways;
    }

    private static List<String> or(List<String> services) {
        return services.isEmpty() ? List.of("") : services;
    }

    private List<Refusal> refusals(
            Family family, Pathway pathway, Pathway.Door door, String from, String to, List<ChildId> children) {
        var begin = new Command.Request.Begin(new RunId("not-begun"), pathway.name(), door.name(), children, from, to);
        return switch (Procedure.begin(
                family.policy(), family.facts(), new Command(family.actor(), family.now(), family.now(), begin))) {
            case Decision.Accepted _ -> List.of();
            case Decision.Refused(var refusals) -> refusals;
        };
    }

    private ModelAndView page(
            SignedInStaff me,
            Family family,
            Typed typed,
            @Nullable Problems problems,
            HttpStatus status,
            HttpServletRequest request) {
        var layout = layouts.of(request, me, "Start a transfer, " + family.reference(), "/families");
        boolean asked =
                !typed.value("direction").isEmpty() && typed.value("change").isEmpty();
        if (asked && children(family, typed).isEmpty()) {
            typed.fail("child", "Choose at least one child");
        }
        boolean answered = asked && !children(family, typed).isEmpty();
        if (problems == null && typed.hasErrors()) {
            problems = typed.problems();
            status = HttpStatus.BAD_REQUEST;
        }
        var shown = problems == null ? layout : layout.with(problems);
        var ways = answered ? ways(family, typed) : List.<Way>of();
        var open = ways.stream().filter(way -> way.refusals().isEmpty()).toList();
        var page = new StartPage(
                shown,
                new Link(family.names() + ", " + family.reference(), "/families/" + family.id()),
                family.names() + ", " + family.reference(),
                !answered
                        ? "Start a transfer"
                        : open.size() == 1
                                ? "Start a transfer: one way fits"
                                : open.isEmpty()
                                        ? "Start a transfer: no way is open"
                                        : "Start a transfer: " + open.size() + " ways fit",
                answered ? answered(family, typed) : List.of(),
                family.earlier(),
                routes(family, ways),
                answered && open.isEmpty()
                        ? "Nothing begins as things stand; each way says what stands against it. If a child may be at"
                                + " harm now, use Harm now: it needs none of this."
                        : null,
                !answered
                        ? question(family, typed, shown)
                        : open.isEmpty() ? null : beginning(family, typed, open, shown),
                answered);
        return PageOf.view("transfers/start", page, status);
    }

    private static List<Fact> answered(Family family, Typed typed) {
        var change = new Link("Change", "/transfers/new?" + query(family, typed) + "&change=yes");
        return List.of(
                new Fact("Which way", direction(typed.value("direction")), change, false),
                new Fact(
                        "For which children",
                        Desk.and(children(family, typed).stream()
                                .map(child -> family.nameOf(child.value()))
                                .toList()),
                        change,
                        false));
    }

    private static String query(Family family, Typed typed) {
        var all = new StringBuilder("family=" + family.id() + "&direction=" + typed.value("direction"));
        children(family, typed).forEach(child -> all.append("&child=").append(child));
        return all.toString();
    }

    private static String direction(String name) {
        for (var direction : Pathway.Direction.values()) {
            if (direction.name().equals(name)) {
                return switch (direction) {
                    case UP -> "Step up";
                    case DOWN -> "Step down";
                    case ACROSS -> "Step across";
                    case CO_WORKING -> "Work together";
                    case CONTACT -> "Contact";
                };
            }
        }
        return "Unknown";
    }

    private static @Nullable String hint(Pathway.Direction direction) {
        return switch (direction) {
            case UP -> "More help, or protection, is needed.";
            case DOWN -> "Less is needed now.";
            case ACROSS -> "Another team is better placed.";
            case CO_WORKING -> "Somebody joins, and nobody leaves.";
            case CONTACT -> null;
        };
    }

    private static Form question(Family family, Typed typed, Layout layout) {
        var directions = new LinkedHashSet<Pathway.Direction>();
        for (var pathway : family.policy().pathways().values()) {
            if (pathway.kind() == Pathway.Kind.TRANSFER) {
                pathway.doors().values().forEach(door -> directions.add(door.direction()));
            }
        }
        directions.remove(Pathway.Direction.CONTACT);
        return new Form(
                "/transfers/new",
                layout.csrf(),
                List.of(new Hidden("family", family.id().toString())),
                List.of(
                        Fields.radios(
                                typed,
                                "direction",
                                "Which way?",
                                null,
                                directions.stream()
                                        .sorted()
                                        .map(direction -> new Fields.Answer(
                                                direction.name(),
                                                direction(direction.name()),
                                                hint(direction),
                                                List.of()))
                                        .toList()),
                        new FormPart.Checkboxes(
                                "child",
                                "For which children?",
                                null,
                                family.children().values().stream()
                                        .map(child -> FormPart.Choice.of(
                                                child.id(),
                                                child.withAge(Dates.day(family.now())) + " " + child.surname(),
                                                typed.value("direction").isEmpty() || typed.chose("child", child.id())))
                                        .toList(),
                                typed.error("child"))),
                "Continue",
                List.of(new Link("Somebody told us something: take a contact", "/contacts/new?family=" + family.id())),
                null,
                null);
    }

    private static List<StartPage.Route> routes(Family family, List<Way> ways) {
        var citing = new Citing(family.policy());
        var routes = new ArrayList<StartPage.Route>();
        for (var way : ways) {
            var door = way.door();
            var text = words(family, way.pathway());
            Blocked blocked = null;
            if (!way.refusals().isEmpty()) {
                var clauses = way.refusals().stream()
                        .flatMap(refusal -> refusal.clauses().stream())
                        .distinct()
                        .toList();
                blocked = new Blocked(
                        "Not open:",
                        String.join(
                                " ",
                                way.refusals().stream()
                                        .map(text::words)
                                        .distinct()
                                        .toList()),
                        citing.cites(clauses, door.basis()),
                        way.refusals().stream()
                                .map(text::whatNext)
                                .filter(java.util.Objects::nonNull)
                                .distinct()
                                .collect(java.util.stream.Collectors.joining(" ")));
            }
            routes.add(new StartPage.Route(
                    "route-" + (routes.size() + 1),
                    way.pathway().title() + ": " + door.title() + services(family.policy(), way),
                    citing.why(null, door.clauses().isEmpty() ? way.pathway().clauses() : door.clauses(), door.basis()),
                    blocked == null ? path(family.policy(), way) : List.of(),
                    blocked == null ? facts(family.policy(), way) : List.of(),
                    blocked));
        }
        routes.sort(java.util.Comparator.comparing(route -> route.blocked() != null));
        return routes;
    }

    private static String services(Policy policy, Way way) {
        if (way.door().from().size() < 2 && way.door().to().size() < 2) {
            return "";
        }
        var from = policy.service(way.from()).map(service -> service.title()).orElse("");
        var to = policy.service(way.to()).map(service -> service.title()).orElse("");
        return from.isEmpty() && to.isEmpty() ? "" : " (" + from + (to.isEmpty() ? "" : " to " + to) + ")";
    }

    /// The stages on the way it usually goes.
    private static List<PathStep> path(Policy policy, Way way) {
        var steps = new ArrayList<PathStep>();
        var seen = new LinkedHashSet<String>();
        Optional<String> name = Optional.of(way.door().at());
        while (name.isPresent() && seen.add(name.get())) {
            var stage = way.pathway().stage(name.get());
            steps.add(new PathStep(
                    stage.title(), "by " + policy.role(stage.waitsFor()).title(), PathStep.Progress.AHEAD));
            name = stage.outcomes().stream()
                    .map(Outcome::go)
                    .filter(go -> go instanceof Outcome.Go.To(var to) && !seen.contains(to))
                    .map(go -> ((Outcome.Go.To) go).stage())
                    .findFirst();
        }
        return steps;
    }

    private static List<Fact> facts(Policy policy, Way way) {
        var stage = way.pathway().stage(way.door().at());
        var facts = new ArrayList<Fact>();
        if (!stage.checklist().isEmpty()) {
            facts.add(Fact.of("First", stage.checklist().getFirst().title()));
        }
        facts.add(Fact.of("Waits for", policy.role(stage.waitsFor()).title()));
        return facts;
    }

    private static Form beginning(Family family, Typed typed, List<Way> open, Layout layout) {
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("family", family.id().toString()));
        hidden.add(new Hidden("direction", typed.value("direction")));
        hidden.add(
                new Hidden("key", typed.key().orElseGet(() -> UUID.randomUUID().toString())));
        hidden.add(new Hidden("page", "/transfers/new?" + query(family, typed)));
        children(family, typed).forEach(child -> hidden.add(new Hidden("child", child.value())));
        var again = typed.value("happened-day").isEmpty() ? Typed.nothing() : typed;
        hidden.add(TypedDate.offered(again, family.now()));
        var parts = new ArrayList<FormPart>();
        if (open.size() == 1) {
            hidden.add(new Hidden("route", open.getFirst().value()));
        } else {
            parts.add(Fields.radios(
                    typed,
                    "route",
                    "Which one?",
                    null,
                    open.stream()
                            .map(way -> new Fields.Answer(
                                    way.value(),
                                    way.pathway().title() + ": " + way.door().title() + services(family.policy(), way)))
                            .toList()));
        }
        parts.add(TypedDate.happened(again, family.now()));
        return new Form(
                "/transfers",
                layout.csrf(),
                hidden,
                parts,
                open.size() == 1 ? "Begin: " + open.getFirst().pathway().title() : "Begin the way chosen",
                List.of(),
                null,
                null);
    }
}
