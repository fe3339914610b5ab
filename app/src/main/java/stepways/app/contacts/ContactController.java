package stepways.app.contacts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.outgoing.Outbox;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.transfers.RunPages;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
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
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.run.Command;

/// One contact: what is known, what was said, what is decided, and whether whoever made it was told.
@Controller
class ContactController {

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final RunPages runs;
    private final Layouts layouts;
    private final Drafts drafts;
    private final AccessLog log;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    ContactController(
            Database database,
            Procedures procedures,
            Casework casework,
            RunPages runs,
            Layouts layouts,
            Drafts drafts,
            AccessLog log,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.runs = runs;
        this.layouts = layouts;
        this.drafts = drafts;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /// A contact opened for somebody.
    ///
    /// @param contact as it was taken; absent where a decision began the run
    /// @param run absent where it has not begun, or where this reader took the contact and has no more part in it
    private record Opened(
            UUID id,
            Optional<ContactRows.Contact> contact,
            List<ContactRows.Child> children,
            List<ContactRows.Addition> additions,
            List<ContactRows.Told> tellings,
            Optional<RunPages.Shown> run,
            List<Decided> decided,
            Instant now) {

        Optional<Decided> answer() {
            return decided.stream().filter(Decided::answers).reduce((_, last) -> last);
        }

        /// Whether they were told, or it is on record why they cannot be.
        boolean told() {
            return !tellings.isEmpty();
        }

        String names() {
            return children.stream().map(ContactRows.Child::name).collect(Collectors.joining(", "));
        }

        String url() {
            return "/contacts/" + id;
        }
    }

    /// A decision, as whoever took the contact may know it.
    private record Decided(int seq, String outcome, Instant happened, boolean answers) {}

    private Opened open(SignedInStaff me, UUID id, HttpServletRequest request) {
        var now = clock.instant();
        record Rows(
                Optional<ContactRows.Contact> contact,
                List<ContactRows.Child> children,
                List<ContactRows.Addition> additions,
                List<ContactRows.Told> tellings) {}
        var rows = database.read(me.viewer(), sql -> {
            var read = new ContactRows(sql);
            return new Rows(read.find(id), read.children(id), read.additions(id), read.tellings(id));
        });
        if (rows.contact().isPresent() && rows.contact().get().run() == null) {
            var contact = rows.contact().get();
            database.read(me.viewer(), sql -> {
                var door = FrontDoor.of(sql, procedures, me, now);
                if (!contact.by().equals(me.staff())) {
                    door.mustTakeContacts();
                }
                door.mustReachFamily(sql, me, contact.family());
                return true;
            });
            log.write(me, "open-contact", null, contact.family(), null, null, null);
            return new Opened(
                    id,
                    rows.contact(),
                    rows.children(),
                    rows.additions(),
                    rows.tellings(),
                    Optional.empty(),
                    List.of(),
                    now);
        }
        try {
            var shown = runs.show(me, id, request);
            return new Opened(
                    id,
                    rows.contact(),
                    rows.children(),
                    rows.additions(),
                    rows.tellings(),
                    Optional.of(shown),
                    shown.decided().stream()
                            .map(each -> new Decided(each.seq(), each.outcome(), each.happened(), each.answers()))
                            .toList(),
                    now);
        } catch (NotYours notMine) {
            var contact = rows.contact()
                    .filter(each -> each.by().equals(me.staff()))
                    .filter(_ -> !notMine.whomToAsk().startsWith("A record exists."))
                    .orElseThrow(() -> notMine);
            log.write(me, "open-own-contact", null, contact.family(), id, null, null);
            return new Opened(
                    id,
                    rows.contact(),
                    rows.children(),
                    rows.additions(),
                    rows.tellings(),
                    Optional.empty(),
                    database.read(me.viewer(), sql -> decided(sql, me, id)),
                    now);
        }
    }

    /// What was decided, for whoever took the contact and works with the family no more.
    private List<Decided> decided(org.springframework.jdbc.core.simple.JdbcClient sql, SignedInStaff me, UUID run) {
        var policy = procedures.active(me.viewer().authority(), sql);
        return sql.sql("""
                        select e.seq, e.happened_at, r.pathway, e.payload::json->>'stage' as stage,
                               e.payload::json->>'outcome' as outcome
                          from run_event e
                          join run r on r.authority = e.authority and r.id = e.run
                         where e.run = :run
                           and e.type = 'outcome-chosen'
                         order by e.seq
                        """)
                .param("run", run)
                .query((rs, _) -> {
                    var stage = policy.pathway(rs.getString("pathway")).stages().get(rs.getString("stage"));
                    var outcome = rs.getString("outcome");
                    return new Decided(
                            rs.getInt("seq"),
                            stage == null
                                    ? outcome.replace('-', ' ')
                                    : stage.outcome(outcome)
                                            .map(each -> each.title())
                                            .orElse(outcome.replace('-', ' ')),
                            ContactRows.instant(rs, "happened_at"),
                            stage == null || RunPages.answers(policy, stage));
                })
                .list();
    }

    @GetMapping("/contacts/{id}")
    ModelAndView show(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return page(me, request, open(me, id, request));
    }

    private ModelAndView page(SignedInStaff me, HttpServletRequest request, Opened opened) {
        var contact = opened.contact();
        var run = opened.run();
        var layout = run.map(shown -> shown.page().layout().at("/contacts"))
                .orElseGet(() -> layouts.of(request, me, "Contact", "/contacts"));
        var begins = contact.isPresent() && contact.get().run() == null;
        var telling = telling(opened);
        Action primary = run.map(shown -> shown.page().primary()).orElse(null);
        if (begins) {
            primary = new Action.Press("Begin it now", opened.url() + "/begin", List.of(), null);
        } else if (primary == null && telling != null && telling.owed() && telling.tell() != null) {
            primary = new Action.Open(
                    telling.tell().label(), telling.tell().url(), "They have not been told what was decided.");
        }
        return PageOf.view(
                "contacts/contact",
                new ContactPage(
                        layout,
                        run.map(shown -> shown.page().back()).orElse(new Link("Contacts", "/contacts")),
                        caption(opened),
                        run.map(shown -> shown.page().heading()).orElse("Contact: " + opened.names()),
                        standing(opened, begins),
                        past(me, opened),
                        contact.map(each -> facts(each, opened)).orElse(List.of()),
                        contact.map(ContactController::said).orElse(List.of()),
                        additions(opened),
                        contact.isEmpty() ? null : new Link("Add or correct something", opened.url() + "/add"),
                        run.map(RunPages.Shown::page).orElse(null),
                        primary,
                        telling));
    }

    private static String caption(Opened opened) {
        var reference =
                opened.run().map(shown -> "Contact " + shown.reference()).orElse("Contact");
        return opened.contact()
                .map(contact -> reference + " · arrived " + Dates.weekdayAndYear(Dates.day(contact.received())) + " at "
                        + Dates.time(contact.received()))
                .orElseGet(
                        () -> opened.run().map(shown -> shown.page().caption()).orElse(reference));
    }

    private static @Nullable String standing(Opened opened, boolean begins) {
        if (begins) {
            return "This contact is recorded and kept. It has not begun: nobody decides on it until it does. If a way"
                    + " through the procedure was closed meanwhile, take it to your manager now.";
        }
        if (opened.run().isEmpty()) {
            return "You took this contact. Others work on it now; you see what you recorded and what was decided.";
        }
        return null;
    }

    private @Nullable PastPart past(SignedInStaff me, Opened opened) {
        var shown = opened.run();
        var family =
                shown.flatMap(RunPages.Shown::family).or(() -> opened.contact().map(ContactRows.Contact::family));
        if (shown.isEmpty() && opened.contact().map(each -> each.run() != null).orElse(true)) {
            return null;
        }
        return database.read(me.viewer(), sql -> {
            var people =
                    new LinkedHashSet<UUID>(shown.map(RunPages.Shown::children).orElse(List.of()));
            opened.children().forEach(child -> people.add(child.id()));
            family.ifPresent(each ->
                    people.addAll(sql.sql("select person from family_member where family = :family and part = 'child'")
                            .param("family", each)
                            .query(UUID.class)
                            .list()));
            var past = Past.of(
                    sql,
                    shown.map(RunPages.Shown::policy)
                            .orElseGet(() -> procedures.active(me.viewer().authority(), sql)),
                    family.orElse(null),
                    people,
                    opened.id());
            var searched = opened.contact().map(ContactRows.Contact::searched);
            return PastPart.of(
                    past.nothing() != null && searched.isPresent() && allNew(opened)
                            ? Past.none(searched.get())
                            : past);
        });
    }

    private static boolean allNew(Opened opened) {
        return opened.children().stream().allMatch(ContactRows.Child::made);
    }

    private static List<Fact> facts(ContactRows.Contact contact, Opened opened) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("From", contact.kind().title() + ": " + contact.who()));
        if (contact.noticeNumber() != null) {
            facts.add(Fact.of("Police notice", contact.noticeNumber()));
        }
        facts.add(Fact.of("Arrived", Dates.dateAndTime(contact.received())));
        facts.add(Fact.of(
                "Recorded", Dates.dateAndTime(contact.recorded()) + ", by " + contact.byName() + late(contact)));
        var reach = new ArrayList<String>();
        if (contact.telephone() != null) {
            reach.add(contact.telephone());
        }
        if (contact.email() != null) {
            reach.add(contact.email());
        }
        facts.add(Fact.of("How to reach them", reach.isEmpty() ? "not given" : String.join(", ", reach)));
        facts.add(Fact.of(
                "Does the family know",
                switch (contact.familyKnows()) {
                    case "yes" -> "Yes";
                    case "no" -> "No";
                    default -> "It is not known";
                }));
        for (var child : opened.children()) {
            var given = new ArrayList<String>();
            var name = ((child.forename() == null ? "" : child.forename()) + " "
                            + (child.surname() == null ? "" : child.surname()))
                    .strip();
            if (!name.isEmpty()) {
                given.add("named as " + stepways.app.web.Isolated.name(name));
            }
            if (child.given() != null) {
                given.add((child.unborn() ? "expected " : "born ") + Dates.date(child.given()) + " as given");
            }
            given.add(child.made() ? "recorded new" : "recorded before");
            facts.add(Fact.of("About", child.name() + " (" + String.join(", ", given) + ")"));
        }
        if (contact.address() != null || contact.postcode() != null) {
            facts.add(Fact.of(
                    "Address as given",
                    ((contact.address() == null ? "" : contact.address()) + " "
                                    + (contact.postcode() == null ? "" : contact.postcode()))
                            .strip()));
        }
        return facts;
    }

    private static String late(ContactRows.Contact contact) {
        long days = ChronoUnit.DAYS.between(Dates.day(contact.received()), Dates.day(contact.recorded()));
        return days < 1 ? "" : days == 1 ? ", a day later" : ", " + days + " days later";
    }

    private static List<ContactPage.Said> said(ContactRows.Contact contact) {
        var all = new ArrayList<ContactPage.Said>();
        all.add(new ContactPage.Said("What was said", contact.worries()));
        if (contact.wishes() != null) {
            all.add(new ContactPage.Said("What the children and the family want", contact.wishes()));
        }
        if (contact.consentKnown() != null) {
            all.add(new ContactPage.Said("What was said about agreement", contact.consentKnown()));
        }
        return all;
    }

    private static List<Event> additions(Opened opened) {
        return opened.additions().stream()
                .map(each -> new Event(
                        "addition-" + each.id(),
                        each.corrects() == null ? "Added later" : "Corrects “" + each.corrects() + "”",
                        each.by(),
                        Dates.dateAndTime(each.recorded()),
                        Dates.iso(each.recorded()),
                        null,
                        each.words(),
                        List.of(),
                        null,
                        null))
                .toList();
    }

    // Begun late.

    @PostMapping("/contacts/{id}/begin")
    ModelAndView begin(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        open(me, id, request);
        flash.addFlashAttribute(
                Layouts.NOTICE,
                new Beginning(database, casework).begin(me, id)
                        ? "The contact is with those who decide on it."
                        : "It still cannot begin. Take it to your manager; nothing of it is lost.");
        return new ModelAndView("redirect:/contacts/" + id);
    }

    // Told.

    private static ContactPage.@Nullable Telling telling(Opened opened) {
        if (opened.contact().isEmpty()) {
            return null;
        }
        var contact = opened.contact().get();
        var answer = opened.answer();
        var proof = opened.tellings().stream()
                .map(told -> Fact.of(
                        how(told.how()),
                        Dates.dateAndTime(told.happened()) + ", by " + told.by() + "."
                                + (told.words() == null ? "" : " " + told.words())
                                + (told.message() == null ? "" : " " + state(told.message()))))
                .toList();
        boolean owed = answer.isPresent() && !opened.told();
        var words = owed
                ? contact.who() + " is not told yet: " + answer.get().outcome() + "."
                : answer.isEmpty()
                        ? "Nothing is decided yet. " + contact.who() + " is told when it is."
                        : "Told of: " + answer.get().outcome() + ".";
        return new ContactPage.Telling(
                owed ? "The referrer is not told yet" : proof.isEmpty() ? "The referrer" : "The referrer was told",
                words,
                owed,
                proof,
                answer.isEmpty()
                        ? null
                        : new Link(owed ? "Tell the referrer" : "Tell them once more", opened.url() + "/told"));
    }

    private static String how(String word) {
        return switch (word) {
            case "spoken" -> "Spoken with";
            case "letter" -> "By letter";
            case "mail" -> "By mail";
            default -> "Cannot be told";
        };
    }

    /// What became of a mail, which is the proof that it left.
    static String state(ContactRows.Message message) {
        var sent = message.sent();
        if (sent != null) {
            return "The mail left on " + Dates.dateAndTime(sent) + ".";
        }
        if (message.cancelled()) {
            return "The mail was stopped and did not leave.";
        }
        if (message.held()) {
            return "The mail is held back until a manager lets it go.";
        }
        return message.error() == null
                ? "The mail waits to leave since " + Dates.dateAndTime(message.queued()) + "."
                : "The mail has not left yet: the last try failed.";
    }

    @GetMapping("/contacts/{id}/told")
    ModelAndView tell(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var opened = open(me, id, request);
        if (opened.contact().isEmpty() || opened.answer().isEmpty()) {
            return new ModelAndView("redirect:/contacts/" + id);
        }
        return tell(me, request, opened, drafts.typed(me, id + ":told"), HttpStatus.OK);
    }

    private ModelAndView tell(
            SignedInStaff me, HttpServletRequest request, Opened opened, Typed typed, HttpStatus status) {
        var contact = opened.contact().orElseThrow(() -> new NotFound("a contact"));
        var answer = opened.answer().orElseThrow(() -> new NotFound("a decision"));
        var reference = reference(opened.id(), me);
        var layout = layouts.of(request, me, "Tell the referrer, " + reference, "/contacts");
        var email = typed.value("email").isEmpty() && typed.isNew() && contact.email() != null
                ? contact.email()
                : typed.value("email");
        var parts = new ArrayList<FormPart>();
        parts.add(new FormPart.Radios(
                "how",
                "How are they told?",
                null,
                List.of(
                        choice(typed, "spoken", "I spoke with them", null, List.of()),
                        choice(typed, "letter", "By letter", null, List.of()),
                        choice(
                                typed,
                                "mail",
                                "Send them a mail now",
                                "It says the reference and what was decided; no name and no reason.",
                                List.of(new FormPart.TextInput(
                                        "email", "E-mail address", null, email, 30, typed.error("email")))),
                        choice(
                                typed,
                                "cannot",
                                "They cannot be told",
                                "For example because they gave no name. Say why below.",
                                List.of())),
                typed.error("how")));
        parts.add(Fields.area(
                typed,
                "words",
                "What should be on record about it?",
                "What they said, or why they cannot be told.",
                3));
        parts.add(TypedDate.happened(typed.value("happened-day").isEmpty() ? Typed.nothing() : typed, opened.now()));
        var form = new Form(
                opened.url() + "/told",
                layout.csrf(),
                List.of(
                        new Hidden(
                                "key",
                                typed.key().orElseGet(() -> UUID.randomUUID().toString())),
                        new Hidden("outcome", String.valueOf(answer.seq())),
                        new Hidden("draft", opened.id() + ":told"),
                        new Hidden("page", opened.url() + "/told")),
                parts,
                "Record that they are told",
                List.of(new Link("Not now", opened.url())),
                "/drafts/" + opened.id() + ":told",
                drafts.saved(me, opened.id() + ":told"));
        return PageOf.view(
                "contacts/tell",
                new TellPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        new Link("The contact", opened.url()),
                        "Contact " + reference,
                        "Tell the referrer what was decided",
                        List.of(
                                Fact.of("Who", contact.kind().title() + ": " + contact.who()),
                                Fact.of("Telephone", contact.telephone() == null ? "not given" : contact.telephone()),
                                Fact.of("Decided", answer.outcome() + ", " + Dates.dateAndTime(answer.happened()))),
                        List.of(mailWords(me, reference, contact, answer.outcome())
                                .split("\n\n")),
                        form),
                status);
    }

    private static FormPart.Choice choice(
            Typed typed, String value, String label, @Nullable String hint, List<FormPart> reveals) {
        return new FormPart.Choice(value, label, hint, List.of(), typed.chose("how", value), reveals);
    }

    private String reference(UUID run, SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("select reference from run where id = :id")
                        .param("id", run)
                        .query(String.class)
                        .optional()
                        .orElse(""));
    }

    /// Carries the reference and what was decided in the procedure's own words, never a name or a reason.
    private static String mailWords(SignedInStaff me, String reference, ContactRows.Contact contact, String outcome) {
        return "You contacted " + me.authorityName() + " on " + Dates.date(contact.received()) + ". Our reference is "
                + reference + ".\n\nWhat was decided: " + outcome + ".\n\nIf you have more to tell, ring us and say the"
                + " reference. If a child is in danger now, ring 999.";
    }

    @PostMapping("/contacts/{id}/told")
    ModelAndView told(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var opened = open(me, id, request);
        var contact = opened.contact().orElseThrow(() -> new NotFound("a contact"));
        var answer = opened.answer();
        if (answer.isEmpty()) {
            return new ModelAndView("redirect:/contacts/" + id);
        }
        var typed = Typed.posted(request);
        var how = typed.value("how");
        if (!List.of("spoken", "letter", "mail", "cannot").contains(how)) {
            typed.fail("how", "Choose how they are told");
        }
        var words = typed.optional("words");
        if (how.equals("cannot") && words.isEmpty()) {
            typed.fail("words", "Say why they cannot be told");
        }
        if (how.equals("mail") && !Mail.isAddress(typed.value("email"))) {
            typed.fail("email", "Enter an e-mail address, such as name@school.example");
        }
        if (!typed.value("outcome").equals(String.valueOf(answer.get().seq()))
                && typed.value("outcome").length() > 0) {
            typed.fail(
                    "how",
                    "Something more was decided meanwhile: " + answer.get().outcome()
                            + ". Read it, then say that they are told");
        }
        var happened = how.equals("mail") ? Optional.<Instant>empty() : TypedDate.readHappened(typed, opened.now());
        if (typed.hasErrors()) {
            drafts.save(me, id + ":told", typed);
            return tell(me, request, opened, typed, HttpStatus.BAD_REQUEST);
        }
        var reference = reference(id, me);
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var now = opened.now().truncatedTo(ChronoUnit.MICROS);
        database.write(me.viewer(), sql -> {
            int first = sql.sql("""
                            insert into idempotency_key (authority, key, staff, action, answer, recorded_at)
                            values (:authority, :key, :staff, 'referrer-told', :answer, :now)
                            on conflict (authority, key) do nothing
                            """)
                    .param("authority", me.authority())
                    .param("key", key)
                    .param("staff", me.staff())
                    .param("answer", id.toString())
                    .param("now", ContactRows.at(now))
                    .update();
            if (first == 0) {
                return false;
            }
            UUID message = null;
            if (how.equals("mail")) {
                message = new Outbox(sql, me.viewer().authority(), ids)
                        .queue(
                                "referrer-told:" + key,
                                new Outbox.Mail(
                                        typed.value("email").strip(),
                                        "Your contact " + reference + ": what was decided",
                                        mailWords(
                                                me,
                                                reference,
                                                contact,
                                                answer.get().outcome()),
                                        Optional.of(id)),
                                new Outbox.From(me.staff(), null, null),
                                now);
            }
            new ContactRows(sql)
                    .told(
                            me.authority(),
                            ids.next(),
                            id,
                            answer.get().seq(),
                            how,
                            words.isEmpty() ? null : words,
                            message,
                            happened.map(at -> at.truncatedTo(ChronoUnit.MICROS))
                                    .orElse(now),
                            now,
                            me.staff());
            return true;
        });
        drafts.forget(me, id + ":told");
        if (!how.equals("cannot")) {
            doneOnTheList(me, opened, key, how, happened);
        }
        flash.addFlashAttribute(
                Layouts.NOTICE,
                switch (how) {
                    case "mail" -> "The mail to the referrer is on its way out. Whether it left stands below.";
                    case "cannot" -> "Recorded: the referrer cannot be told, and why.";
                    default -> "Recorded: the referrer was told.";
                });
        return new ModelAndView("redirect:/contacts/" + id + "#told");
    }

    /// Where the procedure lists the telling, it is done with this, and nobody types it twice.
    private void doneOnTheList(SignedInStaff me, Opened opened, String key, String how, Optional<Instant> happened) {
        opened.run().ifPresent(shown -> {
            for (var item : shown.tellReferrer()) {
                casework.submit(
                        me.viewer(),
                        opened.id(),
                        new Casework.Form(key + ":" + item.item(), -1, happened),
                        texts -> new Command.Request.DoItem(item, "", Optional.of(texts.keep(how(how) + "."))));
            }
        });
    }

    // Added later.

    @GetMapping("/contacts/{id}/add")
    ModelAndView add(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return add(me, request, open(me, id, request), drafts.typed(me, id + ":added"), HttpStatus.OK);
    }

    private ModelAndView add(
            SignedInStaff me, HttpServletRequest request, Opened opened, Typed typed, HttpStatus status) {
        if (opened.contact().isEmpty()) {
            throw new NotFound("a contact");
        }
        Layout layout = layouts.of(request, me, "Add to a contact", "/contacts");
        var form = new Form(
                opened.url() + "/add",
                layout.csrf(),
                List.of(
                        new Hidden(
                                "key",
                                typed.key().orElseGet(() -> UUID.randomUUID().toString())),
                        new Hidden("draft", opened.id() + ":added"),
                        new Hidden("page", opened.url() + "/add")),
                List.of(
                        Fields.line(
                                typed,
                                "corrects",
                                "What does it correct?",
                                "Leave it empty if you only add something. What was recorded first stays readable.",
                                0),
                        Fields.area(typed, "words", "What was learnt, or how it should read", null, 5)),
                "Add it to the contact",
                List.of(new Link("Do not add anything", opened.url())),
                "/drafts/" + opened.id() + ":added",
                drafts.saved(me, opened.id() + ":added"));
        return PageOf.view(
                "contacts/tell",
                new TellPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        new Link("The contact", opened.url()),
                        caption(opened),
                        "Add to this contact, or correct it",
                        List.of(),
                        List.of(),
                        form),
                status);
    }

    @PostMapping("/contacts/{id}/add")
    ModelAndView added(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var opened = open(me, id, request);
        var typed = Typed.posted(request);
        var words = typed.text("words", "Say what was learnt, or how it should read");
        var corrects = typed.optional("corrects");
        if (corrects.length() > 200) {
            typed.fail("corrects", "Shorten this to 200 characters");
        }
        if (typed.hasErrors()) {
            drafts.save(me, id + ":added", typed);
            return add(me, request, opened, typed, HttpStatus.BAD_REQUEST);
        }
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var now = opened.now().truncatedTo(ChronoUnit.MICROS);
        database.write(me.viewer(), sql -> {
            int first = sql.sql("""
                            insert into idempotency_key (authority, key, staff, action, answer, recorded_at)
                            values (:authority, :key, :staff, 'contact-addition', :answer, :now)
                            on conflict (authority, key) do nothing
                            """)
                    .param("authority", me.authority())
                    .param("key", key)
                    .param("staff", me.staff())
                    .param("answer", id.toString())
                    .param("now", ContactRows.at(now))
                    .update();
            if (first == 1) {
                new ContactRows(sql)
                        .add(
                                me.authority(),
                                ids.next(),
                                id,
                                corrects.isEmpty() ? null : corrects,
                                words,
                                now,
                                me.staff());
            }
            return first;
        });
        drafts.forget(me, id + ":added");
        flash.addFlashAttribute(Layouts.NOTICE, "Added. What was recorded first stands unchanged above it.");
        return new ModelAndView("redirect:/contacts/" + id + "#said");
    }
}
