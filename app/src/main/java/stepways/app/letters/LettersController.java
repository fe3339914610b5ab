package stepways.app.letters;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.consents.MayShare;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.outgoing.MailSettings;
import stepways.app.outgoing.Outbox;
import stepways.app.procedures.Procedures;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.web.Action;
import stepways.app.web.Citing;
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
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// The letters of a transfer: read, filled in, signed, printed, posted, mailed or withdrawn, each recipient's by
/// itself.
@Controller
class LettersController {

    private static final String OWN_WORDS = "own-words";
    private static final int LONGEST_PART = 300;
    private static final int LONGEST_OWN_WORDS = 3_000;

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final AccessLog log;
    private final MailSettings mailServer;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    LettersController(
            Database database,
            Procedures procedures,
            Layouts layouts,
            AccessLog log,
            MailSettings mailServer,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.log = log;
        this.mailServer = mailServer;
        this.ids = ids;
        this.clock = clock;
    }

    // Opening.

    /// A transfer and its letters, for somebody who works with it.
    private record Desk(
            SignedInStaff me,
            Loaded loaded,
            Policy policy,
            Actor actor,
            Instant now,
            List<Drafting> draftings,
            Map<UUID, List<Recipient>> recipients,
            List<Letter> letters) {

        String url() {
            return "/transfers/" + loaded.id() + "/letters";
        }

        String url(Drafting drafting, Recipient to) {
            return url() + "/" + drafting.id() + "/" + to.id();
        }

        Optional<Letter> live(Drafting drafting, Recipient to) {
            return letters.stream()
                    .filter(each -> each.drafted().equals(drafting.id())
                            && each.recipient().equals(to.id())
                            && each.withdrawn() == null)
                    .findFirst();
        }

        List<Letter> withdrawn(Drafting drafting, Recipient to) {
            return letters.stream()
                    .filter(each -> each.drafted().equals(drafting.id())
                            && each.recipient().equals(to.id())
                            && each.withdrawn() != null)
                    .toList();
        }

        String caption() {
            return policy.pathway(loaded.run().pathway()).title() + " " + loaded.reference();
        }
    }

    private Desk desk(JdbcClient sql, SignedInStaff me, UUID run) {
        var now = clock.instant();
        var loaded = new RunReader(sql).load(run, now).orElseThrow(() -> new NotFound("a transfer"));
        var policy = procedures.of(me.viewer().authority(), loaded.run().policy(), sql);
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        new WorkingRelationship(sql, me, now).mustReachRun(policy, loaded.run(), run, actor);
        var rows = new LetterRows(sql, me.viewer().authority());
        var draftings = rows.draftings(policy, loaded);
        var recipients = new LinkedHashMap<UUID, List<Recipient>>();
        draftings.forEach(drafting -> recipients.put(drafting.id(), rows.recipients(drafting)));
        return new Desk(me, loaded, policy, actor, now, draftings, recipients, rows.of(run));
    }

    /// One letter: where it stands, what it says, and what must not stand in it.
    private record Sheet(
            Desk desk,
            Drafting drafting,
            Recipient to,
            @Nullable Letter letter,
            MayWriteTo.Verdict verdict,
            Map<String, String> known,
            String text,
            List<String> missing,
            List<String> placed) {

        boolean isSigned() {
            return letter != null && letter.signed() != null;
        }

        long version() {
            return letter == null ? 0 : letter.version();
        }
    }

    private Sheet sheet(JdbcClient sql, SignedInStaff me, UUID run, UUID drafted, UUID recipient) {
        var desk = desk(sql, me, run);
        var drafting = desk.draftings().stream()
                .filter(each -> each.id().equals(drafted))
                .findFirst()
                .orElseThrow(() -> new NotFound("a letter of this transfer"));
        var to = desk.recipients().getOrDefault(drafted, List.of()).stream()
                .filter(each -> each.id().equals(recipient))
                .findFirst()
                .orElseThrow(() -> new NotFound("a recipient of this letter"));
        var letter = desk.live(drafting, to).orElse(null);
        var family = desk.loaded().family();
        var verdict = verdict(sql, desk, drafting, to, family);
        var known =
                new LinkedHashMap<>(new Known(sql, desk.policy(), desk.loaded(), me.authorityName()).of(drafting, to));
        var parts = letter == null ? Map.<String, String>of() : letter.parts();
        parts.forEach((field, words) -> {
            if (!field.equals(OWN_WORDS) && !words.isBlank()) {
                known.put(field, words);
            }
        });
        var words = letter == null ? null : letter.words();
        var text = words != null
                ? words
                : LetterText.fill(LetterText.with(drafting.type().text(), parts.getOrDefault(OWN_WORDS, "")), known);
        return new Sheet(
                desk,
                drafting,
                to,
                letter,
                verdict,
                known,
                text,
                words != null ? List.of() : LetterText.fields(text),
                LetterText.placed(text, verdict.places()));
    }

