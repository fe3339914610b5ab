package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.families.OpenService;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NeedGroup;
import stepways.app.web.PageOf;
import stepways.app.web.PathStep;
import stepways.app.web.Problems;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Stage;
import stepways.engine.run.Command;
import stepways.engine.run.Entry;
import stepways.engine.run.Holder;
import stepways.engine.run.Outstanding;
import stepways.engine.run.RunEvent;

/// One transfer: what is still needed and why, who decides, and everything that happened.
@Controller
class TransferController {

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final TransferParts parts;

    TransferController(Desks desks, Layouts layouts, Recording recording, TransferParts parts) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.parts = parts;
    }

    @GetMapping("/transfers/{id}")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        return desk.isContact() ? new ModelAndView("redirect:" + desk.url()) : page(desk, null, HttpStatus.OK, request);
    }

    /// "Entered in LCS by, on."
    @PostMapping("/transfers/{id}/entered")
    ModelAndView entered(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var system = typed.value("system");
        var outcome = typed.value("outcome");
        return recording.send(
                me,
                id,
                typed,
                id + ":entered:" + (outcome + "." + system).replaceAll("[^a-z0-9.-]", ""),
                Optional.empty(),
                _ -> new Command.Request.EnterInSystem(outcome, system, typed.value("value")),
                new Recording.Then(
                        desk.url() + "#decided", "Recorded: entered in " + system.toUpperCase(Locale.ROOT) + "."),
                flash,
                (after, state) -> page(after, state.problems(), state.status(), request));
    }

    ModelAndView page(Desk desk, @Nullable Problems problems, HttpStatus status, HttpServletRequest request) {
        return PageOf.view("transfers/transfer", view(desk, problems, request), status);
    }

    TransferPage view(Desk desk, @Nullable Problems problems, HttpServletRequest request) {
        var layout = layouts.of(request, desk.me, desk.pathway().title() + ", " + desk.reference(), "/families")
                .under(layouts.packLine(desk.reference(), desk.policy));
        return new TransferPage(
                problems == null ? layout : layout.with(problems),
                desk.loaded
                        .family()
                        .filter(_ -> !desk.isPreview())
                        .map(family -> new Link(
                                desk.children() + (desk.familyReference == null ? "" : ", " + desk.familyReference),
                                "/families/" + family))
                        .orElse(new Link("My work", "/work")),
                desk.pathway().title() + " " + desk.reference() + " · began "
                        + Dates.weekdayAndYear(Dates.day(desk.run().began())),
                desk.pathway().title() + ": " + desk.children(),
                path(desk),
                standing(desk),
                primary(desk),
                stopped(desk),
                groups(desk),
                decided(desk),
                desk.isPreview() ? List.of() : openServices(desk),
                desk.isPreview() ? List.of() : whyOpen(desk),
                dispute(desk),
                told(desk),
                questions(desk),
                ItemController.saying(desk),
                others(desk),
                Stream.concat(preview(desk).stream(), parts.of(desk).stream()).toList(),
                new HistoryText(desk).all(),
                linked(desk));
    }

    // Where it is.

    /// The stages it has been in, the one it is in, and those that lie ahead on the way it would usually go.
    static List<PathStep> path(Desk desk) {
        var steps = new ArrayList<PathStep>();
        var visited = new ArrayList<>(desk.visited().entrySet());
        for (int i = 0; i < visited.size(); i++) {
            var stage = desk.pathway().stages().get(visited.get(i).getKey());
            if (stage == null) {
                continue;
            }
            var from = Dates.shortDate(Dates.day(visited.get(i).getValue()));
            boolean here = i == visited.size() - 1;
            boolean open = here && desk.run().isOpen();
            var until = here
                    ? desk.run()
                            .ended()
                            .map(end -> Dates.shortDate(Dates.day(end.at())))
                            .orElse("")
                    : Dates.shortDate(Dates.day(visited.get(i + 1).getValue()));
            steps.add(new PathStep(
                    stage.title(),
                    open ? "since " + from : from.equals(until) || until.isEmpty() ? from : from + " to " + until,
                    open ? PathStep.Progress.NOW : PathStep.Progress.DONE));
        }
        if (desk.run().isOpen()) {
            ahead(desk)
                    .forEach(stage -> steps.add(
                            new PathStep(stage.title(), "by " + desk.who(stage.waitsFor()), PathStep.Progress.AHEAD)));
        }
        return steps;
    }

    /// The stages that follow, by the first outcome of each that leads on.
    static List<Stage> ahead(Desk desk) {
        var all = new ArrayList<Stage>();
        var seen = new LinkedHashSet<String>();
        var stage = desk.stage();
        seen.add(stage.name());
        while (true) {
            var next = stage.outcomes().stream()
                    .map(Outcome::go)
                    .filter(go -> go instanceof Outcome.Go.To(var to) && !seen.contains(to))
                    .map(go -> ((Outcome.Go.To) go).stage())
                    .findFirst();
            if (next.isEmpty()) {
                return all;
            }
            seen.add(next.get());
            stage = desk.pathway().stage(next.get());
            all.add(stage);
        }
    }

    private static String standing(Desk desk) {
        var who = "Accountable now: " + desk.accountable() + ".";
        if (!desk.run().isOpen()) {
            return who;
        }
        if (desk.everyoneDied()) {
            return desk.children() + (desk.run().children().size() == 1 ? " has died." : " have died.")
                    + " Nothing here is due any more.";
        }
        long missing = desk.outstanding().items().stream()
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .count();
        var decider = desk.outstanding()
                .decision()
                .map(choice ->
                        Desk.and(choice.by().stream().map(desk::who).distinct().toList()))
                .orElse("somebody");
        var needs = missing == 0
                ? "Everything on the list is done. The next step is a decision by " + decider + "."
                : missing == 1
                        ? "One thing is still open before the decision by " + decider + "."
                        : missing + " things are still open before the decision by " + decider + ".";
        return needs + " " + who;
    }

    private static @Nullable String stopped(Desk desk) {
        if (desk.run().dispute().isPresent()) {
            return "Nothing else moves on while this is reviewed.";
        }
        return desk.run()
                .ended()
                .map(end -> "This ended on " + Dates.weekdayAndYear(Dates.day(end.at())) + ": "
                        + desk.refusals.title(end.outcome()) + ".")
                .orElse(null);
    }

    /// The next thing for the person who reads this, or nothing if it is somebody else's turn.
    private static @Nullable Action primary(Desk desk) {
        var open = desk.outstanding().items().stream()
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .filter(desk::isMine)
                .findFirst();
        if (open.isPresent()) {
            return new Action.Open(
                    desk.itemTitle(open.get().item(), open.get().key().subject()),
                    desk.itemUrl(open.get().item(), open.get().key().subject()),
                    null);
        }
        if (desk.mayDecide()) {
            return new Action.Open("Decide: " + desk.stage().title(), desk.url("decision"), null);
        }
        return null;
    }

    // What is needed.

    private static List<NeedGroup> groups(Desk desk) {
        return new Groups(desk).all();
    }

    /// What a receiving side sees before it accepts, said to it and to the sender; to it with the papers and the
    /// agreements.
    private static List<Card> preview(Desk desk) {
        var all = new ArrayList<Card>(shown(desk));
        desk.reopens.ifPresent(back -> all.addFirst(new Card(
                "return",
                "A return after a step down",
                Card.Tone.TEAL,
                List.of("Not a new referral. " + back.by() + ", " + Dates.dateAndTime(back.at()) + ": “" + back.reason()
                        + "”"),
                List.of(Fact.of("Closed on", Dates.date(back.closed()))),
                List.of(new Card.Line(
                        null,
                        null,
                        new Link("What went before: " + back.reference(), "/transfers/" + back.other()))))));
        return all;
    }

    private static List<Card> shown(Desk desk) {
        if (!desk.run().isOpen() && !desk.isPreview()) {
            return List.of();
        }
        if (!desk.isPreview()) {
            return desk.pathway().kind() != stepways.engine.policy.Pathway.Kind.TRANSFER
                    ? List.of()
                    : List.of(new Card(
                            "sees",
                            "What the other side sees before they accept",
                            Card.Tone.PLAIN,
                            List.of(
                                    "The children’s first names and ages, the request and both views, the papers by name and"
                                            + " age, what was agreed, and what was decided. Not the notes, and not the"
                                            + " family’s record."),
                            List.of(),
                            List.of()));
        }
        var papers = new ArrayList<Card.Line>();
        for (var child : desk.run().children()) {
            desk.facts()
                    .child(child)
                    .documents()
                    .forEach((kind, dated) -> papers.add(new Card.Line(
                            desk.policy.documentTitle(kind),
                            desk.nameOf(child) + ", " + Dates.date(dated) + ", "
                                    + AskedAlready.age(dated, desk.today()),
                            null)));
        }
        var agreements = new ArrayList<Fact>();
        desk.facts()
                .answers()
                .forEach((key, answer) -> agreements.add(Fact.of(
                        desk.policy
                                .agreement(key.agreement())
                                .map(type -> type.title())
                                .orElse(key.agreement()),
                        desk.nameOf(key.person().value()) + ": " + HistoryText.given(answer.given()) + ", "
                                + Dates.date(answer.happened()))));
        return List.of(
                new Card(
                        "preview",
                        "What you see before you accept",
                        Card.Tone.TEAL,
                        List.of(
                                "What is asked and why, the papers by name, what was agreed and decided. The whole record"
                                        + " opens when it is accepted."),
                        agreements,
                        List.of()),
                new Card(
                        "papers",
                        "Papers on file",
                        Card.Tone.PLAIN,
                        papers.isEmpty() ? List.of("None is on file yet.") : List.of(),
                        List.of(),
                        papers));
    }

    // What was decided.

    private static List<DecisionMade> decided(Desk desk) {
        var notes = new CaseNotes(desk);
        var all = new ArrayList<DecisionMade>();
        var chosen = desk.loaded.history().stream()
                .filter(entry -> entry.event() instanceof RunEvent.OutcomeChosen)
                .toList();
        for (int i = 0; i < chosen.size(); i++) {
            all.add(made(desk, notes, chosen.get(i), i == chosen.size() - 1));
        }
        return all.reversed();
    }

    private static DecisionMade made(Desk desk, CaseNotes notes, Entry entry, boolean newest) {
        if (!(entry.event() instanceof RunEvent.OutcomeChosen chosen)) {
            throw new IllegalArgumentException("Expected a decision, found " + entry.event());
        }
        var stage = desk.pathway().stages().get(chosen.stage());
        var clauses = stage == null
                ? List.<stepways.engine.policy.ClauseId>of()
                : stage.outcome(chosen.outcome()).map(Outcome::clauses).orElse(List.of());
        return new DecisionMade(
                newest ? "decided" : "decided-" + entry.seq(),
                (stage == null ? "" : stage.title() + ": ") + desk.refusals.title(chosen.outcome()),
                desk.children(chosen.children()),
                desk.nameOf(entry.by()) + ", " + desk.roleTitle(entry.role()),
                Dates.dateAndTime(entry.happened()),
                desk.words(chosen.reason()).orElse("The reasons were disposed of."),
                desk.citing.brief(chosen.says(), clauses),
                notes.made(entry, chosen));
    }

    // What is open.

    private static List<OpenService> openServices(Desk desk) {
        var all = new ArrayList<OpenService>();
        var services = new LinkedHashSet<String>();
        desk.run()
                .children()
                .forEach(child ->
                        services.addAll(desk.facts().child(child).open().keySet()));
        for (var service : services) {
            boolean accountable = false;
            var since = desk.now;
            var who = new LinkedHashSet<String>();
            for (var child : desk.run().children()) {
                var facts = desk.facts().child(child);
                var opened = facts.open().get(service);
                if (opened != null && opened.isBefore(since)) {
                    since = opened;
                }
                var holder = facts.holder();
                if (holder != null && holder.service().equals(service)) {
                    accountable = true;
                    who.add(
                            holder instanceof Holder.Practitioner(var staff, var _, var _)
                                    ? desk.nameOf(staff)
                                    : "the duty holder of " + desk.teamTitle(((Holder.Duty) holder).team()));
                }
            }
            var found = desk.policy.service(service);
            all.add(new OpenService(
                    desk.serviceTitle(service),
                    accountable ? "accountable" : "open alongside",
                    accountable,
                    who.isEmpty() ? "nobody of this service is accountable" : Desk.and(List.copyOf(who)),
                    Dates.date(since),
                    found.map(s -> s.system())
                            .filter(system -> !system.isEmpty())
                            .orElse(null),
                    endsWhen(desk, service)));
        }
        return all;
    }

    /// The outcomes that would close a service, or what keeps it open.
    private static String endsWhen(Desk desk, String service) {
        for (var line : desk.pathway().alongside()) {
            if (service.equals(desk.run().lines().get(line.name()))) {
                return "it stays open until: "
                        + Desk.and(line.until().stream()
                                .sorted()
                                .map(desk.refusals::title)
                                .toList());
            }
        }
        var closing = new LinkedHashSet<String>();
        for (var stage : desk.pathway().stages().values()) {
            for (var outcome : stage.outcomes()) {
                for (var effect : outcome.then()) {
                    if (effect instanceof stepways.engine.policy.Effect.Close(var name, var _, var _)
                            && (name.equals(service)
                                    || name.equals("sending")
                                            && service.equals(desk.run().from())
                                    || name.equals("receiving")
                                            && service.equals(desk.run().to()))) {
                        closing.add(outcome.title());
                    }
                }
            }
        }
        return closing.isEmpty()
                ? "this transfer does not end it"
                : "the decision is: " + String.join(", or: ", closing);
    }

    static List<Fact> whyOpen(Desk desk) {
        return desk.outstanding().lines().stream()
                .map(beside -> Fact.of(
                        beside.line().stays().isEmpty()
                                ? "Alongside"
                                : desk.serviceTitle(desk.run()
                                                .lines()
                                                .getOrDefault(
                                                        beside.line().name(),
                                                        beside.line().stays()))
                                        + " stays",
                        "until "
                                + Desk.and(beside.line().until().stream()
                                        .sorted()
                                        .map(outcome -> "“" + desk.refusals.title(outcome) + "”")
                                        .toList())
                                + " ("
                                + Desk.and(beside.line().clauses().stream()
                                        .map(c -> c.value())
                                        .toList()) + ")"))
                .toList();
    }

    // Disagreement and questions.

    private static @Nullable Dispute dispute(Desk desk) {
        var open = desk.run().dispute();
        var review = desk.outstanding().review();
        if (open.isEmpty() || review.isEmpty()) {
            return null;
        }
        var views = new ArrayList<View>();
        for (var entry : desk.loaded.history()) {
            switch (entry.event()) {
                case RunEvent.OutcomeChosen chosen
                when chosen.stage().equals(open.get().stage())
                        && !open.get().outcome().isEmpty() ->
                    views.add(view(desk, entry, "Decided: " + desk.refusals.title(chosen.outcome()), chosen.reason()));
                case RunEvent.HalfDecided half
                when half.stage().equals(open.get().stage()) ->
                    views.add(view(
                            desk,
                            entry,
                            desk.roleTitle(half.role()) + " chose: " + desk.refusals.title(half.outcome()),
                            half.reason()));
                case RunEvent.DisputeRaised raised
                when raised.dispute().equals(open.get().name()) ->
                    views.add(view(desk, entry, desk.roleTitle(entry.role()) + " disagrees", raised.reason()));
                case RunEvent.DisputeEscalated escalated
                when escalated.dispute().equals(open.get().name()) ->
                    views.add(view(desk, entry, "Taken to the next step", escalated.reason()));
                default -> {
                    // Not a view.
                }
            }
        }
        var actions = new ArrayList<Action>();
        actions.add(new Action.Open("Both views, and what holds until it is decided", desk.url("dispute"), null));
        actions.add(new Action.Open(
                "Review it",
                desk.url("act/resolve"),
                desk.roleTitles(review.get().reviewers()) + " can."));
        var rule = desk.policy.disputes().stream()
                .filter(each -> each.name().equals(open.get().name()))
                .findFirst();
        if (rule.isPresent() && open.get().step() + 1 < rule.get().steps().size()) {
            actions.add(new Action.Open("Take it to the next step", desk.url("act/escalate"), null));
        }
        return new Dispute(
                rule.map(each -> each.title()).orElse("Managers disagree"),
                views,
                desk.roleTitles(review.get().reviewers()) + " reviews, never somebody who took part.",
                desk.deadlines.of(review.get().clock()),
                review.get().meanwhile(),
                desk.citing.why(null, rule.map(each -> each.clauses()).orElse(List.of())),
                actions);
    }

    static View view(Desk desk, Entry entry, String side, stepways.engine.run.TextRef reason) {
        return new View(
                "view-" + entry.seq(),
                side,
                desk.nameOf(entry.by()) + (entry.role().isEmpty() ? "" : ", " + desk.roleTitle(entry.role())) + ", "
                        + Dates.dateAndTime(entry.happened()) + ".",
                List.of(),
                List.of(Fact.of("", desk.words(reason).orElse("(disposed of)"))));
    }

    /// What this reader was told and has not yet said they know, with a button that says so.
    private static List<ToKnow> told(Desk desk) {
        var news = new News(desk);
        var all = new ArrayList<ToKnow>();
        for (var told : desk.outstanding().told()) {
            if (!desk.isMine(new Command.Request.Acknowledge(told.seq(), Optional.empty()))) {
                continue;
            }
            all.add(new ToKnow(
                    "told-" + told.seq(),
                    news.words(told.seq()),
                    news.by(told.seq()),
                    news.quote(told.seq()).orElse(null),
                    List.of(
                            new Action.Press(
                                    ActController.SEEN,
                                    desk.url("act/seen"),
                                    List.of(
                                            new Hidden(
                                                    "version",
                                                    String.valueOf(desk.run().seq())),
                                            new Hidden("key", UUID.randomUUID().toString()),
                                            new Hidden("told", String.valueOf(told.seq()))),
                                    null),
                            new Action.Open(
                                    "Say what you make of it", desk.url("act/seen") + "?told=" + told.seq(), null))));
        }
        return all;
    }

    private static List<Question> questions(Desk desk) {
        var all = new ArrayList<Question>();
        for (var entry : desk.loaded.history()) {
            if (!(entry.event() instanceof RunEvent.QuestionAsked(var id, var role, var words))) {
                continue;
            }
            var answer = desk.loaded.history().stream()
                    .filter(later -> later.event() instanceof RunEvent.QuestionAnswered answered
                            && answered.id().equals(id))
                    .findFirst();
            var back = desk.returnOf(id);
            all.add(new Question(
                    back.isPresent()
                            ? answer.isPresent() ? "Returned, and supplied" : "Returned: one thing is missing"
                            : answer.isPresent() ? "Asked and answered" : "A question is open",
                    (back.flatMap(found -> found.item())
                                    .map(item -> desk.refusals.title(item) + ". ")
                                    .orElse(""))
                            + desk.words(words).orElse("(disposed of)"),
                    desk.nameOf(entry.by())
                            + (back.isPresent()
                                    ? answer.isPresent()
                                            ? " sent it back; it is with them again"
                                            : " sent it back. " + desk.who(role)
                                                    + " supplies it; the procedure gives no time"
                                    : " asked " + desk.who(role)),
                    Dates.dateAndTime(entry.happened()),
                    answer.map(found -> desk.nameOf(found.by()) + ": "
                                    + (found.event() instanceof RunEvent.QuestionAnswered answered
                                            ? desk.words(answered.answer()).orElse("(disposed of)")
                                            : ""))
                            .orElse(null),
                    answer.isPresent() ? List.of() : answering(desk, id, entry)));
        }
        return all.reversed();
    }

    /// For a return: the thing itself, then sending it back. For a question: its answer.
    private static List<Action> answering(Desk desk, String question, Entry asked) {
        var all = new ArrayList<Action>();
        var item = desk.returnOf(question).flatMap(found -> found.item()).flatMap(desk.pathway()::item);
        item.ifPresent(found -> {
            var done = desk.run().items().entrySet().stream()
                    .anyMatch(each -> each.getKey().item().equals(found.name())
                            && each.getValue().seq() > asked.seq());
            all.add(new Action.Open(
                    "Open it: " + found.title(),
                    desk.itemUrl(found, ""),
                    done ? "It is on record since it came back." : null));
        });
        all.add(new Action.Open(
                desk.returnOf(question).isPresent() ? "It is there now: send it back" : "Answer it",
                desk.url("act/answer?question=" + question),
                null));
        return all;
    }

    // What else.

    private static List<Action> others(Desk desk) {
        var all = new ArrayList<Action>();
        if (desk.run().isOpen()) {
            desk.outstanding()
                    .decision()
                    .ifPresent(choice -> all.add(
                            desk.mayDecide()
                                    ? new Action.Open("Decide: " + desk.stage().title(), desk.url("decision"), null)
                                    : new Action.Open(
                                            "See what could be decided",
                                            desk.url("decision"),
                                            desk.roleTitles(choice.by()) + " decides.")));
            all.add(new Action.Open("Ask one question", desk.url("act/ask"), "Without sending anything back."));
            if (desk.mayDecide()
                            && desk.openReturn().isEmpty()
                            && !desk.stage().checklist().isEmpty()
                    || desk.mayDecide()
                            && desk.openReturn().isEmpty()
                            && desk.visited().size() > 1) {
                all.add(new Action.Open(
                        "Return: one thing is missing", desk.url("return"), "It comes back to you when it is there."));
            }
            all.addAll(withdrawing(desk));
            for (var act : desk.pathway().anyTime()) {
                var request = new Command.Request.Act(act.name(), Optional.of(Desk.SOME_WORDS));
                all.add(
                        desk.isMine(request)
                                ? new Action.Open(act.title(), desk.url("act/any/" + act.name()), null)
                                : new Action.Blocked(
                                        act.title(),
                                        "is for " + desk.refusals.roles(List.of(act.by())) + ".",
                                        desk.citing.cites(act.clauses(), act.basis()),
                                        null));
            }
            if (!desk.policy.facts().isEmpty()) {
                all.add(new Action.Open("Record a fact", desk.url("act/fact"), null));
            }
            if (desk.run().sitting().isPresent()) {
                all.add(new Action.Open("Move it to another sitting", desk.url("act/sitting"), null));
            }
            all.add(new Action.Open(
                    "The procedure does not fit",
                    desk.url("act/outside"),
                    "A manager decides, with a reason. It is counted."));
        }
        if (!desk.isPreview() && desk.run().isOpen() && !desk.everyoneDied()) {
            all.add(new Action.Open(
                    "Is the file ready to move?", desk.url("check"), "What the record holds, and who signs it off."));
        }
        if (!desk.isPreview() && CheckpointController.isOffered(desk)) {
            all.add(new Action.Open(
                    "Checkpoint and reviews", desk.url("checkpoint"), "Stay, end or step back; and the next dates."));
        }
        if (!desk.isPreview() && ReopenController.isClosedStepDown(desk) && !desk.everyoneDied()) {
            all.add(new Action.Open(
                    "They need more again: up from here", desk.url("reopen"), "No new referral; one sentence."));
        }
        if (!desk.isPreview() && HandoverController.isOffered(desk)) {
            all.add(new Action.Open(
                    "Handover, and what the family has told", desk.url("handover"), "Short enough for a phone."));
        }
        if (desk.run().dispute().isEmpty()) {
            for (var rule : desk.policy.disputes()) {
                var request = new Command.Request.RaiseDispute(rule.name(), Optional.of(Desk.SOME_WORDS));
                if (desk.refusalsOf(request).isEmpty()) {
                    all.add(new Action.Open(
                            "I disagree: " + rule.title(), desk.url("act/dispute?rule=" + rule.name()), null));
                }
            }
        }
        if (desk.loaded.history().stream().anyMatch(entry -> entry.event() instanceof RunEvent.LetterDrafted)) {
            all.add(new Action.Open("Letters", desk.url("letters"), "One for each recipient: read, sign, send."));
        }
        if (stepways.app.partners.LeadRoles.anyIn(desk.policy, desk.pathway())) {
            all.add(new Action.Open(
                    "A lead from a partner", desk.url("lead"), "Ask somebody from outside, or record their yes."));
        }
        all.add(new Action.Open("Correct something recorded", desk.url() + "#history", null));
        return all;
    }

    /// How a request is taken back: by an outcome that ends it and changes nothing, where the procedure has one here;
    /// else a manager goes outside the written text.
    private static List<Action> withdrawing(Desk desk) {
        var all = new ArrayList<Action>();
        desk.outstanding()
                .decision()
                .ifPresent(choice -> choice.offers().stream()
                        .filter(offer -> offer.outcome().go() instanceof Outcome.Go.End
                                && offer.outcome().then().stream()
                                        .noneMatch(effect -> effect instanceof stepways.engine.policy.Effect.Open
                                                || effect instanceof stepways.engine.policy.Effect.Close
                                                || effect instanceof stepways.engine.policy.Effect.Lead))
                        .limit(1)
                        .forEach(offer -> {
                            if (desk.mayDecide()) {
                                all.add(new Action.Open(
                                        "Take it back: " + offer.outcome().title(),
                                        desk.url("decision") + "#decide",
                                        offer.open() ? "With the reason." : "Not open yet; the page says why."));
                            }
                        }));
        if (all.isEmpty()
                && desk.refusalsOf(new Command.Request.StepOutside("", Optional.of(Desk.SOME_WORDS)))
                        .isEmpty()) {
            all.add(new Action.Open(
                    "Take it back",
                    desk.url("act/outside") + "?to=end",
                    "The procedure has no way for it at this step; you decide, with the reason. It is counted."));
        }
        return all;
    }

    private static List<Link> linked(Desk desk) {
        return desk.others.stream()
                .map(other -> new Link(
                        desk.policy.pathway(other.pathway()).title() + " " + other.reference(),
                        "/transfers/" + other.id()))
                .toList();
    }
}
