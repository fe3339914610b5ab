package stepways.engine.check;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stepways.engine.policy.Condition;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.DueRule.Limit;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Stage;

/// What may still be asked of a run in a stage: by this stage, and by every stage that its outcomes lead on to.
///
/// Two states that differ only in what nobody asks any more are one state to the explorer. A pathway that disputes
/// can reach is never cut: a review may send a run back.
final class Ahead {

    private final Set<String> agreements = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> facts = new HashSet<>();
    private boolean everything;

    /// What may be asked from each stage of a pathway on.
    ///
    /// @param mayGoBack whether something else than an outcome may lead to a stage
    static Map<String, Ahead> of(Pathway pathway, boolean mayGoBack) {
        var all = new HashMap<String, Ahead>();
        for (var stage : pathway.stages().keySet()) {
            var ahead = new Ahead();
            ahead.everything = mayGoBack;
            for (var next : reachable(pathway, stage)) {
                ahead.stage(pathway.stage(next));
            }
            for (var line : pathway.alongside()) {
                ahead.names.add(line.joins());
                ahead.condition(line.when());
            }
            for (var act : pathway.anyTime()) {
                act.then().forEach(ahead::effect);
            }
            all.put(stage, ahead);
        }
        return all;
    }

    boolean asksAgreement(String name) {
        return everything || agreements.contains(name);
    }

    /// Whether an item or an outcome of an earlier stage is still asked about.
    boolean asksName(String name) {
        return everything || names.contains(name);
    }

    boolean asksFact(String name) {
        return everything || facts.contains(name);
    }

    private static Set<String> reachable(Pathway pathway, String from) {
        var found = new HashSet<String>();
        var todo = new ArrayDeque<>(List.of(from));
        while (!todo.isEmpty()) {
            var name = todo.removeFirst();
            if (found.add(name)) {
                for (var outcome : pathway.stage(name).outcomes()) {
                    if (outcome.go() instanceof Outcome.Go.To(var next)) {
                        todo.add(next);
                    }
                }
            }
        }
        return found;
    }

    private void stage(Stage stage) {
        stage.checklist().forEach(this::item);
        stage.due().forEach(this::due);
        names.addAll(stage.decider().otherThan());
        notBefore(stage.notBefore());
        for (var outcome : stage.outcomes()) {
            condition(outcome.when());
            notBefore(outcome.notBefore());
            outcome.then().forEach(this::effect);
        }
    }

    private void item(Item item) {
        names.add(item.name());
        names.addAll(item.otherThan());
        condition(item.when());
        item.due().forEach(this::due);
        notBefore(item.notBefore());
        if (item.reason() != null) {
            condition(item.reason().when());
        }
        switch (item.kind()) {
            case Item.Kind.Agreement(var agreement, var _) -> agreements.add(agreement);
            case Item.Kind.Confirm confirm -> facts.add(confirm.fact());
            case Item.Kind.OneOf(var options) -> options.forEach(this::item);
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.Documents _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Named _ -> {
                // Known by their name alone.
            }
        }
    }

    private void effect(Effect effect) {
        switch (effect) {
            case Effect.Lead(var named, var _) -> names.add(named);
            case Effect.CoWorker(var named, var _) -> names.add(named);
            case Effect.Share share -> agreements.add(share.under());
            case Effect.Start _ -> everything = true;
            case Effect.Open _,
                    Effect.Close _,
                    Effect.DutyHolder _,
                    Effect.Tray _,
                    Effect.Agenda _,
                    Effect.Letter _,
                    Effect.Tell _,
                    Effect.File _,
                    Effect.Mark _ -> {
                // These read nothing of the run's past.
            }
        }
    }

    private void due(DueRule rule) {
        condition(rule.when());
        switch (rule.limit()) {
            case Limit.Immediately(var of) -> moment(of);
            case Limit.SameDay(var of) -> moment(of);
            case Limit.Within(var _, var of, var _) -> moment(of);
            case Limit.Before(var _, var event) -> moment(event);
            case Limit.DayOf(var event) -> moment(event);
            case Limit.Between(var opens, var closes) -> {
                moment(opens);
                moment(closes);
            }
            case Limit.WindowBefore(var _, var _, var event) -> moment(event);
            case Limit.AtAge _, Limit.BetweenAges _, Limit.None _ -> {
                // Read from the birth date, or no date at all.
            }
        }
    }

    private void notBefore(@org.jspecify.annotations.Nullable NotBefore rule) {
        if (rule == null) {
            return;
        }
        condition(rule.when());
        switch (rule.moment()) {
            case NotBefore.Moment.Wait(var _, var of) -> moment(of);
            case NotBefore.Moment.Event(var name) -> moment(name);
            case NotBefore.Moment.AtAge _ -> {
                // Read from the birth date.
            }
        }
    }

    /// A moment may be an outcome, an item, a mark or a dated fact.
    private void moment(String name) {
        names.add(name);
        facts.add(name);
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Condition.All(var all) -> all.forEach(this::condition);
            case Condition.Not(var not) -> condition(not);
            case Condition.FactIs(var fact, var _) -> facts.add(fact);
            case Condition.FactAtLeast(var fact, var _) -> facts.add(fact);
            case Condition.Chosen(var outcomes) -> names.addAll(outcomes);
            case Condition.Always _,
                    Condition.ByDoor _,
                    Condition.AgeAtLeast _,
                    Condition.OpenTo _,
                    Condition.From _,
                    Condition.To _ -> {
                // Nothing that the run has gathered on its way.
            }
        }
    }
}
