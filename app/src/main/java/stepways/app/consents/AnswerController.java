package stepways.app.consents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.Notice;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.AgreementType;
import stepways.engine.run.Facts;

/// Recording what somebody answered when they were asked to agree, taking a yes back, and putting
/// an answer right.
@Controller
class AnswerController {

    private static final List<Fields.Answer> ANSWERS = List.of(
            new Fields.Answer("given", "Agrees"),
            new Fields.Answer("refused", "Says no"),
            new Fields.Answer("withdrawn", "Takes back an earlier yes"),
            new Fields.Answer("asked", "Asked, no answer yet", "Counts as sought, not as obtained.", List.of()),
            new Fields.Answer(
                    "unsafe-to-ask",
                    "Not asked: it would put a child at further risk",
                    "With the reason and the manager who agrees.",
                    List.of()));

    private static final String ENGLISH = "English";

    private final ConsentDesk desk;
    private final Ledger ledger;
    private final Database database;
    private final Procedures procedures;

    AnswerController(ConsentDesk desk, Ledger ledger, Database database, Procedures procedures) {
        this.desk = desk;
        this.ledger = ledger;
        this.database = database;
        this.procedures = procedures;
    }

    private record Paper(UUID id, String words) {}

    /// What the page needs to know beside the family.
    private record Context(
            ConsentDesk.Opened opened, List<Answer> answers, Optional<Answer> wrong, List<Paper> papers) {}

    private Context context(SignedInStaff me, UUID id, String correct) {
        var opened = desk.open(me, id);
        return database.read(me.viewer(), sql -> {
            var answers = new Answers(sql).of(id, opened.children());
            var wrong = correct.isEmpty() ? Optional.<Answer>empty() : Answers.find(answers, correct);
            if (!correct.isEmpty()
                    && wrong.filter(answer -> answer.struck() == null).isEmpty()) {
                throw new NotFound("an answer that stands");
            }
            return new Context(opened, answers, wrong, papers(sql, id, opened.children()));
        });
    }

    private static List<Paper> papers(JdbcClient sql, UUID family, List<UUID> children) {
        return sql.sql("""
                        select d.id, d.title, d.dated
                          from document d
                         where (d.family = :family or d.child = any(:children))
                           and not exists (select from document later where later.authority = d.authority and later.replaces = d.id)
                         order by d.dated desc, d.id desc
                         limit 50
                        """)
                .param("family", family)
                .param("children", children.toArray(UUID[]::new))
                .query((rs, _) -> new Paper(
                        rs.getObject("id", UUID.class),
                        rs.getString("title") + ", " + Dates.date(rs.getObject("dated", LocalDate.class))))
                .list();
    }

    @GetMapping("/families/{id}/consents/answer")
    ModelAndView ask(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String agreement,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String correct,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var context = context(me, id, correct);
        var known = context.wrong()
                .map(wrong -> known(context, wrong))
                .orElseGet(() -> known(context, me, agreement, person, answer));
        return page(me, request, context, desk.opened(me, id, what(context), known));
    }

    private static String what(Context context) {
        return context.wrong().map(wrong -> "answer-" + wrong.rows().getFirst()).orElse("answer");
    }

    /// What was asked for in the address, so that nobody chooses it twice.
    private static Map<String, List<String>> known(
            Context context, SignedInStaff me, String agreement, String person, String answer) {
        var opened = context.opened();
        var all = ConsentDesk.known("language", ENGLISH, "asked-by", me.staff());
        happened(all, opened.now());
        var whom = opened.person(person);
        all.put(
                "children",
                whom
                        .map(WhoCanAgree.Person::children)
                        .filter(can -> !can.isEmpty())
                        .orElseGet(() -> opened.living().stream()
                                .map(stepways.app.families.OpenFamily.Member::id)
                                .toList())
                        .stream()
                        .map(UUID::toString)
                        .toList());
        opened.agreements().stream()
                .filter(type -> type.name().equals(agreement))
                .findFirst()
                .or(() -> opened.agreements().size() == 1
                        ? Optional.of(opened.agreements().getFirst())
                        : Optional.empty())
                .ifPresent(type -> all.put("agreement", List.of(type.name())));
        whom.ifPresent(found -> all.put("person", List.of(person)));
        if (ANSWERS.stream().anyMatch(each -> each.value().equals(answer))) {
            all.put("answer", List.of(answer));
        }
        return all;
    }

