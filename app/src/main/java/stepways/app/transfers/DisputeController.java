package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.handover.Disagreements;
import stepways.app.handover.Disagreements.Side;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.engine.policy.DisputeRule;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;

/// A disagreement between managers: each side writes its own view, both agree what holds meanwhile, and somebody who
/// took no part decides.
@Controller
class DisputeController {

    private final Desks desks;
    private final Layouts layouts;
    private final Recording recording;
    private final Database database;
    private final TimeOrderedIds ids;

    DisputeController(Desks desks, Layouts layouts, Recording recording, Database database, TimeOrderedIds ids) {
        this.desks = desks;
        this.layouts = layouts;
        this.recording = recording;
        this.database = database;
        this.ids = ids;
    }

    /// The disagreement that is open, with the entry that began it.
    private record Open(Run.OpenDispute dispute, DisputeRule rule, Outstanding.Review review, int raised) {}

    private static Open open(Desk desk) {
        var dispute = desk.run().dispute().orElseThrow(() -> new NotFound("an open disagreement"));
        var rule = desk.policy.disputes().stream()
                .filter(each -> each.name().equals(dispute.name()))
                .findFirst()
                .orElseThrow(() -> new NotFound("a rule for it"));
        int raised = desk.loaded.history().stream()
                .filter(entry -> entry.event() instanceof RunEvent.DisputeRaised)
                .reduce((_, later) -> later)
                .orElseThrow()
                .seq();
        return new Open(dispute, rule, desk.outstanding().review().orElseThrow(), raised);
    }

    /// On which side of the transfer somebody stands: by the service they work in, else by having raised it or decided.
    private static Optional<Side> side(Desk desk, Open open) {
        boolean between = false;
        for (var grant : desk.actor.grants()) {
            var role = desk.policy.role(grant.role());
            var service = grant.service().isEmpty() ? role.in() : grant.service();
            if (!service.isEmpty() && service.equals(desk.run().from())) {
                return Optional.of(Side.SENDING);
            }
            if (!service.isEmpty() && service.equals(desk.run().to())) {
                return Optional.of(Side.RECEIVING);
            }
            between |= open.rule().between().contains(grant.role());
        }
        boolean party = desk.run()
                .last()
                .map(last -> last.parties().stream()
                        .anyMatch(each ->
                                each.staff().value().equals(desk.me.staff().toString())))
                .orElse(false);
        return between || party ? Optional.of(Side.RECEIVING) : Optional.empty();
    }

    private static String draftOf(Desk desk, String what) {
        return desk.id + ":dispute:" + what;
    }

