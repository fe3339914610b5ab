package stepways.app.staffing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// A named practitioner gives a family back: from that instant the duty holder of their team answers for the children.
@Controller
class GiveBackController {

    private final Database database;
    private final Procedures procedures;
    private final HandingOn handingOn;
    private final Drafts drafts;
    private final Layouts layouts;
    private final InstantSource clock;

    GiveBackController(
            Database database,
            Procedures procedures,
            HandingOn handingOn,
            Drafts drafts,
            Layouts layouts,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.handingOn = handingOn;
        this.drafts = drafts;
        this.layouts = layouts;
        this.clock = clock;
    }

    private record Shown(String reference, UUID holder, List<Holdings.Holding> held, Teams.Team team, String onDuty) {}

    @GetMapping("/families/{family}/give-back")
    ModelAndView show(
            @PathVariable UUID family, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        return PageOf.view(
                "staffing/give",
                page(me, request, family, shown(me, family, now), drafts.typed(me, draft(family)), now));
    }

    private static String draft(UUID family) {
        return family + ":give-back";
    }

    /// The children of the family that this person, or somebody they cover for, holds by name.
    private Shown shown(SignedInStaff me, UUID family, Instant now) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
            var reference = sql.sql("select reference from family where id = :id")
                    .param("id", family)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> new NotFound("a family"));
            new WorkingRelationship(sql, me, now).mustReachFamily(policy, family, actor);
            var holders = new LinkedHashSet<UUID>(List.of(me.staff()));
            sql.sql("select away from cover where deputy = :me and from_at <= :now and until_at > :now")
                    .param("me", me.staff())
                    .param("now", HandingOn.at(now))
                    .query(UUID.class)
                    .list()
                    .forEach(holders::add);
            var held = new Holdings(sql, me.staff(), now)
                    .ofFamily(family).stream()
                            .filter(each -> each.staff() != null && holders.contains(each.staff()))
                            .toList();
            if (held.isEmpty()) {
                throw new NotYours(
                        "You hold nobody of this family by name",
                        "Only the named practitioner, or whoever covers for them, gives a family back.");
            }
            var holder = java.util.Objects.requireNonNull(held.getFirst().staff());
            var teams = new Teams(sql, now);
            var team = teams.dutyTeam(policy, holder, held.getFirst().service())
                    .orElseThrow(() ->
                            new NotYours("No team works in this service", "Ask your manager to hand the family on."));
            return new Shown(
                    reference,
                    holder,
                    held.stream()
                            .filter(each -> each.service().equals(team.service()))
                            .toList(),
                    team,
                    teams.onDuty(team)
                            .orElseGet(() -> policy.team(team.packTeam())
                                    .filter(found -> !found.dutyRole().isEmpty())
                                    .map(found -> "the "
                                            + policy.role(found.dutyRole()).title())
                                    .orElse("the manager of the team")));
        });
    }

    private GivePage page(
            SignedInStaff me, HttpServletRequest request, UUID family, Shown shown, Typed typed, Instant now) {
        var layout = layouts.of(request, me, "Give back " + shown.reference(), "/families");
        var parts = new ArrayList<FormPart>();
        parts.add(new FormPart.Checkboxes(
                "child",
                "Which children?",
                null,
                shown.held().stream()
                        .map(held -> new FormPart.Choice(
                                held.allocation().toString(),
                                held.childWords(Dates.day(now)),
                                "Now: " + held.holderWords(),
                                List.of(),
                                !typed.isPosted()
                                        || typed.chose(
                                                "child", held.allocation().toString()),
                                List.of()))
                        .toList(),
                typed.error("child")));
        parts.add(Fields.area(
                typed,
                "reason",
                "Why do you give the family back?",
                "Whoever allocates reads this, and so may the family one day.",
                4));
        parts.add(TypedDate.happened(typed, now));
        return new GivePage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                shown.reference(),
                "Give back " + shown.reference(),
                List.of(
                        new Fact("Family", "", new Link(shown.reference(), "/families/" + family), false),
                        Fact.of(
                                "Who answers from then on",
                                shown.onDuty() + ", for " + shown.team().title())),
                List.of("The children are never without somebody: the duty holder is accountable from the same instant,"
                        + " and they stand in the tray until a practitioner is named."),
                new Form(
                        "/families/" + family + "/give-back",
                        layout.csrf(),
                        List.of(
                                new Hidden(
                                        "key",
                                        typed.value("key", UUID.randomUUID().toString())),
                                TypedDate.offered(typed, now)),
                        parts,
                        "Give back to " + shown.team().title(),
                        List.of(new Link("Keep the family", "/families/" + family)),
                        "/drafts/" + draft(family),
                        drafts.saved(me, draft(family))));
    }

    @PostMapping("/families/{family}/give-back")
    ModelAndView giveBack(
            @PathVariable UUID family, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var key = typed.key().map(UUID::fromString).orElseGet(UUID::randomUUID);
        boolean sent = database.read(
                me.viewer(),
                sql -> sql.sql("select exists (select from staffing_act where id = :id)")
                        .param("id", key)
                        .query(Boolean.class)
                        .single());
        if (sent) {
            return new ModelAndView("redirect:/handed-on/" + key);
        }
        var shown = shown(me, family, now);
        var reason = typed.text("reason", "Say why you give the family back");
        var happened = TypedDate.readHappened(typed, now);
        var wishes = shown.held().stream()
                .filter(held -> typed.chose("child", held.allocation().toString()))
                .<Act.Wish>map(held -> new Act.Wish.OfChild(
                        held.child(),
                        held.allocation(),
                        new Act.To.Duty(shown.team().id())))
                .toList();
        if (wishes.isEmpty()) {
            typed.fail("child", "Choose which children you give back");
        }
        if (typed.hasErrors()) {
            drafts.save(me, draft(family), typed);
            return PageOf.view("staffing/give", page(me, request, family, shown, typed, now), HttpStatus.BAD_REQUEST);
        }
        handingOn.carryOut(me, new Act(key, Act.Kind.GIVEN_BACK, shown.team().id(), null, reason, happened, wishes));
        drafts.forget(me, draft(family));
        return new ModelAndView("redirect:/handed-on/" + key);
    }
}
