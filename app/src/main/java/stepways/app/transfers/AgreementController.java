package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.consents.Ledger;
import stepways.app.web.Dates;
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
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Item;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Facts;
import stepways.engine.run.PersonId;

/// Agreement, person by person.
@Controller
class AgreementController {

    private static final Map<String, String> HOW = new java.util.LinkedHashMap<>();

    static {
        HOW.put("in-person", "In person");
        HOW.put("telephone", "By telephone");
        HOW.put("video", "By video call");
        HOW.put("letter", "By letter or email");
    }

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final Ledger ledger;

    AgreementController(Desks desks, Layouts layouts, Recording recording, Ledger ledger) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.ledger = ledger;
    }

    private static AgreementType type(Desk desk, String agreement) {
        return desk.policy.agreement(agreement).orElseThrow(() -> new NotFound("an agreement of the procedure"));
    }

    private static String draftOf(Desk desk, String agreement, String person) {
        return desk.id + ":agreement:" + agreement + "@" + person;
    }

    @GetMapping("/transfers/{id}/agreements/{agreement}")
    ModelAndView show(
            @PathVariable UUID id,
            @PathVariable String agreement,
            @RequestParam(defaultValue = "") String person,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var desk = desks.open(me, id);
        var type = type(desk, agreement);
        var people = Respondents.of(desk, agreement);
        var chosen = people.stream()
                .filter(each -> each.value().equals(person))
                .findFirst()
                .or(() -> people.stream()
                        .filter(each -> !desk.facts().answers().containsKey(new Facts.AgreementKey(agreement, each)))
                        .findFirst());
        return page(
                desk,
                type,
                chosen,
                recording.opened(
                        desk,
                        draftOf(desk, agreement, chosen.map(PersonId::value).orElse("nobody"))),
                request);
    }

    @PostMapping("/transfers/{id}/agreements/{agreement}")
    ModelAndView answer(
            @PathVariable UUID id,
            @PathVariable String agreement,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var type = type(desk, agreement);
        var typed = Typed.posted(request);
        var person = Respondents.of(desk, agreement).stream()
                .filter(each -> each.value().equals(typed.value("person")))
                .findFirst()
                .orElseThrow(() -> new NotFound("a person who is asked"));
        var draft = draftOf(desk, agreement, person.value());
        var answer = given(typed);
        var happened = TypedDate.readHappened(typed, desk.now);
        var how = HOW.getOrDefault(typed.value("how"), "");
        var evidence = typed.optional("evidence");
        if (answer.isPresent() && answer.get() == Facts.Given.UNSAFE_TO_ASK && evidence.isEmpty()) {
            typed.fail("evidence", "Say why it would not be safe, and which manager agrees");
        }
        if (answer.isPresent() && answer.get() != Facts.Given.UNSAFE_TO_ASK && how.isEmpty()) {
            typed.fail("how", "Choose how " + desk.nameOf(person.value()) + " was asked");
        }
        if (answer.isPresent() && answer.get() == Facts.Given.GIVEN && evidence.isEmpty() && isYoung(desk, person)) {
            typed.fail(
                    "evidence",
                    "Say who judged that they understand what they agree to, and why: under 16 a yes counts only then");
        }
        if (typed.hasErrors() || answer.isEmpty()) {
            return page(desk, type, Optional.of(person), recording.wrong(desk, typed, draft), request);
        }
        var words = how + (how.isEmpty() || evidence.isEmpty() ? "" : ". ") + evidence;
        var sent = recording.send(
                me,
                id,
                typed,
                draft,
                happened,
                texts -> new Command.Request.AnswerAgreement(agreement, person, answer.get(), texts.keepIfAny(words)),
                new Recording.Then(
                        desk.url("agreements/" + agreement),
                        "Recorded: " + desk.nameOf(person.value()) + ", "
                                + HistoryText.given(answer.get()).toLowerCase(Locale.ROOT) + "."),
                flash,
                (after, state) -> page(after, type, Optional.of(person), state, request));
        if (String.valueOf(sent.getViewName()).startsWith("redirect:")) {
            ledger.stopWhatWaits(
                    me,
                    desk.run().children().stream()
                            .map(child -> UUID.fromString(child.value()))
                            .toList(),
                    agreement,
                    answer.get());
        }
        return sent;
    }

    /// Under 16 a young person's yes counts where somebody has judged that they understand it.
    private static boolean isYoung(Desk desk, PersonId person) {
        var known = desk.facts().people().get(person);
        if (known == null || !known.child()) {
            return false;
        }
        var born = desk.facts().child(new ChildId(person.value())).born();
        return born == null || born.plusYears(16).isAfter(Dates.day(desk.now));
    }

    private static Optional<Facts.Given> given(Typed typed) {
        for (var given : Facts.Given.values()) {
            if (given.name().toLowerCase(Locale.ROOT).equals(typed.value("answer"))) {
                return Optional.of(given);
            }
        }
        typed.fail("answer", "Choose what the answer was");
        return Optional.empty();
    }

    private ModelAndView page(
            Desk desk,
            AgreementType type,
            Optional<PersonId> chosen,
            Recording.State state,
            HttpServletRequest request) {
        var layout = recording.layout(
                layouts.of(request, desk.me, type.title() + ", " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var item = desk.stage().checklist().stream()
                .filter(each -> each.kind() instanceof Item.Kind.Agreement(var name, var _) && name.equals(type.name()))
                .findFirst();
        boolean mine = chosen.filter(_ -> desk.run().isOpen())
                .map(person -> mayRecord(desk, type, person, Facts.Given.ASKED)
                        || mayRecord(desk, type, person, Facts.Given.WITHDRAWN))
                .orElse(false);
        var page = new AgreementPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                item.map(Item::title).orElse(type.title()),
                desk.citing.why(
                        item.map(Item::hint).orElse(""),
                        item.map(Item::clauses).filter(c -> !c.isEmpty()).orElse(type.clauses()),
                        item.map(Item::basis).orElse(stepways.engine.policy.Basis.TEXT)),
                strength(item),
                scope(type),
                Respondents.of(desk, type.name()).stream()
                        .map(person -> person(desk, type, person))
                        .toList(),
                new Fact(
                        "Ground for sharing",
                        "needed whatever the answer here.",
                        desk.loaded
                                .family()
                                .map(family -> new Link(
                                        "Consent and sharing of the family", "/families/" + family + "/consents"))
                                .orElse(null),
                        false),
                ifNo(desk, type),
                chosen.filter(_ -> mine)
                        .map(person -> "The answer of " + desk.nameOf(person.value()))
                        .orElse(null),
                chosen.filter(_ -> mine)
                        .map(person -> form(desk, type, person, layout, state))
                        .orElse(null),
                ItemController.saying(desk),
                new HistoryText(desk).ofAgreement(type.name()));
        return PageOf.view("transfers/agreement", page, state.status());
    }

    private static boolean mayRecord(Desk desk, AgreementType type, PersonId person, Facts.Given given) {
        return desk.isMine(new Command.Request.AnswerAgreement(type.name(), person, given, Optional.empty()));
    }

    /// The answers this reader may record: whoever works with the family and hears that a yes is
    /// taken back records that, whosever turn it is to ask.
    private static List<Fields.Answer> answers(Desk desk, AgreementType type, PersonId person) {
        var takenBack = new Fields.Answer("withdrawn", "Takes back an earlier yes");
        return mayRecord(desk, type, person, Facts.Given.ASKED)
                ? List.of(
                        new Fields.Answer("given", "Agrees"),
                        new Fields.Answer("refused", "Says no"),
                        takenBack,
                        new Fields.Answer(
                                "asked", "Asked, no answer yet", "Counts as sought, not as obtained.", List.of()),
                        new Fields.Answer(
                                "unsafe_to_ask",
                                "Not asked: it would put a child at further risk",
                                "With the reason and the manager who agrees.",
                                List.of()))
                : List.of(takenBack);
    }

    private static String strength(Optional<Item> item) {
        if (item.isEmpty() || !(item.get().kind() instanceof Item.Kind.Agreement(var _, var strength))) {
            return "It is not needed at this step.";
        }
        return switch (strength) {
            case OBTAINED -> "It must be obtained.";
            case EVIDENCED_OR_SOUGHT -> "An earlier yes on file will do, or it is asked for now.";
            case SOUGHT -> "It has to be asked for, whatever the answer.";
        };
    }

    private static String scope(AgreementType type) {
        var from = switch (type.from()) {
            case FAMILY -> "One person with parental responsibility answers for the family.";
            case EACH_PARENT -> "Each person with parental responsibility answers.";
            case YOUNG_PERSON -> "Each child who is old enough answers.";
            case FAMILY_AND_YOUNG_PERSON -> "A parent or carer answers, and each child who is old enough.";
        };
        return from + (type.signed() ? " It is signed." : "");
    }

    private static String ifNo(Desk desk, AgreementType type) {
        var ways = type.ifRefused().stream()
                .filter(outcome -> desk.pathway().stages().values().stream()
                        .anyMatch(stage -> stage.outcome(outcome).isPresent()))
                .sorted()
                .map(outcome -> "“" + desk.refusals.title(outcome) + "”")
                .toList();
        return (ways.isEmpty()
                        ? "Nobody is blamed, and nothing else is decided by it."
                        : "This route goes on with " + String.join(" or ", ways) + ", without blame.")
                + (type.ifWithdrawn().isEmpty()
                        ? ""
                        : " Where an agreement is withdrawn, " + desk.refusals.roles(List.of(type.ifWithdrawn()))
                                + " looks at the threshold afresh.")
                + " A no is never a reason to step up by itself, and agreement is never needed when a child may be at harm now.";
    }

    private static AgreementPage.Person person(Desk desk, AgreementType type, PersonId person) {
        var answer = desk.facts().answers().get(new Facts.AgreementKey(type.name(), person));
        var known = desk.facts().people().get(person);
        var relation = desk.relation(person.value());
        var evidence = desk.loaded.history().stream()
                .filter(entry -> entry.event() instanceof stepways.engine.run.RunEvent.AgreementAnswered answered
                        && answered.agreement().equals(type.name())
                        && answered.person().equals(person))
                .reduce((_, later) -> later)
                .flatMap(entry -> HistoryText.textOf(entry.event()).flatMap(desk::words))
                .orElse("");
        return new AgreementPage.Person(
                desk.nameOf(person.value()),
                known != null && known.child()
                        ? "asked for their own answer"
                        : (relation.isEmpty() ? "" : relation + ", ") + "parental responsibility",
                answer == null
                        ? new Tag("Not asked yet", Tag.Tone.BLUE)
                        : new Tag(
                                HistoryText.given(answer.given()),
                                answer.given() == Facts.Given.GIVEN ? Tag.Tone.PLAIN : Tag.Tone.GREY),
                answer == null ? "No date" : Dates.weekdayAndYear(Dates.day(answer.happened())),
                evidence,
                new Link(
                        answer == null ? "Record the answer" : "Record another answer",
                        desk.url("agreements/" + type.name()) + "?person=" + person + "#answer"));
    }

    private Form form(Desk desk, AgreementType type, PersonId person, Layout layout, Recording.State state) {
        var typed = state.typed();
        var parts = new ArrayList<FormPart>();
        var first = desk.people.get(person.value());
        parts.add(Fields.radios(
                typed,
                "answer",
                "What did " + (first == null ? "they" : first.forename()) + " say?",
                null,
                answers(desk, type, person)));
        parts.add(TypedDate.happened(typed, desk.now));
        parts.add(Fields.select(
                typed,
                "how",
                "How were they asked?",
                null,
                HOW.entrySet().stream()
                        .map(how -> new Fields.Answer(how.getKey(), how.getValue()))
                        .toList()));
        parts.add(
                Fields.line(typed, "evidence", "Where is the evidence?", "Name the paper, or write what was said.", 0));
        return recording.form(
                desk,
                layout,
                state,
                desk.url("agreements/" + type.name()),
                desk.url("agreements/" + type.name()) + "?person=" + person,
                "Record this answer",
                parts,
                List.of(new Hidden("person", person.value()), TypedDate.offered(typed, desk.now)),
                List.of());
    }
}
