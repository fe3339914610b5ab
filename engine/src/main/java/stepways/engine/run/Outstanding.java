package stepways.engine.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.Basis;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// What a run still needs: by whom, why, and due when. Worked out each time, never stored.
///
/// @param items the list of the stage the run is in, done or not; empty when the run has ended
/// @param decision the decision that ends the stage; empty when the run has ended
/// @param owed unfinished items with a date from stages that were left
/// @param clocks limits that belong to no single stage and are running
/// @param lines what goes on beside the stages
/// @param asked questions that wait for an answer
/// @param told what roles were told and nobody of them has said they know
public record Outstanding(
        List<Need> items,
        Optional<Choice> decision,
        List<Need> owed,
        List<Running> clocks,
        List<Beside> lines,
        Optional<Review> review,
        List<Asked> asked,
        List<Told> told,
        List<String> acts) {

    public Outstanding {
        items = List.copyOf(items);
        owed = List.copyOf(owed);
        clocks = List.copyOf(clocks);
        lines = List.copyOf(lines);
        asked = List.copyOf(asked);
        told = List.copyOf(told);
        acts = List.copyOf(acts);
    }

    /// How an item stands.
    public enum Standing {
        OPEN,
        DONE,
        EXCUSED
    }

    /// Something with a clock that is not finished.
    public sealed interface Timed {
        /// A stable name for what is due.
        String what();

        Clock clock();
    }

    /// One item for one subject.
    ///
    /// @param by the role that does it
    /// @param neededFor the outcomes that wait for it
    /// @param reasonFrom the roles whose reason would do instead
    public record Need(
            ItemKey key,
            Item item,
            String stage,
            String by,
            Standing standing,
            Clock clock,
            List<String> neededFor,
            List<String> reasonFrom,
            List<ClauseId> clauses,
            Basis basis)
            implements Timed {
        @Override
        public String what() {
            return Outstanding.what(key);
        }
    }

    /// The decision of the stage.
    ///
    /// @param by the roles that take it
    /// @param halves who of two has spoken, and for what
    public record Choice(Stage stage, List<String> by, Clock clock, List<Offer> offers, String what) implements Timed {
        public Choice {
            by = List.copyOf(by);
            offers = List.copyOf(offers);
        }
    }

    /// One outcome and what stands in its way now, whoever asks.
    public record Offer(Outcome outcome, List<Refusal> refusals) {
        public Offer {
            refusals = List.copyOf(refusals);
        }

        public boolean open() {
            return refusals.isEmpty();
        }
    }

    /// A clock that belongs to no single stage.
    public record Running(String name, String title, String owner, Clock clock, List<ClauseId> clauses)
            implements Timed {
        @Override
        public String what() {
            return "clock:" + name;
        }
    }

    /// What goes on beside the stages, and the outcomes that end it.
    public record Beside(Pathway.Alongside line) {}

    /// A dispute under review, who may review it, and by when.
    public record Review(String dispute, List<String> reviewers, Clock clock, String meanwhile, String what)
            implements Timed {
        public Review {
            reviewers = List.copyOf(reviewers);
        }
    }

    /// A question that waits for somebody of a role. The procedure gives it no time.
    public record Asked(String id, String role) {
        public String what() {
            return "question:" + id;
        }
    }

    /// Something a role was told. It waits until one of them says that they know.
    ///
    /// @param about the outcome, item or agreement
    public record Told(int seq, String role, String about) {
        public String what() {
            return "told:" + seq;
        }
    }

    static String what(ItemKey key) {
        return key.subject().isEmpty() ? "item:" + key.item() : "item:" + key.item() + "@" + key.subject();
    }

    /// Works out what the run needs at `now`.
    public static Outstanding of(Policy policy, Run run, Facts facts, Instant now) {
        var c = Case.of(policy, run, facts, now);
        var stage = c.stage();
        var everyoneDied = !run.children().isEmpty() && run.died().containsAll(run.children());
        var items = new ArrayList<Need>();
        Optional<Choice> decision = Optional.empty();
        if (run.isOpen()) {
            for (var item : stage.checklist()) {
                if (c.applies(item)) {
                    items.addAll(needs(c, stage, item, everyoneDied));
                }
            }
            decision = Optional.of(choice(c, stage, everyoneDied));
        }
        return new Outstanding(
                items,
                decision,
                owed(c, everyoneDied),
                everyoneDied ? List.of() : clocks(c),
                lines(c),
                review(c),
                run.questions().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(question -> new Asked(question.getKey(), question.getValue()))
                        .toList(),
                run.told().entrySet().stream()
                        .map(told -> new Told(
                                told.getKey(),
                                c.knower(told.getValue().role()),
                                told.getValue().about()))
                        .toList(),
                run.isOpen()
                        ? c.pathway().anyTime().stream()
                                .map(Pathway.AnyTime::name)
                                .toList()
                        : List.of());
    }

    private static List<Need> needs(Case c, Stage stage, Item item, boolean everyoneDied) {
        var all = new ArrayList<Need>();
        for (var subject : c.subjects(item)) {
            all.add(need(c, stage, item, new ItemKey(item.name(), subject), everyoneDied));
        }
        return all;
    }

    private static Need need(Case c, Stage stage, Item item, ItemKey key, boolean everyoneDied) {
        var done = c.run().items().get(key);
        var standing = !Items.satisfied(c, item, key.subject())
                ? Standing.OPEN
                : done != null && done.excused() ? Standing.EXCUSED : Standing.DONE;
        var neededFor = new ArrayList<String>();
        for (var outcome : stage.outcomes()) {
            if (Items.needs(outcome, item) && c.holds(outcome.when())) {
                neededFor.add(outcome.name());
            }
        }
        var clock = everyoneDied
                ? new Clock.Silent(List.of(), "The child has died; nothing is due.")
                : Items.clock(c, stage, item, key.subject());
        return new Need(
                key,
                item,
                stage.name(),
                Items.doer(c, stage, item),
                standing,
                clock,
                neededFor,
                Items.reasonRoles(c, stage, item),
                Items.clausesOf(stage, item),
                item.basis());
    }

    private static Choice choice(Case c, Stage stage, boolean everyoneDied) {
        var offers = offers(c, stage, c.run().children());
        var clock = everyoneDied
                ? new Clock.Silent(List.of(), "The child has died; nothing is due.")
                : Clocks.clock(c, stage.due(), stage.name(), stage.clauses(), Optional.empty());
        return new Choice(
                stage,
                Procedure.rolesOfDecider(c, stage.decider()),
                clock,
                offers,
                "decision:" + stage.name() + "#" + c.run().stageVisits().getOrDefault(stage.name(), 1));
    }

    /// What may be chosen for one child of a run whose children may go different ways.
    public static List<Offer> offersFor(Policy policy, Run run, Facts facts, Instant now, ChildId child) {
        var c = Case.of(policy, run, facts, now);
        return List.copyOf(offers(c, c.stage(), List.of(child)));
    }

    private static List<Offer> offers(Case c, Stage stage, List<ChildId> children) {
        var offers = new ArrayList<Offer>();
        for (var outcome : stage.outcomes()) {
            var refusals = new ArrayList<>(Choosing.check(c, stage, outcome, children, c.now()));
            if (stage.decider().who() instanceof Decider.Who.Forum(var forum)) {
                var clauses = Procedure.orElse(stage.decider().clauses(), stage.clauses());
                Choosing.refuseBeforeTheSitting(c, forum, c.now(), clauses, refusals);
            }
            c.run()
                    .dispute()
                    .ifPresent(open -> refusals.add(Procedure.refusal(
                            Refusal.Kind.DISPUTE_OPEN,
                            open.name(),
                            Procedure.rule(c, open).clauses())));
            offers.add(new Offer(outcome, refusals));
        }
        return offers;
    }

    private static List<Need> owed(Case c, boolean everyoneDied) {
        var all = new ArrayList<Need>();
        for (var key : c.run().owed()) {
            Procedure.place(c, key)
                    .filter(place -> c.applies(place.item()))
                    .filter(place -> !Items.satisfied(c, place.item(), key.subject()))
                    .ifPresent(place -> all.add(need(c, place.stage(), place.item(), key, everyoneDied)));
        }
        return all;
    }

    /// What stays owed when a stage is left: unfinished items with a date of their own.
    static List<ItemKey> owing(Case c, Stage stage, Set<String> not) {
        var all = new ArrayList<ItemKey>();
        for (var item : stage.checklist()) {
            if (item.due().isEmpty() || not.contains(item.name()) || !c.applies(item)) {
                continue;
            }
            for (var subject : c.subjects(item)) {
                if (!Items.satisfied(c, item, subject)
                        && !(Items.clock(c, stage, item, subject) instanceof Clock.Silent)) {
                    all.add(new ItemKey(item.name(), subject));
                }
            }
        }
        return all;
    }

    private static List<Running> clocks(Case c) {
        var all = new ArrayList<Running>();
        for (var rule : c.policy().allClocks()) {
            var clock = Clocks.clock(c, rule.due(), c.run().stage(), rule.clauses(), Optional.empty());
            boolean stopped = rule.until().stream().anyMatch(c.run().moments()::containsKey);
            if (!stopped && clock.dated().isPresent()) {
                all.add(new Running(rule.name(), rule.title(), rule.owner(), clock, rule.clauses()));
            }
        }
        return all;
    }

    private static List<Beside> lines(Case c) {
        var all = new ArrayList<Beside>();
        for (var line : c.pathway().alongside()) {
            if (c.run().lines().containsKey(line.name())) {
                all.add(new Beside(line));
            }
        }
        return all;
    }

    private static Optional<Review> review(Case c) {
        return c.run().dispute().map(open -> {
            var rule = Procedure.rule(c, open);
            var step = rule.steps().get(open.step());
            var since = c.at(withDisputeMoments(c.run(), open), c.facts());
            var clock = Clocks.clock(
                    since,
                    step.due(),
                    c.run().stage(),
                    Procedure.orElse(step.clauses(), rule.clauses()),
                    Optional.empty());
            return new Review(
                    rule.name(),
                    Procedure.reviewers(c, open),
                    clock,
                    rule.meanwhile(),
                    "dispute:" + rule.name() + "#" + open.step());
        });
    }

    /// A step of a dispute counts its time from when it was raised, or from when it reached that step.
    private static Run withDisputeMoments(Run run, Run.OpenDispute open) {
        return run.withMoment("raised", open.raised()).withMoment("step", open.stepBegan());
    }

    /// Everything unfinished that has a clock.
    public List<Timed> timed() {
        var all = new ArrayList<Timed>();
        for (var need : items) {
            if (need.standing() == Standing.OPEN) {
                all.add(need);
            }
        }
        decision.ifPresent(all::add);
        all.addAll(owed);
        all.addAll(clocks);
        review.ifPresent(all::add);
        return all;
    }
}