    /// Whether it may go to them at all: what is recorded about writing to them, who must not be told, and for
    /// professionals the agreement or the lawful ground.
    private static MayWriteTo.Verdict verdict(
            JdbcClient sql, Desk desk, Drafting drafting, Recipient to, Optional<UUID> family) {
        if (drafting.children().isEmpty() || family.isEmpty()) {
            return new MayWriteTo.Verdict(true, "", List.of());
        }
        var writing = new MayWriteTo(sql);
        var verdict = to.professional()
                ? writing.professional(family.get())
                : writing.ask(to.id(), family.get(), Dates.day(desk.now()));
        var recipient = to.professional()
                ? stepways.app.consents.Recipient.professional(to.name(), to.relation())
                : stepways.app.consents.Recipient.person(to.id(), to.name());
        return verdict.may()
                        && new MayShare(sql).with(recipient, "", to.children(), desk.now())
                                instanceof MayShare.Answer.No no
                ? new MayWriteTo.Verdict(false, no.words() + " " + no.wayOn(), verdict.places())
                : verdict;
    }

    // The list.

    @GetMapping("/transfers/{id}/letters")
    ModelAndView list(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = database.read(me.viewer(), sql -> desk(sql, me, id));
        log.openedRun(me, id, desk.loaded().family().orElse(null));
        return list(desk, null, Typed.nothing(), HttpStatus.OK, request);
    }

    private ModelAndView list(
            Desk desk, @Nullable UUID adding, Typed typed, HttpStatus status, HttpServletRequest request) {
        var frame = layouts.of(request, desk.me(), "Letters, " + desk.loaded().reference(), "/families")
                .under(layouts.packLine(desk.loaded().reference(), desk.policy()));
        var layout = typed.hasErrors() ? frame.with(typed.problems()) : frame;
        var drafted = new ArrayList<LettersPage.Drafted>();
        int open = 0;
        for (var drafting : desk.draftings()) {
            var rows = new ArrayList<LettersPage.Row>();
            for (var to : desk.recipients().getOrDefault(drafting.id(), List.of())) {
                rows.add(row(desk, drafting, to));
                if (to.expected() && !isSettled(desk, drafting, to) && !drafting.isCancelled()) {
                    open++;
                }
            }
            drafted.add(new LettersPage.Drafted(
                    "letter-" + drafting.id(),
                    drafting.type().title(),
                    new Citing(desk.policy()).why(null, drafting.type().clauses()),
                    "Change on " + Dates.date(drafting.happened()) + ", drafted "
                            + Dates.dateAndTime(drafting.recorded()) + ".",
                    stopped(drafting),
                    rows,
                    drafting.type().to().contains("professionals") && !drafting.isCancelled()
                            ? add(desk, drafting, layout, drafting.id().equals(adding) ? typed : Typed.nothing())
                            : null));
        }
        return PageOf.view(
                "letters/letters",
                new LettersPage(
                        layout,
                        new Link(desk.caption(), "/transfers/" + desk.loaded().id()),
                        desk.caption(),
                        "Letters of this transfer",
                        open == 0
                                ? "Nobody waits for a letter. Each letter is one person’s own, never a family’s."
                                : (open == 1 ? "One letter is" : open + " letters are")
                                        + " not on the way yet. Each is one person’s own, never a family’s.",
                        drafted,
                        "The procedure has drafted no letter in this transfer yet."),
                status);
    }

    private static @Nullable String stopped(Drafting drafting) {
        if (drafting.isCancelled()) {
            return "Stopped: " + drafting.cancelledBecause();
        }
        if (drafting.isHeld() && drafting.held() != null) {
            return "Held since " + Dates.dateAndTime(drafting.held())
                    + ("death".equals(drafting.heldBecause()) ? " because of a death." : " because of a harm call.")
                    + " Nothing of it is signed, printed or sent until a manager has let it go.";
        }
        return null;
    }

