package stepways.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.web.InfoPage.Section;

/// Help, the accessibility statement and privacy: the same for everybody, signed in or not.
@Controller
class InfoController {

    private final Layouts layouts;

    InfoController(Layouts layouts) {
        this.layouts = layouts;
    }

    @GetMapping("/help")
    ModelAndView help(@AuthenticationPrincipal @Nullable SignedInStaff me, HttpServletRequest request) {
        return page(
                request,
                me,
                "Help",
                new Section(
                        "A child may be at harm now",
                        List.of("Use “Harm now” at the top of every page. It needs no form, no agreement and no record.")),
                new Section(
                        "What a transfer’s page shows",
                        List.of(
                                "What is still needed stands first, each with the clause of the procedure that asks for it, who"
                                        + " does it and by when. “How is this worked out?” shows the sum behind a date.",
                                "What cannot be done now says why, and who can clear it.")),
                new Section(
                        "What you type is kept",
                        List.of(
                                "Two seconds after you stop typing it is saved on the server, valid or not. Open the page again"
                                        + " and it is there; “Drafts” under My work lists them. Nothing is kept in the browser.")),
                new Section(
                        "Something recorded is wrong",
                        List.of(
                                "Every entry of the history has “Correct”. Nothing is deleted: the old, the new and your reason"
                                        + " stay side by side.")));
    }

    @GetMapping("/accessibility")
    ModelAndView accessibility(@AuthenticationPrincipal @Nullable SignedInStaff me, HttpServletRequest request) {
        return page(
                request,
                me,
                "Accessibility statement",
                new Section(
                        "How accessible this service is",
                        List.of(
                                "It is built to meet level AA of the Web Content Accessibility Guidelines, version 2.2: it works"
                                        + " with a keyboard, with a screen reader, without JavaScript, at 320 pixels width and with text"
                                        + " at 200%.",
                                "Each kind of page is checked with a program, and each journey is walked by keyboard. No test"
                                        + " with people who use assistive technology has been made yet.")),
                new Section(
                        "If something does not work for you",
                        List.of("Tell your council’s administrator of Stepways which page it was and what you use.")));
    }

    @GetMapping("/privacy")
    ModelAndView privacy(@AuthenticationPrincipal @Nullable SignedInStaff me, HttpServletRequest request) {
        return page(
                request,
                me,
                "Privacy",
                new Section(
                        "Who sees a family’s record",
                        List.of(
                                "Staff of the council who work with the family, and the managers of the services involved. Every"
                                        + " opening and every search is written down with who, when and what.")),
                new Section(
                        "Cookies",
                        List.of("One cookie keeps you signed in. There is no other, and no analytics.")));
    }

    private ModelAndView page(
            HttpServletRequest request, @Nullable SignedInStaff me, String heading, Section... sections) {
        return PageOf.view("web/info", new InfoPage(layouts.bare(request, me, heading), heading, List.of(sections)));
    }
}
