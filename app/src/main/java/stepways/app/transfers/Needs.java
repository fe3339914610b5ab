package stepways.app.transfers;

import java.util.ArrayList;
import java.util.List;
import stepways.app.web.DeadlineText;
import stepways.app.web.Due;
import stepways.app.web.Fact;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.Tag;
import stepways.engine.policy.Item;
import stepways.engine.policy.Stage;
import stepways.engine.run.Facts;
import stepways.engine.run.Outstanding;

/// What a run still needs, as lines of its page: what, why, by whom, by when and how far.
final class Needs {

    private final Desk desk;

    Needs(Desk desk) {
        this.desk = desk;
    }

    static Tag tag(Desk desk, Outstanding.Need need) {
        return switch (need.standing()) {
            case DONE -> Tag.completed();
            case EXCUSED -> new Tag("Does not apply", Tag.Tone.PLAIN);
            case OPEN ->
                need.clock().passed(desk.now)
                        ? Tag.overdue()
                        : isBegun(desk, need) ? Tag.inProgress() : Tag.notStarted();
        };
    }

    private static boolean isBegun(Desk desk, Outstanding.Need need) {
        return need.item().kind() instanceof Item.Kind.Agreement(var agreement, var _)
                && desk.facts().answers().keySet().stream()
                        .anyMatch(key -> key.agreement().equals(agreement));
    }

    /// The line of one item. `open` is the one to look at now.
    Need line(Outstanding.Need need, boolean open) {
        var key = need.key();
        var done = desk.run().items().get(key);
        var due = switch (need.standing()) {
            case OPEN -> desk.deadlines.of(need.clock());
            case DONE, EXCUSED ->
                done == null ? new Due("Done", null, Due.State.DONE, null, null) : DeadlineText.done(done.happened());
        };
        return new Need(
                "need-" + key.item() + (key.subject().isEmpty() ? "" : "-" + key.subject()),
                desk.itemTitle(need.item(), key.subject()),
                desk.itemUrl(need.item(), key.subject()),
                need.standing() == Outstanding.Standing.OPEN
                        ? desk.citing.why(need.item().hint(), need.clauses(), need.basis())
                        : desk.citing.brief(null, need.clauses()),
                done == null || need.standing() == Outstanding.Standing.OPEN
                        ? need.item().kind() instanceof Item.Kind.OneOf
                                ? desk.whoDoes(desk.pathway().stage(need.stage()), need.item())
                                : desk.who(need.by())
                        : desk.nameOf(done.by()),
                due,
                tag(desk, need),
                facts(need),
                notes(need),
                open && due.sum() != null);
    }

    /// An agreement is asked person by person.
    private List<Fact> facts(Outstanding.Need need) {
        if (!(need.item().kind() instanceof Item.Kind.Agreement(var agreement, var _))) {
            return List.of();
        }
        var facts = new ArrayList<Fact>();
        for (var person : Respondents.of(desk, agreement)) {
            var answer = desk.facts().answers().get(new Facts.AgreementKey(agreement, person));
            facts.add(new Fact(
                    desk.nameOf(person.value()),
                    answer == null ? "Not asked yet" : HistoryText.given(answer.given()),
                    answer != null && answer.given() == Facts.Given.GIVEN
                            ? null
                            : new Link("Record the answer", desk.url("agreements/" + agreement) + "?person=" + person),
                    answer == null && need.standing() == Outstanding.Standing.OPEN));
        }
        return facts;
    }

    private List<String> notes(Outstanding.Need need) {
        if (need.standing() != Outstanding.Standing.OPEN || need.neededFor().isEmpty()) {
            return List.of();
        }
        return need.reasonFrom().isEmpty()
                ? List.of()
                : List.of("A reason from " + desk.refusals.roles(need.reasonFrom()) + " does instead.");
    }

    /// The line of the decision that ends the stage.
    Need decision(Outstanding.Choice choice) {
        boolean mine = desk.mayDecide();
        long open = choice.offers().stream().filter(Outstanding.Offer::open).count();
        var due = desk.deadlines.of(choice.clock());
        return new Need(
                "decision",
                choice.offers().stream()
                        .map(offer -> offer.outcome().title())
                        .reduce((a, b) -> a + ", or: " + b)
                        .orElse("Decide"),
                desk.url("decision"),
                desk.citing.brief(
                        null,
                        choice.stage().decider().clauses().isEmpty()
                                ? choice.stage().clauses()
                                : choice.stage().decider().clauses()),
                decider(choice),
                due,
                due.state() == Due.State.LATE
                        ? Tag.overdue()
                        : open == 0 ? Tag.cannotStartYet() : mine ? Tag.notStarted() : Tag.waiting(),
                List.of(),
                List.of(),
                false);
    }

    private String decider(Outstanding.Choice choice) {
        var both = choice.stage().decider().who() instanceof stepways.engine.policy.Decider.Who.Both;
        var names = choice.by().stream()
                .map(role -> desk.run().halves().containsKey(role) ? desk.who(role) + " (has signed)" : desk.who(role))
                .distinct()
                .toList();
        return both ? String.join(" and ", names) : String.join(" or ", names);
    }

    /// The line of a clock that belongs to no single stage.
    Need clock(Outstanding.Running clock) {
        var due = desk.deadlines.of(clock.clock());
        return new Need(
                "clock-" + clock.name(),
                clock.title(),
                null,
                desk.citing.brief(null, clock.clauses()),
                desk.who(clock.owner()),
                due,
                due.state() == Due.State.LATE ? Tag.overdue() : new Tag("Running", Tag.Tone.GREY),
                List.of(),
                List.of(),
                false);
    }

    /// A stage that lies ahead: it cannot start yet, and what it will need.
    Need ahead(Stage stage) {
        var clauses = new ArrayList<>(stage.clauses());
        stage.checklist().forEach(item -> clauses.addAll(item.clauses()));
        return new Need(
                "ahead-" + stage.name(),
                stage.title(),
                null,
                desk.citing.brief(null, clauses.stream().distinct().toList()),
                desk.who(stage.waitsFor()),
                new Due("No date yet", null, Due.State.OPEN, null, null),
                Tag.cannotStartYet(),
                List.of(),
                stage.checklist().isEmpty()
                        ? List.of()
                        : List.of("Will need: "
                                + String.join(
                                        "; ",
                                        stage.checklist().stream()
                                                .map(Item::title)
                                                .toList()) + "."),
                false);
    }
}
