package stepways.app.families;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.AccessLog;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Layouts;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;

/// The people of a family.
@Controller
class MembersController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final AccessLog log;
    private final InstantSource clock;

    MembersController(Database database, Procedures procedures, Layouts layouts, AccessLog log, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.log = log;
        this.clock = clock;
    }

    @GetMapping("/families/{id}/members")
    ModelAndView members(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String show) {
        var now = clock.instant();
        var family = database.read(me.viewer(), sql -> FamilyController.open(sql, procedures, me, id, purpose, now));
        log.openedFamily(me, id, purpose.isBlank() ? null : purpose);
        boolean address = show.equals("address");
        if (address) {
            log.write(me, "read-kept-back-address", null, id, null, purpose.isBlank() ? null : purpose, null);
        }
        return PageOf.view(
                "families/members",
                new MembersViews(family, address)
                        .page(layouts.of(request, me, "Members, " + family.reference(), "/families")));
    }
}
