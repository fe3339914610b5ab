package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.record.Casework;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.Saying;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Refusal;
import stepways.engine.run.RunEvent;

/// The decision that ends a stage: what was decided before, both views, every outcome with what would happen if, and
/// the reasons.
@Controller
class DecisionController {

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final Casework casework;
    private final TransferParts parts;

    DecisionController(Desks desks, Layouts layouts, Recording recording, Casework casework, TransferParts parts) {
        this.parts = parts;
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.casework = casework;
    }

    private static String draftOf(Desk desk) {
        return desk.id + ":decision:" + desk.run().stage();
    }

    @GetMapping("/transfers/{id}/decision")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        if (!desk.run().isOpen()) {
            return new ModelAndView("redirect:" + desk.url() + "#decided");
        }
        return page(desk, recording.opened(desk, draftOf(desk)), request);
    }

    @PostMapping("/transfers/{id}/decision")
    ModelAndView decide(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var draft = draftOf(desk);
        var one = new ArrayList<String>();
        var outcomes = new LinkedHashMap<ChildId, String>();
        if (isPerChild(desk)) {
            for (int i = 0; i < desk.run().children().size(); i++) {
                var child = desk.run().children().get(i);
                var chosen = typed.text("outcome-" + (i + 1), "Choose an outcome for " + desk.nameOf(child));
                outcomes.put(child, chosen);
                one.add(chosen);
            }
        } else {
            one.add(typed.text("outcome", "Choose what is decided"));
        }
        var reason = typed.text("reason", "Say why this was decided");
        var happened = TypedDate.readHappened(typed, desk.now, desk.run().stageEntered());
        if (typed.hasErrors()) {
            return desk.run().isOpen()
                    ? page(desk, recording.wrong(desk, typed, draft), request)
                    : new ModelAndView("redirect:" + desk.url());
        }
        var newRuns = casework.newRuns(desk.run().children().size() + 4);
        return recording.send(
                me,
                id,
                typed,
                draft,
                happened,
                texts -> new Command.Request.Choose(outcomes, one.getFirst(), Optional.of(texts.keep(reason)), newRuns),
                new Recording.Then(desk.url() + "#decided", recorded(desk, one)),
                flash,
                (after, state) -> after.run().isOpen() ? page(after, state, request) : ended(after, state, flash));
    }

    /// What the page after it says; one of two signatures decides nothing yet.
    private static String recorded(Desk desk, List<String> chosen) {
        var outcomes =
                Desk.and(chosen.stream().distinct().map(desk.refusals::title).toList());
        if (desk.stage().decider().who() instanceof Decider.Who.Both) {
            boolean second = desk.run().halves().values().stream()
                    .anyMatch(half -> half.outcome().equals(chosen.getFirst())
                            && !half.by().value().equals(desk.me.staff().toString()));
            if (!second) {
                return "Your signature is recorded: " + outcomes
                        + ". It is decided when the other manager says the same.";
            }
        }
        return "Decided: " + outcomes + ". The note to copy stands below.";
    }

    /// Somebody was quicker and it has ended: what was typed is kept as a draft, and the transfer says what happened.
    private static ModelAndView ended(Desk desk, Recording.State state, RedirectAttributes flash) {
        flash.addFlashAttribute(
                Layouts.NOTICE, "This has ended meanwhile. What you typed is kept under Drafts: " + state.draft());
        return new ModelAndView("redirect:" + desk.url());
    }

    private static boolean isPerChild(Desk desk) {
        return desk.stage().perChild() && desk.run().children().size() > 1;
    }

    private ModelAndView page(Desk desk, Recording.State state, HttpServletRequest request) {
        var choice = desk.outstanding()
                .decision()
                .orElseThrow(() -> new IllegalStateException("Expected a decision of an open run"));
        var stage = choice.stage();
        var layout = recording.layout(
                layouts.of(request, desk.me, stage.title() + ", " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var whatIfs = new WhatIfs(desk);
        var notMine = notMine(desk, choice);
        boolean anyOpen = isPerChild(desk)
                ? desk.run().children().stream()
                        .allMatch(child -> !openFor(desk, child).isEmpty())
                : choice.offers().stream().anyMatch(Outstanding.Offer::open);
        var page = new DecisionPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                stage.title() + ": " + desk.children(),
                TransferController.path(desk),
                standing(desk, choice),
                before(desk),
                views(desk),
                List.of(),
                "What is decided?",
                desk.citing.why(
                        who(desk, choice),
                        stage.decider().clauses().isEmpty()
                                ? stage.clauses()
                                : stage.decider().clauses()),
                outcomes(desk, choice, state.typed(), whatIfs),
                refused(desk, choice),
                whatIfs.all(choice.offers()),
                notMine == null && anyOpen ? form(desk, layout, state) : null,
                notMine,
                notes(desk, choice, state.typed()),
                Stream.concat(cards(desk).stream(), parts.of(desk).stream()).toList(),
                sayings(desk, choice));
        return PageOf.view("transfers/decision", page, state.status());
    }

    private static String who(Desk desk, Outstanding.Choice choice) {
        var roles = desk.roleTitles(choice.by());
        return switch (choice.stage().decider().who()) {
            case Decider.Who.AnyOf _ -> roles + " decides.";
            case Decider.Who.Both(var first, var second, var _) ->
                desk.roleTitle(first) + " and " + desk.roleTitle(second)
                        + " each sign; it is decided when both say the same.";
            case Decider.Who.Forum(var forum) ->
                desk.policy.forum(forum).map(found -> found.title()).orElse(forum) + " decides; " + roles
                        + " records it.";
        };
    }

    private static List<Fact> standing(Desk desk, Outstanding.Choice choice) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Accountable now", desk.accountable()));
        for (var item : desk.stage().checklist()) {
            if (item.kind() instanceof Item.Kind.Agreement(var agreement, var _)) {
                facts.add(agreement(desk, agreement));
            }
        }
        var due = desk.deadlines.of(choice.clock());
        facts.add(Fact.of("This decision", due.words() + (due.date() == null ? "" : ", " + due.date())));
        desk.run()
                .sitting()
                .ifPresent(sitting -> facts.add(Fact.of(
                        "Heard at",
                        desk.policy
                                        .forum(sitting.forum())
                                        .map(forum -> forum.title())
                                        .orElse(sitting.forum()) + ", " + Dates.weekdayAndYear(sitting.day()))));
        desk.run()
                .halves()
                .forEach((role, half) -> facts.add(Fact.of(
                        "Signed already",
                        desk.nameOf(half.by()) + ", " + desk.roleTitle(role) + ": "
                                + desk.refusals.title(half.outcome()))));
        return facts;
    }

    private static Fact agreement(Desk desk, String agreement) {
        var answers = Respondents.of(desk, agreement).stream()
                .map(person -> {
                    var answer =
                            desk.facts().answers().get(new stepways.engine.run.Facts.AgreementKey(agreement, person));
                    return desk.nameOf(person.value()) + ": "
                            + (answer == null
                                    ? "not asked yet"
                                    : HistoryText.given(answer.given()).toLowerCase(java.util.Locale.ROOT) + " on "
                                            + Dates.date(answer.happened()));
                })
                .toList();
        return Fact.of(
                desk.policy.agreement(agreement).map(type -> type.title()).orElse(agreement),
                answers.isEmpty() ? "nobody with parental responsibility is recorded" : String.join("; ", answers));
    }

    /// Earlier decisions about the family, before anything is asked: of this transfer, then of others.
    private static List<DecisionPage.Before> before(Desk desk) {
        var all = new ArrayList<DecisionPage.Before>();
        var history = desk.loaded.history();
        for (var entry : history) {
            if (entry.event() instanceof RunEvent.OutcomeChosen chosen) {
                var came = history.stream()
                        .filter(later -> later.seq() > entry.seq())
                        .filter(later -> later.event() instanceof RunEvent.StageEntered
                                || later.event() instanceof RunEvent.Ended)
                        .findFirst()
                        .map(later -> new HistoryText(desk).title(later.event()))
                        .orElse("");
                all.add(new DecisionPage.Before(
                        Dates.brief(entry.happened()),
                        desk.refusals.title(chosen.outcome()) + ".",
                        desk.nameOf(entry.by()),
                        came));
            }
        }
        var newestFirst = new ArrayList<>(all.reversed());
        desk.earlier.forEach(decision -> newestFirst.add(new DecisionPage.Before(
                Dates.brief(decision.happened()), decision.outcome() + ".", decision.by(), decision.where())));
        return newestFirst;
    }

    /// What each side has written: the texts of this stage and the one before, side by side.
    private static List<View> views(Desk desk) {
        var bySide = new LinkedHashMap<String, List<Fact>>();
        var writers = new LinkedHashMap<String, java.util.LinkedHashSet<String>>();
        for (var entry : desk.loaded.history()) {
            ItemKey key = null;
            if (entry.event() instanceof RunEvent.ItemDone done) {
                key = done.key();
            }
            var words = HistoryText.textOf(entry.event()).flatMap(desk::words);
            if (key == null || words.isEmpty()) {
                continue;
            }
            var item = desk.pathway().item(key.item());
            if (item.isEmpty()
                    || !(item.get().kind() instanceof Item.Kind.FormPart
                            || item.get().kind() instanceof Item.Kind.Text)) {
                continue;
            }
            var role = desk.policy.roles().get(entry.role());
            var side =
                    role == null || role.in().isEmpty() ? desk.roleTitle(entry.role()) : desk.serviceTitle(role.in());
            bySide.computeIfAbsent(side, _ -> new ArrayList<>())
                    .add(Fact.of(item.get().title(), words.get()));
            writers.computeIfAbsent(side, _ -> new java.util.LinkedHashSet<>())
                    .add(desk.nameOf(entry.by()) + " " + Dates.shortDate(Dates.day(entry.happened())));
        }
        var views = new ArrayList<View>();
        bySide.forEach((side, facts) -> views.add(new View(
                "view-" + (views.size() + 1),
                side,
                String.join(", ", writers.getOrDefault(side, new java.util.LinkedHashSet<>())) + ".",
                List.of(),
                facts)));
        return views;
    }

    /// Why this reader may not decide, whatever the outcome; null if they may.
    private static @Nullable Blocked notMine(Desk desk, Outstanding.Choice choice) {
        var request = Command.Request.Choose.forAll(
                choice.stage().outcomes().getFirst().name(), Desk.SOME_WORDS, desk.someRuns());
        for (var refusal : desk.refusalsOf(request)) {
            if (refusal.kind() == Refusal.Kind.NOT_YOUR_ROLE
                    || refusal.kind() == Refusal.Kind.SAME_PERSON
                    || refusal.kind() == Refusal.Kind.DISPUTE_OPEN) {
                return new Blocked(
                        "Not yours now:",
                        desk.refusals.words(refusal),
                        desk.citing.cites(refusal.clauses()),
                        desk.refusals.whatNext(refusal));
            }
        }
        return null;
    }

    private static List<FormPart> outcomes(Desk desk, Outstanding.Choice choice, Typed typed, WhatIfs whatIfs) {
        if (isPerChild(desk)) {
            var parts = new ArrayList<FormPart>();
            for (int i = 0; i < desk.run().children().size(); i++) {
                var field = "outcome-" + (i + 1);
                var child = desk.run().children().get(i);
                parts.add(new FormPart.Pick(
                        field,
                        desk.nameOf(child),
                        null,
                        openFor(desk, child).stream()
                                .map(outcome -> new FormPart.Chip(
                                        outcome.name(), outcome.title(), null, typed.chose(field, outcome.name())))
                                .toList(),
                        typed.error(field)));
            }
            return parts;
        }
        var answers = choice.offers().stream()
                .filter(Outstanding.Offer::open)
                .map(Outstanding.Offer::outcome)
                .map(outcome -> new Fields.Answer(
                        outcome.name(),
                        outcome.title(),
                        whatIfs.hint(choice.stage(), outcome)
                                + (outcome.codes().isEmpty()
                                        ? ""
                                        : " "
                                                + outcome.codes().entrySet().stream()
                                                        .sorted(java.util.Map.Entry.comparingByKey())
                                                        .map(code ->
                                                                code.getKey().toUpperCase(java.util.Locale.ROOT) + ": “"
                                                                        + code.getValue() + "”.")
                                                        .collect(java.util.stream.Collectors.joining(" "))),
                        desk.citing.cites(outcome.clauses(), outcome.basis())))
                .toList();
        return answers.isEmpty() ? List.of() : List.of(Fields.radios(typed, "outcome", "Choose one", null, answers));
    }

    /// What may be decided for one child now.
    private static List<Outcome> openFor(Desk desk, ChildId child) {
        return Outstanding.offersFor(desk.policy, desk.run(), desk.facts(), desk.now, child).stream()
                .filter(Outstanding.Offer::open)
                .map(Outstanding.Offer::outcome)
                .toList();
    }

    private static List<RefusedOutcome> refused(Desk desk, Outstanding.Choice choice) {
        if (!isPerChild(desk)) {
            return refused(desk, choice.offers(), "", "");
        }
        var all = new ArrayList<RefusedOutcome>();
        for (int i = 0; i < desk.run().children().size(); i++) {
            var child = desk.run().children().get(i);
            all.addAll(refused(
                    desk,
                    Outstanding.offersFor(desk.policy, desk.run(), desk.facts(), desk.now, child),
                    ", for " + desk.nameOf(child),
                    i == 0 ? "" : "-" + (i + 1)));
        }
        return all;
    }

    private static List<RefusedOutcome> refused(Desk desk, List<Outstanding.Offer> offers, String whom, String number) {
        return offers.stream()
                .filter(offer -> !offer.open())
                .filter(offer -> offer.refusals().stream().noneMatch(r -> r.kind() == Refusal.Kind.NOT_OFFERED)
                        || offer.refusals().size() == 1)
                .map(offer -> new RefusedOutcome(
                        "refused-" + offer.outcome().name() + number,
                        offer.outcome().title() + whom,
                        offer.refusals().stream()
                                .map(refusal -> reason(desk, refusal))
                                .toList()))
                .toList();
    }

    private static RefusedOutcome.Reason reason(Desk desk, Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.TOO_EARLY) {
            var waits = desk.stage()
                    .outcome(refusal.about())
                    .flatMap(outcome -> Waits.of(
                            desk,
                            outcome.notBefore() == null ? desk.stage().notBefore() : outcome.notBefore(),
                            outcome.title()));
            if (waits.isPresent()) {
                return new RefusedOutcome.Reason(
                        waits.get().words(),
                        desk.citing.cites(refusal.clauses()),
                        waits.get().whatNext(),
                        waits.get().fix());
            }
        }
        var parts = refusal.about().split("@", 2);
        var item = desk.stage().item(parts[0]);
        return new RefusedOutcome.Reason(
                desk.refusals.words(refusal),
                desk.citing.cites(refusal.clauses()),
                desk.refusals.whatNext(refusal),
                item.map(found -> new Link("Open it", desk.itemUrl(found, parts.length == 2 ? parts[1] : "")))
                        .orElse(null));
    }

    private Form form(Desk desk, Layout layout, Recording.State state) {
        var typed = state.typed();
        return recording.form(
                desk,
                layout,
                state,
                desk.url("decision"),
                desk.url("decision"),
                "Record the decision",
                List.of(
                        Fields.area(
                                typed,
                                "reason",
                                "Why was this decided?",
                                "What weighed most, and why another view was not followed. Both sides read this.",
                                5),
                        TypedDate.happened(typed, desk.now)),
                List.of(TypedDate.offered(typed, desk.now)),
                List.of());
    }

    private static List<CaseNote> notes(Desk desk, Outstanding.Choice choice, Typed typed) {
        var notes = new CaseNotes(desk);
        return choice.offers().stream()
                .filter(Outstanding.Offer::open)
                .limit(1)
                .map(offer -> notes.preview(
                        choice.stage(), chosen(choice, typed, offer.outcome()), typed.value("reason"), desk.me.name()))
                .toList();
    }

    private static Outcome chosen(Outstanding.Choice choice, Typed typed, Outcome first) {
        return choice.stage().outcome(typed.value("outcome")).orElse(first);
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// What to read first: what is on file about the children.
    private static List<Card> cards(Desk desk) {
        var lines = new ArrayList<Card.Line>();
        for (var child : desk.run().children()) {
            desk.facts().child(child).documents().forEach((kind, dated) -> {
                var line = new Card.Line(
                        capital(desk.policy.documentTitle(kind)), Dates.date(dated) + ", " + desk.nameOf(child), null);
                if (!lines.contains(line)) {
                    lines.add(line);
                }
            });
        }
        return lines.isEmpty()
                ? List.of()
                : List.of(new Card("read", "On file", Card.Tone.PLAIN, List.of(), List.of(), lines));
    }

    private static List<Saying> sayings(Desk desk, Outstanding.Choice choice) {
        if (desk.everyoneDied()) {
            return List.of();
        }
        return choice.offers().stream()
                .filter(Outstanding.Offer::open)
                .map(Outstanding.Offer::outcome)
                .filter(outcome -> !outcome.doorstep().isEmpty())
                .map(outcome -> new Saying(
                        "Say it to the family, if “" + outcome.title() + "”",
                        "“" + outcome.doorstep() + "”",
                        List.of()))
                .toList();
    }
}
