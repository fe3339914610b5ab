package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.record.Casework;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.app.web.Why;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.DisputeRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.RunEvent;

/// Every other single act on a transfer: ask a question and answer it, what the pack allows at any time, record a fact,
/// disagree, review, move to another sitting, and the one audited way outside the written procedure.
@Controller
class ActController {

    /// What the button says with which somebody answers for knowing.
    static final String SEEN = "I have seen this";

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final Casework casework;

    ActController(Desks desks, Layouts layouts, Recording recording, Casework casework) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.casework = casework;
    }

    /// How one act is shown.
    ///
    /// @param probe what is asked of `decide` to know whether this reader may do it; null where anybody may
    private record Shown(
            String path,
            String query,
            String heading,
            Why why,
            List<Fact> facts,
            String button,
            List<FormPart> parts,
            List<Hidden> hidden,
            List<ActPage.Effect> then,
            Command.@Nullable Request probe) {}

    private ModelAndView page(
            Desk desk, Recording.State state, HttpServletRequest request, Function<Typed, Shown> shows) {
        var shown = shows.apply(state.typed());
        var layout = recording.layout(
                layouts.of(request, desk.me, shown.heading() + ", " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var blocked = shown.probe() == null ? null : blocked(desk, shown.probe());
        var page = new ActPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                shown.heading(),
                shown.why(),
                shown.facts(),
                blocked != null || shown.parts().isEmpty()
                        ? null
                        : recording.form(
                                desk,
                                layout,
                                state,
                                desk.url("act/" + shown.path()),
                                desk.url("act/" + shown.path()) + shown.query(),
                                shown.button(),
                                shown.parts(),
                                shown.hidden(),
                                List.of()),
                blocked,
                shown.then(),
                ItemController.saying(desk));
        return PageOf.view("transfers/act", page, state.status());
    }

    private static @Nullable Blocked blocked(Desk desk, Command.Request probe) {
        for (var refusal : desk.refusalsOf(probe)) {
            switch (refusal.kind()) {
                case NOT_YOUR_ROLE,
                        SAME_PERSON,
                        PARTY_TO_THE_DECISION,
                        ENDED,
                        NO_DISPUTE,
                        DISPUTE_OPEN,
                        NOT_OFFERED,
                        TOO_EARLY -> {
                    return new Blocked(
                            "Not now:",
                            desk.refusals.words(refusal),
                            desk.citing.cites(refusal.clauses()),
                            desk.refusals.whatNext(refusal));
                }
                default -> {
                    // Depends on what is typed.
                }
            }
        }
        return null;
    }

    private static String draftOf(Desk desk, String act) {
        return desk.id + ":act:" + act;
    }

    private ModelAndView send(
            Desk desk,
            Typed typed,
            String act,
            Casework.Asks asks,
            String words,
            RedirectAttributes flash,
            HttpServletRequest request,
            Function<Desk, Function<Typed, Shown>> shows) {
        var draft = draftOf(desk, act);
        if (typed.hasErrors()) {
            return page(desk, recording.wrong(desk, typed, draft), request, shows.apply(desk));
        }
        return recording.send(
                desk.me,
                desk.id,
                typed,
                draft,
                Optional.empty(),
                asks,
                new Recording.Then(desk.url(), words),
                flash,
                (after, state) -> page(after, state, request, shows.apply(after)));
    }

    // One question.

    @GetMapping("/transfers/{id}/act/ask")
    ModelAndView ask(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(desk, recording.opened(desk, draftOf(desk, "ask")), request, typed -> asking(desk, typed));
    }

    @PostMapping("/transfers/{id}/act/ask")
    ModelAndView asked(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var role = typed.text("role", "Choose whom to ask");
        var words = typed.text("question", "Write the question");
        if (!role.isEmpty() && !desk.policy.roles().containsKey(role)) {
            typed.fail("role", "Choose whom to ask");
        }
        return send(
                desk,
                typed,
                "ask",
                texts -> new Command.Request.Ask(UUID.randomUUID().toString(), role, texts.keep(words)),
                "Asked. The transfer stays where it is.",
                flash,
                request,
                after -> again -> asking(after, again));
    }

    private static Shown asking(Desk desk, Typed typed) {
        var roles = new java.util.LinkedHashSet<String>();
        for (var stage : desk.pathway().stages().values()) {
            roles.add(stage.waitsFor());
        }
        desk.outstanding().decision().ifPresent(choice -> roles.addAll(choice.by()));
        roles.removeIf(
                role -> desk.policy.role(role).anyone() || !desk.policy.roles().containsKey(role));
        return new Shown(
                "ask",
                "",
                "Ask one question",
                new Why("Nothing is sent back: the transfer stays where it is while you wait.", List.of(), null),
                List.of(),
                "Ask",
                List.of(
                        Fields.select(
                                typed,
                                "role",
                                "Whom do you ask?",
                                null,
                                roles.stream()
                                        .map(role -> new Fields.Answer(
                                                role,
                                                desk.personIn(role).isPresent()
                                                        ? desk.who(role) + ", " + desk.roleTitle(role)
                                                        : desk.roleTitle(role)))
                                        .toList()),
                        Fields.area(typed, "question", "Your one question", "One or two sentences.", 3)),
                List.of(),
                List.of(new ActPage.Effect("The question stands on the transfer until it is answered.", List.of())),
                null);
    }

    @GetMapping("/transfers/{id}/act/answer")
    ModelAndView answer(
            @PathVariable UUID id,
            @RequestParam String question,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        mustBeOpen(desk, question);
        return page(
                desk,
                recording.opened(desk, draftOf(desk, "answer@" + question)),
                request,
                typed -> answering(desk, typed, question));
    }

    @PostMapping("/transfers/{id}/act/answer")
    ModelAndView answered(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var question = typed.value("question");
        if (typed.key().isEmpty() || !question.matches("[0-9a-zA-Z-]{1,60}")) {
            throw new NotFound("a question");
        }
        var words = typed.text("answer", "Write the answer");
        return send(
                desk,
                typed,
                "answer@" + question,
                texts -> new Command.Request.Answer(question, texts.keep(words)),
                "Answered.",
                flash,
                request,
                after -> again -> answering(after, again, question));
    }

    private static void mustBeOpen(Desk desk, String question) {
        if (!desk.run().questions().containsKey(question)) {
            throw new NotFound("an open question");
        }
    }

    private static Shown answering(Desk desk, Typed typed, String question) {
        var asked = desk.loaded.history().stream()
                .filter(entry -> entry.event() instanceof RunEvent.QuestionAsked q && q.id().equals(question))
                .findFirst()
                .orElseThrow(() -> new NotFound("a question"));
        return new Shown(
                "answer",
                "?question=" + question,
                "Answer the question",
                new Why(null, List.of(), null),
                List.of(
                        Fact.of(
                                "Question",
                                HistoryText.textOf(asked.event())
                                        .flatMap(desk::words)
                                        .orElse("")),
                        Fact.of("Asked by", desk.nameOf(asked.by()) + ", " + Dates.dateAndTime(asked.happened()))),
                "Answer",
                List.of(Fields.area(typed, "answer", "Your answer", null, 4)),
                List.of(new Hidden("question", question)),
                List.of(),
                new Command.Request.Answer(question, Desk.SOME_WORDS));
    }

    // What somebody was told.

    @GetMapping("/transfers/{id}/act/seen")
    ModelAndView seen(
            @PathVariable UUID id,
            @RequestParam int told,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        mustHaveBeenTold(desk, told);
        return page(
                desk,
                recording.opened(desk, draftOf(desk, "seen@" + told)),
                request,
                typed -> knowing(desk, typed, told));
    }

    @PostMapping("/transfers/{id}/act/seen")
    ModelAndView sawIt(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        if (!typed.value("told").matches("[0-9]{1,6}")) {
            throw new NotFound("something that was told");
        }
        int told = Integer.parseInt(typed.value("told"));
        mustHaveBeenTold(desk, told);
        var note = typed.optional("note");
        return send(
                desk,
                typed,
                "seen@" + told,
                texts -> new Command.Request.Acknowledge(told, texts.keepIfAny(note)),
                "Recorded: you have seen it.",
                flash,
                request,
                after -> again -> knowing(after, again, told));
    }

    private static void mustHaveBeenTold(Desk desk, int told) {
        if (desk.loaded.history().stream()
                .noneMatch(entry -> entry.seq() == told && entry.event() instanceof RunEvent.RoleTold)) {
            throw new NotFound("something that was told");
        }
    }

    private static Shown knowing(Desk desk, Typed typed, int told) {
        var news = new News(desk);
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("What happened", news.words(told)));
        facts.add(Fact.of("Recorded by", news.by(told)));
        news.quote(told).ifPresent(quote -> facts.add(Fact.of("In their words", quote)));
        boolean waits = desk.run().told().containsKey(told);
        return new Shown(
                "seen",
                "?told=" + told,
                "For you to know",
                new Why(waits ? null : "Somebody has said that they know. The history says who.", List.of(), null),
                facts,
                SEEN,
                waits
                        ? List.of(Fields.area(typed, "note", "What do you make of it?", "You may leave this out.", 4))
                        : List.of(),
                List.of(new Hidden("told", String.valueOf(told))),
                List.of(new ActPage.Effect("It leaves your work list. Nothing else moves.", List.of())),
                waits ? new Command.Request.Acknowledge(told, Optional.empty()) : null);
    }

    // What the pack allows at any time.

    @GetMapping("/transfers/{id}/act/any/{name}")
    ModelAndView any(
            @PathVariable UUID id,
            @PathVariable String name,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        var act = act(desk, name);
        return page(
                desk, recording.opened(desk, draftOf(desk, "any." + name)), request, typed -> acting(desk, typed, act));
    }

    @PostMapping("/transfers/{id}/act/any/{name}")
    ModelAndView acted(
            @PathVariable UUID id,
            @PathVariable String name,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var act = act(desk, name);
        var typed = Typed.posted(request);
        var note = typed.optional("note");
        return send(
                desk,
                typed,
                "any." + name,
                texts -> new Command.Request.Act(name, texts.keepIfAny(note)),
                "Recorded: " + act.title() + ".",
                flash,
                request,
                after -> again -> acting(after, again, act));
    }

    private static Pathway.AnyTime act(Desk desk, String name) {
        return desk.pathway().anyTime().stream()
                .filter(act -> act.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFound("an act of this procedure"));
    }

    private static Shown acting(Desk desk, Typed typed, Pathway.AnyTime act) {
        return new Shown(
                "any/" + act.name(),
                "",
                act.title(),
                desk.citing.why(
                        "It may be done at any time, and the transfer stays where it is.", act.clauses(), act.basis()),
                List.of(),
                "Record it",
                List.of(Fields.area(typed, "note", "What should be remembered?", "You may leave this out.", 4)),
                List.of(),
                act.then().stream().map(effect -> effect(desk, effect)).toList(),
                new Command.Request.Act(act.name(), Optional.of(Desk.SOME_WORDS)));
    }

    /// One thing that recording an act does.
    static ActPage.Effect effect(Desk desk, Effect effect) {
        var words = switch (effect) {
            case Effect.Open(var service, var _) -> desk.serviceTitle(service(desk, service)) + " opens.";
            case Effect.Close(var service, var _, var _) -> desk.serviceTitle(service(desk, service)) + " closes.";
            case Effect.Lead(var named, var _) -> desk.who(named) + " becomes accountable.";
            case Effect.CoWorker(var named, var _) -> desk.who(named) + " works alongside.";
            case Effect.DutyHolder(var team, var _) ->
                "The duty holder of " + desk.teamTitle(team) + " becomes accountable.";
            case Effect.Tray(var team, var _) -> "It goes into the tray of " + desk.teamTitle(team) + ".";
            case Effect.Agenda(var forum, var _) ->
                "It goes on the next agenda: "
                        + desk.policy.forum(forum).map(f -> f.title()).orElse(forum) + ".";
            case Effect.Start(var pathway, var _, var _) ->
                "Another begins with it: " + desk.policy.pathway(pathway).title() + ".";
            case Effect.Share(var what, var with, var _, var _) ->
                "Passed to " + desk.serviceTitle(service(desk, with)) + ": "
                        + Desk.and(what.stream().map(desk.policy::documentTitle).toList()) + ".";
            case Effect.Letter(var letter, var _) ->
                "A letter is drafted: "
                        + desk.policy.letter(letter).map(l -> l.title()).orElse(letter) + ".";
            case Effect.Tell(var role, var _) -> desk.who(role) + " is told.";
            case Effect.File(var document, var _) -> desk.policy.documentTitle(document) + " goes on file.";
            case Effect.Mark(var name, var _) -> "Clocks count from it: " + name.replace('-', ' ') + ".";
        };
        return new ActPage.Effect(words, desk.citing.cites(effect.clauses()));
    }

    private static String service(Desk desk, String name) {
        return switch (name) {
            case "sending" -> desk.run().from();
            case "receiving" -> desk.run().to();
            default -> name;
        };
    }

    // A fact.

    @GetMapping("/transfers/{id}/act/fact")
    ModelAndView fact(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String fact,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(
                desk,
                recording.opened(
                        desk,
                        draftOf(
                                desk,
                                fact.isEmpty()
                                        ? "fact"
                                        : "fact@" + type(desk, fact).name())),
                request,
                typed -> fact.isEmpty() ? choosingFact(desk) : stating(desk, typed, type(desk, fact)));
    }

    @PostMapping("/transfers/{id}/act/fact")
    ModelAndView stated(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var type = type(desk, typed.value("fact"));
        var about = typed.value("about");
        var value = type.kind() == FactType.Kind.DATE
                ? TypedDate.readDay(typed, "value", "Enter the date")
                        .map(java.time.LocalDate::toString)
                        .orElse("")
                : typed.text("value", "Enter the answer");
        var child = desk.run().children().stream()
                .filter(each -> each.value().equals(about))
                .findFirst();
        return send(
                desk,
                typed,
                "fact@" + type.name(),
                _ -> new Command.Request.StateFact(type.name(), child, value),
                "Recorded: " + type.title() + ".",
                flash,
                request,
                after -> again -> stating(after, again, type));
    }

    private static FactType type(Desk desk, String fact) {
        return desk.policy.fact(fact).orElseThrow(() -> new NotFound("a fact of this procedure"));
    }

    private static Shown choosingFact(Desk desk) {
        var facts = allFacts(desk.policy).values().stream()
                .map(type -> new Fact(
                        type.title(),
                        current(desk, type),
                        new stepways.app.web.Link("Record it", desk.url("act/fact") + "?fact=" + type.name()),
                        false))
                .toList();
        return new Shown(
                "fact",
                "",
                "Record a fact",
                new Why("What the procedure asks about the children or this transfer.", List.of(), null),
                facts,
                "Choose one above",
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /// The facts of the procedure, and those of the national layer that its dates and conditions look at.
    private static Map<String, FactType> allFacts(Policy policy) {
        var all = new LinkedHashMap<>(policy.facts());
        if (policy.national() != null) {
            allFacts(policy.national()).forEach(all::putIfAbsent);
        }
        return all;
    }

    private static String current(Desk desk, FactType type) {
        if (desk.isPreview()) {
            return "shown when the transfer is accepted";
        }
        var known = new ArrayList<String>();
        var text = new HistoryText(desk);
        var stated = desk.run().stated().get(type.name());
        if (stated != null) {
            known.add(text.factValue(type.name(), stated.value()));
        }
        for (var child : desk.run().children()) {
            var own = desk.run().stated().get(type.name() + "@" + child);
            var value = own != null
                    ? own.value()
                    : desk.facts().child(child).values().get(type.name());
            if (value != null) {
                known.add(desk.nameOf(child) + ": " + text.factValue(type.name(), value));
            }
        }
        return known.isEmpty() ? "not known" : String.join("; ", known);
    }

    private static Shown stating(Desk desk, Typed typed, FactType type) {
        var parts = new ArrayList<FormPart>();
        if (desk.run().children().size() > 1) {
            var about = new ArrayList<Fields.Answer>();
            desk.run().children().forEach(child -> about.add(new Fields.Answer(child.value(), desk.nameOf(child))));
            parts.add(Fields.select(typed, "about", "For whom?", "Leave it at “Choose” for all of them.", about));
        }
        parts.add(
                switch (type.kind()) {
                    case YES_NO ->
                        Fields.radios(
                                typed,
                                "value",
                                type.title(),
                                null,
                                List.of(new Fields.Answer("true", "Yes"), new Fields.Answer("false", "No")));
                    case ONE_OF ->
                        Fields.radios(
                                typed,
                                "value",
                                type.title(),
                                null,
                                type.choices().stream()
                                        .map(choice -> new Fields.Answer(choice, choice.replace('-', ' ')))
                                        .toList());
                    case DATE -> TypedDate.day(typed, "value", type.title(), null);
                    case NUMBER -> Fields.line(typed, "value", type.title(), null, 5);
                    case SERVICE ->
                        Fields.select(
                                typed,
                                "value",
                                type.title(),
                                null,
                                desk.policy.services().values().stream()
                                        .map(service -> new Fields.Answer(service.name(), service.title()))
                                        .toList());
                    case TEAM ->
                        Fields.select(
                                typed,
                                "value",
                                type.title(),
                                null,
                                desk.policy.teams().values().stream()
                                        .map(team -> new Fields.Answer(team.name(), team.title()))
                                        .toList());
                });
        return new Shown(
                "fact",
                "?fact=" + type.name(),
                type.title(),
                new Why("Conditions and dates of the procedure look at it.", List.of(), null),
                List.of(Fact.of("Known now", current(desk, type))),
                "Record it",
                parts,
                List.of(new Hidden("fact", type.name())),
                List.of(),
                new Command.Request.StateFact(type.name(), Optional.<ChildId>empty(), anyValue(type)));
    }

    private static String anyValue(FactType type) {
        return switch (type.kind()) {
            case YES_NO -> "true";
            case ONE_OF -> type.choices().getFirst();
            case DATE -> "2020-01-01";
            case NUMBER -> "1";
            case SERVICE, TEAM -> "any";
        };
    }

    // Disagreement.

    @GetMapping("/transfers/{id}/act/dispute")
    ModelAndView dispute(
            @PathVariable UUID id,
            @RequestParam String rule,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        var found = rule(desk, rule);
        return page(
                desk,
                recording.opened(desk, draftOf(desk, "dispute@" + rule)),
                request,
                typed -> disagreeing(desk, typed, found));
    }

    @PostMapping("/transfers/{id}/act/dispute")
    ModelAndView disagreed(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var rule = rule(desk, typed.value("rule"));
        var reason = typed.text("reason", "Say what you disagree with, and why");
        return send(
                desk,
                typed,
                "dispute@" + rule.name(),
                texts -> new Command.Request.RaiseDispute(rule.name(), Optional.of(texts.keep(reason))),
                "Recorded. " + desk.roleTitle(rule.steps().getFirst().by()) + " reviews it.",
                flash,
                request,
                after -> again -> disagreeing(after, again, rule));
    }

    private static DisputeRule rule(Desk desk, String name) {
        return desk.policy.disputes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFound("a review of this procedure"));
    }

    private static Shown disagreeing(Desk desk, Typed typed, DisputeRule rule) {
        var then = new ArrayList<ActPage.Effect>();
        for (var step : rule.steps()) {
            then.add(new ActPage.Effect(
                    desk.roleTitle(step.by())
                            + (then.isEmpty()
                                    ? " reviews it, never somebody who took part."
                                    : " is next, if it is taken further."),
                    desk.citing.cites(step.clauses(), rule.basis())));
        }
        return new Shown(
                "dispute",
                "?rule=" + rule.name(),
                rule.title(),
                desk.citing.why(rule.meanwhile(), rule.clauses(), rule.basis()),
                List.of(),
                "Record that you disagree",
                List.of(Fields.area(typed, "reason", "Your view", "The reviewer and both sides read it.", 5)),
                List.of(new Hidden("rule", rule.name())),
                then,
                new Command.Request.RaiseDispute(rule.name(), Optional.of(Desk.SOME_WORDS)));
    }

    private static DisputeRule openRule(Desk desk) {
        return desk.run()
                .dispute()
                .map(open -> rule(desk, open.name()))
                .orElseThrow(() -> new NotFound("an open review"));
    }

    @GetMapping("/transfers/{id}/act/escalate")
    ModelAndView escalate(
            @PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        openRule(desk);
        return page(desk, recording.opened(desk, draftOf(desk, "escalate")), request, typed -> escalating(desk, typed));
    }

    @PostMapping("/transfers/{id}/act/escalate")
    ModelAndView escalated(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        openRule(desk);
        var typed = Typed.posted(request);
        var reason = typed.text("reason", "Say why it goes further");
        return send(
                desk,
                typed,
                "escalate",
                texts -> new Command.Request.EscalateDispute(Optional.of(texts.keep(reason))),
                "Taken to the next step.",
                flash,
                request,
                after -> again -> escalating(after, again));
    }

    private static Shown escalating(Desk desk, Typed typed) {
        var rule = openRule(desk);
        int next = desk.run().dispute().map(open -> open.step() + 1).orElse(0);
        return new Shown(
                "escalate",
                "",
                "Take it to the next step",
                desk.citing.why(rule.meanwhile(), rule.clauses(), rule.basis()),
                List.of(),
                "Take it further",
                List.of(Fields.area(typed, "reason", "Why does it go further?", null, 4)),
                List.of(),
                next < rule.steps().size()
                        ? List.of(new ActPage.Effect(
                                desk.roleTitle(rule.steps().get(next).by()) + " reviews it next.",
                                desk.citing.cites(rule.steps().get(next).clauses(), rule.basis())))
                        : List.of(),
                new Command.Request.EscalateDispute(Optional.of(Desk.SOME_WORDS)));
    }

    @GetMapping("/transfers/{id}/act/resolve")
    ModelAndView resolve(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        openRule(desk);
        return page(desk, recording.opened(desk, draftOf(desk, "resolve")), request, typed -> resolving(desk, typed));
    }

    @PostMapping("/transfers/{id}/act/resolve")
    ModelAndView resolved(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        openRule(desk);
        var typed = Typed.posted(request);
        var outcome = typed.text("outcome", "Choose what stands");
        var reason = typed.text("reason", "Say why this stands");
        var newRuns = casework.newRuns(desk.run().children().size() + 4);
        return send(
                desk,
                typed,
                "resolve",
                texts -> new Command.Request.ResolveDispute(outcome, Optional.of(texts.keep(reason)), newRuns),
                "Reviewed: " + desk.refusals.title(outcome) + ".",
                flash,
                request,
                after -> again -> resolving(after, again));
    }

    private static Shown resolving(Desk desk, Typed typed) {
        var rule = openRule(desk);
        var open = desk.run().dispute().orElseThrow();
        var stage = desk.pathway().stage(open.stage());
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("About", stage.title()));
        if (!open.outcome().isEmpty()) {
            facts.add(Fact.of("Decided", desk.refusals.title(open.outcome())));
        }
        for (var entry : desk.loaded.history()) {
            var view = switch (entry.event()) {
                case RunEvent.DisputeRaised raised -> Optional.of(raised.reason());
                case RunEvent.DisputeEscalated escalated -> Optional.of(escalated.reason());
                case RunEvent.HalfDecided half when half.stage().equals(open.stage()) -> Optional.of(half.reason());
                case RunEvent.OutcomeChosen chosen
                when chosen.stage().equals(open.stage()) && chosen.outcome().equals(open.outcome()) ->
                    Optional.of(chosen.reason());
                default -> Optional.<stepways.engine.run.TextRef>empty();
            };
            view.flatMap(desk::words)
                    .ifPresent(words -> facts.add(Fact.of(
                            desk.nameOf(entry.by())
                                    + (entry.role().isEmpty() ? "" : ", " + desk.roleTitle(entry.role())),
                            words)));
        }
        return new Shown(
                "resolve",
                "",
                "Review: " + rule.title(),
                desk.citing.why(rule.meanwhile(), rule.clauses(), rule.basis()),
                facts,
                "Record the review",
                List.of(
                        Fields.radios(
                                typed,
                                "outcome",
                                "What stands?",
                                null,
                                stage.outcomes().stream()
                                        .map(each -> new Fields.Answer(
                                                each.name(),
                                                each.title()
                                                        + (each.name().equals(open.outcome()) ? ", as decided" : "")))
                                        .toList()),
                        Fields.area(typed, "reason", "Why?", "Both sides read this.", 5)),
                List.of(),
                List.of(new ActPage.Effect("What you decide stands for this step.", List.of())),
                new Command.Request.ResolveDispute(
                        open.outcome().isEmpty() ? stage.outcomes().getFirst().name() : open.outcome(),
                        Optional.of(Desk.SOME_WORDS),
                        desk.someRuns()));
    }

    // Another sitting.

    @GetMapping("/transfers/{id}/act/sitting")
    ModelAndView sitting(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(desk, recording.opened(desk, draftOf(desk, "sitting")), request, typed -> moving(desk, typed));
    }

    @PostMapping("/transfers/{id}/act/sitting")
    ModelAndView moved(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var day = TypedDate.readDay(typed, "to", "Enter the day of the other sitting");
        if (day.isPresent() && day.get().isBefore(desk.today())) {
            typed.fail("to", "The other sitting cannot be in the past");
        }
        return send(
                desk,
                typed,
                "sitting",
                _ -> new Command.Request.MoveSitting(day.orElseThrow()),
                "Moved.",
                flash,
                request,
                after -> again -> moving(after, again));
    }

    private static Shown moving(Desk desk, Typed typed) {
        var sitting = desk.run().sitting().orElseThrow(() -> new NotFound("a sitting"));
        var forum = desk.policy.forum(sitting.forum()).orElseThrow(() -> new NotFound("a forum"));
        return new Shown(
                "sitting",
                "",
                "Move it to another sitting",
                desk.citing.why(null, forum.clauses(), forum.basis()),
                List.of(Fact.of(forum.title(), Dates.weekdayAndYear(sitting.day()))),
                "Move it",
                List.of(TypedDate.day(typed, "to", "To which day?", "For example, 12 6 2026.")),
                List.of(),
                List.of(),
                new Command.Request.MoveSitting(sitting.day()));
    }

    // Outside the written procedure.

    @GetMapping("/transfers/{id}/act/outside")
    ModelAndView outside(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(
                desk, recording.opened(desk, draftOf(desk, "outside")), request, typed -> goingOutside(desk, typed));
    }

    @PostMapping("/transfers/{id}/act/outside")
    ModelAndView wentOutside(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var to = typed.text("to", "Choose where it goes");
        var reason = typed.text("reason", "Say what the procedure does not cover, and why this is right");
        return send(
                desk,
                typed,
                "outside",
                texts -> new Command.Request.StepOutside(to.equals("end") ? "" : to, Optional.of(texts.keep(reason))),
                "Recorded, outside the written procedure.",
                flash,
                request,
                after -> again -> goingOutside(after, again));
    }

    private static Shown goingOutside(Desk desk, Typed typed) {
        var answers = new ArrayList<Fields.Answer>();
        for (var stage : desk.pathway().stages().values()) {
            if (!stage.name().equals(desk.run().stage())) {
                answers.add(new Fields.Answer(stage.name(), stage.title()));
            }
        }
        answers.add(new Fields.Answer("end", "It ends here"));
        return new Shown(
                "outside",
                "",
                "Outside the written procedure",
                new Why(
                        "Where the text does not cover what is in front of you, a manager decides, with the reason. It is"
                                + " counted as a gap in the text. It never leaves a child without somebody accountable, and"
                                + " never replaces Harm now.",
                        desk.citing.cites(clauses(desk)),
                        null),
                List.of(Fact.of("Where it is", desk.stage().title())),
                "Record it",
                List.of(
                        Fields.radios(typed, "to", "Where does it go?", null, answers),
                        Fields.area(
                                typed, "reason", "What does the procedure not cover, and why is this right?", null, 5)),
                List.of(),
                List.of(new ActPage.Effect("The gap is counted against the clauses of this step.", List.of())),
                new Command.Request.StepOutside("", Optional.of(Desk.SOME_WORDS)));
    }

    private static List<ClauseId> clauses(Desk desk) {
        var all = new ArrayList<>(desk.stage().clauses());
        desk.stage().outcomes().stream().map(Outcome::clauses).forEach(all::addAll);
        return all.stream().distinct().limit(4).toList();
    }
}
