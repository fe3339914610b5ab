package stepways.packs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// One element of a pack: what it is in words, the clauses it rests on, and its dates.
///
/// @param at where it stands in the pack's files, as `pathway.element`
/// @param clauses its own and those of its parts, or else those of the element around it
record Explained(String at, List<String> words, Set<ClauseId> clauses, List<DueRule> due, Optional<Forum> forum) {

    /// What a person may mean by a word: a pathway, or an element as `pathway.element`, a forum, a dispute and so on.
    static Optional<Explained> find(Policy policy, String where) {
        var wording = new Wording(policy);
        for (Policy each = policy; each != null; each = each.national()) {
            var found = in(each, wording, where);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Every name that [#find] knows.
    static List<String> names(Policy policy) {
        var all = new LinkedHashSet<String>();
        for (Policy each = policy; each != null; each = each.national()) {
            for (var pathway : each.pathways().values()) {
                all.add(pathway.name());
                names(pathway).forEach(name -> all.add(pathway.name() + "." + name));
            }
            all.addAll(each.forums().keySet());
            each.disputes().forEach(dispute -> all.add(dispute.name()));
            all.addAll(each.letters().keySet());
            all.addAll(each.agreements().keySet());
            each.clocks().forEach(clock -> all.add(clock.name()));
            if (each.harmRoute().isPresent()) {
                all.add("harm-route");
            }
            each.clauses().keySet().forEach(id -> all.add(id.value()));
        }
        return List.copyOf(all);
    }

    private static List<String> names(Pathway pathway) {
        var all = new ArrayList<>(pathway.doors().keySet());
        for (var stage : pathway.stages().values()) {
            all.add(stage.name());
            stage.checklist().forEach(item -> items(item).forEach(each -> all.add(each.name())));
            stage.outcomes().forEach(outcome -> all.add(outcome.name()));
        }
        pathway.alongside().forEach(line -> all.add(line.name()));
        pathway.anyTime().forEach(act -> all.add(act.name()));
        return all;
    }

    private static List<Item> items(Item item) {
        var all = new ArrayList<>(List.of(item));
        if (item.kind() instanceof Item.Kind.OneOf(var options)) {
            all.addAll(options);
        }
        return all;
    }

    private static Optional<Explained> in(Policy policy, Wording wording, String where) {
        var pathway = policy.pathways().get(where);
        if (pathway != null) {
            return Optional.of(explained(where, wording.pathway(pathway), clauses(policy, where), List.of()));
        }
        int dot = where.indexOf('.');
        if (dot > 0 && policy.pathways().get(where.substring(0, dot)) instanceof Pathway around) {
            return inside(policy, wording, around, where.substring(dot + 1));
        }
        var forum = policy.forums().get(where);
        if (forum != null) {
            return Optional.of(new Explained(
                    "forum." + where,
                    wording.forum(forum),
                    clauses(policy, "forum." + where),
                    List.of(),
                    Optional.of(forum)));
        }
        for (var dispute : policy.disputes()) {
            if (dispute.name().equals(where)) {
                var due = dispute.steps().stream()
                        .flatMap(step -> step.due().stream())
                        .toList();
                return Optional.of(explained(
                        "dispute." + where, wording.dispute(dispute), clauses(policy, "dispute." + where), due));
            }
        }
        for (var clock : policy.clocks()) {
            if (clock.name().equals(where)) {
                return Optional.of(explained(
                        "clock." + where, wording.clock(clock), clauses(policy, "clock." + where), clock.due()));
            }
        }
        var letter = policy.letters().get(where);
        if (letter != null) {
            return Optional.of(explained(
                    "letter." + where, wording.letter(letter), clauses(policy, "letter." + where), List.of()));
        }
        var agreement = policy.agreements().get(where);
        if (agreement != null) {
            return Optional.of(explained(
                    "agreement." + where,
                    wording.agreement(agreement),
                    clauses(policy, "agreement." + where),
                    List.of()));
        }
        return where.equals("harm-route")
                ? policy.harmRoute()
                        .map(harm -> explained(
                                where,
                                List.of(
                                        "Harm now begins a run at " + harm.pathway() + "." + harm.door()
                                                + Wording.cited(harm.clauses()) + ".",
                                        "Ring: "
                                                + String.join(
                                                        ", then ",
                                                        harm.call().stream()
                                                                .map(wording::role)
                                                                .toList())
                                                + ".",
                                        "Out of hours: "
                                                + String.join(
                                                        ", then ",
                                                        harm.outOfHours().stream()
                                                                .map(wording::role)
                                                                .toList())
                                                + "."),
                                clauses(policy, where),
                                List.of()))
                : Optional.empty();
    }

    private static Optional<Explained> inside(Policy policy, Wording wording, Pathway pathway, String name) {
        var at = pathway.name() + "." + name;
        var door = pathway.doors().get(name);
        if (door != null) {
            return Optional.of(explained(at, wording.door(door), clauses(policy, at), List.of()));
        }
        var stage = pathway.stages().get(name);
        if (stage != null) {
            return Optional.of(explained(at, wording.stage(stage), clauses(policy, at), stage.due()));
        }
        for (var around : pathway.stages().values()) {
            var outcome = around.outcome(name);
            if (outcome.isPresent()) {
                return Optional.of(
                        explained(at, wording.outcome(around, outcome.get()), orAround(policy, at, around), List.of()));
            }
            var item = around.item(name);
            if (item.isPresent()) {
                return Optional.of(explained(
                        at,
                        wording.item(around, item.get()),
                        orAround(policy, at, around),
                        item.get().due()));
            }
        }
        for (var line : pathway.alongside()) {
            if (line.name().equals(name)) {
                return Optional.of(explained(at, wording.alongside(line), clauses(policy, at), List.of()));
            }
        }
        for (var act : pathway.anyTime()) {
            if (act.name().equals(name)) {
                return Optional.of(explained(at, wording.act(act), clauses(policy, at), List.of()));
            }
        }
        return Optional.empty();
    }

    private static Explained explained(String at, List<String> words, Set<ClauseId> clauses, List<DueRule> due) {
        return new Explained(at, words, clauses, due, Optional.empty());
    }

    private static Set<ClauseId> clauses(Policy policy, String at) {
        var all = new LinkedHashSet<ClauseId>();
        for (var citation : Citation.of(policy)) {
            if (citation.at().equals(at)) {
                all.add(citation.clause());
            }
        }
        return all;
    }

    private static Set<ClauseId> orAround(Policy policy, String at, Stage around) {
        var own = clauses(policy, at);
        return own.isEmpty() ? new LinkedHashSet<>(around.clauses()) : own;
    }
}