    private static LettersPage.Row row(Desk desk, Drafting drafting, Recipient to) {
        var letter = desk.live(drafting, to);
        var withdrawn = desk.withdrawn(drafting, to);
        return new LettersPage.Row(
                new Link(to.name(), desk.url(drafting, to)),
                to.relation()
                        + (to.expected() ? "" : ": no parental responsibility on record, decide whether they are told"),
                letter.map(LettersController::note)
                        .orElse(
                                withdrawn.isEmpty()
                                        ? ""
                                        : "Withdrawn: " + withdrawn.getLast().withdrawnBecause()),
                tag(drafting, letter.orElse(null), !withdrawn.isEmpty()));
    }

    private static String note(Letter letter) {
        return switch (letter.state()) {
            case BEGUN -> "Begun";
            case SIGNED -> signature(letter);
            case MAIL_WAITS -> "Queued to " + letter.mailTo();
            case MAIL_STOPPED -> "The mail to " + letter.mailTo() + " did not leave: " + letter.mailStopped();
            case MAILED ->
                "Mailed to " + letter.mailTo()
                        + (letter.mailed() == null ? "" : " on " + Dates.dateAndTime(letter.mailed()));
            case POSTED ->
                "Posted on " + (letter.posted() == null ? "" : Dates.date(letter.posted())) + " by "
                        + letter.postedBy();
            case WITHDRAWN -> "Withdrawn: " + letter.withdrawnBecause();
        };
    }

    private static String signature(Letter letter) {
        return "Signed by " + letter.signedBy()
                + (letter.signed() == null ? "" : " on " + Dates.dateAndTime(letter.signed()));
    }

    private static Tag tag(Drafting drafting, @Nullable Letter letter, boolean withdrawn) {
        if (letter == null) {
            return drafting.isHeld()
                    ? new Tag("Held", Tag.Tone.PLUM)
                    : withdrawn ? new Tag("Not sent, with a reason", Tag.Tone.PLAIN) : Tag.notStarted();
        }
        return switch (letter.state()) {
            case BEGUN -> drafting.isHeld() ? new Tag("Held", Tag.Tone.PLUM) : Tag.inProgress();
            case SIGNED ->
                drafting.isHeld() ? new Tag("Held", Tag.Tone.PLUM) : new Tag("Signed, not sent", Tag.Tone.BLUE);
            case MAIL_WAITS -> Tag.waiting();
            case MAIL_STOPPED -> Tag.problem();
            case MAILED -> new Tag("Mailed", Tag.Tone.PLAIN);
            case POSTED -> new Tag("Posted", Tag.Tone.PLAIN);
            case WITHDRAWN -> new Tag("Withdrawn", Tag.Tone.GREY);
        };
    }

    private static boolean isSettled(Desk desk, Drafting drafting, Recipient to) {
        return desk.live(drafting, to)
                .map(letter -> letter.state() == Letter.State.POSTED
                        || letter.state() == Letter.State.MAILED
                        || letter.state() == Letter.State.MAIL_WAITS)
                .orElse(!desk.withdrawn(drafting, to).isEmpty());
    }

    private static Form add(Desk desk, Drafting drafting, Layout layout, Typed typed) {
        return new Form(
                desk.url() + "/" + drafting.id() + "/professionals",
                layout.csrf(),
                List.of(new Hidden(
                        "key", typed.key().orElseGet(() -> UUID.randomUUID().toString()))),
                List.of(
                        Fields.line(typed, "name", "Name of the professional", null, 30),
                        Fields.line(typed, "organisation", "Where they work", "A school, a surgery, a charity.", 30),
                        Fields.line(typed, "email", "Email", "You may leave this out.", 30)),
                "Add this professional",
                List.of(),
                null,
                null);
    }

    /// A professional who should have a letter of their own.
    @PostMapping("/transfers/{id}/letters/{drafted}/professionals")
    ModelAndView addProfessional(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var name = line(typed, "name", "Enter their name");
        var organisation = line(typed, "organisation", "Enter where they work");
        var email = typed.optional("email");
        if (!email.isEmpty() && !isAddress(email)) {
            typed.fail("email", "Enter an email address, such as name@school.example");
        }
        var desk = database.read(me.viewer(), sql -> desk(sql, me, id));
        var drafting = desk.draftings().stream()
                .filter(each -> each.id().equals(drafted) && each.type().to().contains("professionals"))
                .findFirst()
                .orElseThrow(() -> new NotFound("a letter to professionals"));
        if (typed.hasErrors()) {
            return list(desk, drafted, typed, HttpStatus.BAD_REQUEST, request);
        }
        database.write(me.viewer(), sql -> {
            var partner =
                    partner(sql, me, typed.key().map(UUID::fromString).orElseGet(ids::next), name, organisation, email);
            var to = new Recipient(partner, true, name, organisation, drafting.children(), true);
            var rows = new LetterRows(sql, me.viewer().authority());
            rows.begin(ids.next(), drafting, id, to, Map.of(), me.staff(), clock.instant());
            rows.unsettle(drafting);
            return true;
        });
        flash.addFlashAttribute(Layouts.NOTICE, name + " has a letter of their own now.");
        return new ModelAndView("redirect:" + desk.url());
    }