    static void happened(Map<String, List<String>> all, Instant at) {
        var day = Dates.day(at);
        ConsentDesk.day(all, "happened", day);
        all.put("happened-time", List.of(Dates.time(at)));
        all.put(
                "happened-offered",
                List.of(day.getDayOfMonth() + " " + day.getMonthValue() + " " + day.getYear() + " " + Dates.time(at)));
    }

    /// An answer that is put right stands in the form as it was recorded.
    private static Map<String, List<String>> known(Context context, Answer wrong) {
        var all = new HashMap<String, List<String>>();
        happened(all, wrong.happened());
        all.put("agreement", List.of(wrong.agreement()));
        all.put("person", List.of(wrong.person().toString()));
        all.put("answer", List.of(wrong.status()));
        all.put("children", wrong.children().stream().map(UUID::toString).toList());
        all.put("right", List.of("other"));
        var details = wrong.details();
        if (details == null) {
            all.put("language", List.of(ENGLISH));
            all.put("evidence-words", List.of(wrong.note() == null ? "" : wrong.note()));
            return all;
        }
        all.put("asked-by", List.of(details.askedBy().toString()));
        all.put("how", List.of(details.how()));
        all.put("language", List.of(details.language()));
        all.put("interpreter", List.of(details.interpreter() == null ? "" : details.interpreter()));
        all.put("information", List.of(details.information()));
        all.put("with", List.of(details.sharedWith()));
        all.put(
                "evidence",
                List.of(details.evidence() == null ? "" : details.evidence().toString()));
        all.put("evidence-words", List.of(details.evidenceWords()));
        all.put(
                "judged-by",
                List.of(details.judgedBy() == null ? "" : details.judgedBy().toString()));
        all.put("judged-because", List.of(details.judgedBecause() == null ? "" : details.judgedBecause()));
        if (details.until() != null) {
            ConsentDesk.day(all, "until", details.until());
        }
        return all;
    }

    @PostMapping("/families/{id}/consents/answer")
    ModelAndView record(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var context = context(me, id, typed.value("correct"));
        var opened = context.opened();
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var because =
                context.wrong().isPresent() ? typed.text("because", "Say what was wrong and how it is known") : "";
        if (context.wrong().isPresent() && typed.value("right").equals("never")) {
            if (typed.hasErrors()) {
                return page(me, request, context, desk.wrong(me, id, what(context), typed));
            }
            ledger.strikeOut(me, new Ledger.Correction(context.wrong().get(), because), key);
            desk.done(me, id, what(context));
            flash.addFlashAttribute(
                    Layouts.NOTICE,
                    "Struck out. The answer does not count any more, and stays readable with the reason.");
            return new ModelAndView("redirect:" + opened.url());
        }
        var read = read(context, typed);
        if (typed.hasErrors() || read.isEmpty()) {
            return page(me, request, context, desk.wrong(me, id, what(context), typed));
        }
        var answer = read.get();
        var written =
                ledger.write(me, id, answer, context.wrong().map(wrong -> new Ledger.Correction(wrong, because)), key);
        desk.done(me, id, what(context));
        flash.addFlashAttribute(Layouts.NOTICE, notice(opened, answer, written));
        return new ModelAndView("redirect:" + opened.url());
    }

    private static Notice notice(ConsentDesk.Opened opened, Ledger.New answer, Ledger.Written written) {
        var who = opened.person(answer.person().toString())
                .map(WhoCanAgree.Person::name)
                .orElse("");
        var detail = new ArrayList<String>();
        if (!written.told().isEmpty()) {
            detail.add("It stands in " + Words.and(written.told()) + " too.");
        }
        written.stopped().forEach(words -> detail.add(words + "."));
        return new Notice(
                "Recorded: " + who + ", " + word(answer.given()).toLowerCase(Locale.ROOT) + ", about "
                        + opened.firsts(List.copyOf(answer.children())) + ".",
                detail.isEmpty() ? null : String.join(" ", detail),
                null);
    }

