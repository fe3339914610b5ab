package stepways.app.partners;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.Grants;
import stepways.app.consents.MayShare;
import stepways.app.consents.Recipient;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.outgoing.MailSettings;
import stepways.app.outgoing.Outbox;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Isolated;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.PageOf;
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.RefusalText;
import stepways.app.web.Typed;
import stepways.engine.policy.Policy;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;
import stepways.engine.run.RunEvent;

/// The page outside sign-in on which a partner says whether they will lead. It shows nothing about anybody until the
/// code is right, and takes one answer.
@Controller
class LeadController {

    private static final String OPENED = "lead-link";
    private static final long MINUTES = 30;
    private static final int LONGEST = 2_000;

    private final Database database;
    private final AuthorityDirectory directory;
    private final Procedures procedures;
    private final Casework casework;
    private final Layouts layouts;
    private final MailSettings mail;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    LeadController(
            Database database,
            AuthorityDirectory directory,
            Procedures procedures,
            Casework casework,
            Layouts layouts,
            MailSettings mail,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.directory = directory;
        this.procedures = procedures;
        this.casework = casework;
        this.layouts = layouts;
        this.mail = mail;
        this.ids = ids;
        this.clock = clock;
    }

    /// A link that somebody holds, and the council whose it is.
    private record Held(Viewer.Job viewer, String council, Secrets.Token token, Links.Link link) {}

    private Optional<Held> held(String whole) {
        var token = Secrets.Token.read(whole);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return directory.authorities().stream()
                .filter(each -> each.id().equals(token.get().authority()))
                .findFirst()
                .flatMap(authority -> {
                    var viewer = new Viewer.Job(authority.id(), "partner-link");
                    return database.read(viewer, sql -> new Links(sql, authority.id()).find(token.get()))
                            .map(link -> new Held(viewer, authority.name(), token.get(), link));
                });
    }

    @GetMapping("/lead/{token}")
    ModelAndView show(@PathVariable String token, HttpServletRequest request) {
        var held = held(token);
        if (held.isEmpty()) {
            return unknown(request);
        }
        var over = over(held.get());
        if (over.isPresent()) {
            return stopped(held.get(), over.get(), request);
        }
        return isOpened(request, held.get().link())
                ? asking(held.get(), Typed.nothing(), null, HttpStatus.OK, request)
                : code(held.get(), Typed.nothing(), null, HttpStatus.OK, request);
    }

    // The code.

    @PostMapping("/lead/{token}/code")
    ModelAndView enter(@PathVariable String token, HttpServletRequest request) {
        var held = held(token);
        if (held.isEmpty()) {
            return unknown(request);
        }
        var over = over(held.get());
        if (over.isPresent()) {
            return stopped(held.get(), over.get(), request);
        }
        var typed = Typed.posted(request);
        var code = typed.text("code", "Enter the code that you were told");
        if (typed.hasErrors()) {
            return code(held.get(), typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        var link = held.get().link();
        // Counting and comparing are one step, so that two browsers cannot try the same chance.
        boolean right = database.write(held.get().viewer(), sql -> {
            var links = new Links(sql, held.get().viewer().authority());
            links.lock(link.id());
            var now = links.find(link.id()).orElseThrow();
            if (now.locked() != null || !now.isOpen(clock.instant())) {
                return false;
            }
            if (Secrets.matches(code, now.codeHash())) {
                links.opened(link.id(), clock.instant());
                return true;
            }
            links.wrong(link.id(), clock.instant());
            return false;
        });
        if (right) {
            request.changeSessionId();
            request.getSession()
                    .setAttribute(
                            OPENED,
                            link.id() + ":"
                                    + clock.instant().plusSeconds(60 * MINUTES).getEpochSecond());
            return new ModelAndView("redirect:/lead/" + held.get().token().whole());
        }
        var after = held(token);
        if (after.isEmpty()) {
            return unknown(request);
        }
        var now = over(after.get());
        if (now.isPresent()) {
            return stopped(after.get(), now.get(), request);
        }
        int left = Links.TRIES - after.get().link().tries();
        typed.fail(
                "code",
                "This is not the code. " + (left == 1 ? "One more try" : left + " more tries")
                        + ", then the link is locked");
        return code(after.get(), typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
    }

    private boolean isOpened(HttpServletRequest request, Links.Link link) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(OPENED) instanceof String opened)) {
            return false;
        }
        var parts = opened.split(":", 2);
        return parts[0].equals(link.id().toString()) && clock.instant().getEpochSecond() < Long.parseLong(parts[1]);
    }