    /// The same professional if they are known; a form sent twice adds nobody twice.
    private UUID partner(JdbcClient sql, SignedInStaff me, UUID key, String name, String organisation, String email) {
        var known = sql.sql("""
                        select id
                          from partner_professional
                         where organisation = :organisation
                           and name = :name
                         order by id
                         limit 1
                        """)
                .param("organisation", organisation)
                .param("name", name)
                .query(UUID.class)
                .optional();
        if (known.isPresent()) {
            return known.get();
        }
        sql.sql("""
                        insert into partner_professional (authority, id, name, organisation, email, recorded_at)
                        values (:authority, :id, :name, :organisation, :email, :now)
                        on conflict do nothing
                        """)
                .param("authority", me.authority())
                .param("id", key)
                .param("name", name)
                .param("organisation", organisation)
                .param("email", email.isEmpty() ? null : email)
                .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .update();
        return key;
    }

    private static String line(Typed typed, String field, String orElse) {
        var words = typed.text(field, orElse);
        if (words.length() > LONGEST_PART || words.contains("\n")) {
            typed.fail(field, "Shorten this to one line of " + LONGEST_PART + " characters");
        }
        return words;
    }

    private static boolean isAddress(String words) {
        return words.length() <= 254 && words.matches("[^@\\s<>,;\"]+@[^@\\s<>,;\"]+\\.[^@\\s<>,;\"]+");
    }

    // One letter.

    @GetMapping("/transfers/{id}/letters/{drafted}/{recipient}")
    ModelAndView show(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var sheet = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
        log.openedRun(me, id, sheet.desk().loaded().family().orElse(null));
        return page(sheet, Typed.nothing(), null, HttpStatus.OK, request);
    }

