package stepways.app.worklist;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.Notice;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Typed;

/// What was typed and never recorded, and what was thrown away and can still be taken back.
@Controller
class DraftsController {

    private static final int BEGINNING = 140;

    private final Drafts drafts;
    private final Layouts layouts;
    private final InstantSource clock;

    DraftsController(Drafts drafts, Layouts layouts, InstantSource clock) {
        this.drafts = drafts;
        this.layouts = layouts;
        this.clock = clock;
    }

    @GetMapping("/work/drafts")
    ModelAndView drafts(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var all = drafts.all(me);
        var page = new DraftsPage(
                layouts.of(request, me, "Drafts", "/work"),
                List.of(new Tab("Mine", "/work", false), new Tab("Drafts (" + all.size() + ")", "/work/drafts", true)),
                all.stream().map(DraftsController::row).toList(),
                drafts.earlier(me).stream().map(this::earlier).toList());
        return PageOf.view("worklist/drafts", page);
    }

    private static DraftsPage.Row row(Drafts.Line draft) {
        return new DraftsPage.Row(
                new Link(title(draft.key()), url(draft)),
                "Saved on " + Dates.dateAndTime(draft.savedAt()) + ". Nothing of it is recorded.",
                "",
                new Action.Press(
                        "Throw away", "/work/drafts/throw-away", List.of(new Hidden("draft", draft.key())), null));
    }

    private DraftsPage.Row earlier(Drafts.Earlier earlier) {
        var begins = earlier.begins().strip();
        return new DraftsPage.Row(
                new Link(title(earlier.line().key()), url(earlier.line())),
                (earlier.thrownAway() ? "Thrown away on " : "Much of it was deleted on ")
                        + Dates.dateAndTime(earlier.goneAt()) + ". Kept until "
                        + Dates.date(earlier.goneAt().plus(Drafts.KEPT)) + ".",
                begins.length() > BEGINNING ? begins.substring(0, BEGINNING) + "…" : begins,
                new Action.Press("Take back", "/work/drafts/earlier/" + earlier.id() + "/take-back", List.of(), null));
    }

    @PostMapping("/work/drafts/throw-away")
    ModelAndView throwAway(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        drafts.throwAway(me, Typed.posted(request).value("draft"));
        var undo = drafts.earlier(me).stream().findFirst().filter(Drafts.Earlier::thrownAway);
        flash.addFlashAttribute(
                Layouts.NOTICE,
                new Notice(
                        "The draft is thrown away.",
                        "You can take it back until "
                                + Dates.date(clock.instant().plus(Drafts.KEPT)) + ".",
                        undo.map(earlier -> new Action.Press(
                                        "Undo", "/work/drafts/earlier/" + earlier.id() + "/take-back", List.of(), null))
                                .orElse(null)));
        return new ModelAndView("redirect:/work/drafts");
    }

    @PostMapping("/work/drafts/earlier/{id}/take-back")
    ModelAndView takeBack(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, RedirectAttributes flash) {
        var line = drafts.takeBack(me, id).orElseThrow(() -> new NotFound("earlier text of this person"));
        flash.addFlashAttribute(Layouts.NOTICE, "Taken back: " + title(line.key()) + ". Nothing of it is recorded.");
        return new ModelAndView("redirect:/work/drafts");
    }

    /// "Item: case discussion", from `018f…:item:case-discussion`.
    private static String title(String key) {
        var parts = key.split(":", 3);
        var words = (parts.length < 2 ? key : parts[1] + (parts.length == 3 ? ": " + parts[2].split("@", 2)[0] : ""))
                .replace('-', ' ')
                .replace('.', ' ');
        return words.isEmpty() ? "Draft" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String url(Drafts.Line draft) {
        if (draft.page() != null) {
            return draft.page();
        }
        var parts = draft.key().split(":", 3);
        if (draft.run() == null || parts.length < 2) {
            return "/work";
        }
        var run = "/transfers/" + draft.run();
        var about = parts.length == 3 ? parts[2].split("@", 2) : new String[] {""};
        var subject = about.length == 2 ? about[1] : "";
        return switch (parts[1]) {
            case "item", "reason" -> run + "/items/" + about[0] + (subject.isEmpty() ? "" : "?for=" + subject);
            case "agreement" -> run + "/agreements/" + about[0] + (subject.isEmpty() ? "" : "?person=" + subject);
            case "decision" -> run + "/decision";
            case "correct" -> run + "/events/" + about[0] + "/correct";
            case "act" -> run + "/act/" + about[0].replace('.', '/') + about(about[0], subject);
            default -> run;
        };
    }

    /// What the page of an act is asked about.
    private static String about(String act, String subject) {
        return subject.isEmpty()
                ? ""
                : switch (act) {
                    case "answer" -> "?question=" + subject;
                    case "seen" -> "?told=" + subject;
                    case "fact" -> "?fact=" + subject;
                    case "dispute" -> "?rule=" + subject;
                    default -> "";
                };
    }
}