    @GetMapping("/transfers/{id}/dispute")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        if (desk.run().dispute().isEmpty()) {
            return new ModelAndView("redirect:" + desk.url());
        }
        return page(
                desk,
                recording.opened(desk, draftOf(desk, "view")),
                recording.opened(desk, draftOf(desk, "plan")),
                request);
    }

    @PostMapping("/transfers/{id}/dispute/view")
    ModelAndView view(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        return write(id, me, request, flash, "view", "Write your side’s view", "Your side’s view is recorded.");
    }

    @PostMapping("/transfers/{id}/dispute/plan")
    ModelAndView plan(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        return write(
                id,
                me,
                request,
                flash,
                "plan",
                "Write who does what for the children until it is decided",
                "The holding plan is recorded for your side. The other side has to agree to it.");
    }

    private ModelAndView write(
            UUID id,
            SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash,
            String what,
            String missing,
            String done) {
        var desk = desks.open(me, id);
        if (desk.run().dispute().isEmpty()) {
            flash.addFlashAttribute(
                    Layouts.NOTICE, "The review has ended meanwhile. What you typed is kept under Drafts.");
            recording.wrong(desk, Typed.posted(request), draftOf(desk, what));
            return new ModelAndView("redirect:" + desk.url());
        }
        var open = open(desk);
        var side = mustHaveASide(desk, open);
        var typed = Typed.posted(request);
        var draft = draftOf(desk, what);
        var words = typed.text(what, missing);
        if (typed.hasErrors()) {
            var wrong = recording.wrong(desk, typed, draft);
            return page(
                    desk,
                    what.equals("view") ? wrong : recording.opened(desk, draftOf(desk, "view")),
                    what.equals("plan") ? wrong : recording.opened(desk, draftOf(desk, "plan")),
                    request);
        }
        var writer = new Disagreements.Writer(
                ids.next(),
                id,
                open.raised(),
                side,
                me.staff(),
                typed.key().orElseGet(() -> UUID.randomUUID().toString()),
                desk.now);
        var role = desk.actor.grants().isEmpty()
                ? ""
                : desk.actor.grants().getFirst().role();
        database.write(me.viewer(), sql -> {
            var kept = new Disagreements(sql, me.viewer().authority().value());
            if (what.equals("view")) {
                kept.view(writer, role, words);
            } else {
                kept.plan(writer, words);
            }
            return true;
        });
        recording.forget(me, draft);
        flash.addFlashAttribute(Layouts.NOTICE, done);
        return new ModelAndView("redirect:" + desk.url("dispute"));
    }

    @PostMapping("/transfers/{id}/dispute/agree")
    ModelAndView agree(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var desk = desks.open(me, id);
        var open = open(desk);
        var side = mustHaveASide(desk, open);
        var asked = Typed.posted(request).value("plan");
        boolean stands = database.write(me.viewer(), sql -> {
            var kept = new Disagreements(sql, me.viewer().authority().value());
            var newest = kept.plans(id, open.raised()).stream().findFirst();
            if (newest.isEmpty() || !newest.get().id().toString().equals(asked)) {
                return false;
            }
            kept.agree(newest.get().id(), side, me.staff(), desk.now);
            return true;
        });
        flash.addFlashAttribute(
                Layouts.NOTICE,
                stands
                        ? "Recorded: your side agrees to the holding plan."
                        : "The plan has changed since you read it. Nothing was agreed: read it again.");
        return new ModelAndView("redirect:" + desk.url("dispute") + "#plan");
    }

    private static Side mustHaveASide(Desk desk, Open open) {
        return side(desk, open)
                .orElseThrow(
                        () -> new NotYours("Each side writes for itself. You are on neither side of this transfer."));
    }

    // Drawing it.

    private ModelAndView page(Desk desk, Recording.State view, Recording.State plan, HttpServletRequest request) {
        var open = open(desk);
        record Kept(List<Disagreements.Written> views, List<Disagreements.Plan> plans) {}
        var kept = database.read(desk.me.viewer(), sql -> {
            var rows = new Disagreements(sql, desk.me.viewer().authority().value());
            return new Kept(rows.views(desk.id, open.raised()), rows.plans(desk.id, open.raised()));
        });
        var state = view.problems() != null ? view : plan;
        var layout = recording.layout(
                layouts.of(request, desk.me, "Disagreement, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                state);
        var side = side(desk, open);
        var newest = kept.plans().stream().findFirst();
        var page = new DisputePage(
                layout,
                desk.backToTransfer(),
                desk.caption(),
                open.rule().title(),
                desk.citing.why(null, open.rule().clauses(), open.rule().basis()),
                open.review().meanwhile(),
                desk.deadlines.of(open.review().clock()),
                sides(desk, open, kept.views()),
                earlier(desk, kept.views()),
                reviewers(desk, open),
                newest.map(found -> planFacts(desk, found))
                        .orElse(List.of(Fact.of(
                                "Holding plan",
                                "Nothing is agreed yet. " + desk.accountable() + " stays accountable."))),
                newest.map(Disagreements.Plan::words).orElse(null),
                newest.filter(found -> side.isPresent() && !found.agreedBy(side.get()))
                        .map(found -> new Action.Press(
                                "I agree to it for " + sideTitle(desk, side.orElseThrow()),
                                desk.url("dispute/agree"),
                                List.of(new Hidden("plan", found.id().toString())),
                                null))
                        .orElse(null),
                side.map(_ -> form(
                                desk,
                                layout,
                                view,
                                "view",
                                "Your side’s view",
                                "On the same evidence as the other side. The reviewer reads both.",
                                "Record the view"))
                        .orElse(null),
                side.map(_ -> form(
                                desk,
                                layout,
                                plan,
                                "plan",
                                newest.isPresent() ? "A different plan" : "Who does what until it is decided?",
                                "For each child: who sees them, who rings whom, until when.",
                                "Put it to the other side"))
                        .orElse(null),
                actions(desk, open),
                evidence(desk));
        return PageOf.view("transfers/dispute", page, state.status());
    }

    private static String sideTitle(Desk desk, Side side) {
        var service = side == Side.SENDING ? desk.run().from() : desk.run().to();
        return service.isEmpty() ? "the deciding side" : desk.serviceTitle(service);
    }

    private static List<View> sides(Desk desk, Open open, List<Disagreements.Written> written) {
        var all = new ArrayList<View>();
        for (var side : Side.values()) {
            var facts = new ArrayList<Fact>();
            var by = "Nothing written yet.";
            var newest = written.stream().filter(each -> each.side() == side).findFirst();
            if (newest.isPresent()) {
                by = newest.get().byName()
                        + (newest.get().role().isEmpty()
                                ? ""
                                : ", " + desk.roleTitle(newest.get().role())) + ", "
                        + Dates.dateAndTime(newest.get().at()) + ".";
                facts.add(Fact.of("", newest.get().words()));
            }
            for (var said : said(desk, open, side)) {
                facts.add(said);
            }
            all.add(new View("side-" + side.word(), sideTitle(desk, side), by, List.of(), facts));
        }
        return all;
    }

    /// What the history says for a side: that it disagrees and why, or what it decided and why.
    private static List<Fact> said(Desk desk, Open open, Side side) {
        var all = new ArrayList<Fact>();
        for (var entry : desk.loaded.history()) {
            var role = desk.policy.roles().get(entry.role());
            boolean sending = role != null && role.in().equals(desk.run().from())
                    || role != null && role.in().isEmpty() && role.side() == stepways.engine.policy.Role.Side.SENDING;
            if (sending != (side == Side.SENDING)) {
                continue;
            }
            var label = desk.nameOf(entry.by()) + (entry.role().isEmpty() ? "" : ", " + desk.roleTitle(entry.role()));
            switch (entry.event()) {
                case RunEvent.OutcomeChosen chosen
                when chosen.stage().equals(open.dispute().stage()) ->
                    all.add(Fact.of(
                            label + " decided “" + desk.refusals.title(chosen.outcome()) + "”",
                            desk.words(chosen.reason()).orElse("(disposed of)")));
                case RunEvent.HalfDecided half
                when half.stage().equals(open.dispute().stage()) ->
                    all.add(Fact.of(
                            label + " chose “" + desk.refusals.title(half.outcome()) + "”",
                            desk.words(half.reason()).orElse("(disposed of)")));
                case RunEvent.DisputeRaised raised
                when entry.seq() == open.raised() ->
                    all.add(Fact.of(
                            label + " disagrees", desk.words(raised.reason()).orElse("(disposed of)")));
                case RunEvent.DisputeEscalated escalated
                when entry.seq() > open.raised() ->
                    all.add(Fact.of(
                            label + " took it further",
                            desk.words(escalated.reason()).orElse("(disposed of)")));
                default -> {
                    // Says nothing about the disagreement.
                }
            }
        }
        return all;
    }

    private static List<View> earlier(Desk desk, List<Disagreements.Written> written) {
        var newest = new LinkedHashMap<Side, UUID>();
        written.forEach(each -> newest.putIfAbsent(each.side(), each.id()));
        return written.stream()
                .filter(each -> !newest.containsValue(each.id()))
                .map(each -> new View(
                        "view-" + each.id(),
                        sideTitle(desk, each.side()),
                        each.byName() + ", " + Dates.dateAndTime(each.at()) + ".",
                        List.of(),
                        List.of(Fact.of("", each.words()))))
                .toList();
    }

    private List<Fact> reviewers(Desk desk, Open open) {
        var all = new ArrayList<Fact>();
        var step = open.rule()
                .steps()
                .get(Math.min(open.dispute().step(), open.rule().steps().size() - 1));
        all.add(Fact.of(
                "By the rule",
                desk.roleTitles(open.review().reviewers()) + " reviews it, never somebody who took part"
                        + (step.clauses().isEmpty() && open.rule().clauses().isEmpty()
                                ? "."
                                : " ("
                                        + Desk.and((step.clauses().isEmpty()
                                                        ? open.rule().clauses()
                                                        : step.clauses())
                                                .stream()
                                                        .map(clause -> clause.value())
                                                        .toList())
                                        + ").")));
        var parties = new LinkedHashMap<String, String>();
        parties.put(
                open.dispute().raisedBy().staff().value(),
                desk.nameOf(open.dispute().raisedBy().staff()) + " raised it");
        desk.run()
                .last()
                .ifPresent(last -> last.parties()
                        .forEach(party -> parties.putIfAbsent(
                                party.staff().value(),
                                desk.nameOf(party.staff()) + " decided, as " + desk.roleTitle(party.role()))));
        var able = desks.holdersOf(desk.me, spreadOut(desk, open.review().reviewers())).stream()
                .filter(each -> !parties.containsKey(each.id()))
                .map(Desks.Candidate::name)
                .distinct()
                .limit(6)
                .toList();
        all.add(Fact.of(
                "Who that is",
                able.isEmpty()
                        ? "Nobody who took no part holds this role now. Take it to the next step, or tell a service"
                                + " manager."
                        : Desk.and(able)));
        all.add(Fact.of("Not these", String.join("; ", parties.values()) + "."));
        return all;
    }

    private static List<String> spreadOut(Desk desk, List<String> roles) {
        var all = new ArrayList<String>();
        for (var role : roles) {
            all.add(role);
            all.addAll(spreadOut(
                    desk, desk.policy.role(role).anyOf().stream().sorted().toList()));
        }
        return all;
    }

    private static List<Fact> planFacts(Desk desk, Disagreements.Plan plan) {
        var all = new ArrayList<Fact>();
        all.add(Fact.of("Written by", plan.byName() + ", " + Dates.dateAndTime(plan.at())));
        for (var side : Side.values()) {
            all.add(Fact.of(
                    sideTitle(desk, side),
                    plan.agreed().stream()
                            .filter(each -> each.side() == side)
                            .findFirst()
                            .map(each -> "agreed: " + each.name() + ", " + Dates.dateAndTime(each.at()))
                            .orElse("has not agreed yet")));
        }
        return all;
    }

    private Form form(
            Desk desk, Layout layout, Recording.State state, String what, String label, String hint, String button) {
        return recording.form(
                desk,
                layout,
                state,
                desk.url("dispute/" + what),
                desk.url("dispute"),
                button,
                List.<FormPart>of(Fields.area(state.typed(), what, label, hint, 5)));
    }

    private static List<Action> actions(Desk desk, Open open) {
        var all = new ArrayList<Action>();
        var asks = new stepways.engine.run.Command.Request.ResolveDispute(
                open.dispute().outcome().isEmpty()
                        ? desk.pathway()
                                .stage(open.dispute().stage())
                                .outcomes()
                                .getFirst()
                                .name()
                        : open.dispute().outcome(),
                Optional.of(Desk.SOME_WORDS),
                desk.someRuns());
        if (desk.isMine(asks)) {
            all.add(new Action.Open("Review it", desk.url("act/resolve"), "What you decide stands for this step."));
        }
        if (open.dispute().step() + 1 < open.rule().steps().size()) {
            all.add(new Action.Open(
                    "Take it to the next step",
                    desk.url("act/escalate"),
                    desk.roleTitle(open.rule()
                                    .steps()
                                    .get(open.dispute().step() + 1)
                                    .by()) + " reviews it then."));
        }
        return all;
    }

    /// The papers that both sides look at, with their age.
    static List<Card> evidence(Desk desk) {
        var lines = new ArrayList<Card.Line>();
        for (var child : desk.run().children()) {
            desk.facts()
                    .child(child)
                    .documents()
                    .forEach((kind, dated) -> lines.add(new Card.Line(
                            desk.policy.documentTitle(kind),
                            desk.nameOf(child) + ", " + Dates.date(dated) + ", "
                                    + AskedAlready.age(dated, desk.today()),
                            null)));
        }
        return lines.isEmpty()
                ? List.of()
                : List.of(new Card("evidence", "The same evidence", Card.Tone.PLAIN, List.of(), List.of(), lines));
    }
}
