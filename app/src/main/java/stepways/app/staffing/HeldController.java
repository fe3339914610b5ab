package stepways.app.staffing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.web.Dates;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;

/// The families that somebody holds by name or works with beside another.
@Controller
class HeldController {

    private final Database database;
    private final Layouts layouts;
    private final InstantSource clock;

    HeldController(Database database, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.layouts = layouts;
        this.clock = clock;
    }

    @GetMapping("/work/families")
    ModelAndView families(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var today = Dates.day(now);
        var held = database.read(me.viewer(), sql -> new Holdings(sql, me.staff(), now).of(me.staff()));
        var byFamily = new LinkedHashMap<UUID, List<Holdings.Holding>>();
        held.forEach(each -> {
            var family = each.family();
            if (family != null) {
                byFamily.computeIfAbsent(family, _ -> new ArrayList<>()).add(each);
            }
        });
        var rows = new ArrayList<HeldPage.Row>();
        byFamily.forEach((family, children) -> {
            boolean leads = children.stream().anyMatch(each -> each.part().equals("lead"));
            int open =
                    children.stream().mapToInt(Holdings.Holding::openRuns).max().orElse(0);
            rows.add(new HeldPage.Row(
                    new Link(String.valueOf(children.getFirst().reference()), "/families/" + family),
                    String.join(
                            ", ",
                            children.stream()
                                    .map(each -> each.childWords(today))
                                    .distinct()
                                    .toList()),
                    leads ? "Named practitioner" : "Works beside the practitioner",
                    Dates.brief(children.stream()
                            .map(Holdings.Holding::since)
                            .min(java.util.Comparator.naturalOrder())
                            .orElse(now)),
                    open == 0 ? "No open transfer" : open == 1 ? "1 open transfer" : open + " open transfers",
                    leads ? List.of(new Link("Give back", "/families/" + family + "/give-back")) : List.of()));
        });
        return PageOf.view(
                "staffing/held",
                new HeldPage(
                        layouts.of(request, me, "Families I hold", "/work"),
                        "My work",
                        "Families I hold",
                        List.of(
                                new Tab("Mine", "/work", false),
                                new Tab("Families I hold", "/work/families", true),
                                new Tab("Everything my team holds", "/families?whose=team", false)),
                        rows,
                        "You hold no families."));
    }
}
