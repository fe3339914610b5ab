package stepways.app.consents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.record.SentForms;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.AgreementType;

/// Recording who was told of sharing, on which lawful ground something is shared, and who must not
/// be told.
@Controller
class SharingController {

    /// Grounds of Article 6 on which a council shares about children, the usual one first.
    private static final List<String> GROUNDS = List.of(
            "Public task (UK GDPR Article 6(1)(e))",
            "Legal obligation (UK GDPR Article 6(1)(c))",
            "Vital interests: a life is in danger (UK GDPR Article 6(1)(d))",
            "Consent under data protection law (UK GDPR Article 6(1)(a))");

    private static final List<String> SPECIAL = List.of(
            "Safeguarding of children and people at risk (UK GDPR Article 9(2)(g); Data Protection Act 2018, Schedule 1,"
                    + " paragraph 18)",
            "Health or social care (UK GDPR Article 9(2)(h); Data Protection Act 2018, Schedule 1, paragraph 2)",
            "Vital interests, and the person cannot consent (UK GDPR Article 9(2)(c))",
            "Explicit consent (UK GDPR Article 9(2)(a))");

    /// Nothing is put off for longer than this.
    private static final int LONGEST_MONTHS = 12;

    private final ConsentDesk desk;
    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    SharingController(ConsentDesk desk, Database database, TimeOrderedIds ids, InstantSource clock) {
        this.desk = desk;
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// Writes once, however often the form is sent.
    private void once(SignedInStaff me, Typed typed, String action, Function<JdbcClient, UUID> write) {
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        try {
            database.write(me.viewer(), sql -> {
                var sent = new SentForms(sql, me);
                if (sent.before(key, action).isPresent()) {
                    return false;
                }
                sent.remember(key, action, write.apply(sql), clock.instant());
                return true;
            });
        } catch (DataIntegrityViolationException refusal) {
            if (!SentForms.sentMeanwhile(refusal)) {
                throw refusal;
            }
        }
    }

    private ModelAndView recorded(
            SignedInStaff me, ConsentDesk.Opened opened, String what, String words, RedirectAttributes flash) {
        desk.done(me, opened.family().id(), what);
        flash.addFlashAttribute(Layouts.NOTICE, words);
        return new ModelAndView("redirect:" + opened.url());
    }

    private static Map<String, List<String>> all(ConsentDesk.Opened opened) {
        var known = new HashMap<String, List<String>>();
        known.put(
                "children",
                opened.living().stream().map(child -> child.id().toString()).toList());
        return known;
    }

    private static List<Fields.Answer> answers(List<String> words) {
        var all = new ArrayList<Fields.Answer>();
        for (int i = 0; i < words.size(); i++) {
            all.add(new Fields.Answer(String.valueOf(i + 1), words.get(i)));
        }
        return all;
    }

    private static Optional<String> chosen(Typed typed, String field, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (typed.value(field).equals(String.valueOf(i + 1))) {
                return Optional.of(words.get(i));
            }
        }
        return Optional.empty();
    }

    // Told.

    @GetMapping("/families/{id}/consents/told")
    ModelAndView askTold(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = all(opened);
        known.putAll(ConsentDesk.known("language", "English", "told-by", me.staff(), "told", "yes"));
        AnswerController.happened(known, opened.now());
        return toldPage(me, request, opened, desk.opened(me, id, "told", known));
    }

