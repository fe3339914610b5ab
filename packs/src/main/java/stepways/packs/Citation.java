package stepways.packs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// An element of a policy that cites a clause in its own right, and the policy without that element.
///
/// What cites nothing itself rests on the clauses of the element around it. So a clause that is cited by a stage is
/// taken out by taking out what rests on the stage, see [Without#inherited], and never by dropping the stage.
///
/// @param at where it stands, as `pathway.element`, so that its place in the file can be found
/// @param what it is, in words, such as `due of step-up.checkpoint`
record Citation(ClauseId clause, String at, String what, UnaryOperator<Policy> without) {

    /// Every citation of a policy itself; the national layer has its own. Readings and gaps cite clauses without
    /// executing them, and so are none.
    static List<Citation> of(Policy policy) {
        var all = new Collector(policy);
        policy.pathways().values().forEach(all::pathway);
        all.outside();
        return List.copyOf(all.found);
    }

    private static final class Collector {
        private final Policy policy;
        private final List<Citation> found = new ArrayList<>();

        Collector(Policy policy) {
            this.policy = policy;
        }

        private void add(List<ClauseId> clauses, String at, String what, UnaryOperator<Policy> without) {
            for (var clause : clauses) {
                found.add(new Citation(clause, at, what, without));
            }
        }

        private void pathway(Pathway pathway) {
            var name = pathway.name();
            var resting = pathway.stages().values().stream()
                    .filter(stage -> stage.clauses().isEmpty())
                    .map(Stage::name)
                    .toList();
            add(pathway.clauses(), name, "pathway " + name, policy -> {
                if (resting.isEmpty()) {
                    return Without.doors(policy, name);
                }
                var next = policy;
                for (var stage : resting) {
                    next = Without.inherited(next, name, stage);
                }
                return next;
            });
            for (var door : pathway.doors().values()) {
                var at = name + "." + door.name();
                add(door.clauses(), at, "door " + at, policy -> Without.door(policy, name, door.name()));
            }
            for (var stage : pathway.stages().values()) {
                stage(name, stage);
            }
            for (var line : pathway.alongside()) {
                var at = name + "." + line.name();
                add(line.clauses(), at, "alongside " + at, policy -> Without.line(policy, name, line.name()));
            }
            for (var act : pathway.anyTime()) {
                var at = name + "." + act.name();
                add(act.clauses(), at, "any-time " + at, policy -> Without.act(policy, name, act.name()));
                for (var effect : act.then()) {
                    add(
                            effect.clauses(),
                            at,
                            word(effect) + " of " + at,
                            policy -> Without.actEffect(policy, name, act.name(), effect));
                }
            }
        }

        private void stage(String pathway, Stage stage) {
            var at = pathway + "." + stage.name();
            add(stage.clauses(), at, "stage " + at, policy -> Without.inherited(policy, pathway, stage.name()));
            add(
                    stage.decider().clauses(),
                    at,
                    "who decides " + at,
                    policy -> Without.decider(policy, pathway, stage.name()));
            dues(stage.due(), at, (policy, due) -> Without.stageDue(policy, pathway, stage.name(), due));
            if (stage.notBefore() != null) {
                add(
                        stage.notBefore().clauses(),
                        at,
                        "not-before of " + at,
                        policy -> Without.stageNotBefore(policy, pathway, stage.name()));
            }
            stage.checklist().forEach(item -> item(pathway, item));
            stage.outcomes().forEach(outcome -> outcome(pathway, outcome));
        }

        private void dues(List<DueRule> rules, String at, BiFunction<Policy, DueRule, Policy> change) {
            for (var rule : rules) {
                add(rule.clauses(), at, "due of " + at, policy -> change.apply(policy, rule));
            }
        }

        private void item(String pathway, Item item) {
            var name = item.name();
            var at = pathway + "." + name;
            add(item.clauses(), at, "item " + at, policy -> Without.item(policy, pathway, name));
            dues(item.due(), at, (policy, due) -> Without.itemDue(policy, pathway, name, due));
            if (item.notBefore() != null) {
                add(
                        item.notBefore().clauses(),
                        at,
                        "not-before of " + at,
                        policy -> Without.itemNotBefore(policy, pathway, name));
            }
            if (item.reason() != null) {
                add(
                        item.reason().clauses(),
                        at,
                        "or-reason-from of " + at,
                        policy -> Without.itemReason(policy, pathway, name));
            }
            if (item.kind() instanceof Item.Kind.OneOf(var options)) {
                options.forEach(option -> item(pathway, option));
            }
        }

