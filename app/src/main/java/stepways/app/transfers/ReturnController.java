package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.handover.Returns;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Layouts;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.Why;
import stepways.engine.policy.Item;
import stepways.engine.policy.Stage;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;

/// Whoever decides sends a request back with exactly one thing missing. When it is supplied it comes back to them.
@Controller
class ReturnController {

    private static final String WORDS = "words";

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;

    ReturnController(Desks desks, Layouts layouts, Recording recording) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
    }

    private static String draftOf(Desk desk) {
        return desk.id + ":return";
    }

    /// Something of the procedure that could be missing, and who supplies it.
    private record Missing(ItemKey key, Item item, Stage stage, String by) {}

    /// What belongs to the steps up to here, open first.
    private static Map<String, Missing> all(Desk desk) {
        var all = new LinkedHashMap<String, Missing>();
        var stages = new ArrayList<Stage>();
        stages.add(desk.stage());
        desk.visited().keySet().stream()
                .map(desk.pathway().stages()::get)
                .filter(java.util.Objects::nonNull)
                .filter(stage -> !stage.name().equals(desk.stage().name()))
                .forEach(stages::add);
        for (var stage : stages) {
            for (var item : stage.checklist()) {
                var by = item.by().isEmpty() ? stage.waitsFor() : item.by();
                if (desk.policy.knowsRole(by) && !desk.policy.role(by).anyone()) {
                    all.putIfAbsent(item.name(), new Missing(new ItemKey(item.name(), ""), item, stage, by));
                }
            }
        }
        return all;
    }

    /// Whom a request goes back to: whoever decided to send it, else whoever may begin such a one.
    static String sender(Desk desk) {
        return desk.run()
                .last()
                .flatMap(last -> last.parties().stream().findFirst())
                .map(party -> party.role())
                .filter(role -> !role.isEmpty())
                .orElseGet(() -> Optional.ofNullable(
                                desk.pathway().doors().get(desk.run().door()))
                        .orElseThrow(() -> new IllegalStateException("Expected the door "
                                + desk.run().door() + " in " + desk.run().pathway()))
                        .by());
    }

    @GetMapping("/transfers/{id}/return")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        return page(desk, recording.opened(desk, draftOf(desk)), request);
    }

    @PostMapping("/transfers/{id}/return")
    ModelAndView giveBack(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var typed = Typed.posted(request);
        var draft = draftOf(desk);
        var what = typed.text("missing", "Choose the one thing that is missing");
        var missing = all(desk).get(what);
        if (!what.isEmpty() && missing == null && !what.equals(WORDS)) {
            typed.fail("missing", "Choose the one thing that is missing");
        }
        if (typed.all("missing").size() > 1) {
            typed.fail("missing", "Choose one thing only");
        }
        var words = typed.text("words", "Say in a sentence or two what is missing");
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        if (typed.hasErrors() || blocked(desk, key) != null) {
            return page(desk, recording.wrong(desk, typed, draft), request);
        }
        var role = missing == null ? sender(desk) : missing.by();
        return recording.send(
                me,
                id,
                typed,
                draft,
                Optional.empty(),
                texts -> new Command.Request.Ask(key, role, texts.keep(words)),
                (sql, run, recorded) -> new Returns(sql, me.viewer().authority().value())
                        .write(
                                run,
                                key,
                                Optional.ofNullable(missing)
                                        .map(found -> found.item().name()),
                                "",
                                me.staff(),
                                recorded),
                new Recording.Then(
                        desk.url(), "Returned. " + desk.who(role) + " sees what is missing; it comes back to you."),
                flash,
                (after, state) -> page(after, state, request));
    }

    private static @Nullable Blocked blocked(Desk desk, String key) {
        var open = desk.openReturn().filter(found -> !found.question().equals(key));
        if (open.isPresent()) {
            return new Blocked(
                    "Not now:",
                    "it has been returned already, and waits for one thing. A second thing is asked for when that is there.",
                    List.of(),
                    null);
        }
        if (!desk.run().isOpen()) {
            return new Blocked("Not now:", "This has ended; nothing more is recorded on it.", List.of(), null);
        }
        if (!desk.mayDecide()) {
            var by = desk.outstanding()
                    .decision()
                    .map(choice -> desk.roleTitles(choice.by()))
                    .orElse("");
            return new Blocked("Not yours:", "whoever decides here sends it back.", List.of(), by + " can.");
        }
        return null;
    }

    private ModelAndView page(Desk desk, Recording.State state, HttpServletRequest request) {
        var layout = recording.layout(
                layouts.of(request, desk.me, "Return with one thing missing, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var typed = state.typed();
        var blocked = blocked(desk, typed.key().orElse(""));
        var answers = new ArrayList<Fields.Answer>();
        all(desk)
                .forEach((name, missing) -> answers.add(new Fields.Answer(
                        name,
                        missing.item().title(),
                        desk.who(missing.by()) + " supplies it."
                                + (desk.run().items().containsKey(missing.key())
                                        ? " On record, but not as it should be."
                                        : ""),
                        desk.citing.cites(
                                missing.item().clauses(), missing.item().basis()))));
        answers.add(new Fields.Answer(WORDS, "Something else", desk.who(sender(desk)) + " supplies it.", List.of()));
        var page = new ActPage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                "Return: one thing is missing",
                new Why(
                        "Ask for exactly one thing. The transfer stays where it is, and its clock runs on; nothing is"
                                + " begun again.",
                        List.of(),
                        null),
                List.of(Fact.of("It comes back to", desk.me.name())),
                blocked != null
                        ? null
                        : recording.form(
                                desk,
                                layout,
                                state,
                                desk.url("return"),
                                desk.url("return"),
                                "Return it",
                                List.<FormPart>of(
                                        Fields.radios(typed, "missing", "What is missing?", null, answers),
                                        Fields.area(
                                                typed,
                                                "words",
                                                "Say it in a sentence or two",
                                                "They read this first.",
                                                3))),
                blocked,
                List.of(),
                null);
        return PageOf.view("transfers/act", page, state.status());
    }
}
