package stepways.app.lists;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.web.Action;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.LocalPath;
import stepways.app.web.NotFound;
import stepways.app.web.Notice;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// Lists with their filters, kept under a name and shared with a team.
@Controller
class ViewsController {

    private static final int LONGEST_NAME = 80;

    private final SavedViews views;
    private final Layouts layouts;

    ViewsController(SavedViews views, Layouts layouts) {
        this.views = views;
        this.layouts = layouts;
    }

    @GetMapping("/views")
    ModelAndView views(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        return page(me, Typed.posted(request), HttpStatus.OK, request);
    }

    @PostMapping("/views")
    ModelAndView keep(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var name = typed.text("name", "Give the list a name that you will know it by");
        if (name.length() > LONGEST_NAME) {
            typed.fail("name", "Shorten the name to %d characters; it has %d".formatted(LONGEST_NAME, name.length()));
        }
        var team = typed.value("team");
        if (!team.isEmpty()
                && views.teams(me).stream().noneMatch(each -> each.id().equals(team))) {
            typed.fail("team", "Choose one of your own teams, or nobody");
        }
        if (typed.hasErrors()) {
            return page(me, typed, HttpStatus.BAD_REQUEST, request);
        }
        views.keep(me, name, own(typed.value("of")), team.isEmpty() ? null : team);
        flash.addFlashAttribute(Layouts.NOTICE, "“" + name + "” is kept.");
        return new ModelAndView("redirect:/views");
    }

    @PostMapping("/views/{id}/remove")
    ModelAndView remove(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, RedirectAttributes flash) {
        var name = views.remove(me, id, false).orElseThrow(() -> new NotFound("a view of this person"));
        flash.addFlashAttribute(
                Layouts.NOTICE,
                new Notice(
                        "“" + name + "” is taken off your list.",
                        null,
                        new Action.Press("Undo", "/views/" + id + "/put-back", List.of(), null)));
        return new ModelAndView("redirect:/views");
    }

    @PostMapping("/views/{id}/put-back")
    ModelAndView putBack(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, RedirectAttributes flash) {
        var name = views.remove(me, id, true).orElseThrow(() -> new NotFound("a view of this person"));
        flash.addFlashAttribute(Layouts.NOTICE, "“" + name + "” is back on your list.");
        return new ModelAndView("redirect:/views");
    }

    /// The address without why somebody looks and where in the list they were: each reader has their own.
    private static String own(String address) {
        var path = LocalPath.of(address);
        int mark = path.indexOf('?');
        if (mark < 0) {
            return path;
        }
        var query = new ArrayList<String>();
        for (var part : path.substring(mark + 1).split("&")) {
            if (!part.isEmpty() && !part.startsWith("purpose=") && !part.startsWith("after=")) {
                query.add(part);
            }
        }
        return path.substring(0, mark) + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private ModelAndView page(SignedInStaff me, Typed typed, HttpStatus status, HttpServletRequest request) {
        var layout = layouts.of(request, me, "Kept lists", "/work");
        var rows = views.of(me).stream()
                .map(view -> new ViewsPage.Row(
                        new Link(view.name(), view.address()),
                        view.by() != null
                                ? "shared by " + view.by() + " with " + view.team()
                                : view.team() == null ? "only you" : "shared with " + view.team(),
                        view.by() != null
                                ? null
                                : new Action.Press("Remove", "/views/" + view.id() + "/remove", List.of(), null)))
                .toList();
        var of = typed.value("of");
        return PageOf.view(
                "lists/views",
                new ViewsPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        rows,
                        of.isEmpty() ? null : form(me, typed, layout, own(of)),
                        of.isEmpty() ? null : own(of)),
                status);
    }

    private Form form(SignedInStaff me, Typed typed, stepways.app.web.Layout layout, String of) {
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.line(typed, "name", "Name of the list", "A name, not a family’s: others may read it.", 30));
        var teams = views.teams(me);
        if (!teams.isEmpty()) {
            var options = new ArrayList<FormPart.Option>();
            options.add(new FormPart.Option("", "Only me", typed.value("team").isEmpty()));
            teams.forEach(
                    team -> options.add(new FormPart.Option(team.id(), team.title(), typed.chose("team", team.id()))));
            parts.add(new FormPart.Select(
                    "team",
                    "Share it with",
                    "Whoever opens it sees what they themselves may see.",
                    options,
                    typed.error("team")));
        }
        return new Form(
                "/views",
                layout.csrf(),
                List.of(new Hidden("of", of)),
                parts,
                "Keep this list",
                List.of(new Link("Back to the list", of)),
                null,
                null);
    }
}
