package stepways.app.families;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.record.HeldMessages;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.search.WideSearch;
import stepways.app.web.Dates;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.engine.policy.Policy;

/// Families: those somebody holds, and one at a glance.
@Controller
class FamilyController {

    private static final int A_PAGE = 50;
    private static final int NEWEST = 5;

    /// A purpose once stated holds for a working day.
    private static final Duration PURPOSE_HOLDS = Duration.ofHours(12);

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final AccessLog log;
    private final Chronologies chronologies;
    private final InstantSource clock;

    FamilyController(
            Database database,
            Procedures procedures,
            Layouts layouts,
            AccessLog log,
            Chronologies chronologies,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.log = log;
        this.chronologies = chronologies;
        this.clock = clock;
    }

    private record Held(Policy policy, List<FamilyRows.Line> lines) {}

    @GetMapping("/families")
    ModelAndView families(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @RequestParam(defaultValue = "mine") String whose,
            @RequestParam(defaultValue = "") String after) {
        boolean own = !whose.equals("team");
        var held = database.read(
                me.viewer(),
                sql -> new Held(
                        procedures.active(me.viewer().authority(), sql),
                        new FamilyRows(sql).mine(me.staff(), own, after, A_PAGE, clock.instant())));
        var shown = held.lines().stream().limit(A_PAGE).toList();
        var address = "/families?whose=" + (own ? "mine" : "team");
        var pages = held.lines().size() <= A_PAGE && after.isEmpty()
                ? null
                : new Pages(
                        shown.isEmpty()
                                ? "No more"
                                : shown.getFirst().reference() + " to "
                                        + shown.getLast().reference(),
                        after.isEmpty() ? null : address,
                        held.lines().size() > A_PAGE
                                ? address + "&after=" + shown.getLast().reference()
                                : null);
        return PageOf.view(
                "families/families",
                new FamiliesPage(
                        layouts.of(request, me, "Families", "/families"),
                        own ? "Families you hold" : "Families your team holds",
                        List.of(
                                new Tab("Yours", "/families", own),
                                new Tab("Your team’s", "/families?whose=team", !own)),
                        shown.stream().map(line -> row(held.policy(), line)).toList(),
                        own
                                ? "You hold no families. When you are allocated to one, it stands here."
                                : "Your team holds no families.",
                        pages));
    }

    private static FamiliesPage.Row row(Policy policy, FamilyRows.Line line) {
        var services = new ArrayList<String>();
        if (line.services() != null) {
            for (var service : line.services().split(",")) {
                services.add(policy.service(service).map(found -> found.title()).orElse(service));
            }
        }
        return new FamiliesPage.Row(
                new Link(line.reference(), "/families/" + line.family()),
                line.children(),
                services.isEmpty() ? "none" : String.join(", ", services),
                line.holder(),
                "since " + Dates.date(line.since()),
                !line.named()
                        ? new Tag("Needs a named practitioner", Tag.Tone.RED)
                        : line.openRuns() > 0
                                ? new Tag(FamilyViews.count(line.openRuns(), "open transfer"), Tag.Tone.BLUE)
                                : new Tag("No open transfer", Tag.Tone.PLAIN));
    }

    @GetMapping("/families/{id}")
    ModelAndView family(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String show) {
        var opened = chronologies.open(me, id, purpose, NEWEST);
        var family = opened.family();
        boolean address = show.equals("address");
        if (address) {
            log.write(me, "read-kept-back-address", null, id, null, purpose.isBlank() ? null : purpose, null);
        }
        var newest = opened.chronology().newest(NEWEST);
        return PageOf.view(
                "families/family",
                new FamilyViews(family).page(layout(me, request, family, "At a glance"), newest, address));
    }

    private Layout layout(SignedInStaff me, HttpServletRequest request, Family family, String page) {
        return layouts.of(request, me, page + ", " + family.reference(), "/families");
    }

    private static boolean manages(Policy policy, String role) {
        for (var layer = policy; layer != null; layer = layer.national()) {
            var found = layer.roles().get(role);
            if (found != null) {
                return found.manages();
            }
        }
        return false;
    }

    /// A manager has read what was held back, and lets it go.
    @PostMapping("/families/{id}/held/{message}/release")
    ModelAndView release(@AuthenticationPrincipal SignedInStaff me, @PathVariable UUID id, @PathVariable UUID message) {
        var now = clock.instant();
        database.write(me.viewer(), sql -> {
            if (!open(sql, procedures, me, id, "", now).manager()) {
                throw new NotYours("Ask a manager of the service, who can let it go.");
            }
            return new HeldMessages(sql).release(message, id, me.staff(), now);
        });
        return new ModelAndView("redirect:/families/" + id);
    }

    /// Whether this reader has stated a purpose for this family today: it is not asked again on each page.
    private static boolean statedBefore(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        return sql.sql("""
                        select exists (
                            select
                              from access_log
                             where staff = :staff
                               and at > :since
                               and family = :family
                               and purpose is not null)
                        """)
                .param("staff", me.staff())
                .param("since", now.minus(PURPOSE_HOLDS).atOffset(java.time.ZoneOffset.UTC))
                .param("family", family)
                .query(Boolean.class)
                .single();
    }

    static Family open(JdbcClient sql, Procedures procedures, SignedInStaff me, UUID id, String purpose, Instant now) {
        var authority = me.viewer().authority();
        var reference = new FamilyRows(sql).reference(id).orElseThrow(() -> new NotFound("family " + id));
        var policy = procedures.active(authority, sql);
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        var relationship = new WorkingRelationship(sql, me, now);
        if (WideSearch.mayBy(policy, actor) && (purpose.strip().length() >= 5 || statedBefore(sql, me, id, now))) {
            relationship.mayOpenForAPurpose(policy, id, actor);
        } else {
            relationship.mustReachFamily(
                    policy, id, actor, run -> new RunReader(sql).load(run, now).map(Loaded::run));
        }
        boolean manager = actor.grants().stream().anyMatch(grant -> manages(policy, grant.role()));
        return Family.read(sql, authority, procedures, policy, id, reference, manager, now);
    }
}