    private ModelAndView toldPage(
            SignedInStaff me, HttpServletRequest request, ConsentDesk.Opened opened, ConsentDesk.Sheet sheet) {
        var typed = sheet.typed();
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.radios(
                typed,
                "person",
                "Who was to be told?",
                null,
                opened.people().stream()
                        .map(person -> new Fields.Answer(person.id().toString(), person.name()))
                        .toList()));
        parts.add(ConsentDesk.children(typed, opened, "About which children?"));
        parts.add(Fields.area(typed, "what", "What is shared, or done?", null, 2));
        parts.add(Fields.area(typed, "with", "With whom?", "One a line.", 2));
        parts.add(Fields.radios(
                typed,
                "told",
                "Were they told?",
                null,
                List.of(
                        new Fields.Answer("yes", "Yes"),
                        new Fields.Answer(
                                "no",
                                "No: it would put a child at further risk of harm",
                                "With the reason and who decided it.",
                                List.of()))));
        parts.add(TypedDate.happened(typed, opened.now()));
        parts.add(Fields.select(typed, "how", "If they were told: how?", null, ConsentDesk.HOW));
        parts.add(Fields.line(typed, "language", "In which language?", null, 20));
        parts.add(Fields.line(typed, "interpreter", "Who interpreted?", "Leave it empty if it was in English.", 0));
        parts.add(ConsentDesk.staff(
                typed, opened, "told-by", "Who told them, or was to?", "You, unless a colleague did.", me.staff()));
        parts.add(Fields.area(typed, "because", "If they were not told: why?", null, 2));
        parts.add(Fields.line(typed, "decided-by", "Who decided that?", "A manager, by name.", 0));
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Record that somebody was told",
                        "/told",
                        "Record this",
                        List.of("Being told is not being asked: agreement is recorded apart."),
                        List.of()),
                sheet,
                parts,
                List.of(TypedDate.offered(typed, opened.now())));
    }

    @PostMapping("/families/{id}/consents/told")
    ModelAndView told(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var typed = Typed.posted(request);
        var person = opened.person(typed.value("person"));
        if (person.isEmpty()) {
            typed.fail("person", "Choose who was to be told");
        }
        var children = ConsentDesk.readChildren(typed, opened);
        var what = typed.text("what", "Say what is shared, or done");
        var with = typed.text("with", "Say with whom");
        boolean told = typed.value("told").equals("yes");
        if (!told && !typed.value("told").equals("no")) {
            typed.fail("told", "Choose whether they were told");
        }
        var happened = TypedDate.readHappened(typed, opened.now()).orElse(opened.now());
        var how = ConsentDesk.HOW.stream()
                .map(Fields.Answer::value)
                .filter(typed.value("how")::equals)
                .findFirst();
        if (told && how.isEmpty()) {
            typed.fail("how", "Choose how they were told");
        }
        var language = typed.optional("language");
        if (told && language.isEmpty()) {
            typed.fail("language", "Enter the language in which they were told");
        }
        var interpreter = typed.optional("interpreter");
        if (told && !language.isEmpty() && !language.equalsIgnoreCase("English") && interpreter.isEmpty()) {
            typed.fail("interpreter", "Say who interpreted, or that whoever told them speaks " + language);
        }
        var by = ConsentDesk.readStaff(typed, opened, "told-by", "Choose who told them");
        var because = typed.optional("because");
        var decided = typed.optional("decided-by");
        if (typed.value("told").equals("no")) {
            typed.text("because", "Say why telling them would put a child at further risk");
            typed.text("decided-by", "Name who decided that they are not told");
        }
        if (typed.hasErrors()) {
            return toldPage(me, request, opened, desk.wrong(me, id, "told", typed));
        }
        once(
                me,
                typed,
                "told-of-sharing",
                sql -> new Sharing(sql)
                        .tell(
                                ids,
                                me,
                                id,
                                new Sharing.NewTold(
                                        children,
                                        person.orElseThrow().id(),
                                        what,
                                        with,
                                        told ? how : Optional.empty(),
                                        language,
                                        interpreter,
                                        because,
                                        decided,
                                        by.orElseThrow(),
                                        happened),
                                clock.instant()));
        return recorded(
                me,
                opened,
                "told",
                "Recorded: " + person.orElseThrow().name() + (told ? " was told." : " was not told, with the reason."),
                flash);
    }

    @GetMapping("/families/{id}/consents/told/{act}/strike")
    ModelAndView askStrike(
            @PathVariable UUID id,
            @PathVariable UUID act,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var opened = desk.open(me, id);
        return strikePage(me, request, opened, act, desk.opened(me, id, "strike-" + act, Map.of()));
    }

    private Sharing.Told standingTold(SignedInStaff me, UUID family, UUID act) {
        return database.read(me.viewer(), sql -> new Sharing(sql).told(family)).stream()
                .filter(told -> told.act().equals(act) && told.struck() == null)
                .findFirst()
                .orElseThrow(() -> new NotFound("somebody’s being told"));
    }

    private ModelAndView strikePage(
            SignedInStaff me,
            HttpServletRequest request,
            ConsentDesk.Opened opened,
            UUID act,
            ConsentDesk.Sheet sheet) {
        var told = standingTold(me, opened.family().id(), act);
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Strike out what was recorded wrongly",
                        "/told/" + act + "/strike",
                        "Strike it out",
                        List.of(
                                told.person() + ": " + told.what() + ", about " + opened.firsts(told.children()) + ".",
                                "It stays readable with the reason. Record what is right as a new line."),
                        List.of()),
                sheet,
                List.of(Fields.area(sheet.typed(), "because", "What was wrong, and how is it known?", null, 3)),
                List.of());
    }

    @PostMapping("/families/{id}/consents/told/{act}/strike")
    ModelAndView strike(
            @PathVariable UUID id,
            @PathVariable UUID act,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var typed = Typed.posted(request);
        var because = typed.text("because", "Say what was wrong and how it is known");
        if (typed.hasErrors()) {
            return strikePage(me, request, opened, act, desk.wrong(me, id, "strike-" + act, typed));
        }
        once(me, typed, "strike-told", sql -> {
            new Sharing(sql).strikeTold(me, id, act, because, clock.instant());
            return act;
        });
        return recorded(me, opened, "strike-" + act, "Struck out. It stays readable with the reason.", flash);
    }

    // The ground.

    @GetMapping("/families/{id}/consents/ground")
    ModelAndView askGround(
            @PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = all(opened);
        AnswerController.happened(known, opened.now());
        return groundPage(me, request, opened, desk.opened(me, id, "ground", known));
    }

    private ModelAndView groundPage(
            SignedInStaff me, HttpServletRequest request, ConsentDesk.Opened opened, ConsentDesk.Sheet sheet) {
        var typed = sheet.typed();
        var parts = new ArrayList<FormPart>();
        parts.add(ConsentDesk.children(typed, opened, "About which children?"));
        parts.add(Fields.area(typed, "what", "What information is shared?", "No more than is needed.", 2));
        parts.add(Fields.area(typed, "with", "With whom?", "The person or organisation by name, one a line.", 2));
        parts.add(Fields.radios(
                typed,
                "ground",
                "On which ground?",
                "Consent under data protection law is rarely the right one for a council: it is not the same as agreeing to a"
                        + " service.",
                answers(GROUNDS)));
        parts.add(Fields.radios(
                typed,
                "special",
                "Is there health, ethnicity, religion or another special category in it?",
                null,
                Stream.concat(Stream.of(new Fields.Answer("none", "No")), answers(SPECIAL).stream())
                        .toList()));
        parts.add(Fields.area(typed, "reason", "Why is it necessary, and no more than is needed?", null, 3));
        parts.add(Fields.radios(
                typed,
                "agreed",
                "Is it shared although agreement was refused, taken back or not asked for?",
                null,
                List.of(
                        new Fields.Answer("with", "No: agreement stands, or none is needed"),
                        new Fields.Answer(
                                "without",
                                "Yes, without agreement",
                                Words.sentence(deciders(opened)) + " decide that. It is looked at again on a day.",
                                List.of()))));
        parts.add(TypedDate.day(
                typed,
                "review",
                "On which day is it looked at again?",
                "Needed where it is shared without agreement. It then stands on the managers’ work page."));
        parts.add(TypedDate.happened(typed, opened.now()));
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Record a lawful ground for sharing",
                        "/ground",
                        "Record this ground",
                        List.of(
                                "A ground does not make a no into a yes: both stay on record.",
                                "Harm now needs nothing recorded first."),
                        List.of()),
                sheet,
                parts,
                List.of(TypedDate.offered(typed, opened.now())));
    }

    /// Who may share without agreement: managers, and the roles that the procedure has look at a
    /// withdrawal.
    private static String deciders(ConsentDesk.Opened opened) {
        var roles = opened.agreements().stream()
                .map(AgreementType::ifWithdrawn)
                .filter(role -> !role.isEmpty())
                .distinct()
                .map(role -> "the " + opened.policy().role(role).title())
                .toList();
        return roles.isEmpty() ? "managers" : Words.and(roles) + " and other managers";
    }

    /// The role in which this reader may decide it; empty if they may not.
    static Optional<String> decidingRole(ConsentDesk.Opened opened) {
        // A name may stand for several roles.
        var named = opened.agreements().stream()
                .map(AgreementType::ifWithdrawn)
                .filter(role -> !role.isEmpty())
                .flatMap(role -> Stream.concat(Stream.of(role), opened.policy().role(role).anyOf().stream()))
                .toList();
        return opened.family().actor().grants().stream()
                .map(grant -> grant.role())
                .filter(role -> opened.policy().knowsRole(role)
                        && (opened.policy().role(role).manages() || named.contains(role)))
                .findFirst();
    }

    @PostMapping("/families/{id}/consents/ground")
    ModelAndView ground(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var typed = Typed.posted(request);
        var children = ConsentDesk.readChildren(typed, opened);
        var what = typed.text("what", "Say what information is shared");
        var with = typed.text("with", "Name the person or organisation");
        var ground = chosen(typed, "ground", GROUNDS);
        if (ground.isEmpty()) {
            typed.fail("ground", "Choose the ground");
        }
        var special = chosen(typed, "special", SPECIAL);
        if (special.isEmpty() && !typed.value("special").equals("none")) {
            typed.fail("special", "Choose whether there is a special category in it, and the condition");
        }
        var reason = typed.text("reason", "Say why it is necessary");
        boolean without = typed.value("agreed").equals("without");
        if (!without && !typed.value("agreed").equals("with")) {
            typed.fail("agreed", "Choose whether it is shared without agreement");
        }
        var today = Dates.day(opened.now());
        var review = ConsentDesk.optionalDay(typed, "review");
        if (without && review.isEmpty()) {
            typed.fail("review", "Enter the day on which it is looked at again");
        }
        checkReview(typed, review, today);
        var role = decidingRole(opened);
        if (without && role.isEmpty()) {
            typed.fail(
                    "agreed",
                    "Ask a manager to record this: " + deciders(opened) + " decide to share without agreement");
        }
        var happened = TypedDate.readHappened(typed, opened.now()).orElse(opened.now());
        if (!typed.hasErrors()) {
            against(me, opened, typed, with, children, without);
        }
        if (typed.hasErrors()) {
            return groundPage(me, request, opened, desk.wrong(me, id, "ground", typed));
        }
        once(
                me,
                typed,
                "lawful-basis",
                sql -> new Sharing(sql)
                        .ground(
                                ids,
                                me,
                                id,
                                new Sharing.NewBasis(
                                        children,
                                        ground.orElseThrow(),
                                        special.orElse(""),
                                        what,
                                        with,
                                        "",
                                        reason,
                                        without,
                                        role.orElse(""),
                                        review.orElse(null),
                                        happened),
                                clock.instant()));
        return recorded(
                me,
                opened,
                "ground",
                "Recorded."
                        + review.map(day -> " It is looked at again by " + Dates.weekdayAndYear(day) + ".")
                                .orElse(""),
                flash);
    }

    private static void checkReview(Typed typed, Optional<LocalDate> review, LocalDate today) {
        review.filter(day -> !day.isAfter(today)).ifPresent(_ -> typed.fail("review", "Choose a day to come"));
        review.filter(day -> day.isAfter(today.plusMonths(LONGEST_MONTHS)))
                .ifPresent(_ -> typed.fail("review", "Choose a day within " + LONGEST_MONTHS + " months"));
    }

    /// What stands against sharing: an exclusion ends it here; a no makes it sharing without agreement.
    private void against(
            SignedInStaff me,
            ConsentDesk.Opened opened,
            Typed typed,
            String with,
            List<UUID> children,
            boolean without) {
        for (var whom :
                with.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            var answer = database.read(
                    me.viewer(),
                    sql -> new MayShare(sql).with(Recipient.organisation(whom), "", children, opened.now()));
            if (answer instanceof MayShare.Answer.No no) {
                switch (no.because()) {
                    case EXCLUDED -> typed.fail("with", no.words() + " " + no.wayOn());
                    case REFUSED, WITHDRAWN -> {
                        if (!without) {
                            typed.fail("agreed", no.words() + " Sharing it all the same is sharing without agreement");
                        }
                    }
                    case NOT_ASKED -> {
                        // A ground is needed whatever people answer, and may be recorded before anybody is asked.
                    }
                }
            }
        }
    }

    @GetMapping("/families/{id}/consents/ground/{act}/review")
    ModelAndView askReview(
            @PathVariable UUID id,
            @PathVariable UUID act,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var opened = desk.open(me, id);
        return reviewPage(me, request, opened, act, desk.opened(me, id, "review-" + act, Map.of()));
    }

    private Sharing.Basis standingBasis(SignedInStaff me, ConsentDesk.Opened opened, UUID act) {
        return database
                .read(me.viewer(), sql -> new Sharing(sql).bases(opened.family().id()))
                .stream()
                .filter(basis -> basis.act().equals(act) && basis.standsOn(Dates.day(opened.now())))
                .findFirst()
                .orElseThrow(() -> new NotFound("a ground that runs"));
    }

    private ModelAndView reviewPage(
            SignedInStaff me,
            HttpServletRequest request,
            ConsentDesk.Opened opened,
            UUID act,
            ConsentDesk.Sheet sheet) {
        var basis = standingBasis(me, opened, act);
        if (decidingRole(opened).isEmpty()) {
            throw new NotYours(
                    "A manager looks at this again",
                    "Ask one: " + deciders(opened) + " look at what was shared without agreement.");
        }
        var typed = sheet.typed();
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Look at the ground again",
                        "/ground/" + act + "/review",
                        "Record what was found",
                        List.of(
                                basis.what() + ", with "
                                        + Words.and(basis.with().lines().toList()) + ", about "
                                        + opened.firsts(basis.children()) + ".",
                                basis.basis() + ". " + basis.reason(),
                                "Recorded by " + basis.by() + " on " + Dates.date(basis.recorded()) + "."),
                        List.of()),
                sheet,
                List.of(
                        Fields.radios(
                                typed,
                                "result",
                                "What was found?",
                                null,
                                List.of(
                                        new Fields.Answer("stands", "It was right, and it goes on"),
                                        new Fields.Answer("ends", "It was right, and it ends now"),
                                        new Fields.Answer("was-wrong", "It should not have been shared"))),
                        Fields.area(typed, "words", "Why?", null, 3),
                        TypedDate.day(
                                typed,
                                "review",
                                "If it goes on: on which day is it looked at next?",
                                "Leave it empty if it need not be looked at any more.")),
                List.of());
    }

    @PostMapping("/families/{id}/consents/ground/{act}/review")
    ModelAndView review(
            @PathVariable UUID id,
            @PathVariable UUID act,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var basis = standingBasis(me, opened, act);
        var typed = Typed.posted(request);
        var role = decidingRole(opened);
        if (role.isEmpty()) {
            throw new NotYours("A manager looks at this again", "Ask one: " + deciders(opened) + ".");
        }
        var result = typed.value("result");
        if (!List.of("stands", "ends", "was-wrong").contains(result)) {
            typed.fail("result", "Choose what was found");
        }
        if (basis.withoutAgreement() && basis.byId().equals(me.staff())) {
            typed.fail("result", "You recorded this sharing. Another manager looks at it");
        }
        var words = typed.text("words", "Say why");
        var next = result.equals("stands") ? ConsentDesk.optionalDay(typed, "review") : Optional.<LocalDate>empty();
        checkReview(typed, next, Dates.day(opened.now()));
        if (typed.hasErrors()) {
            return reviewPage(me, request, opened, act, desk.wrong(me, id, "review-" + act, typed));
        }
        once(
                me,
                typed,
                "sharing-review",
                sql -> new Sharing(sql)
                        .review(
                                ids,
                                me,
                                act,
                                result,
                                words,
                                next.orElse(null),
                                role.get(),
                                Dates.day(opened.now()),
                                clock.instant()));
        return recorded(me, opened, "review-" + act, "Recorded: " + ConsentsController.result(result) + ".", flash);
    }

    // Who must not be told.

    @GetMapping("/families/{id}/consents/exclusions")
    ModelAndView askExclusion(
            @PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = all(opened);
        ConsentDesk.day(known, "from", Dates.day(opened.now()));
        return exclusionPage(me, request, opened, desk.opened(me, id, "exclusion", known));
    }

    private ModelAndView exclusionPage(
            SignedInStaff me, HttpServletRequest request, ConsentDesk.Opened opened, ConsentDesk.Sheet sheet) {
        var typed = sheet.typed();
        var parts = new ArrayList<FormPart>();
        parts.add(ConsentDesk.children(typed, opened, "About which children?"));
        parts.add(Fields.select(
                typed,
                "person",
                "Who of the family must not be told?",
                "Where it is an organisation, leave this and write its name below.",
                opened.people().stream()
                        .filter(person -> !person.child())
                        .map(person -> new Fields.Answer(person.id().toString(), person.name()))
                        .toList()));
        parts.add(Fields.line(
                typed,
                "organisation",
                "Or which organisation or professional?",
                "By name, such as a school. “School” means every school.",
                0));
        parts.add(Fields.area(typed, "what", "What must they not learn?", "Leave it empty for everything.", 2));
        parts.add(Fields.area(typed, "reason", "Why?", null, 2));
        parts.add(Fields.line(
                typed,
                "decided-by",
                "Whose wish or decision is it?",
                "A young person, a parent, a court with the date of its order, a manager.",
                0));
        parts.add(TypedDate.day(typed, "from", "From which day?", null));
        parts.add(TypedDate.day(typed, "until", "Until which day?", "Leave it empty if it runs until it is ended."));
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Name somebody who must not be told",
                        "/exclusions",
                        "Record this",
                        List.of(
                                "Nothing is sent to them about these children from the day it begins; what waits to leave is"
                                        + " stopped when it would be sent.",
                                "Where a household lives is kept back on the family’s own page."),
                        List.of()),
                sheet,
                parts,
                List.of());
    }

    @PostMapping("/families/{id}/consents/exclusions")
    ModelAndView exclude(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var typed = Typed.posted(request);
        var children = ConsentDesk.readChildren(typed, opened);
        var person = opened.person(typed.value("person")).filter(found -> !found.child());
        var organisation = typed.atMost("organisation", 200);
        if (person.isEmpty() == organisation.isEmpty()) {
            typed.fail(
                    "organisation",
                    person.isEmpty()
                            ? "Choose a person of the family, or name an organisation"
                            : "Choose a person or an organisation, and record the other on its own");
        }
        var reason = typed.text("reason", "Say why they must not be told");
        var decided = typed.text("decided-by", "Say whose wish or decision it is");
        var from = TypedDate.readDay(typed, "from", "Enter the day from which it runs");
        var until = ConsentDesk.optionalDay(typed, "until");
        if (from.isPresent() && until.filter(day -> day.isBefore(from.get())).isPresent()) {
            typed.fail("until", "The last day cannot be before the first");
        }
        if (typed.hasErrors()) {
            return exclusionPage(me, request, opened, desk.wrong(me, id, "exclusion", typed));
        }
        once(
                me,
                typed,
                "named-exclusion",
                sql -> new Sharing(sql)
                        .exclude(
                                ids,
                                me,
                                id,
                                new Sharing.NewExclusion(
                                        children,
                                        person.map(WhoCanAgree.Person::id).orElse(null),
                                        person.isPresent() ? null : organisation,
                                        typed.optional("what"),
                                        reason,
                                        decided,
                                        from.orElseThrow(),
                                        until.orElse(null)),
                                clock.instant()));
        return recorded(
                me,
                opened,
                "exclusion",
                "Recorded: " + person.map(WhoCanAgree.Person::name).orElse(organisation) + " is not to be told about "
                        + opened.firsts(children) + ".",
                flash);
    }

    private ModelAndView endPage(
            SignedInStaff me,
            HttpServletRequest request,
            ConsentDesk.Opened opened,
            UUID act,
            ConsentDesk.Sheet sheet) {
        var exclusion = database
                .read(
                        me.viewer(),
                        sql -> new Sharing(sql).exclusions(opened.family().id()))
                .stream()
                .filter(each -> each.act().equals(act) && each.ended() == null)
                .findFirst()
                .orElseThrow(() -> new NotFound("an exclusion that runs"));
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "End an exclusion",
                        "/exclusions/" + act + "/end",
                        "End it",
                        List.of(
                                exclusion.who() + " is not to be told about " + opened.firsts(exclusion.children())
                                        + ": " + exclusion.reason() + ".",
                                "Decided by " + exclusion.decidedBy() + ". Ask them before you end it."),
                        List.of()),
                sheet,
                List.of(
                        Fields.area(sheet.typed(), "because", "Why does it end, and who decided that?", null, 3),
                        TypedDate.day(sheet.typed(), "on", "From which day may they be told?", null)),
                List.of());
    }

    @GetMapping("/families/{id}/consents/exclusions/{act}/end")
    ModelAndView askEnd(
            @PathVariable UUID id,
            @PathVariable UUID act,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = new HashMap<String, List<String>>();
        ConsentDesk.day(known, "on", Dates.day(opened.now()));
        return endPage(me, request, opened, act, desk.opened(me, id, "end-" + act, known));
    }

    @PostMapping("/families/{id}/consents/exclusions/{act}/end")
    ModelAndView end(
            @PathVariable UUID id,
            @PathVariable UUID act,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var typed = Typed.posted(request);
        var because = typed.text("because", "Say why it ends and who decided that");
        var on = TypedDate.readDay(typed, "on", "Enter the day from which they may be told");
        if (on.filter(day -> day.isBefore(Dates.day(opened.now()))).isPresent()) {
            typed.fail("on", "It cannot have ended before today: what was kept back until now was rightly kept back");
        }
        if (typed.hasErrors()) {
            return endPage(me, request, opened, act, desk.wrong(me, id, "end-" + act, typed));
        }
        once(me, typed, "end-exclusion", sql -> {
            new Sharing(sql).endExclusion(me, id, act, on.orElseThrow(), because, clock.instant());
            return act;
        });
        return recorded(me, opened, "end-" + act, "Recorded. It stays readable.", flash);
    }
}