    /// Keeps what was typed into the letter.
    @PostMapping("/transfers/{id}/letters/{drafted}/{recipient}")
    ModelAndView save(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var sheet = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
        var parts = new LinkedHashMap<String, String>();
        for (var field : editable(sheet)) {
            var words = typed.optional(name(field));
            if (words.length() > LONGEST_PART || words.contains("\n")) {
                typed.fail(name(field), "Shorten this to one line of " + LONGEST_PART + " characters");
            }
            // What the record says by itself is left to it, so that a later correction still reaches the letter.
            if (!words.isEmpty() && !words.equals(ofTheRecord(sheet, field))) {
                parts.put(field, words);
            }
        }
        var own = typed.optional(OWN_WORDS);
        if (own.length() > LONGEST_OWN_WORDS) {
            typed.fail(OWN_WORDS, "Shorten this to %,d characters".formatted(LONGEST_OWN_WORDS));
        }
        if (!own.isEmpty()) {
            parts.put(OWN_WORDS, own);
        }
        if (typed.hasErrors()) {
            return page(sheet, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        boolean saved = database.write(me.viewer(), sql -> {
            var rows = new LetterRows(sql, me.viewer().authority());
            if (sheet.letter() == null) {
                var letter = ids.next();
                boolean mine = rows.begin(letter, sheet.drafting(), id, sheet.to(), parts, me.staff(), clock.instant())
                        .equals(letter);
                if (mine) {
                    rows.unsettle(sheet.drafting());
                }
                return mine;
            }
            return rows.save(sheet.letter().id(), typed.version(), parts);
        });
        if (!saved) {
            return changed(me, id, drafted, recipient, typed, request);
        }
        flash.addFlashAttribute(Layouts.NOTICE, "Kept. Read the letter once more as it stands now.");
        return new ModelAndView("redirect:" + sheet.desk().url(sheet.drafting(), sheet.to()));
    }

    private ModelAndView changed(
            SignedInStaff me, UUID id, UUID drafted, UUID recipient, Typed typed, HttpServletRequest request) {
        var now = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
        return page(
                now,
                typed,
                new Problems(
                        "This letter has changed since you opened the page",
                        List.of(new Problem(
                                "What you typed is kept below. Read the letter as it stands now, then send it again if it still holds.",
                                null,
                                List.of(),
                                null))),
                HttpStatus.CONFLICT,
                request);
    }

    @PostMapping("/transfers/{id}/letters/{drafted}/{recipient}/sign")
    ModelAndView sign(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        // The same transaction reads, checks and signs: nobody can hold the letter in between.
        var signed = database.write(me.viewer(), sql -> {
            var sheet = sheet(sql, me, id, drafted, recipient);
            var role = signer(sheet.desk());
            if (role.isEmpty() || whyNotSign(sheet) != null || !digest(sheet).equals(typed.value("read"))) {
                return Optional.<Boolean>empty();
            }
            var rows = new LetterRows(sql, me.viewer().authority());
            var letter = sheet.letter() != null
                    ? sheet.letter().id()
                    : rows.begin(ids.next(), sheet.drafting(), id, sheet.to(), Map.of(), me.staff(), clock.instant());
            rows.unsettle(sheet.drafting());
            return Optional.of(rows.sign(
                    letter,
                    sheet.letter() == null ? 1 : sheet.letter().version(),
                    sheet.text(),
                    me.staff(),
                    role.get(),
                    clock.instant()));
        });
        if (signed.isEmpty() || !signed.get()) {
            var sheet = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
            if (!sheet.isSigned()) {
                return changed(me, id, drafted, recipient, Typed.nothing(), request);
            }
        }
        flash.addFlashAttribute(Layouts.NOTICE, "Signed. It has not left: print and post it, or mail it.");
        return new ModelAndView("redirect:/transfers/" + id + "/letters/" + drafted + "/" + recipient);
    }

    @GetMapping("/transfers/{id}/letters/{drafted}/{recipient}/print")
    ModelAndView print(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        record Paper(Sheet sheet, List<String> address) {}
        var paper = database.read(me.viewer(), sql -> {
            var sheet = sheet(sql, me, id, drafted, recipient);
            return new Paper(
                    sheet,
                    sheet.to().professional()
                            ? List.of(sheet.to().relation())
                            : new LetterRows(sql, me.viewer().authority())
                                    .address(recipient)
                                    .orElse(List.of("No address is on record: write it by hand.")));
        });
        var sheet = paper.sheet();
        if (!sheet.isSigned() || whyNotLeave(sheet) != null || sheet.letter() == null) {
            return new ModelAndView("redirect:" + sheet.desk().url(sheet.drafting(), sheet.to()));
        }
        log.write(
                me,
                "print-letter",
                sheet.to().professional() ? null : recipient,
                sheet.desk().loaded().family().orElse(null),
                id,
                null,
                null);
        var address = new ArrayList<String>();
        address.add(sheet.to().name());
        address.addAll(paper.address());
        return PageOf.view(
                "letters/print",
                new LetterPrint(
                        layouts.of(
                                request, me, "Letter, " + sheet.desk().loaded().reference(), "/families"),
                        me.authorityName(),
                        address,
                        sheet.letter().signed() == null
                                ? ""
                                : Dates.date(sheet.letter().signed()),
                        LetterText.paragraphs(sheet.text()),
                        "Our reference " + sheet.desk().loaded().reference()));
    }

    @PostMapping("/transfers/{id}/letters/{drafted}/{recipient}/posted")
    ModelAndView posted(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var day = TypedDate.readPastDay(
                typed,
                "posted",
                clock.instant(),
                "Enter the day it was posted",
                "The day it was posted cannot be in the future");
        var sheet = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
        day.filter(on -> sheet.letter() != null
                        && sheet.letter().signed() != null
                        && on.isBefore(Dates.day(sheet.letter().signed())))
                .ifPresent(_ -> typed.fail("posted", "It cannot have been posted before it was signed"));
        if (typed.hasErrors() || day.isEmpty()) {
            return page(sheet, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        boolean done = database.write(me.viewer(), sql -> {
            var now = sheet(sql, me, id, drafted, recipient);
            if (now.letter() == null || whyNotLeave(now) != null) {
                return false;
            }
            boolean posted = new LetterRows(sql, me.viewer().authority())
                    .post(now.letter().id(), day.get(), me.staff(), clock.instant());
            settle(sql, me, id, now.drafting());
            return posted;
        });
        return told(sheet, flash, done, "Recorded: posted on " + Dates.date(day.get()) + ".");
    }

    @PostMapping("/transfers/{id}/letters/{drafted}/{recipient}/mail")
    ModelAndView mail(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var to = typed.text("to", "Enter the email address");
        if (!to.isEmpty() && !isAddress(to)) {
            typed.fail("to", "Enter one email address, such as name@home.example");
        }
        if (!typed.chose("safe", "yes")) {
            typed.fail("safe", "Tick this once they have told you that nobody else reads the address");
        }
        var sheet = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
        if (typed.hasErrors()) {
            return page(sheet, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        boolean done = database.write(me.viewer(), sql -> {
            var now = sheet(sql, me, id, drafted, recipient);
            var letter = now.letter();
            if (letter == null || whyNotLeave(now) != null || letter.state() == Letter.State.MAIL_WAITS) {
                return false;
            }
            var family = now.desk().loaded().family().orElse(null);
            var mail = new Outbox(sql, me.viewer().authority(), ids)
                    .queue(
                            "letter:" + letter.id() + ":" + letter.version(),
                            "mail",
                            Map.of(
                                    "to",
                                    to,
                                    "subject",
                                    "A letter from " + me.authorityName(),
                                    "words",
                                    LetterText.plain(now.text()),
                                    "private",
                                    "true"),
                            Optional.of(id),
                            new Outbox.From(me.staff(), family, now.to().professional() ? null : recipient),
                            clock.instant());
            boolean mailed = new LetterRows(sql, me.viewer().authority()).mail(letter.id(), mail, to);
            settle(sql, me, id, now.drafting());
            return mailed;
        });
        return told(
                sheet,
                flash,
                done,
                mailServer.sends()
                        ? "It leaves with the next round of sending. This page says when it has left."
                        : "Queued. No mail server is set, so nothing leaves.");
    }

    @PostMapping("/transfers/{id}/letters/{drafted}/{recipient}/withdraw")
    ModelAndView withdraw(
            @PathVariable UUID id,
            @PathVariable UUID drafted,
            @PathVariable UUID recipient,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var because = typed.text("because", "Say why it is withdrawn, or why none is sent");
        if (because.length() > 2_000) {
            typed.fail("because", "Shorten this to 2,000 characters");
        }
        var sheet = database.read(me.viewer(), sql -> sheet(sql, me, id, drafted, recipient));
        if (typed.hasErrors()) {
            return page(sheet, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        boolean done = database.write(me.viewer(), sql -> {
            var now = sheet(sql, me, id, drafted, recipient);
            var rows = new LetterRows(sql, me.viewer().authority());
            var letter = now.letter() != null
                    ? now.letter().id()
                    : rows.begin(ids.next(), now.drafting(), id, now.to(), Map.of(), me.staff(), clock.instant());
            boolean withdrawn = rows.withdraw(letter, me.staff(), because, clock.instant());
            settle(sql, me, id, now.drafting());
            return withdrawn;
        });
        return told(
                sheet,
                flash,
                done,
                "Withdrawn, and the reason kept. A new letter to the same person may be begun from here.");
    }

    private ModelAndView told(Sheet sheet, RedirectAttributes flash, boolean done, String words) {
        flash.addFlashAttribute(
                Layouts.NOTICE,
                done ? words : "Nothing was changed: the letter has left, or it is held. It stands below.");
        return new ModelAndView("redirect:" + sheet.desk().url(sheet.drafting(), sheet.to()));
    }

    private void settle(JdbcClient sql, SignedInStaff me, UUID run, Drafting drafting) {
        var desk = desk(sql, me, run);
        boolean all = desk.recipients().getOrDefault(drafting.id(), List.of()).stream()
                .filter(Recipient::expected)
                .allMatch(to -> isSettled(desk, drafting, to));
        if (all) {
            new LetterRows(sql, me.viewer().authority()).settle(drafting, clock.instant());
        }
    }

    // What may be done.

    /// A letter is signed by whoever works with the family on either side, or manages them.
    private static Optional<String> signer(Desk desk) {
        var run = desk.loaded().run();
        for (var grant : desk.actor().grants()) {
            if (!desk.policy().knowsRole(grant.role())) {
                continue;
            }
            var role = desk.policy().role(grant.role());
            var service = grant.service().isEmpty() ? role.in() : grant.service();
            if ((role.practitioner() || role.manages())
                    && (service.isEmpty() || service.equals(run.from()) || service.equals(run.to()))) {
                return Optional.of(grant.role());
            }
        }
        return Optional.empty();
    }

    /// Why it may not leave now; null if it may.
    private static @Nullable String whyNotLeave(Sheet sheet) {
        if (!sheet.verdict().may()) {
            return sheet.verdict().because();
        }
        if (sheet.drafting().children().isEmpty()) {
            return "Every child whom it is about has died.";
        }
        return stopped(sheet.drafting());
    }

    /// Why it cannot be signed as it stands; null if it can.
    private static @Nullable String whyNotSign(Sheet sheet) {
        var whyNot = whyNotLeave(sheet);
        if (whyNot != null) {
            return whyNot;
        }
        if (!sheet.missing().isEmpty()) {
            return "Fill in first: "
                    + sheet.missing().stream().map(LetterFields::title).collect(Collectors.joining(", ")) + ".";
        }
        return sheet.placed().isEmpty()
                ? null
                : "It says where somebody else lives: “" + String.join("”, “", sheet.placed())
                        + "”. Take that out first.";
    }

    /// What was read: signing means these words and no others.
    private static String digest(Sheet sheet) {
        return UUID.nameUUIDFromBytes(sheet.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    // Drawing.

    /// Fields that somebody may fill in: those nobody knows, and days and numbers that may have to be put right.
    private static List<String> editable(Sheet sheet) {
        var parts = sheet.letter() == null
                ? Map.<String, String>of()
                : sheet.letter().parts();
        return LetterText.fields(sheet.drafting().type().text()).stream()
                .filter(field -> LetterFields.mayBeReworded(field)
                        || sheet.missing().contains(field)
                        || parts.containsKey(field))
                .toList();
    }

    private static String ofTheRecord(Sheet sheet, String field) {
        var parts = sheet.letter() == null
                ? Map.<String, String>of()
                : sheet.letter().parts();
        return parts.containsKey(field) ? "" : sheet.known().getOrDefault(field, "");
    }

    /// A field's name in the form: a dot is none of the characters that ids are made of here.
    private static String name(String field) {
        return "field-" + field.replace('.', '-');
    }

    private ModelAndView page(
            Sheet sheet, Typed typed, @Nullable Problems problems, HttpStatus status, HttpServletRequest request) {
        var desk = sheet.desk();
        var frame = layouts.of(request, desk.me(), "Letter, " + desk.loaded().reference(), "/families")
                .under(layouts.packLine(desk.loaded().reference(), desk.policy()));
        var layout = problems == null ? frame : frame.with(problems);
        var url = desk.url(sheet.drafting(), sheet.to());
        var letter = sheet.letter();
        boolean left =
                letter != null && (letter.state() == Letter.State.POSTED || letter.state() == Letter.State.MAILED);
        var whyNotLeave = whyNotLeave(sheet);
        boolean mayLeave = sheet.isSigned() && !left && whyNotLeave == null;
        boolean waits = letter != null && letter.state() == Letter.State.MAIL_WAITS;
        return PageOf.view(
                "letters/letter",
                new LetterPage(
                        layout,
                        new Link("Letters of this transfer", desk.url()),
                        desk.caption() + " · " + sheet.drafting().type().title(),
                        "To " + sheet.to().name() + ", " + sheet.to().relation(),
                        new Citing(desk.policy())
                                .why(null, sheet.drafting().type().clauses()),
                        sheet.verdict().because().isEmpty()
                                ? null
                                : sheet.verdict().because(),
                        stopped(sheet.drafting()),
                        facts(sheet),
                        sheet.missing().stream().map(LetterFields::title).toList(),
                        LetterText.paragraphs(sheet.text()),
                        sheet.isSigned() || !sheet.verdict().may() ? null : edit(sheet, layout, typed, url),
                        sheet.isSigned() ? null : sign(sheet, url),
                        mayLeave
                                ? List.of(new Action.Open(
                                        "Print it", url + "/print", "On paper, with their own address."))
                                : List.of(),
                        mayLeave && !waits ? postForm(sheet, layout, typed, url) : null,
                        mayLeave && !waits ? mailForm(layout, typed, url) : null,
                        left ? null : withdrawForm(sheet, layout, typed, url),
                        desk.withdrawn(sheet.drafting(), sheet.to()).stream()
                                .map(earlier -> (earlier.signed() == null ? "Not sent" : "Signed, and withdrawn")
                                        + (earlier.withdrawn() == null
                                                ? ""
                                                : " on " + Dates.dateAndTime(earlier.withdrawn()))
                                        + " by " + earlier.withdrawnBy() + ": " + earlier.withdrawnBecause())
                                .toList()),
                status);
    }

    private static List<Fact> facts(Sheet sheet) {
        var facts = new ArrayList<Fact>();
        var drafting = sheet.drafting();
        facts.add(Fact.of("The change", "on " + Dates.date(drafting.happened())));
        facts.add(Fact.of("Drafted", Dates.dateAndTime(drafting.recorded()) + ", by the procedure"));
        var letter = sheet.letter();
        if (letter != null && letter.signed() != null) {
            facts.add(Fact.of(
                    "Signed",
                    signature(letter) + ", "
                            + sheet.desk()
                                    .policy()
                                    .role(String.valueOf(letter.signedRole()))
                                    .title()));
        }
        if (letter != null && letter.state() != Letter.State.BEGUN && letter.state() != Letter.State.SIGNED) {
            facts.add(new Fact(
                    "How it left",
                    note(letter),
                    letter.mail() == null ? null : new Link("See the proof", "/outgoing/" + letter.mail()),
                    letter.state() == Letter.State.MAIL_STOPPED));
        }
        int age = ReadingAge.of(sheet.text());
        if (age > 0) {
            facts.add(Fact.of(
                    "Reading age",
                    "about " + age + (age > 13 ? ": shorter sentences and everyday words would help" : "")));
        }
        return facts;
    }

    private static Form edit(Sheet sheet, Layout layout, Typed posted, String url) {
        var typed = posted.values().containsKey(OWN_WORDS) ? posted : Typed.nothing();
        var parts = new ArrayList<FormPart>();
        for (var field : editable(sheet)) {
            var id = name(field);
            parts.add(new FormPart.TextInput(
                    id,
                    capital(LetterFields.title(field)),
                    sheet.missing().contains(field) ? "Not known: the letter cannot be signed without it." : null,
                    typed.value(id, sheet.known().getOrDefault(field, "")),
                    0,
                    typed.error(id)));
        }
        parts.add(new FormPart.TextArea(
                OWN_WORDS,
                "Words of your own",
                "A few sentences for this reader alone, before the closing. You may leave this out.",
                typed.value(
                        OWN_WORDS,
                        sheet.letter() == null ? "" : sheet.letter().parts().getOrDefault(OWN_WORDS, "")),
                4,
                typed.error(OWN_WORDS)));
        return new Form(
                url,
                layout.csrf(),
                List.of(new Hidden("version", Long.toString(sheet.version()))),
                parts,
                "Keep this and read it again",
                List.of(),
                null,
                null);
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static Action sign(Sheet sheet, String url) {
        var whyNot = whyNotSign(sheet);
        if (whyNot != null) {
            return new Action.Blocked("Signing it", "is not possible yet. " + whyNot, List.of(), null);
        }
        if (signer(sheet.desk()).isEmpty()) {
            return new Action.Blocked(
                    "Signing it",
                    "is for a practitioner or manager of the services on either side.",
                    List.of(),
                    "Anybody who works with the family can prepare it.");
        }
        return new Action.Press(
                "Sign it as it stands here",
                url + "/sign",
                List.of(new Hidden("read", digest(sheet))),
                "After this nobody changes it; it can be withdrawn until it has left.");
    }

    private static Form postForm(Sheet sheet, Layout layout, Typed posted, String url) {
        var typed = posted.values().containsKey("posted-day") ? posted : Typed.nothing();
        var today = Dates.day(sheet.desk().now());
        return new Form(
                url + "/posted",
                layout.csrf(),
                List.of(),
                List.of(new FormPart.DateInput(
                        "posted",
                        "On which day was it posted or handed over?",
                        null,
                        typed.value("posted-day", String.valueOf(today.getDayOfMonth())),
                        typed.value("posted-month", String.valueOf(today.getMonthValue())),
                        typed.value("posted-year", String.valueOf(today.getYear())),
                        null,
                        typed.error("posted"))),
                "Record that it was posted",
                List.of(),
                null,
                null);
    }

    private static Form mailForm(Layout layout, Typed typed, String url) {
        return new Form(
                url + "/mail",
                layout.csrf(),
                List.of(),
                List.of(
                        Fields.line(typed, "to", "Email address", null, 30),
                        new FormPart.Checkboxes(
                                "safe",
                                "Is the address safe?",
                                null,
                                List.of(FormPart.Choice.of(
                                        "yes",
                                        "They have told us that nobody else reads this address",
                                        typed.chose("safe", "yes"))),
                                typed.error("safe"))),
                "Mail it",
                List.of(),
                null,
                null);
    }

    private static Form withdrawForm(Sheet sheet, Layout layout, Typed typed, String url) {
        return new Form(
                url + "/withdraw",
                layout.csrf(),
                List.of(),
                List.of(Fields.area(
                        typed,
                        "because",
                        sheet.letter() == null ? "Why is none sent to them?" : "Why is it withdrawn?",
                        "The reason stays on record.",
                        2)),
                sheet.letter() == null ? "Record that none is sent" : "Withdraw this letter",
                List.of(),
                null,
                null);
    }
}