        private void outcome(String pathway, Outcome outcome) {
            var name = outcome.name();
            var at = pathway + "." + name;
            add(outcome.clauses(), at, "outcome " + at, policy -> Without.outcome(policy, pathway, name));
            add(outcome.codeClauses(), at, "code of " + at, policy -> Without.outcomeCodes(policy, pathway, name));
            for (var effect : outcome.then()) {
                add(
                        effect.clauses(),
                        at,
                        word(effect) + " of " + at,
                        policy -> Without.outcomeEffect(policy, pathway, name, effect));
            }
            if (outcome.notBefore() != null) {
                add(
                        outcome.notBefore().clauses(),
                        at,
                        "not-before of " + at,
                        policy -> Without.outcomeNotBefore(policy, pathway, name));
            }
        }

        private void outside() {
            for (var agreement : policy.agreements().values()) {
                var at = "agreement." + agreement.name();
                add(
                        agreement.clauses(),
                        at,
                        "agreement " + agreement.name(),
                        p -> Without.agreement(p, agreement.name()));
            }
            for (var forum : policy.forums().values()) {
                var at = "forum." + forum.name();
                add(forum.clauses(), at, "forum " + forum.name(), p -> Without.forum(p, forum.name()));
                add(forum.cutOffClauses(), at, "cut-off of " + forum.name(), p -> Without.cutOff(p, forum.name()));
            }
            for (var dispute : policy.disputes()) {
                var name = dispute.name();
                var at = "dispute." + name;
                add(dispute.clauses(), at, "dispute " + name, p -> Without.dispute(p, name));
                for (int i = 0; i < dispute.steps().size(); i++) {
                    var step = dispute.steps().get(i);
                    add(
                            step.clauses(),
                            at,
                            "step " + (i + 1) + " of dispute " + name,
                            p -> Without.disputeStep(p, name, step));
                    dues(step.due(), at, (p, due) -> Without.disputeDue(p, name, due));
                }
            }
            for (var letter : policy.letters().values()) {
                add(
                        letter.clauses(),
                        "letter." + letter.name(),
                        "letter " + letter.name(),
                        p -> Without.letter(p, letter.name()));
            }
            for (var never : policy.nevers()) {
                add(
                        never.clauses(),
                        "gap." + never.at().stream().sorted().findFirst().orElse(""),
                        "never " + never.system() + " " + never.code(),
                        p -> Without.never(p, never));
            }
            for (var clock : policy.clocks()) {
                var at = "clock." + clock.name();
                add(clock.clauses(), at, "clock " + clock.name(), p -> Without.clock(p, clock.name()));
                dues(clock.due(), at, (p, due) -> Without.clockDue(p, clock.name(), due));
            }
            for (var code : policy.closingCodes()) {
                add(
                        code.clauses(),
                        "closing-code." + code.because(),
                        "closing code " + code.census() + " for " + code.because(),
                        p -> Without.closingCode(p, code));
            }
            policy.harmRoute().ifPresent(harm -> add(harm.clauses(), "harm-route", "harm route", Without::harmRoute));
        }
    }

    private static String word(Effect effect) {
        return switch (effect) {
            case Effect.Open _ -> "open";
            case Effect.Close _ -> "close";
            case Effect.Lead _ -> "lead";
            case Effect.CoWorker _ -> "co-worker";
            case Effect.DutyHolder _ -> "duty-holder";
            case Effect.Tray _ -> "tray";
            case Effect.Agenda _ -> "agenda";
            case Effect.Start _ -> "start";
            case Effect.Share _ -> "share";
            case Effect.Letter _ -> "letter";
            case Effect.Tell _ -> "tell";
            case Effect.File _ -> "file";
            case Effect.Mark _ -> "mark";
        };
    }
}
