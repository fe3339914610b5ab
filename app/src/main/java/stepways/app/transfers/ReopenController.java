package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.handover.Reopenings;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.RunReader;
import stepways.app.settings.Settings;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.Why;
import stepways.engine.policy.Effect;
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

/// The return ticket: after a step down the family goes up again from what was closed, with one sentence and no new
/// referral. What is on record goes with it, with its age; the procedure still says what is needed.
@Controller
class ReopenController {

    /// For how many weeks after a step down, where the council has set nothing. No text sets it.
    static final int WEEKS = 12;

    /// What a council sets otherwise.
    static final String WEEKS_SETTING = "return-ticket-weeks";

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final Casework casework;
    private final Database database;
    private final Procedures procedures;

    ReopenController(
            Desks desks,
            Layouts layouts,
            Recording recording,
            Casework casework,
            Database database,
            Procedures procedures) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.casework = casework;
        this.database = database;
        this.procedures = procedures;
    }

    /// One way up, with what stands in its way.
    private record Up(Pathway pathway, Pathway.Door door, List<Refusal> refusals) {
        String value() {
            return pathway.name() + "|" + door.name();
        }
    }

    private record Ticket(
            Policy policy,
            int weeks,
            Instant until,
            List<Up> ups,
            List<ChildId> children,
            Optional<Reopenings.Reopening> used) {}

    /// Whether a run is a step down that has ended by passing the family on.
    static boolean isClosedStepDown(Desk desk) {
        var ended = desk.run().ended();
        var door = desk.pathway().doors().get(desk.run().door());
        return ended.isPresent()
                && door != null
                && door.direction() == Pathway.Direction.DOWN
                && desk.pathway().stages().containsKey(ended.get().stage())
                && desk
                        .pathway()
                        .stage(ended.get().stage())
                        .outcome(ended.get().outcome())
                        .map(Outcome::then)
                        .orElse(List.of())
                        .stream()
                        .anyMatch(effect -> effect instanceof Effect.Close);
    }

    private Ticket ticket(Desk desk) {
        if (!isClosedStepDown(desk)) {
            throw new NotFound("a step down that has ended");
        }
        return database.read(desk.me.viewer(), sql -> {
            var policy = procedures.active(desk.me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, desk.me.viewer().staff(), desk.now);
            var children = desk.run().children().stream()
                    .filter(child -> !desk.run().died().contains(child)
                            && desk.facts().child(child).died() == null)
                    .toList();
            var facts = new RunReader(sql).facts(children, desk.now);
            int weeks = Settings.read(sql)
                    .of(WEEKS_SETTING)
                    .filter(value -> value.matches("[1-9][0-9]{0,1}"))
                    .map(Integer::parseInt)
                    .orElse(WEEKS);
            var ended = desk.run().ended().orElseThrow();
            var until = ZonedDateTime.ofInstant(ended.at(), Dates.ZONE)
                    .plusWeeks(weeks)
                    .toInstant();
            return new Ticket(
                    policy,
                    weeks,
                    until,
                    ups(desk, policy, actor, facts, children),
                    children,
                    new Reopenings(sql, desk.me.viewer().authority().value()).after(desk.id));
        });
    }

    /// The ways up again from the service that took over.
    private static List<Up> ups(Desk desk, Policy policy, Actor actor, Facts facts, List<ChildId> children) {
        var all = new ArrayList<Up>();
        for (var pathway : policy.pathways().values()) {
            if (pathway.kind() != Pathway.Kind.TRANSFER) {
                continue;
            }
            for (var door : pathway.doors().values()) {
                if (door.direction() != Pathway.Direction.UP
                        || !door.from().contains(desk.run().to())) {
                    continue;
                }
                var begin = begin(new RunId("not-begun"), pathway, door, children, desk);
                all.add(new Up(
                        pathway,
                        door,
                        switch (Procedure.begin(policy, facts, new Command(actor, desk.now, desk.now, begin))) {
                            case Decision.Accepted _ -> List.of();
                            case Decision.Refused(var refusals) -> refusals;
                        }));
            }
        }
        return all;
    }

    private static Command.Request.Begin begin(
            RunId id, Pathway pathway, Pathway.Door door, List<ChildId> children, Desk desk) {
        var to = door.to().contains(desk.run().from())
                ? desk.run().from()
                : door.to().isEmpty() ? "" : door.to().getFirst();
        return new Command.Request.Begin(
                id, pathway.name(), door.name(), children, desk.run().to(), to);
    }

    private static String draftOf(Desk desk) {
        return desk.id + ":reopen";
    }

    @GetMapping("/transfers/{id}/reopen")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(desk, ticket(desk), recording.opened(desk, draftOf(desk)), request);
    }

    @PostMapping("/transfers/{id}/reopen")
    ModelAndView reopen(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var ticket = ticket(desk);
        var typed = Typed.posted(request);
        var draft = draftOf(desk);
        var reason = typed.text("reason", "Say in a sentence what has changed");
        var up = ticket.ups().stream()
                .filter(each -> each.value().equals(typed.value("way")))
                .findFirst();
        if (up.isEmpty()) {
            typed.fail("way", "Choose the way up");
        }
        if (typed.hasErrors() || up.isEmpty() || late(desk, ticket)) {
            return page(desk, ticket, recording.wrong(desk, typed, draft), request);
        }
        var run = casework.newRuns(1).getFirst();
        var answer = casework.begin(
                me.viewer(),
                desk.loaded.family(),
                new Casework.Form(typed.key().orElseGet(() -> UUID.randomUUID().toString()), -1, Optional.empty()),
                begin(run, up.get().pathway(), up.get().door(), ticket.children(), desk),
                (sql, begun, recorded) -> new Reopenings(
                                sql, me.viewer().authority().value())
                        .write(begun, id, desk.run().ended().orElseThrow().at(), reason, me.staff(), recorded));
        return switch (answer) {
            case Casework.Answer.Done(var begun, var _, var _) -> {
                recording.forget(me, draft);
                flash.addFlashAttribute(
                        Layouts.NOTICE,
                        "Begun again from " + desk.reference() + ". What is on record went with it, with its age.");
                yield new ModelAndView("redirect:/transfers/" + begun);
            }
            case Casework.Answer.Refused(var refusals, var _) -> {
                var wrong = recording.wrong(desk, typed, draft);
                yield page(
                        desk,
                        ticket(desk),
                        new Recording.State(
                                wrong.typed(),
                                wrong.draft(),
                                wrong.version(),
                                new stepways.app.web.RefusalText(
                                                ticket.policy(), up.get().pathway(), desk::nameOf)
                                        .problems(refusals),
                                HttpStatus.BAD_REQUEST,
                                wrong.saved()),
                        request);
            }
            case Casework.Answer.Changed _ -> page(desk, ticket(desk), recording.wrong(desk, typed, draft), request);
            case Casework.Answer.NotFound() -> throw new NotFound("a family");
        };
    }

    private static boolean late(Desk desk, Ticket ticket) {
        return desk.now.isAfter(ticket.until()) || ticket.children().isEmpty();
    }

    private static @Nullable Blocked blocked(Desk desk, Ticket ticket) {
        if (ticket.children().isEmpty()) {
            return new Blocked("Not now:", "every child of it has died.", List.of(), null);
        }
        if (desk.now.isAfter(ticket.until())) {
            return new Blocked(
                    "Too late for a return:",
                    "it ended on " + Dates.date(desk.run().ended().orElseThrow().at())
                            + ", and a return is possible for " + ticket.weeks() + " weeks, until "
                            + Dates.date(ticket.until()) + ".",
                    List.of(),
                    "Start a transfer from the family’s page. Harm now needs none of this.");
        }
        if (ticket.ups().stream().noneMatch(up -> up.refusals().isEmpty())) {
            var refusals = ticket.ups().stream()
                    .flatMap(up -> up.refusals().stream()
                            .map(refusal -> new stepways.app.web.RefusalText(
                                            ticket.policy(), up.pathway(), desk::nameOf)
                                    .words(refusal)))
                    .distinct()
                    .toList();
            return new Blocked(
                    "Not now:",
                    refusals.isEmpty() ? "the procedure has no way up from here." : String.join(" ", refusals),
                    List.of(),
                    null);
        }
        return null;
    }

    private ModelAndView page(Desk desk, Ticket ticket, Recording.State state, HttpServletRequest request) {
        var layout = recording.layout(
                layouts.of(request, desk.me, "Return, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var typed = state.typed();
        var blocked = blocked(desk, ticket);
        var open = ticket.ups().stream().filter(up -> up.refusals().isEmpty()).toList();
        var page = new ActPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                "Up again from " + desk.reference(),
                new Why(
                        "No new referral: the closed transfer is the evidence. A return is possible for "
                                + ticket.weeks()
                                + " weeks after it ended, until " + Dates.date(ticket.until())
                                + ". No text sets that; the council can.",
                        List.of(),
                        null),
                goes(desk, ticket),
                blocked != null
                        ? null
                        : recording.form(
                                desk,
                                layout,
                                state,
                                desk.url("reopen"),
                                desk.url("reopen"),
                                "Begin again",
                                List.<FormPart>of(
                                        Fields.radios(
                                                open.size() == 1 && typed.isNew()
                                                        ? Typed.draft(java.util.Map.of(
                                                                "way",
                                                                List.of(open.getFirst()
                                                                        .value())))
                                                        : typed,
                                                "way",
                                                "Which way?",
                                                null,
                                                open.stream()
                                                        .map(up -> new Fields.Answer(
                                                                up.value(),
                                                                up.pathway().title(),
                                                                up.door().title(),
                                                                new stepways.app.web.Citing(ticket.policy())
                                                                        .cites(
                                                                                up.door()
                                                                                        .clauses(),
                                                                                up.door()
                                                                                        .basis())))
                                                        .toList()),
                                        Fields.area(
                                                typed,
                                                "reason",
                                                "What has changed?",
                                                "One or two sentences. They stand on the new transfer.",
                                                3))),
                blocked,
                List.of(new ActPage.Effect(
                        "It counts as a return after a step down, not as a new referral.", List.of())),
                null);
        return PageOf.view("transfers/act", page, state.status());
    }

    /// What goes with it, each with its source and age.
    private static List<Fact> goes(Desk desk, Ticket ticket) {
        var all = new ArrayList<Fact>();
        var ended = desk.run().ended().orElseThrow();
        all.add(Fact.of(
                "Ended", Dates.weekdayAndYear(Dates.day(ended.at())) + ": " + desk.refusals.title(ended.outcome())));
        ticket.used()
                .ifPresent(used -> all.add(Fact.of(
                        "Came back already", used.reference() + ", " + Dates.date(used.at()) + ", " + used.by())));
        for (var child : ticket.children()) {
            desk.facts()
                    .child(child)
                    .documents()
                    .forEach((kind, dated) -> all.add(Fact.of(
                            desk.policy.documentTitle(kind) + ", " + desk.nameOf(child),
                            "dated " + Dates.date(dated) + ", " + AskedAlready.age(dated, desk.today()))));
        }
        desk.facts()
                .answers()
                .forEach((key, answer) -> all.add(Fact.of(
                        desk.policy
                                .agreement(key.agreement())
                                .map(type -> type.title())
                                .orElse(key.agreement()),
                        desk.nameOf(key.person().value()) + ": " + HistoryText.given(answer.given()) + ", "
                                + Dates.date(answer.happened()) + ", "
                                + AskedAlready.age(Dates.day(answer.happened()), desk.today()))));
        return all;
    }
}
