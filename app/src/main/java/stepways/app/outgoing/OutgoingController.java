package stepways.app.outgoing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.engine.policy.Policy;
import tools.jackson.databind.json.JsonMapper;

/// What leaves the service, and the proof that it left: everything for a manager, their own for everybody else.
@Controller
class OutgoingController {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final MailSettings settings;
    private final InstantSource clock;

    OutgoingController(
            Database database, Procedures procedures, Layouts layouts, MailSettings settings, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.settings = settings;
        this.clock = clock;
    }

    private record Shown(
            Policy policy, boolean all, List<Messages.Message> rows, java.util.Map<Messages.State, Integer> counts) {}

    @GetMapping("/outgoing")
    ModelAndView list(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam(name = "show", defaultValue = "") String show,
            @RequestParam(name = "from", defaultValue = "0") String fromRow) {
        int from = fromRow.matches("[0-9]{1,6}") ? Integer.parseInt(fromRow) : 0;
        var asked = Messages.State.of(show);
        var shown = database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            boolean all = manages(sql, policy, me);
            var of = all ? null : me.staff();
            var messages = new Messages(sql);
            var counts = messages.counts(of);
            return new Shown(policy, all, messages.in(state(show, asked, counts), of, from), counts);
        });
        var state = state(show, asked, shown.counts());
        var rows = shown.rows().stream()
                .limit(Messages.A_PAGE)
                .map(message -> row(shown.policy(), message))
                .toList();
        return PageOf.view(
                "outgoing/outgoing",
                new OutgoingPage(
                        layouts.of(request, me, "Outgoing", "/outgoing"),
                        "Outgoing: what leaves, and the proof that it left",
                        warning(),
                        shown.all()
                                ? "Everything that leaves this council, because you manage."
                                : "What you caused. A manager sees everything.",
                        tabs(state, shown.counts()),
                        rows,
                        switch (state) {
                            case WAITING -> "Nothing waits to leave.";
                            case HELD -> "Nothing is held.";
                            case FAILED -> "Nothing failed to leave.";
                            case SENT -> "Nothing has left yet.";
                            case CANCELLED -> "Nothing was cancelled.";
                        },
                        shown.rows().size() > Messages.A_PAGE
                                ? new Link(
                                        "Older messages",
                                        "/outgoing?show=" + state.word + "&from=" + (from + Messages.A_PAGE))
                                : null));
    }

    /// What did not leave stands first, unless somebody asks for something else.
    private static Messages.State state(
            String show, Messages.State asked, java.util.Map<Messages.State, Integer> counts) {
        return show.isEmpty() && counts.containsKey(Messages.State.FAILED) ? Messages.State.FAILED : asked;
    }

    private static List<Tab> tabs(Messages.State current, java.util.Map<Messages.State, Integer> counts) {
        var tabs = new ArrayList<Tab>();
        for (var state : Messages.State.values()) {
            tabs.add(new Tab(
                    state.title + " (" + counts.getOrDefault(state, 0) + ")",
                    "/outgoing?show=" + state.word,
                    state == current));
        }
        return tabs;
    }

    private @Nullable String warning() {
        return settings.sends()
                ? null
                : "Nothing really leaves: no mail server is set. What is listed here is what would leave, and to whom.";
    }

    private OutgoingPage.Row row(Policy policy, Messages.Message message) {
        return new OutgoingPage.Row(
                new Link(title(policy, message), "/outgoing/" + message.id()),
                message.reference() == null ? "" : message.reference(),
                to(message),
                Dates.dateAndTime(message.recorded()),
                proof(message),
                tag(message));
    }

    /// What a message is, without anything of what it says about a family.
    private static String title(Policy policy, Messages.Message message) {
        var payload = JSON.readTree(message.payload());
        return switch (message.kind()) {
            case "mail" -> payload.path("subject").asString("Mail");
            case "alert" ->
                payload.path("about").asString("").equals("harm-call") ? "Harm call: alert" : "Alert to colleagues";
            case "letter" ->
                policy.letter(payload.path("letter").asString(""))
                        .map(letter -> "Letters drafted: " + letter.title())
                        .orElse("Letters drafted");
            case "partner-link" -> "Link to a partner who is asked to lead";
            default -> "A message";
        };
    }

    private static String to(Messages.Message message) {
        if (message.sentTo() != null) {
            return message.sentTo();
        }
        var payload = JSON.readTree(message.payload());
        return switch (message.kind()) {
            case "mail" -> payload.path("to").asString("");
            case "letter" -> "each recipient by itself";
            case "alert" -> payload.has("to-role") ? "everybody who holds the role" : "the colleague whose turn it is";
            default -> "the address on record";
        };
    }

    private static Tag tag(Messages.Message message) {
        return switch (message.state()) {
            case WAITING ->
                message.kind().equals("letter")
                        ? new Tag("To be signed", Tag.Tone.GREY)
                        : message.attempts() > 0 ? new Tag("Tried again", Tag.Tone.BLUE) : Tag.waiting();
            case HELD -> new Tag("Held", Tag.Tone.PLUM);
            case FAILED -> new Tag("Did not leave", Tag.Tone.RED);
            case SENT -> new Tag("Left", Tag.Tone.PLAIN);
            case CANCELLED -> new Tag("Cancelled", Tag.Tone.GREY);
        };
    }

    private static String proof(Messages.Message message) {
        return switch (message.state()) {
            case SENT ->
                message.sent() == null
                        ? ""
                        : message.kind().equals("letter")
                                ? "All settled " + Dates.dateAndTime(message.sent())
                                : "Taken over by the mail server " + Dates.dateAndTime(message.sent())
                                        + (message.answer() == null ? "" : ": " + message.answer());
            case HELD ->
                message.held() == null
                        ? ""
                        : "since " + Dates.dateAndTime(message.held()) + ", because of " + because(message);
            case FAILED -> "after " + tries(message) + ": " + error(message);
            case CANCELLED -> message.cancelledBecause() == null ? "" : message.cancelledBecause();
            case WAITING ->
                message.attempts() == 0
                        ? ""
                        : "Tried " + tries(message) + ": " + error(message) + ". Again at "
                                + Dates.dateAndTime(message.sendAfter());
        };
    }

    private static String because(Messages.Message message) {
        return "death".equals(message.heldBecause()) ? "a death" : "a harm call";
    }

    private static String tries(Messages.Message message) {
        return message.attempts() == 1 ? "once" : message.attempts() + " times";
    }

    private static String error(Messages.Message message) {
        return message.lastError() == null ? "no reason is known" : message.lastError();
    }

    // One message.

    private record Opened(Policy policy, boolean all, Messages.Message message) {}

    private Opened open(JdbcClient sql, SignedInStaff me, UUID id) {
        var policy = procedures.active(me.viewer().authority(), sql);
        boolean all = manages(sql, policy, me);
        var message = new Messages(sql)
                .find(id)
                .filter(found -> all || me.staff().equals(found.queuedById()))
                .orElseThrow(() -> new NotFound("a message"));
        return new Opened(policy, all, message);
    }

    @GetMapping("/outgoing/{id}")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = database.read(me.viewer(), sql -> open(sql, me, id));
        return page(opened, me, Typed.nothing(), HttpStatus.OK, request);
    }

    @PostMapping("/outgoing/{id}/retry")
    ModelAndView retry(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, RedirectAttributes flash) {
        boolean again = database.write(me.viewer(), sql -> {
            open(sql, me, id);
            return new Messages(sql).again(id, me.staff(), clock.instant());
        });
        flash.addFlashAttribute(
                Layouts.NOTICE,
                again
                        ? "It is tried again with the next round."
                        : "There was nothing to try again: it has left or was stopped.");
        return new ModelAndView("redirect:/outgoing/" + id);
    }

    @PostMapping("/outgoing/{id}/cancel")
    ModelAndView cancel(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = database.read(me.viewer(), sql -> open(sql, me, id));
        var typed = Typed.posted(request);
        var reason = typed.text("reason", "Say why it should not leave");
        if (reason.length() > 2_000) {
            typed.fail("reason", "Shorten this to 2,000 characters");
        }
        if (typed.hasErrors()) {
            return page(opened, me, typed, HttpStatus.BAD_REQUEST, request);
        }
        boolean stopped =
                database.write(me.viewer(), sql -> new Messages(sql).cancel(id, me.staff(), reason, clock.instant()));
        flash.addFlashAttribute(
                Layouts.NOTICE,
                stopped
                        ? "It will not leave."
                        : "It could not be stopped: it has left already, or was stopped before.");
        return new ModelAndView("redirect:/outgoing/" + id);
    }

    private ModelAndView page(
            Opened opened, SignedInStaff me, Typed typed, HttpStatus status, HttpServletRequest request) {
        var message = opened.message();
        var title = title(opened.policy(), message);
        var frame = layouts.of(request, me, "Outgoing message", "/outgoing");
        var layout = typed.hasErrors() ? frame.with(typed.problems()) : frame;
        return PageOf.view(
                "outgoing/message",
                new MessagePage(
                        layout,
                        new Link("Outgoing", "/outgoing?show=" + message.state().word),
                        message.reference() == null ? "Outgoing message" : "Outgoing message, " + message.reference(),
                        title,
                        warning(),
                        facts(message),
                        words(message),
                        actions(message),
                        cancel(message, layout, typed)),
                status);
    }

    private static List<Fact> facts(Messages.Message message) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact(
                "How it stands",
                message.state().title,
                null,
                message.state() == Messages.State.FAILED || message.state() == Messages.State.HELD));
        if (message.run() != null && message.reference() != null) {
            facts.add(new Fact(
                    "Comes from",
                    message.reference(),
                    message.kind().equals("letter")
                            ? new Link("Open the letters", "/transfers/" + message.run() + "/letters")
                            : new Link("Open", "/transfers/" + message.run()),
                    false));
        }
        facts.add(Fact.of("To", to(message)));
        facts.add(Fact.of(
                "Queued",
                Dates.dateAndTime(message.recorded())
                        + (message.queuedBy() == null ? ", by the service itself" : ", by " + message.queuedBy())));
        when(facts, "Held since", message.held(), message.held() == null ? "" : ", because of " + because(message));
        if (message.sent() != null
                && message.sending() != null
                && message.held() != null
                && !message.held().isBefore(message.sending())) {
            facts.add(Fact.of("", "It was on its way already when it was held."));
        }
        if (message.kind().equals("letter")) {
            when(facts, "All settled", message.sent(), "");
        } else {
            when(facts, "Left", message.sent(), "");
        }
        if (message.answer() != null) {
            facts.add(Fact.of("The mail server answered", message.answer()));
        }
        if (message.messageId() != null) {
            facts.add(Fact.of("Message-ID", message.messageId()));
        }
        if (message.attempts() > 0) {
            facts.add(Fact.of("Tried", tries(message)));
        }
        if (message.lastError() != null) {
            facts.add(new Fact("Last failure", message.lastError(), null, true));
        }
        if (message.state() == Messages.State.WAITING && message.attempts() > 0) {
            facts.add(Fact.of("Tried again", Dates.dateAndTime(message.sendAfter())));
        }
        when(facts, "Given up", message.givenUp(), "");
        when(
                facts,
                "Cancelled",
                message.cancelled(),
                (message.cancelledBy() == null ? "" : ", by " + message.cancelledBy())
                        + (message.cancelledBecause() == null ? "" : ": " + message.cancelledBecause()));
        return facts;
    }

    private static void when(List<Fact> facts, String label, @Nullable Instant at, String more) {
        if (at != null) {
            facts.add(Fact.of(label, Dates.dateAndTime(at) + more));
        }
    }

    /// What a mail to colleagues or partners says. What a letter says is read on the letter's own page, by those who
    /// work
    /// with the family.
    private static List<String> words(Messages.Message message) {
        var payload = JSON.readTree(message.payload());
        return message.kind().equals("mail") && !payload.path("private").asBoolean(false)
                ? payload.path("words")
                        .asString("")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
    }

    private static List<Action> actions(Messages.Message message) {
        return switch (message.state()) {
            case FAILED ->
                List.of(new Action.Press(
                        "Try again",
                        "/outgoing/" + message.id() + "/retry",
                        List.of(),
                        "With the next round of sending."));
            case WAITING ->
                message.attempts() == 0
                        ? List.of()
                        : List.of(new Action.Press(
                                "Try again now", "/outgoing/" + message.id() + "/retry", List.of(), null));
            case HELD ->
                List.of(new Action.Blocked(
                        "Letting it go",
                        "is for a manager, who reads it first.",
                        List.of(),
                        "It is done where it was held: on the harm call’s page, or after a death on the family’s."));
            case SENT, CANCELLED -> List.of();
        };
    }

    private static @Nullable Form cancel(Messages.Message message, Layout layout, Typed typed) {
        return switch (message.state()) {
            case WAITING, HELD, FAILED ->
                new Form(
                        "/outgoing/" + message.id() + "/cancel",
                        layout.csrf(),
                        List.of(),
                        List.of(Fields.area(
                                typed,
                                "reason",
                                "Why should it not leave?",
                                "It stays on record that it was stopped.",
                                3)),
                        "Stop this message",
                        List.of(),
                        null,
                        null);
            case SENT, CANCELLED -> null;
        };
    }

    private boolean manages(JdbcClient sql, Policy policy, SignedInStaff me) {
        return new Grants(sql)
                .actor(policy, me.viewer().staff(), clock.instant()).grants().stream()
                        .anyMatch(grant -> policy.knowsRole(grant.role())
                                && policy.role(grant.role()).manages());
    }
}
