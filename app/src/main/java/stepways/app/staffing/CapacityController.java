package stepways.app.staffing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
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
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// Nobody is free: whoever was told allocates somebody, or answers in words that the tray shows.
@Controller
class CapacityController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final InstantSource clock;

    CapacityController(Database database, Procedures procedures, Layouts layouts, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.clock = clock;
    }

    private record Shown(Policy policy, List<String> roles, CapacityCalls.Call call) {}

    private Shown shown(SignedInStaff me, UUID id, Instant now) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            var roles = new Grants(sql)
                    .actor(policy, me.viewer().staff(), now).grants().stream()
                            .map(Actor.Grant::role)
                            .toList();
            var call = new CapacityCalls(sql)
                    .with(roles).stream()
                            .filter(each -> each.id().equals(id))
                            .findFirst()
                            .orElseThrow(() -> new NotFound("an open call that this reader was told of"));
            return new Shown(policy, roles, call);
        });
    }

    @GetMapping("/nobody-free/{id}")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        return PageOf.view("staffing/give", page(me, request, shown(me, id, clock.instant()), Typed.nothing()));
    }

    private GivePage page(SignedInStaff me, HttpServletRequest request, Shown shown, Typed typed) {
        var call = shown.call();
        var layout = layouts.of(request, me, "Nobody is free", "/work");
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Team", call.teamTitle()));
        if (call.family() != null) {
            facts.add(new Fact(
                    "Family",
                    String.valueOf(call.reference()),
                    new Link("Allocate somebody", "/trays/" + call.team() + "/" + call.family() + "/allocate"),
                    false));
        }
        if (call.run() != null) {
            facts.add(new Fact("Comes from", "", new Link("The transfer", "/transfers/" + call.run()), false));
        }
        facts.add(Fact.of("Raised", Dates.dateAndTime(call.since()) + " by " + call.by()));
        if (!call.words().isEmpty()) {
            facts.add(Fact.of("In their words", call.words()));
        }
        return new GivePage(
                typed.hasErrors() ? layout.with(typed.problems()) : layout,
                "Raised with the " + shown.policy().role(call.role()).title(),
                "Nobody is free in " + call.teamTitle(),
                facts,
                List.of("It ends by itself as soon as somebody is named. Until then the team’s duty holder answers for"
                        + " the children."),
                new Form(
                        "/nobody-free/" + call.id(),
                        layout.csrf(),
                        List.of(),
                        List.of(Fields.area(
                                typed, "answer", "What was decided?", "Such as who helps out, or who carries on.", 3)),
                        "Answer",
                        List.of(new Link("My work", "/work")),
                        null,
                        null));
    }

    @PostMapping("/nobody-free/{id}")
    ModelAndView answer(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var now = clock.instant();
        var typed = Typed.posted(request);
        var shown = shown(me, id, now);
        var answer = typed.text("answer", "Say what was decided");
        if (typed.hasErrors()) {
            return PageOf.view("staffing/give", page(me, request, shown, typed), HttpStatus.BAD_REQUEST);
        }
        database.write(me.viewer(), sql -> new CapacityCalls(sql).answer(me, id, shown.roles(), answer, now));
        flash.addFlashAttribute(Layouts.NOTICE, "Your answer is recorded.");
        return new ModelAndView("redirect:/work");
    }
}
