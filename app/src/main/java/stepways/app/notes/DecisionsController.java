package stepways.app.notes;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.families.FamilyDoor;
import stepways.app.families.OpenFamily;
import stepways.app.web.Action;
import stepways.app.web.Event;
import stepways.app.web.Layouts;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.SignedInStaff;

/// The management decisions of a family: those of its transfers and contacts, and those recorded outside
/// one.
@Controller
class DecisionsController {

    private static final int A_PAGE = 25;
    private static final int MOST = 500;

    private final Database database;
    private final FamilyDoor door;
    private final Layouts layouts;
    private final ObjectProvider<DecisionsOfRuns> ofRuns;

    DecisionsController(Database database, FamilyDoor door, Layouts layouts, ObjectProvider<DecisionsOfRuns> ofRuns) {
        this.database = database;
        this.door = door;
        this.layouts = layouts;
        this.ofRuns = ofRuns;
    }

    private record Dated(Instant at, DecisionsPage.Line line) {}

    @GetMapping("/families/{id}/decisions")
    ModelAndView decisions(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "1") String page) {
        var family = door.open(me, id, purpose);
        var all = all(me, family);
        int number = page.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(page) : 1;
        var shown = all.stream().skip((number - 1L) * A_PAGE).limit(A_PAGE).toList();
        var address = family.url() + "/decisions?page=";
        return PageOf.view(
                "notes/decisions",
                new DecisionsPage(
                        layouts.of(request, me, "Decisions, " + family.reference(), "/families"),
                        family.identity(),
                        family.tabs("decisions"),
                        "Management decisions",
                        "What was decided, by whom in which role, and why.",
                        record(family),
                        shown,
                        shown.isEmpty()
                                ? "No decision is recorded yet. Those of transfers and contacts appear here by themselves."
                                : null,
                        all.size() <= A_PAGE
                                ? null
                                : new Pages(
                                        "Page " + number + " of " + (all.size() + A_PAGE - 1) / A_PAGE,
                                        number > 1 ? address + (number - 1) : null,
                                        number * A_PAGE < all.size() ? address + (number + 1) : null)));
    }

    private static Action record(OpenFamily family) {
        return NoteForm.managingRoles(family).isEmpty()
                ? new Action.Blocked(
                        "Record a decision",
                        "A management decision outside a transfer is recorded by a manager.",
                        List.of(),
                        "Ask your manager to record it, or write a note of what was said.")
                : new Action.Open("Record a decision", family.url() + "/decisions/new", null);
    }

    private List<DecisionsPage.Line> all(SignedInStaff me, OpenFamily family) {
        var all = new ArrayList<Dated>();
        ofRuns.ifAvailable(told -> family.runs()
                .forEach(run -> told.of(me, run)
                        .forEach(decision -> all.add(new Dated(
                                decision.happened(),
                                new DecisionsPage.Line(
                                        event(decision), "In " + decision.reference(), decision.url(), null))))));
        var views = new NoteViews(family);
        database.read(
                        me.viewer(),
                        sql -> new NoteRows(sql).page(family.id(), null, NoteKind.MANAGEMENT_DECISION, null, MOST))
                .forEach(chain -> all.add(new Dated(
                        chain.now().note().happened(), new DecisionsPage.Line(null, null, null, views.inList(chain)))));
        return all.stream()
                .sorted(Comparator.comparing(Dated::at).reversed())
                .map(Dated::line)
                .toList();
    }

    /// Events of several runs stand on one page: each id gets its run's reference before it.
    private static Event event(DecisionsOfRuns.Decision decision) {
        var event = decision.event();
        return new Event(
                decision.reference() + "-" + event.id(),
                event.title(),
                event.by(),
                event.happened(),
                event.iso(),
                event.recorded(),
                event.words(),
                event.cites(),
                event.corrected(),
                event.correct());
    }
}
