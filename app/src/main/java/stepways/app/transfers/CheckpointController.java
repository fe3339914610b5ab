package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.web.Fact;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.run.Outstanding;

/// The checkpoint: what is open beside what, who stays, what would end it, and when it is looked at again.
@Controller
class CheckpointController {

    private final Desks desks;
    private final Layouts layouts;

    CheckpointController(Desks desks, Layouts layouts) {
        this.desks = desks;
        this.layouts = layouts;
    }

    /// Whether something goes on beside the steps, or is to be looked at again.
    static boolean isOffered(Desk desk) {
        return !desk.everyoneDied()
                && (!desk.outstanding().lines().isEmpty() || !reviews(desk).isEmpty());
    }

    @GetMapping("/transfers/{id}/checkpoint")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = desks.open(me, id);
        if (desk.isPreview()) {
            throw new NotYours("The checkpoint opens when the transfer is accepted.");
        }
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Accountable now", desk.accountable()));
        facts.addAll(TransferController.whyOpen(desk));
        if (desk.run().isOpen()) {
            desk.outstanding().decision().ifPresent(choice -> {
                var due = desk.deadlines.of(choice.clock());
                facts.add(Fact.of(
                        "Decided",
                        due.words() + (due.date() == null ? "" : ", " + due.date()) + ", by "
                                + desk.roleTitles(choice.by())));
                for (var offer : choice.offers()) {
                    facts.add(new Fact(
                            offer.outcome().title(),
                            what(desk, offer.outcome())
                                    + (offer.open()
                                            ? ""
                                            : " Not open yet: "
                                                    + desk.refusals.words(
                                                            offer.refusals().getFirst())),
                            new Link("See what would happen", desk.url("decision") + "#decide"),
                            false));
                }
            });
        }
        for (var need : reviews(desk)) {
            var due = desk.deadlines.of(need.clock());
            facts.add(new Fact(
                    need.item().title(),
                    due.words() + (due.date() == null ? "" : ", " + due.date()) + ", by " + desk.who(need.by()) + ".",
                    new Link("Record it", desk.itemUrl(need.item(), need.key().subject())),
                    false));
        }
        for (var clock : desk.outstanding().clocks()) {
            var due = desk.deadlines.of(clock.clock());
            facts.add(Fact.of(clock.title(), due.words() + (due.date() == null ? "" : ", " + due.date())));
        }
        var page = new ActPage(
                layouts.of(request, me, "Checkpoint, " + desk.reference(), "/work")
                        .under(layouts.packLine(desk.reference(), desk.policy)),
                desk.backToTransfer(),
                desk.caption(),
                "Checkpoint and reviews",
                desk.citing.why(
                        "Stay, end or step back: what each would do, and when it is looked at again.",
                        desk.stage().clauses()),
                facts,
                null,
                null,
                List.of(),
                ItemController.saying(desk));
        return PageOf.view("transfers/act", page, HttpStatus.OK);
    }

    /// Meetings and reviews that still have a date.
    private static List<Outstanding.Need> reviews(Desk desk) {
        var all = new ArrayList<Outstanding.Need>();
        desk.outstanding().owed().forEach(all::add);
        desk.outstanding().items().stream()
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .filter(need -> need.item().kind() instanceof Item.Kind.Meeting)
                .filter(need -> need.clock().dated().isPresent())
                .forEach(all::add);
        return all;
    }

    /// In a word: who stays, what ends, or where it goes back to.
    private static String what(Desk desk, Outcome outcome) {
        var words = new ArrayList<String>();
        for (var effect : outcome.then()) {
            if (effect instanceof Effect.Close(var service, var _, var _)) {
                words.add(desk.serviceTitle(desk.service(service)) + " ends.");
            }
            if (effect instanceof Effect.Open(var service, var _)) {
                words.add(desk.serviceTitle(desk.service(service)) + " begins.");
            }
            if (effect instanceof Effect.Lead(var named, var _)) {
                words.add(desk.who(named) + " becomes accountable.");
            }
            if (effect instanceof Effect.Start(var pathway, var _, var _)) {
                words.add("“" + desk.policy.pathway(pathway).title() + "” begins.");
            }
        }
        if (words.isEmpty()) {
            words.add("Everybody stays as they are.");
        }
        return String.join(" ", words);
    }
}
