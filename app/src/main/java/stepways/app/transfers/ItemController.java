package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.documents.Wanted;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Dates;
import stepways.app.web.DeadlineText;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.Saying;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Refusal;

/// One thing to do: the question page of every kind of item, and the reason why it does not apply.
@Controller
class ItemController {

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final DocumentEvidence evidence;

    ItemController(Desks desks, Layouts layouts, Recording recording, DocumentEvidence evidence) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.evidence = evidence;
    }

    /// An item with its subject, and how it stands where it is asked for now.
    private record Asked(Item item, ItemKey key, Optional<Outstanding.Need> need) {}

    private static Asked find(Desk desk, String name, String subject) {
        var item = desk.stage()
                .item(name)
                .or(() -> desk.pathway().item(name))
                .orElseThrow(() -> new NotFound("an item of this transfer"));
        if (!subject.isEmpty() && !desk.people.containsKey(subject)) {
            throw new NotFound("a person of this transfer");
        }
        var key = new ItemKey(name, subject);
        var outstanding = desk.outstanding();
        var need = java.util.stream.Stream.concat(outstanding.items().stream(), outstanding.owed().stream())
                .filter(each -> each.key().equals(key))
                .findFirst();
        return new Asked(item, key, need);
    }

    private static String draftOf(Desk desk, ItemKey key, String what) {
        return desk.id + ":" + what + ":" + key.item() + (key.subject().isEmpty() ? "" : "@" + key.subject());
    }

    @GetMapping("/transfers/{id}/items/{item}")
    ModelAndView show(
            @PathVariable UUID id,
            @PathVariable String item,
            @RequestParam(name = "for", defaultValue = "") String subject,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        var asked = find(desk, item, subject);
        if (asked.item().kind() instanceof Item.Kind.Agreement(var agreement, var _)) {
            return new ModelAndView("redirect:" + desk.url("agreements/" + agreement));
        }
        return page(
                desk,
                asked,
                recording.opened(desk, draftOf(desk, asked.key(), "item")),
                recording.opened(desk, draftOf(desk, asked.key(), "reason")),
                request);
    }

    @PostMapping("/transfers/{id}/items/{item}")
    ModelAndView done(
            @PathVariable UUID id,
            @PathVariable String item,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var asked = find(desk, item, typed.value("for"));
        var draft = draftOf(desk, asked.key(), "item");
        var happened = TypedDate.readHappened(
                typed, desk.now, desk.run().began(), desk.run().stageEntered());
        var note = readNote(desk, asked.item(), typed);
        var value = asked.item().kind() instanceof Item.Kind.Documents wanted
                ? evidence.read(desk, wanted, asked.key(), typed, request)
                : readValue(desk, asked.item(), typed);
        if (typed.hasErrors()) {
            return page(
                    desk,
                    asked,
                    recording.wrong(desk, typed, draft),
                    recording.opened(desk, draftOf(desk, asked.key(), "reason")),
                    request);
        }
        return recording.send(
                me,
                id,
                typed,
                draft,
                happened,
                texts -> new Command.Request.DoItem(asked.key(), value, texts.keepIfAny(note)),
                new Recording.Then(
                        desk.url(),
                        "Recorded: " + desk.itemTitle(asked.item(), asked.key().subject()) + "."),
                flash,
                (after, state) -> page(
                        after,
                        find(after, item, asked.key().subject()),
                        state,
                        recording.opened(after, draftOf(after, asked.key(), "reason")),
                        request));
    }

    @PostMapping("/transfers/{id}/items/{item}/does-not-apply")
    ModelAndView doesNotApply(
            @PathVariable UUID id,
            @PathVariable String item,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var asked = find(desk, item, typed.value("for"));
        var draft = draftOf(desk, asked.key(), "reason");
        var reason = typed.text("reason", "Say why it does not apply");
        if (typed.hasErrors()) {
            return page(
                    desk,
                    asked,
                    recording.opened(desk, draftOf(desk, asked.key(), "item")),
                    recording.wrong(desk, typed, draft),
                    request);
        }
        return recording.send(
                me,
                id,
                typed,
                draft,
                Optional.empty(),
                texts -> new Command.Request.GiveReason(asked.key(), texts.keep(reason)),
                new Recording.Then(
                        desk.url(),
                        "Recorded that it does not apply: "
                                + desk.itemTitle(asked.item(), asked.key().subject()) + "."),
                flash,
                (after, state) -> page(
                        after,
                        find(after, item, asked.key().subject()),
                        recording.opened(after, draftOf(after, asked.key(), "item")),
                        state,
                        request));
    }

    // Reading what was typed.

    private static String readValue(Desk desk, Item item, Typed typed) {
        return switch (item.kind()) {
            case Item.Kind.Named _ -> typed.text("value", "Choose who it is");
            case Item.Kind.Confirm confirm -> readConfirmed(desk, confirm, typed);
            case Item.Kind.Documents _,
                    Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> "";
        };
    }

    private static String readConfirmed(Desk desk, Item.Kind.Confirm confirm, Typed typed) {
        if (!confirm.is().isEmpty()) {
            return confirm.is();
        }
        var kind = desk.policy.fact(confirm.fact()).map(FactType::kind).orElse(FactType.Kind.YES_NO);
        return switch (kind) {
            case YES_NO, ONE_OF, SERVICE, TEAM -> typed.text("value", "Choose an answer");
            case NUMBER -> {
                var number = typed.text("value", "Enter a number");
                if (!number.isEmpty() && !number.matches("-?[0-9]{1,9}")) {
                    typed.fail("value", "Enter a whole number, such as 7");
                }
                yield number;
            }
            case DATE ->
                TypedDate.readDay(typed, "value", "Enter the date")
                        .map(java.time.LocalDate::toString)
                        .orElse("");
        };
    }

    private static String readNote(Desk desk, Item item, Typed typed) {
        return switch (item.kind()) {
            case Item.Kind.Text _ -> typed.text("note", "Write it down: it is part of the record");
            case Item.Kind.FormPart(var form, var part) -> {
                var questions = questions(desk, form, part);
                if (questions.isEmpty()) {
                    yield typed.text("note", "Write this part of the form");
                }
                var answers = new ArrayList<String>();
                for (int i = 0; i < questions.size(); i++) {
                    var answer = typed.text("answer-" + (i + 1), "Answer: " + questions.get(i));
                    answers.add(questions.get(i) + "\n" + answer);
                }
                yield String.join("\n\n", answers);
            }
            case Item.Kind.Meeting(var attend, var _) -> readMeeting(desk, attend, typed);
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Documents _,
                    Item.Kind.Named _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> typed.optional("note");
        };
    }

    /// A meeting is held once everybody was there whom the procedure wants there, and something was agreed.
    private static String readMeeting(Desk desk, List<String> attend, Typed typed) {
        var note = typed.text("note", "Write what was agreed, in a sentence or two");
        var missing = attend.stream()
                .filter(who -> !typed.chose("present", who))
                .map(desk::who)
                .toList();
        if (!missing.isEmpty()) {
            typed.fail(
                    "present",
                    "Tick everybody who was there. Without " + Desk.and(missing)
                            + " it is not the meeting that the procedure asks for: record it when they have met");
        }
        return attend.isEmpty()
                ? note
                : "There: " + attend.stream().map(desk::who).collect(Collectors.joining(", ")) + "\n" + note;
    }

    private static List<String> questions(Desk desk, String form, String part) {
        return desk.policy.form(form).stream()
                .flatMap(found -> found.parts().stream())
                .filter(each -> each.name().equals(part))
                .flatMap(each -> each.questions().stream())
                .toList();
    }

    // Drawing the page.

    private ModelAndView page(
            Desk desk, Asked asked, Recording.State doing, Recording.State excusing, HttpServletRequest request) {
        var item = asked.item();
        var key = asked.key();
        var state = doing.problems() != null ? doing : excusing;
        var title = desk.itemTitle(item, key.subject());
        var layout = recording.layout(
                layouts.of(request, desk.me, item.title() + ", " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var blocked = blocked(desk, asked);
        var reasonRoles = asked.need().map(Outstanding.Need::reasonFrom).orElse(List.of());
        boolean mayExcuse = blockedOnlyByDoing(desk, asked)
                && !reasonRoles.isEmpty()
                && desk.refusalsOf(new Command.Request.GiveReason(key, Desk.SOME_WORDS))
                        .isEmpty();
        var page = new ItemPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                title,
                need(desk, asked),
                clauses(desk, asked),
                known(desk, asked),
                blocked == null ? done(desk, asked, layout, doing) : null,
                blocked,
                mayExcuse ? excuse(desk, asked, layout, excusing) : null,
                whyNot(desk, asked, reasonRoles),
                saying(desk),
                new HistoryText(desk).of(key));
        return PageOf.view("transfers/item", page, state.status());
    }

    private static boolean blockedOnlyByDoing(Desk desk, Asked asked) {
        return asked.need()
                .map(need -> need.standing() == Outstanding.Standing.OPEN)
                .orElse(false);
    }

    private static @Nullable String whyNot(Desk desk, Asked asked, List<String> roles) {
        if (asked.need()
                .map(need -> need.standing() != Outstanding.Standing.OPEN)
                .orElse(true)) {
            return null;
        }
        if (roles.isEmpty()) {
            return "The procedure lets nobody leave this out.";
        }
        var because = asked.item().reason();
        return "The procedure lets " + desk.refusals.roles(roles) + " give a reason instead"
                + (because == null || because.onlyBecause().isEmpty() ? "" : ", only because: " + because.onlyBecause())
                + ". The receiver and the auditor read it.";
    }

    static @Nullable Saying saying(Desk desk) {
        var words = desk.stage().doorstep();
        return !desk.run().isOpen() || desk.everyoneDied() || words.isEmpty()
                ? null
                : new Saying("Say it to the family", "“" + words + "”", List.of());
    }

    private static Need need(Desk desk, Asked asked) {
        var item = asked.item();
        var done = desk.run().items().get(asked.key());
        var need = asked.need();
        var due = need.isPresent() && need.get().standing() == Outstanding.Standing.OPEN
                ? desk.deadlines.of(need.get().clock())
                : done == null
                        ? new stepways.app.web.Due("No date", null, stepways.app.web.Due.State.OPEN, null, null)
                        : DeadlineText.done(done.happened());
        return new Need(
                "need",
                item.title(),
                null,
                desk.citing.why(item.hint(), need.map(Outstanding.Need::clauses).orElse(item.clauses()), item.basis()),
                need.map(found -> desk.who(found.by())).orElse(""),
                due,
                need.map(found -> Needs.tag(desk, found)).orElse(done == null ? Tag.notStarted() : Tag.completed()),
                List.of(),
                notes(desk, asked),
                false);
    }

    private static List<String> notes(Desk desk, Asked asked) {
        return switch (asked.item().kind()) {
            case Item.Kind.Told(var to) ->
                to.isEmpty()
                        ? List.of("Being told is not agreeing.")
                        : List.of("To be told: "
                                + Desk.and(to.stream().map(desk::who).toList())
                                + ". Being told is not agreeing.");
            case Item.Kind.Meeting(var attend, var invite) -> {
                var all = new ArrayList<String>();
                if (!attend.isEmpty()) {
                    all.add("To be there: "
                            + Desk.and(attend.stream().map(desk::who).toList()) + ".");
                }
                if (!invite.isEmpty()) {
                    all.add("Invited, and welcome: "
                            + Desk.and(invite.stream()
                                    .map(who -> desk.policy.roles().containsKey(who)
                                            ? desk.roleTitle(who)
                                            : who.replace('-', ' '))
                                    .toList())
                            + ".");
                }
                yield all;
            }
            case Item.Kind.Documents(var of, var limit, var others) -> {
                var all = new ArrayList<String>();
                if (of.size() > 1 || others) {
                    all.add("On file: "
                            + Desk.and(
                                    of.stream().map(desk.policy::documentTitle).toList())
                            + (others ? ", and what else belongs to it." : "."));
                }
                if (limit != null) {
                    all.add("No older than " + limit + ".");
                }
                yield all;
            }
            case Item.Kind.Consider _ -> List.of("Do it, or think about it and record why it is not needed.");
            case Item.Kind.OneOf _ -> List.of("Any one of these will do.");
            case Item.Kind.Task _,
                    Item.Kind.Confirm _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Named _,
                    Item.Kind.Agreement _ -> List.of();
        };
    }

    private static List<ClauseText> clauses(Desk desk, Asked asked) {
        var clauses =
                asked.need().map(Outstanding.Need::clauses).orElse(asked.item().clauses());
        return clauseTexts(desk, clauses, asked.item().basis());
    }

    static List<ClauseText> clauseTexts(
            Desk desk, List<stepways.engine.policy.ClauseId> clauses, stepways.engine.policy.Basis basis) {
        return clauses.stream()
                .distinct()
                .flatMap(id -> desk.policy.clause(id).stream()
                        .map(clause ->
                                new ClauseText(desk.citing.cite(id, basis), clause.text(), desk.citing.reading(id))))
                .toList();
    }

    /// What the record holds already, with its date.
    private static List<Fact> known(Desk desk, Asked asked) {
        var known = new ArrayList<Fact>();
        var children = asked.key().subject().isEmpty()
                ? desk.run().children()
                : desk.run().children().stream()
                        .filter(child -> child.value().equals(asked.key().subject()))
                        .toList();
        switch (asked.item().kind()) {
            case Item.Kind.Documents(var kinds, var _, var _) -> {
                for (var child : children) {
                    for (var kind : kinds) {
                        var dated = desk.facts().child(child).documents().get(kind);
                        known.add(Fact.of(
                                desk.policy.documentTitle(kind) + ", " + desk.nameOf(child),
                                dated == null
                                        ? "not on file"
                                        : "on file, dated " + Dates.date(dated) + ", "
                                                + Wanted.age(dated, desk.today())));
                    }
                }
            }
            case Item.Kind.Confirm confirm -> {
                for (var child : children) {
                    var value = desk.facts().child(child).values().get(confirm.fact());
                    if (value != null) {
                        known.add(Fact.of(desk.nameOf(child), HistoryText.factValue(value) + ", from the record"));
                    }
                }
            }
            case Item.Kind.OneOf(var options) -> {
                for (var option : options) {
                    known.add(new Fact(
                            option.title(),
                            desk.run()
                                            .items()
                                            .containsKey(new ItemKey(
                                                    option.name(), asked.key().subject()))
                                    ? "on record"
                                    : "not recorded yet; by " + desk.whoDoes(desk.stageOf(asked.item()), option),
                            new Link(
                                    "Record it",
                                    desk.itemUrl(option, asked.key().subject())),
                            false));
                }
            }
            case Item.Kind.Named _ -> {
                var done = desk.run().items().get(asked.key());
                if (done != null) {
                    known.add(Fact.of("Named now", desk.nameOf(done.value())));
                }
            }
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Agreement _ -> {
                // Nothing that the record would know already.
            }
        }
        return known;
    }

    /// Why it cannot be recorded by this reader now; null if it can.
    private static @Nullable Blocked blocked(Desk desk, Asked asked) {
        if (asked.item().kind() instanceof Item.Kind.OneOf) {
            return new Blocked("Recording this", "is done with one of those above.", List.of(), null);
        }
        for (var refusal : desk.refusalsOf(desk.doItem(asked.item(), asked.key()))) {
            var waits = refusal.kind() == Refusal.Kind.TOO_EARLY
                    ? Waits.of(desk, asked.item().notBefore(), asked.item().title())
                    : Optional.<Waits>empty();
            if (waits.isPresent()) {
                return new Blocked(
                        "Not now:",
                        waits.get().words(),
                        desk.citing.cites(refusal.clauses()),
                        waits.get().whatNext());
            }
            switch (refusal.kind()) {
                case NOT_YOUR_ROLE, SAME_PERSON, ENDED, TOO_EARLY, ALREADY_DONE, UNKNOWN -> {
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

    private Form done(Desk desk, Asked asked, Layout layout, Recording.State state) {
        var typed = state.typed();
        var parts = new ArrayList<FormPart>();
        parts.addAll(
                asked.item().kind() instanceof Item.Kind.Documents wanted
                        ? evidence.fields(desk, wanted, asked.key(), typed)
                        : valueFields(desk, asked.item(), typed));
        parts.add(TypedDate.happened(typed, desk.now));
        parts.addAll(noteFields(desk, asked.item(), typed));
        var url = desk.url("items/" + asked.item().name());
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("for", asked.key().subject()));
        hidden.add(TypedDate.offered(typed, desk.now));
        if (asked.item().kind() instanceof Item.Kind.Documents) {
            hidden.add(evidence.hidden(typed));
        }
        return recording.form(
                desk,
                layout,
                state,
                url,
                desk.itemUrl(asked.item(), asked.key().subject()),
                button(asked.item()),
                parts,
                hidden,
                List.of());
    }

    private static String button(Item item) {
        return switch (item.kind()) {
            case Item.Kind.FormPart _ -> "Sign this part";
            case Item.Kind.Named _ -> "Record who it is";
            case Item.Kind.Confirm _ -> "Confirm it";
            case Item.Kind.Documents _ -> "Record that it is on file";
            case Item.Kind.Text _ -> "Record it";
            case Item.Kind.Meeting _ -> "Record that it was held";
            case Item.Kind.Told _ -> "Record that they were told";
            case Item.Kind.Task _, Item.Kind.Consider _, Item.Kind.Agreement _, Item.Kind.OneOf _ -> "Record it done";
        };
    }

    private List<FormPart> valueFields(Desk desk, Item item, Typed typed) {
        return switch (item.kind()) {
            case Item.Kind.Named(var role) ->
                List.of(Fields.select(
                        typed,
                        "value",
                        "Who is it?",
                        "Everybody who holds this role now.",
                        candidates(desk, role).stream()
                                .map(who -> new Fields.Answer(
                                        who.id(), who.team() == null ? who.name() : who.name() + ", " + who.team()))
                                .toList()));
            case Item.Kind.Confirm confirm -> confirmFields(desk, confirm, typed);
            case Item.Kind.Documents _,
                    Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> List.of();
        };
    }

    /// Colleagues who hold the role, and partners where somebody from outside may hold it.
    private List<Desks.Candidate> candidates(Desk desk, String role) {
        var all = new ArrayList<>(desks.holdersOf(desk.me, rolesIn(desk, role)));
        if (stepways.app.partners.LeadRoles.mayBeAPartner(desk.policy, role)) {
            all.addAll(desks.partners(desk.me));
        }
        return all;
    }

    /// A name for several roles means each of them. Where it stands on one side of the transfer, these are the
    /// roles of that side's service.
    private static List<String> rolesIn(Desk desk, String name) {
        var side = desk.policy.role(name).side();
        var service = switch (side) {
            case SENDING -> desk.run().from();
            case RECEIVING -> desk.run().to();
            case EITHER -> "";
        };
        var all = new ArrayList<String>();
        collect(desk, name, all);
        all.removeIf(each -> {
            var in = desk.policy.role(each).in();
            return !service.isEmpty() && !in.isEmpty() && !in.equals(service);
        });
        return all;
    }

    private static void collect(Desk desk, String name, List<String> into) {
        into.add(name);
        desk.policy.role(name).anyOf().forEach(each -> collect(desk, each, into));
    }

    private static List<FormPart> confirmFields(Desk desk, Item.Kind.Confirm confirm, Typed typed) {
        if (!confirm.is().isEmpty()) {
            return List.of();
        }
        var fact = desk.policy.fact(confirm.fact());
        if (fact.isEmpty()) {
            return List.of();
        }
        return List.of(
                switch (fact.get().kind()) {
                    case YES_NO ->
                        Fields.radios(
                                typed,
                                "value",
                                fact.get().title(),
                                null,
                                List.of(new Fields.Answer("true", "Yes"), new Fields.Answer("false", "No")));
                    case ONE_OF ->
                        Fields.radios(
                                typed,
                                "value",
                                fact.get().title(),
                                null,
                                fact.get().choices().stream()
                                        .map(choice -> new Fields.Answer(choice, choice.replace('-', ' ')))
                                        .toList());
                    case NUMBER ->
                        Fields.line(
                                typed,
                                "value",
                                fact.get().title(),
                                confirm.atLeast() == null ? null : "At least " + confirm.atLeast() + ".",
                                5);
                    case DATE -> TypedDate.day(typed, "value", fact.get().title(), null);
                    case SERVICE ->
                        Fields.select(
                                typed,
                                "value",
                                fact.get().title(),
                                null,
                                desk.policy.services().values().stream()
                                        .map(service -> new Fields.Answer(service.name(), service.title()))
                                        .toList());
                    case TEAM ->
                        Fields.select(
                                typed,
                                "value",
                                fact.get().title(),
                                null,
                                desk.policy.teams().values().stream()
                                        .map(team -> new Fields.Answer(team.name(), team.title()))
                                        .toList());
                });
    }

    private static List<FormPart> noteFields(Desk desk, Item item, Typed typed) {
        return switch (item.kind()) {
            case Item.Kind.FormPart(var form, var part) -> {
                var questions = questions(desk, form, part);
                if (questions.isEmpty()) {
                    yield List.of(Fields.area(typed, "note", item.title(), null, 8));
                }
                var all = new ArrayList<FormPart>();
                for (int i = 0; i < questions.size(); i++) {
                    all.add(Fields.area(typed, "answer-" + (i + 1), questions.get(i), null, 4));
                }
                yield all;
            }
            case Item.Kind.Text _ -> List.of(Fields.area(typed, "note", item.title(), null, 6));
            case Item.Kind.Meeting(var attend, var _) -> {
                var all = new ArrayList<FormPart>();
                if (!attend.isEmpty()) {
                    all.add(new FormPart.Checkboxes(
                            "present",
                            "Who was there?",
                            null,
                            attend.stream()
                                    .map(role -> FormPart.Choice.of(role, desk.who(role), typed.chose("present", role)))
                                    .toList(),
                            typed.error("present")));
                }
                all.add(Fields.area(typed, "note", "What was agreed?", "A few sentences.", 4));
                yield all;
            }
            case Item.Kind.Documents _ ->
                List.of(Fields.line(
                        typed,
                        "note",
                        "Where is it?",
                        "Name the place in the case system. You may leave this out.",
                        0));
            case Item.Kind.Named _ -> List.of();
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ ->
                List.of(Fields.area(
                        typed, "note", "What should be remembered?", "A few sentences. You may leave this out.", 4));
        };
    }

    private Form excuse(Desk desk, Asked asked, Layout layout, Recording.State state) {
        return recording.form(
                desk,
                layout,
                state,
                desk.url("items/" + asked.item().name() + "/does-not-apply"),
                desk.itemUrl(asked.item(), asked.key().subject()),
                "Record the reason",
                List.of(Fields.area(
                        state.typed(), "reason", "Why does it not apply?", "The receiver and the auditor read it.", 3)),
                List.of(new Hidden("for", asked.key().subject())),
                List.of());
    }

    /// The child an item is about, if it is about one.
    static Optional<ChildId> child(Desk desk, ItemKey key) {
        return desk.run().children().stream()
                .filter(child -> child.value().equals(key.subject()))
                .findFirst();
    }
}
