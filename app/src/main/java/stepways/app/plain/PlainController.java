package stepways.app.plain;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.settings.Settings;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;

/// Help, the accessibility statement and the privacy notice: readable without signing in.
@Controller
class PlainController {

    private final Database database;
    private final Layouts layouts;

    PlainController(Database database, Layouts layouts) {
        this.database = database;
        this.layouts = layouts;
    }

    private Layout layout(@Nullable SignedInStaff me, HttpServletRequest request, String title) {
        return layouts.bare(request, me, title);
    }

    /// What the council of whoever is signed in has set; nothing before sign-in.
    private Settings settings(@Nullable SignedInStaff me) {
        return me == null ? new Settings(java.util.Map.of()) : database.read(me.viewer(), Settings::read);
    }

    @GetMapping("/help")
    ModelAndView help(@AuthenticationPrincipal @Nullable SignedInStaff me, HttpServletRequest request) {
        return PageOf.view(
                "plain/plain",
                new PlainPage(
                        layout(me, request, "Help"),
                        "Help",
                        List.of(
                                PlainPage.Part.of(
                                        "A child may be at harm now",
                                        "Press “Harm now”, at the top of every page, and ring the first number. Nothing has to be filled in first. Danger this minute: ring 999."),
                                new PlainPage.Part(
                                        "Where things are",
                                        List.of(),
                                        List.of(
                                                "My work: what waits for you, with its date. The sum behind a date is under “How is this worked out?”.",
                                                "Team tray: what has arrived for your team, the oldest first.",
                                                "Families: those you hold, and those your team holds.",
                                                "Meetings: the next sittings with their cut-off, and each agenda.",
                                                "Policy: the procedure, clause by clause, as a drawing and as an outline. Every clause cited on a page leads there.",
                                                "Find: a family by name or birth date.")),
                                new PlainPage.Part(
                                        "Words on the pages",
                                        List.of(),
                                        List.of(
                                                "must, should, may: how strongly the text says it.",
                                                "text: the document says so. inferred: the pack’s authors read it so. national: the law or national guidance. example: a value for the council to replace.",
                                                "Named practitioner: the one person who answers for the child. Duty holder: whoever is on duty for a team, until somebody is named.")),
                                PlainPage.Part.of(
                                        "What you type is kept",
                                        "Longer texts are saved as you type, right or wrong. After a break or a lost connection they are under “My work”, “Drafts”."),
                                PlainPage.Part.of(
                                        "Something recorded is wrong",
                                        "Nothing recorded is deleted. Open it in the history and press “Correct”: both versions stay readable, and dates are worked out again."))));
    }

    @GetMapping("/accessibility")
    ModelAndView accessibility(@AuthenticationPrincipal @Nullable SignedInStaff me, HttpServletRequest request) {
        var settings = settings(me);
        var whose = me == null ? "the council that runs this service" : me.authorityName();
        return PageOf.view(
                "plain/plain",
                new PlainPage(
                        layout(me, request, "Accessibility statement"),
                        "Accessibility statement",
                        List.of(
                                PlainPage.Part.of(
                                        "Whose service this is",
                                        "This service is run by " + whose
                                                + ". As many people as possible should be able to use it: with a keyboard alone, with a screen reader, at 400% zoom, with your own colours, and without JavaScript."),
                                PlainPage.Part.of(
                                        "How accessible it is",
                                        "It is built to the Web Content Accessibility Guidelines 2.2, level AA.",
                                        settings.of(Settings.ACCESSIBILITY_TESTED)
                                                .map(tested -> "Last tested: " + tested + ".")
                                                .orElse(
                                                        "The council has not yet recorded when it was last tested here.")),
                                new PlainPage.Part(
                                        "What may still be hard",
                                        List.of(),
                                        List.of(
                                                "Flow charts of procedures are wide. Each has the same words as an outline below it.",
                                                "On narrow screens, drawings and some tables scroll sideways inside their own box.")),
                                PlainPage.Part.of(
                                        "Tell us, or ask for another format",
                                        settings.of(Settings.ACCESSIBILITY_CONTACT)
                                                .map(contact -> "Write to " + contact + ".")
                                                .orElse(
                                                        "Ask your manager: the council has not yet set whom to write to.")),
                                PlainPage.Part.of(
                                        "If you are not content with the answer",
                                        "The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018. The Equality Advisory and Support Service advises: equalityadvisoryservice.com."))));
    }

    @GetMapping("/privacy")
    ModelAndView privacy(@AuthenticationPrincipal @Nullable SignedInStaff me, HttpServletRequest request) {
        var settings = settings(me);
        return PageOf.view(
                "plain/plain",
                new PlainPage(
                        layout(me, request, "Privacy"),
                        "Privacy",
                        List.of(
                                PlainPage.Part.of(
                                        "What is held here",
                                        "Records of children, of their families and of the work with them, to safeguard children and to promote their welfare. The council decides what is held and for how long."),
                                new PlainPage.Part(
                                        "What is kept about you who work here",
                                        List.of(),
                                        List.of(
                                                "Your name, your roles and your teams.",
                                                "What you record, and when.",
                                                "Every record you open and every search you make, with the purpose where you state one. Managers review them.")),
                                new PlainPage.Part(
                                        "Cookies",
                                        List.of(
                                                "One cookie keeps you signed in. There is no other, and nothing is measured by third parties."),
                                        List.of()),
                                PlainPage.Part.of(
                                        "Questions, and copies of what is held",
                                        settings.of(Settings.PRIVACY_CONTACT)
                                                .map(contact -> "Write to " + contact + ".")
                                                .orElse("Ask the council’s data protection officer.")))));
    }
}