    static String word(Facts.Given given) {
        return switch (given) {
            case ASKED -> "Asked, no answer yet";
            case GIVEN -> "Given";
            case REFUSED -> "Refused";
            case WITHDRAWN -> "Withdrawn";
            case UNSAFE_TO_ASK -> "Not asked: it would not be safe";
        };
    }

    static Facts.Given given(String status) {
        return Facts.Given.valueOf(status.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    // Reading what was typed.

    private static Optional<Ledger.New> read(Context context, Typed typed) {
        var opened = context.opened();
        var type = opened.agreements().stream()
                .filter(each -> each.name().equals(typed.value("agreement")))
                .findFirst();
        if (type.isEmpty()) {
            typed.fail("agreement", "Choose what they were asked to agree to");
        }
        var person = opened.person(typed.value("person"));
        if (person.filter(WhoCanAgree.Person::can).isEmpty()) {
            typed.fail(
                    "person",
                    person.map(found -> found.name() + ": " + found.why() + ". Choose somebody who can agree")
                            .orElse("Choose who answered"));
        }
        var children = ConsentDesk.readChildren(typed, opened);
        person.filter(WhoCanAgree.Person::can).ifPresent(found -> {
            var beyond = children.stream()
                    .filter(child -> !found.children().contains(child))
                    .map(opened::first)
                    .toList();
            if (!beyond.isEmpty()) {
                typed.fail("children", found.name() + " cannot answer for " + Words.and(beyond) + ": " + found.why());
            }
        });
        var given = ANSWERS.stream()
                .map(Fields.Answer::value)
                .filter(typed.value("answer")::equals)
                .findFirst()
                .map(AnswerController::given);
        if (given.isEmpty()) {
            typed.fail("answer", "Choose what the answer was");
        }
        boolean asked = given.filter(each -> each == Facts.Given.UNSAFE_TO_ASK).isEmpty();
        // Left as it was offered, it means the moment of recording, or the moment that was recorded before.
        var typedMoment = TypedDate.readHappened(typed, opened.now());
        var happened = typedMoment.orElseGet(
                () -> context.wrong().map(Answer::happened).orElse(opened.now()));
        var how = ConsentDesk.HOW.stream()
                .map(Fields.Answer::value)
                .filter(typed.value("how")::equals)
                .findFirst()
                .orElse("");
        if (asked && how.isEmpty()) {
            typed.fail("how", "Choose how they were asked");
        }
        if (type.filter(AgreementType::signed).isPresent()
                && given.filter(each -> each == Facts.Given.GIVEN).isPresent()
                && !how.isEmpty()
                && !how.equals("signed-form")) {
            typed.fail(
                    "how",
                    "The procedure wants this signed. Record “Asked, no answer yet” until the form is signed, then the yes");
        }
        var language = typed.optional("language");
        if (language.isEmpty()) {
            typed.fail("language", "Enter the language in which they were asked");
        }
        var interpreter = typed.optional("interpreter");
        if (asked && !language.isEmpty() && !language.equalsIgnoreCase(ENGLISH) && interpreter.isEmpty()) {
            typed.fail(
                    "interpreter",
                    "Say who interpreted, or that whoever asked speaks " + language
                            + ": agreement counts where it was understood");
        }
        var evidenceWords = typed.optional("evidence-words");
        if (!asked && evidenceWords.isEmpty()) {
            typed.fail("evidence-words", "Say why it would not be safe, and which manager agrees");
        }
        var evidence = context.papers().stream()
                .map(Paper::id)
                .filter(paper -> paper.toString().equals(typed.value("evidence")))
                .findFirst();
        if (given.filter(each -> each == Facts.Given.GIVEN).isPresent()
                && evidence.isEmpty()
                && evidenceWords.isEmpty()) {
            typed.fail("evidence-words", "Name the paper, or write what was said: a yes needs evidence");
        }
        var until = ConsentDesk.optionalDay(typed, "until");
        if (until.filter(day -> day.isBefore(Dates.day(happened))).isPresent()) {
            typed.fail("until", "The last day cannot be before the day they were asked");
        }
        var askedBy = ConsentDesk.readStaff(typed, opened, "asked-by", "Choose who asked");
        var judged = judgement(typed, opened, person, given, happened);
        if (typed.hasErrors()) {
            return Optional.empty();
        }
        var details = new Answer.Details(
                askedBy.orElseThrow(),
                "",
                asked ? how : "not-asked",
                language,
                interpreter.isEmpty() ? null : interpreter,
                typed.optional("information"),
                typed.optional("with"),
                until.orElse(null),
                evidence.orElse(null),
                null,
                evidenceWords,
                judged.map(Judgement::by).orElse(null),
                null,
                judged.map(Judgement::because).orElse(null));
        return Optional.of(new Ledger.New(
                type.orElseThrow().name(),
                person.orElseThrow().id(),
                new LinkedHashSet<>(children),
                given.orElseThrow(),
                happened,
                details,
                words(details)));
    }

    private record Judgement(UUID by, String because) {}

    /// Where a young person under 16 says yes, somebody has judged that they understand it.
    private static Optional<Judgement> judgement(
            Typed typed,
            ConsentDesk.Opened opened,
            Optional<WhoCanAgree.Person> person,
            Optional<Facts.Given> given,
            Instant happened) {
        boolean young = person.filter(WhoCanAgree.Person::judge)
                .filter(found -> opened.family()
                        .child(found.id())
                        .map(child -> child.born() != null
                                && ChronoUnit.YEARS.between(child.born(), Dates.day(happened))
                                        < WhoCanAgree.ADULT_IN_THIS)
                        .orElse(true))
                .isPresent();
        var because = typed.optional("judged-because");
        if (!young) {
            return Optional.empty();
        }
        boolean yes = given.filter(each -> each == Facts.Given.GIVEN).isPresent();
        if (because.isEmpty()) {
            if (yes) {
                typed.fail(
                        "judged-because",
                        "Say why they were judged to understand what they agree to: under 16 a yes counts only then");
            }
            return Optional.empty();
        }
        return ConsentDesk.readStaff(typed, opened, "judged-by", "Choose who judged it")
                .map(by -> new Judgement(by, because));
    }

    /// What a run keeps as its evidence.
    private static String words(Answer.Details details) {
        var parts = new ArrayList<String>();
        if (!details.how().equals("not-asked")) {
            parts.add(ConsentDesk.how(details.how()));
        }
        if (!details.language().equalsIgnoreCase(ENGLISH)) {
            parts.add("In " + details.language()
                    + (details.interpreter() == null ? "" : ", interpreted: " + details.interpreter()));
        }
        if (!details.evidenceWords().isEmpty()) {
            parts.add(details.evidenceWords());
        }
        return String.join(". ", parts);
    }

    // Drawing the page.

    private ModelAndView page(SignedInStaff me, HttpServletRequest request, Context context, ConsentDesk.Sheet sheet) {
        var opened = context.opened();
        var typed = sheet.typed();
        var parts = new ArrayList<FormPart>();
        if (context.wrong().isPresent()) {
            parts.add(Fields.radios(
                    typed,
                    "right",
                    "What is right?",
                    null,
                    List.of(
                            new Fields.Answer(
                                    "other", "It was answered otherwise", "Change below what was wrong.", List.of()),
                            new Fields.Answer(
                                    "never",
                                    "It was never answered",
                                    "The answer is struck out and nothing takes its place.",
                                    List.of()))));
            parts.add(Fields.area(typed, "because", "What was wrong, and how is it known?", null, 3));
        }
        parts.add(Fields.radios(
                typed,
                "agreement",
                "What were they asked to agree to?",
                null,
                opened.agreements().stream()
                        .map(type -> new Fields.Answer(
                                type.name(), type.title(), type.signed() ? "It is signed." : null, List.of()))
                        .toList()));
        parts.add(Fields.radios(
                typed,
                "person",
                "Who answered?",
                cannot(opened),
                opened.people().stream()
                        .filter(WhoCanAgree.Person::can)
                        .map(person -> new Fields.Answer(
                                person.id().toString(), person.name(), Words.sentence(person.why()) + ".", List.of()))
                        .toList()));
        parts.add(ConsentDesk.children(typed, opened, "About which children?"));
        parts.add(Fields.radios(typed, "answer", "What did they say?", null, ANSWERS));
        parts.add(TypedDate.happened(typed, opened.now()));
        parts.add(
                ConsentDesk.staff(typed, opened, "asked-by", "Who asked?", "You, unless a colleague did.", me.staff()));
        parts.add(Fields.select(typed, "how", "How were they asked?", null, ConsentDesk.HOW));
        parts.add(Fields.line(typed, "language", "In which language?", null, 20));
        parts.add(Fields.line(
                typed,
                "interpreter",
                "Who interpreted?",
                "Leave it empty if they were asked in English. A child or another member of the family does not interpret.",
                0));
        parts.add(Fields.area(
                typed,
                "information",
                "What information is it about?",
                "Leave it empty if it is about all that the agreement covers.",
                2));
        parts.add(Fields.area(
                typed,
                "with",
                "With whom may it be shared?",
                "One a line, such as a school. Leave it empty for those whom the agreement names.",
                3));
        parts.add(TypedDate.day(
                typed,
                "until",
                "Until which day does the answer hold?",
                "Leave it empty if it holds until it is taken back."));
        if (!context.papers().isEmpty()) {
            parts.add(Fields.select(
                    typed,
                    "evidence",
                    "Which document on file shows it?",
                    null,
                    context.papers().stream()
                            .map(paper -> new Fields.Answer(paper.id().toString(), paper.words()))
                            .toList()));
        }
        parts.add(Fields.area(
                typed, "evidence-words", "Where is the evidence?", "Name the paper, or write what was said.", 2));
        if (opened.people().stream().anyMatch(WhoCanAgree.Person::judge)) {
            parts.add(new FormPart.Words(
                    "Only where a young person under 16 answers for themself: somebody judges that they understand what they"
                            + " agree to, and what follows from it.",
                    List.of()));
            parts.add(ConsentDesk.staff(
                    typed, opened, "judged-by", "Who judged it?", "A named professional.", me.staff()));
            parts.add(Fields.area(typed, "judged-because", "Why were they judged to understand it?", null, 2));
        }
        var more = new ArrayList<Hidden>();
        more.add(TypedDate.offered(typed, opened.now()));
        context.wrong()
                .ifPresent(wrong ->
                        more.add(new Hidden("correct", wrong.rows().getFirst().toString())));
        var path = context.wrong()
                .map(wrong -> "/answer?correct=" + wrong.rows().getFirst())
                .orElse("/answer");
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        context.wrong().isPresent() ? "Put an answer right" : "Record an answer",
                        path,
                        context.wrong().isPresent() ? "Put it right" : "Record this answer",
                        List.of(
                                "Agreement to a service is not the lawful ground for sharing, and not asking is not a no.",
                                "A no, or a yes taken back, ends nothing by itself: a manager looks at the threshold."),
                        reach(me, context, typed)),
                sheet,
                parts,
                more);
    }

    private static @Nullable String cannot(ConsentDesk.Opened opened) {
        var words = opened.people().stream()
                .filter(person -> !person.can())
                .map(person -> person.name() + ": " + person.why() + ".")
                .toList();
        return words.isEmpty() ? null : String.join(" ", words);
    }

    /// Before a yes is taken back: how far it reached.
    private List<Card> reach(SignedInStaff me, Context context, Typed typed) {
        var opened = context.opened();
        if (!typed.value("answer").equals("withdrawn")) {
            return List.of();
        }
        var types = opened.agreements().stream()
                .filter(type -> type.name().equals(typed.value("agreement")))
                .toList();
        if (types.isEmpty()) {
            return List.of();
        }
        var children = opened.children();
        var all = database.read(
                me.viewer(),
                sql -> new Reach(sql, procedures, me.viewer().authority())
                        .of(children, types.getFirst().name()));
        return ReachCards.of("reach", "How far it reached", all, false);
    }
}