    private ModelAndView code(
            Held held, Typed typed, @Nullable Problems problems, HttpStatus status, HttpServletRequest request) {
        var layout = layout(request, held.council(), problems);
        return page(
                layout,
                held.council() + " asks you something",
                List.of(
                        "Before this page shows what, enter the code of six figures. Whoever asks you tells you the code by"
                                + " telephone.",
                        "Nobody has rung you? Ring " + whomToRing(held)
                                + ". If this link was not meant for you, close the"
                                + " page: without the code it shows nothing about anybody."),
                List.of(),
                null,
                new Form(
                        "/lead/" + held.token().whole() + "/code",
                        layout.csrf(),
                        List.of(),
                        List.of(new FormPart.TextInput("code", "Code", null, "", 10, typed.error("code"))),
                        "Go on",
                        List.of(),
                        null,
                        null),
                status);
    }

    // What is asked.

    /// What may be shown to a partner who has the code.
    private record Preview(
            Loaded loaded, Policy policy, String children, MayShare.Answer share, Optional<String> answer) {}

    private Optional<Preview> preview(JdbcClient sql, Held held) {
        var now = clock.instant();
        return new RunReader(sql).load(held.link().run(), now).map(loaded -> {
            var policy = procedures.of(held.viewer().authority(), loaded.run().policy(), sql);
            var children = loaded.run().children().stream()
                    .filter(child -> !loaded.run().died().contains(child))
                    .map(child -> UUID.fromString(child.value()))
                    .toList();
            var partner = held.link().partner();
            var share = children.isEmpty()
                    ? new MayShare.Answer.No(MayShare.Because.NOT_ASKED, "", "")
                    : new MayShare(sql)
                            .with(Recipient.professional(partner.name(), partner.organisation()), "", children, now);
            return new Preview(loaded, policy, children(sql, children, now), share, answered(sql, held, loaded));
        });
    }

    /// First names and ages, and nothing else.
    private static String children(JdbcClient sql, List<UUID> children, Instant now) {
        var names = sql.sql("""
                        select coalesce(known_as, forename, 'an unborn child') as name, birth_date
                          from person
                         where id = any(:children)
                         order by birth_date nulls last, id
                        """)
                .param("children", children.toArray(UUID[]::new))
                .query((rs, _) -> {
                    var born = rs.getObject("birth_date", java.time.LocalDate.class);
                    return Isolated.name(rs.getString("name"))
                            + (born == null
                                    ? ""
                                    : ", "
                                            + Period.between(born, Dates.day(now))
                                                    .getYears());
                })
                .list();
        return String.join("; ", names);
    }

    private static Optional<String> answered(JdbcClient sql, Held held, Loaded loaded) {
        return loaded.history().stream()
                .flatMap(entry -> entry.event() instanceof RunEvent.QuestionAnswered answer
                                && answer.id().equals(held.link().questionId())
                        ? java.util.stream.Stream.of(answer.answer().id())
                        : java.util.stream.Stream.empty())
                .findFirst()
                .flatMap(text -> sql.sql("select body from run_text where id = :id and body is not null")
                        .param("id", UUID.fromString(text))
                        .query(String.class)
                        .optional());
    }

