package stepways.app.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.Basis;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// Where each clause acts: every element of a pack that cites it, with what the element rests on.
final class Uses {

    /// One element that cites a clause.
    ///
    /// @param pathway the name of its pathway, if it stands in one
    record Use(String words, @Nullable String pathway, Basis basis) {}

    private final Map<ClauseId, List<Use>> all = new LinkedHashMap<>();

    private Uses() {}

    static Uses of(Policy policy) {
        var uses = new Uses();
        for (var pathway : policy.pathways().values()) {
            uses.pathway(pathway);
        }
        for (var forum : policy.forums().values()) {
            uses.add(forum.clauses(), forum.title(), null, forum.basis());
            uses.add(forum.cutOffClauses(), forum.title() + ": by when requests are put", null, forum.basis());
        }
        for (var dispute : policy.disputes()) {
            uses.add(dispute.clauses(), dispute.title(), null, dispute.basis());
            for (var step : dispute.steps()) {
                uses.add(
                        step.clauses(),
                        dispute.title() + ": review by "
                                + policy.role(step.by()).title(),
                        null,
                        dispute.basis());
                uses.due(dispute.title() + ": time of the review", null, step.due());
            }
        }
        for (var clock : policy.clocks()) {
            uses.add(clock.clauses(), "Clock: " + clock.title(), null, clock.basis());
            uses.due("Clock: " + clock.title(), null, clock.due());
        }
        for (var review : policy.line().reviews()) {
            uses.add(review.clauses(), review.title(), null, review.basis());
        }
        for (var agreement : policy.agreements().values()) {
            uses.add(agreement.clauses(), "Agreement: " + agreement.title(), null, Basis.TEXT);
        }
        for (var letter : policy.letters().values()) {
            uses.add(letter.clauses(), "Letter: " + letter.title(), null, Basis.TEXT);
        }
        for (var never : policy.nevers()) {
            uses.add(never.clauses(), "“" + never.code() + "” cannot be chosen", null, Basis.TEXT);
        }
        for (var code : policy.closingCodes()) {
            uses.add(code.clauses(), "Census code " + code.census(), null, Basis.NATIONAL);
        }
        policy.harmRoute()
                .ifPresent(route -> uses.add(route.clauses(), "Harm now: whom to ring first", null, Basis.TEXT));
        return uses;
    }

    List<Use> of(ClauseId clause) {
        return all.getOrDefault(clause, List.of());
    }

    private void add(List<ClauseId> clauses, String words, @Nullable String pathway, Basis basis) {
        for (var clause : clauses) {
            var uses = all.computeIfAbsent(clause, _ -> new ArrayList<>());
            var use = new Use(words, pathway, basis);
            if (!uses.contains(use)) {
                uses.add(use);
            }
        }
    }

    private void pathway(Pathway pathway) {
        var name = pathway.name();
        add(pathway.clauses(), pathway.title(), name, Basis.TEXT);
        for (var door : pathway.doors().values()) {
            add(door.clauses(), pathway.title() + ": door “" + door.title() + "”", name, door.basis());
        }
        for (var stage : pathway.stages().values()) {
            stage(pathway, stage);
        }
        for (var line : pathway.alongside()) {
            add(line.clauses(), pathway.title() + ": what goes on alongside", name, line.basis());
        }
        for (var act : pathway.anyTime()) {
            add(act.clauses(), pathway.title() + ": at any time, “" + act.title() + "”", name, act.basis());
            effects(act.title(), name, act.then(), act.basis());
        }
    }

    private void stage(Pathway pathway, Stage stage) {
        var name = pathway.name();
        var at = stage.title();
        add(stage.clauses(), at, name, Basis.TEXT);
        add(stage.decider().clauses(), at + ": who decides", name, Basis.TEXT);
        due(at + ": when the decision is due", name, stage.due());
        notBefore(at, name, stage.notBefore());
        for (var item : stage.checklist()) {
            item(at, name, item);
        }
        for (var outcome : stage.outcomes()) {
            outcome(at, name, outcome);
        }
    }

    private void item(String at, String pathway, Item item) {
        var words = at + ": “" + item.title() + "”";
        add(item.clauses(), words, pathway, item.basis());
        due(words + ", by when", pathway, item.due());
        notBefore(words, pathway, item.notBefore());
        if (item.reason() != null) {
            add(item.reason().clauses(), words + ", a reason instead", pathway, item.basis());
        }
        if (item.kind() instanceof Item.Kind.OneOf(var of)) {
            of.forEach(each -> item(at, pathway, each));
        }
    }

    private void outcome(String at, String pathway, Outcome outcome) {
        var words = at + ": outcome “" + outcome.title() + "”";
        add(outcome.clauses(), words, pathway, outcome.basis());
        add(outcome.codeClauses(), words + ", the words for the case system", pathway, outcome.basis());
        notBefore(words, pathway, outcome.notBefore());
        effects(words, pathway, outcome.then(), outcome.basis());
    }

    private void effects(String words, String pathway, List<Effect> effects, Basis basis) {
        effects.forEach(effect -> add(effect.clauses(), words + ", what follows", pathway, basis));
    }

    private void due(String words, @Nullable String pathway, List<DueRule> rules) {
        rules.forEach(rule -> add(rule.clauses(), words, pathway, rule.basis()));
    }

    private void notBefore(String words, @Nullable String pathway, @Nullable NotBefore rule) {
        if (rule != null) {
            add(rule.clauses(), words + ", not before", pathway, Basis.TEXT);
        }
    }
}