    private ModelAndView asking(
            Held held, Typed typed, @Nullable Problems problems, HttpStatus status, HttpServletRequest request) {
        var found = database.read(held.viewer(), sql -> preview(sql, held));
        if (found.isEmpty() || !isStillAsked(held, found.get())) {
            return stopped(held, Over.NOT_NEEDED, request);
        }
        if (!(found.get().share() instanceof MayShare.Answer.Yes)) {
            return stopped(held, Over.NOT_SHARED, request);
        }
        var link = held.link();
        var layout = layout(request, held.council(), problems);
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of(
                "You are asked as",
                Isolated.name(link.partner().name()) + ", " + link.partner().organisation()));
        facts.add(Fact.of("Who asks", whoAsks(held)));
        facts.add(Fact.of("About", found.get().children()));
        facts.add(Fact.of("What you would do", title(found.get(), link)));
        facts.add(new Fact("Answer by", Dates.weekdayAndYear(link.answerBy()), null, true));
        facts.add(Fact.of("Our reference", found.get().loaded().reference()));
        if (link.question() != null) {
            facts.add(Fact.of("You asked", link.question()));
            facts.add(Fact.of(
                    "The answer", found.get().answer().orElse("Not here yet. Open this page again later, or ring.")));
        }
        var choices = new ArrayList<FormPart.Choice>();
        choices.add(FormPart.Choice.of("accept", "Yes, I take this on", typed.chose("answer", "accept")));
        choices.add(new FormPart.Choice(
                "cannot",
                "No, I cannot",
                null,
                List.of(),
                typed.chose("answer", "cannot"),
                List.of(Fields.area(typed, "because", "Why not? A sentence", null, 2))));
        if (link.question() == null) {
            choices.add(new FormPart.Choice(
                    "question",
                    "I have one question first",
                    null,
                    List.of(),
                    typed.chose("answer", "question"),
                    List.of(Fields.area(typed, "question", "Your question", null, 2))));
        }
        return page(
                layout,
                "Will you lead?",
                List.of("Until somebody has taken this on the children’s worker at " + held.council()
                        + " stays responsible. Saying no is a good answer too."),
                facts,
                link.asks(),
                new Form(
                        "/lead/" + held.token().whole() + "/answer",
                        layout.csrf(),
                        List.of(),
                        List.of(new FormPart.Radios("answer", "Your answer", null, choices, typed.error("answer"))),
                        "Send my answer",
                        List.of(),
                        null,
                        null),
                status);
    }

    private static String title(Preview preview, Links.Link link) {
        var run = preview.loaded().run();
        return preview.policy().role(link.role()).title() + ": "
                + preview.policy().pathway(run.pathway()).stage(run.stage()).title();
    }

    private static boolean isStillAsked(Held held, Preview preview) {
        var loaded = preview.loaded();
        return loaded.run().isOpen()
                && Links.stageSeq(loaded) == held.link().stageSeq()
                && LeadRoles.now(preview.policy(), loaded.run()).stream()
                        .anyMatch(
                                asked -> asked.item().name().equals(held.link().item()))
                && LeadRoles.named(preview.policy(), loaded.run(), held.link().role())
                        .map(who ->
                                who.equals("partner:" + held.link().partner().id()))
                        .orElse(true);
    }

    // The answer.

    /// What became of an answer.
    private sealed interface Became {
        record Recorded() implements Became {}

        record TooLate(Over why) implements Became {}

        record Refused(String words) implements Became {}
    }

    @PostMapping("/lead/{token}/answer")
    ModelAndView answer(@PathVariable String token, HttpServletRequest request) {
        var found = held(token);
        if (found.isEmpty()) {
            return unknown(request);
        }
        var held = found.get();
        var over = over(held);
        if (over.isPresent()) {
            return stopped(held, over.get(), request);
        }
        if (!isOpened(request, held.link())) {
            return code(
                    held,
                    Typed.nothing(),
                    new Problems(
                            "Enter the code once more",
                            List.of(new Problem(
                                    "The page was open for more than half an hour, or in another browser. Nothing was sent.",
                                    "code",
                                    List.of(),
                                    null))),
                    HttpStatus.FORBIDDEN,
                    request);
        }
        var typed = Typed.posted(request);
        var answer = typed.text("answer", "Choose your answer");
        var words = switch (answer) {
            case "accept" -> "";
            case "cannot" -> words(typed, "because", "Say why not, in a sentence");
            case "question" -> words(typed, "question", "Write your question");
            default -> {
                typed.fail("answer", "Choose your answer");
                yield "";
            }
        };
        if (typed.hasErrors()) {
            return asking(held, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        var became = casework.asPartner(
                held.viewer(),
                held.link().run(),
                held.link().partner().id(),
                held.link().role(),
                (sql, acting) -> record(sql, acting, held, answer, words));
        return switch (became) {
            case Became.Recorded _ ->
                new ModelAndView("redirect:/lead/" + held.token().whole());
            case Became.TooLate(var why) -> stopped(held(token).orElse(held), why, request);
            case Became.Refused(var reason) ->
                asking(
                        held,
                        typed,
                        new Problems(
                                "This could not be recorded",
                                List.of(
                                        new Problem(reason, null, List.of(), null),
                                        new Problem("Ring " + whomToRing(held) + ".", null, List.of(), null))),
                        HttpStatus.CONFLICT,
                        request);
        };
    }

    private static String words(Typed typed, String field, String orElse) {
        var words = typed.text(field, orElse);
        if (words.length() > LONGEST) {
            typed.fail(field, "Shorten this to %,d characters".formatted(LONGEST));
        }
        return words;
    }

    /// Uses up the link and records the answer in the run, both or neither.
    private Became record(JdbcClient sql, Casework.ActingPartner acting, Held held, String answer, String words) {
        var links = new Links(sql, held.viewer().authority());
        links.lock(held.link().id());
        var link = links.find(held.link().id()).orElseThrow();
        var fresh = new Held(held.viewer(), held.council(), held.token(), link);
        var over = over(fresh);
        if (over.isPresent()) {
            return new Became.TooLate(over.get());
        }
        var preview = preview(sql, fresh);
        if (preview.isEmpty() || !isStillAsked(fresh, preview.get())) {
            return new Became.TooLate(Over.NOT_NEEDED);
        }
        if (!(preview.get().share() instanceof MayShare.Answer.Yes)) {
            return new Became.TooLate(Over.NOT_SHARED);
        }
        return switch (answer) {
            case "accept" -> accept(sql, acting, fresh);
            case "cannot" -> cannot(sql, acting, fresh, words);
            default -> question(sql, acting, fresh, words);
        };
    }

    private Became accept(JdbcClient sql, Casework.ActingPartner acting, Held held) {
        var link = held.link();
        var now = clock.instant();
        var evidence = link.partner().name() + ", " + link.partner().organisation()
                + ", said yes through the one-time link that " + link.askedByName() + " had asked for on "
                + Dates.date(link.asked()) + ", after entering the code. Answered " + Dates.dateAndTime(now) + ".";
        var done = acting.ask(
                texts -> new Command.Request.DoItem(ItemKey.forFamily(link.item()), "", texts.keepIfAny(evidence)));
        if (done instanceof Casework.Answer.Refused(var refusals, var _)) {
            return refused(acting, refusals);
        }
        // Where the procedure leaves the decision to the lead, the yes is the decision.
        asked(acting, link)
                .flatMap(asked -> acting.see().flatMap(seen -> LeadRoles.ifAccepted(seen.policy(), seen.run(), asked)))
                .ifPresent(outcome -> acting.ask(texts ->
                        Command.Request.Choose.forAll(outcome.name(), texts.keep(evidence), casework.newRuns(4))));
        finish(sql, held, "accepted", "");
        return new Became.Recorded();
    }

    private Became cannot(JdbcClient sql, Casework.ActingPartner acting, Held held, String words) {
        var link = held.link();
        var said = link.partner().name() + ", " + link.partner().organisation() + ", cannot take this on: " + words;
        var outcome = asked(acting, link)
                .flatMap(asked -> acting.see().flatMap(seen -> LeadRoles.ifNot(seen.policy(), seen.run(), asked)));
        var answer = outcome.map(found -> acting.ask(
                        texts -> Command.Request.Choose.forAll(found.name(), texts.keep(said), casework.newRuns(4))))
                .filter(Casework.Answer.Done.class::isInstance)
                .orElseGet(() -> tell(sql, acting, held, said));
        if (answer instanceof Casework.Answer.Refused(var refusals, var _)) {
            return refused(acting, refusals);
        }
        finish(sql, held, "cannot", words);
        return new Became.Recorded();
    }

    private Became question(JdbcClient sql, Casework.ActingPartner acting, Held held, String words) {
        if (held.link().question() != null) {
            return new Became.Recorded();
        }
        if (tell(sql, acting, held, words) instanceof Casework.Answer.Refused(var refusals, var _)) {
            return refused(acting, refusals);
        }
        new Links(sql, held.viewer().authority()).asked(held.link().id(), words, clock.instant());
        notice(sql, held, "has a question");
        return new Became.Recorded();
    }

    /// Puts words before whoever asked, in the run, where they wait for an answer.
    private Casework.Answer tell(JdbcClient sql, Casework.ActingPartner acting, Held held, String words) {
        var seen = acting.see().orElseThrow();
        var stage = seen.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        var role = new Grants(sql)
                .actor(seen.policy(), new StaffId(held.link().askedBy()), seen.now()).grants().stream()
                        .map(grant -> grant.role())
                        .filter(seen.policy()::knowsRole)
                        .findFirst()
                        .orElse(stage.waitsFor());
        return acting.ask(texts -> new Command.Request.Ask(held.link().questionId(), role, texts.keep(words)));
    }

    private static Optional<LeadRoles.Asked> asked(Casework.ActingPartner acting, Links.Link link) {
        return acting.see()
                .flatMap(seen -> seen.policy()
                        .pathway(seen.run().pathway())
                        .stage(seen.run().stage())
                        .item(link.item()))
                .map(item -> new LeadRoles.Asked(item, link.role()));
    }

    private static Became refused(Casework.ActingPartner acting, List<stepways.engine.run.Refusal> refusals) {
        var seen = acting.see().orElseThrow();
        var words = RefusalText.of(seen.policy(), seen.run(), whose -> whose);
        return new Became.Refused(
                refusals.stream().map(words::words).findFirst().orElse("The procedure does not allow it now."));
    }

    private void finish(JdbcClient sql, Held held, String answer, String words) {
        new Links(sql, held.viewer().authority()).answered(held.link().id(), answer, words, clock.instant());
        notice(sql, held, "has answered");
    }

    /// A mail to whoever asked, with a reference and nothing else.
    private void notice(JdbcClient sql, Held held, String what) {
        var email = sql.sql("select email from staff where id = :id and active and email is not null")
                .param("id", held.link().askedBy())
                .query(String.class)
                .optional();
        var reference = sql.sql("select reference from run where id = :id")
                .param("id", held.link().run())
                .query(String.class)
                .single();
        email.ifPresent(to -> new Outbox(sql, held.viewer().authority(), ids)
                .queue(
                        "partner-link:" + held.link().id() + ":" + what,
                        new Outbox.Mail(
                                to,
                                "The partner you asked " + what + ", " + reference,
                                "The partner whom you asked in " + reference + " " + what + ". Sign in to read it: "
                                        + mail.link("/transfers/" + held.link().run() + "/lead"),
                                Optional.of(held.link().run())),
                        clock.instant()));
    }

    // Where nothing can be answered.

    /// Why a link asks nothing any more.
    private enum Over {
        ANSWERED(HttpStatus.OK),
        REVOKED(HttpStatus.GONE),
        EXPIRED(HttpStatus.GONE),
        LOCKED(HttpStatus.FORBIDDEN),
        NOT_NEEDED(HttpStatus.GONE),
        NOT_SHARED(HttpStatus.FORBIDDEN);

        private final HttpStatus status;

        Over(HttpStatus status) {
            this.status = status;
        }
    }

    private Optional<Over> over(Held held) {
        var link = held.link();
        if (link.answered() != null) {
            return Optional.of(Over.ANSWERED);
        }
        if (link.revoked() != null) {
            return Optional.of(Over.REVOKED);
        }
        if (!clock.instant().isBefore(link.expires())) {
            return Optional.of(Over.EXPIRED);
        }
        return link.locked() != null ? Optional.of(Over.LOCKED) : Optional.empty();
    }

    private ModelAndView stopped(Held held, Over over, HttpServletRequest request) {
        var link = held.link();
        var ring = "Ring " + whomToRing(held) + ".";
        record Said(String heading, List<String> words) {}
        var said = switch (over) {
            case ANSWERED ->
                new Said(
                        "Your answer is with us",
                        List.of(
                                "It was given "
                                        + (link.answered() == null ? "" : "on " + Dates.dateAndTime(link.answered()))
                                        + " and " + ("accepted".equals(link.answer()) ? "was: yes." : "was: no."),
                                "accepted".equals(link.answer())
                                        ? "Whoever asked you gets in touch about the next step. You can close this page."
                                        : "Nothing more is asked of you. You can close this page.",
                                "This link can be answered once. If you did not answer, or have changed your mind: "
                                        + ring));
            case REVOKED ->
                new Said(
                        "This is no longer asked",
                        List.of("The link was taken back. You need do nothing.", "If you have questions: " + ring));
            case EXPIRED ->
                new Said(
                        "This link has run out",
                        List.of(
                                "It could be answered until " + Dates.date(link.answerBy()) + ".",
                                "If you still want to answer: " + ring + " They can send a new one."));
            case LOCKED ->
                new Said(
                        "This link is locked",
                        List.of(
                                "A wrong code was entered " + Links.TRIES + " times.",
                                ring + " They can tell you a new code, and the same link works again."));
            case NOT_NEEDED ->
                new Said(
                        "This is no longer asked",
                        List.of(
                                "Things have moved on since the link was sent. You need do nothing.",
                                "If you have questions: " + ring));
            case NOT_SHARED ->
                new Said(
                        "We cannot show you this now",
                        List.of(
                                "We may not share what it is about at the moment. This is nothing that you did.",
                                ring));
        };
        return page(
                layout(request, held.council(), null),
                said.heading(),
                said.words(),
                List.of(),
                null,
                null,
                over.status);
    }

    /// Said of every address that is no link of ours, in the same words.
    private ModelAndView unknown(HttpServletRequest request) {
        return page(
                layouts.bare(request, null, "A link"),
                "This link does not work",
                List.of(
                        "Check that the whole address was opened: some mail programs break it in two.",
                        "There may be a newer mail: then only its link works. If neither helps, ring whoever asked you."),
                List.of(),
                null,
                null,
                HttpStatus.NOT_FOUND);
    }

    // Drawing.

    /// Nothing of a family stands in it, so it may be shown before the code.
    private String whomToRing(Held held) {
        var telephone = held.link().askedByTelephone();
        return telephone != null ? held.council() + " on " + telephone : "whoever asked you at " + held.council();
    }

    private static String whoAsks(Held held) {
        var telephone = held.link().askedByTelephone();
        return Isolated.name(held.link().askedByName()) + ", " + held.council()
                + (telephone == null ? "" : ", " + telephone);
    }

    private Layout layout(HttpServletRequest request, String council, @Nullable Problems problems) {
        var bare = layouts.bare(request, null, "A question for you");
        var layout = new Layout(
                bare.title(),
                council,
                null,
                List.of(),
                null,
                bare.csrf(),
                bare.packLine(),
                bare.assets(),
                null,
                null,
                "",
                null);
        return problems == null ? layout : layout.with(problems);
    }

    private static ModelAndView page(
            Layout layout,
            String heading,
            List<String> words,
            List<Fact> facts,
            @Nullable String asked,
            @Nullable Form form,
            HttpStatus status) {
        return PageOf.view("partners/lead", new LeadPage(layout, heading, words, facts, asked, form), status);
    }
}
