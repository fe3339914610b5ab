package stepways.packs;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stepways.engine.policy.Clause;
import stepways.engine.policy.Condition;
import stepways.engine.policy.Decider;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.DueRule.Limit;
import stepways.engine.policy.Effect;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.LetterField;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// What a pack says may be well written and still mean nothing: names that lead nowhere, stages nobody reaches,
/// agreements whose refusal is a dead end.
final class Meaning {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{ *([a-z.-]+) *}}");

    private final Policy policy;
    private final Places places;
    private final Problems problems;
    private final String folder;

    private Meaning(Policy policy, Places places, Problems problems, String folder) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
        this.folder = folder;
    }

    static void check(Policy policy, Places places, Problems problems, String folder) {
        var meaning = new Meaning(policy, places, problems, folder);
        policy.pathways().values().forEach(meaning::pathway);
        meaning.letters();
        meaning.outside();
    }

    private void error(String element, String message, String instead) {
        places.yaml(element)
                .ifPresentOrElse(
                        at -> at.error(message, instead),
                        () -> problems.error(folder + "/pack.yaml", java.util.Optional.empty(), message, instead));
    }

    private void warn(String element, String message, String instead) {
        places.yaml(element).ifPresent(at -> at.warn(message, instead));
    }

    private void pathway(Pathway pathway) {
        unique(pathway);
        for (var door : pathway.doors().values()) {
            if (!pathway.stages().containsKey(door.at())) {
                error(
                        pathway.name() + "." + door.name(),
                        "unknown stage '" + door.at() + "'",
                        Problems.nearest(door.at(), pathway.stages().keySet()).orElse(""));
            }
        }
        var moments = moments(pathway);
        for (var stage : pathway.stages().values()) {
            stage(pathway, stage, moments);
        }
        var outcomes = outcomes(pathway);
        for (var line : pathway.alongside()) {
            for (var name : line.from()) {
                outcomeExists(pathway, line.name(), name, outcomes);
            }
            for (var name : line.until()) {
                outcomeExists(pathway, line.name(), name, outcomes);
            }
            if (!line.joins().isEmpty() && pathway.item(line.joins()).isEmpty()) {
                error(pathway.name() + "." + line.name(), "no item '" + line.joins() + "' names who joins", "");
            }
        }
        reachable(pathway);
    }

    private void outcomeExists(Pathway pathway, String line, String name, Set<String> outcomes) {
        if (!outcomes.contains(name)) {
            error(
                    pathway.name() + "." + line,
                    "unknown outcome '" + name + "'",
                    Problems.nearest(name, outcomes).orElse(""));
        }
    }

    private void unique(Pathway pathway) {
        var seen = new HashMap<String, String>();
        for (var stage : pathway.stages().values()) {
            for (var item : stage.checklist()) {
                once(pathway, seen, item.name(), "item");
                if (item.kind() instanceof Item.Kind.OneOf(var options)) {
                    options.forEach(option -> once(pathway, seen, option.name(), "item"));
                }
            }
            for (var outcome : stage.outcomes()) {
                once(pathway, seen, outcome.name(), "outcome");
            }
        }
    }

    private void once(Pathway pathway, Map<String, String> seen, String name, String kind) {
        var before = seen.putIfAbsent(name, kind);
        if (before != null) {
            error(
                    pathway.name() + "." + name,
                    "the name '" + name + "' stands twice in pathway " + pathway.name() + " (" + before + ", " + kind
                            + ")",
                    kind.equals("item") ? "name: another-name" : "another name");
        }
    }

    private static Set<String> outcomes(Pathway pathway) {
        var all = new LinkedHashSet<String>();
        pathway.stages().values().forEach(stage -> stage.outcomes().forEach(outcome -> all.add(outcome.name())));
        return all;
    }

    /// Everything a clock may name as its start.
    private Set<String> moments(Pathway pathway) {
        var all = new LinkedHashSet<>(List.of("started", "stage", "sitting", "raised", "step"));
        all.addAll(outcomes(pathway));
        for (var stage : pathway.stages().values()) {
            for (var item : stage.checklist()) {
                all.add(item.name());
                if (item.kind() instanceof Item.Kind.OneOf(var options)) {
                    options.forEach(option -> all.add(option.name()));
                }
            }
        }
        pathway.anyTime().forEach(act -> all.add(act.name()));
        all.addAll(marks());
        for (Policy each = policy; each != null; each = each.national()) {
            for (var fact : each.facts().values()) {
                if (fact.kind() == FactType.Kind.DATE) {
                    all.add(fact.name());
                }
            }
        }
        return all;
    }

    private Set<String> marks() {
        var all = new LinkedHashSet<String>();
        for (Policy each = policy; each != null; each = each.national()) {
            for (var pathway : each.pathways().values()) {
                for (var stage : pathway.stages().values()) {
                    for (var outcome : stage.outcomes()) {
                        for (var effect : outcome.then()) {
                            if (effect instanceof Effect.Mark(var name, var _)) {
                                all.add(name);
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    private void stage(Pathway pathway, Stage stage, Set<String> moments) {
        var here = pathway.name() + "." + stage.name();
        if (stage.outcomes().isEmpty()) {
            error(here, "stage '" + stage.name() + "' has no outcome: a run could never leave it", "");
        }
        if (stage.waitsFor().isEmpty()) {
            error(here, "stage '" + stage.name() + "' waits for nobody", "waits-for: a-role");
        }
        var itemNames = new LinkedHashSet<String>();
        stage.checklist().forEach(item -> itemNames.add(item.name()));
        dues(here, stage.due(), moments);
        minimum(here, stage.notBefore(), moments);
        for (var item : stage.checklist()) {
            item(pathway, stage, item, moments);
        }
        for (var outcome : stage.outcomes()) {
            outcome(pathway, stage, outcome, itemNames, moments);
        }
        boolean timed = !stage.due().isEmpty()
                || stage.decider().who() instanceof Decider.Who.Forum
                || stage.checklist().stream().anyMatch(item -> !item.due().isEmpty());
        boolean silent =
                pathway.silences().stream().anyMatch(silence -> silence.stages().contains(stage.name()));
        if (!timed && !silent) {
            warn(
                    here,
                    "stage '" + stage.name() + "' has no clock and does not say so",
                    "no-clock: [{stages: [" + stage.name() + "], because: …}]");
        }
    }

    private void item(Pathway pathway, Stage stage, Item item, Set<String> moments) {
        var here = pathway.name() + "." + item.name();
        dues(here, item.due(), moments);
        minimum(here, item.notBefore(), moments);
        boolean needed = stage.outcomes().stream().anyMatch(outcome -> switch (outcome.needs()) {
            case Outcome.Needs.All() -> true;
            case Outcome.Needs.None() -> false;
            case Outcome.Needs.These(var names) -> names.contains(item.name());
        });
        if (!needed && item.due().isEmpty()) {
            error(
                    here,
                    "no outcome needs '" + item.name() + "' and it has no date: it could be forgotten",
                    "due: …, or name it in needs");
        }
        if (item.kind() instanceof Item.Kind.Agreement(var name, var strength)
                && strength == Item.Strength.OBTAINED
                && needed) {
            var ways = policy.agreement(name).map(type -> type.ifRefused()).orElse(Set.of());
            if (stage.outcomes().stream().noneMatch(outcome -> ways.contains(outcome.name()))) {
                error(
                        here,
                        "agreement '" + name + "' has to be obtained here, and nothing takes a refusal further",
                        "one of its if-refused outcomes in this stage: " + ways);
            }
        }
        force(here, item);
    }

    /// The force of a clause and the form of its item agree.
    private void force(String here, Item item) {
        for (var id : item.clauses()) {
            var force = policy.clause(id).map(Clause::force).orElse(Clause.Force.INFO);
            if (force == Clause.Force.MUST
                    && item.reason() != null
                    && item.reason().clauses().isEmpty()
                    && item.basis() == stepways.engine.policy.Basis.TEXT) {
                warn(
                        here,
                        id + " is a must, and a reason may replace '" + item.name()
                                + "' without a clause that allows it",
                        "or-reason-from: {role: …, clauses: […]}");
            }
        }
    }

    private void outcome(Pathway pathway, Stage stage, Outcome outcome, Set<String> items, Set<String> moments) {
        var here = pathway.name() + "." + outcome.name();
        if (outcome.needs() instanceof Outcome.Needs.These(var names)) {
            for (var name : names) {
                if (!items.contains(name)) {
                    error(
                            here,
                            "outcome '" + outcome.name() + "' needs '" + name + "', which is no item of stage "
                                    + stage.name(),
                            Problems.nearest(name, items).orElse(""));
                }
            }
        }
        if (outcome.go() instanceof Outcome.Go.To(var next) && !pathway.stages().containsKey(next)) {
            error(
                    here,
                    "unknown stage '" + next + "'",
                    Problems.nearest(next, pathway.stages().keySet()).orElse("a stage, again or end"));
        }
        minimum(here, outcome.notBefore(), moments);
        for (var effect : outcome.then()) {
            effect(pathway, here, effect);
        }
        chosen(here, outcome.when(), moments);
    }

    private void effect(Pathway pathway, String here, Effect effect) {
        switch (effect) {
            case Effect.Lead(var item, var _) -> named(pathway, here, item);
            case Effect.CoWorker(var item, var _) -> named(pathway, here, item);
            case Effect.Start(var to, var door, var _) -> {
                var target = policy.pathways().get(to);
                if (target == null && policy.national() != null) {
                    target = policy.national().pathways().get(to);
                }
                if (target == null || !target.doors().containsKey(door)) {
                    // Pathway files are read one by one: a later one may hold the door.
                    if (!policy.pathways().containsKey(to)) {
                        error(
                                here,
                                "unknown pathway '" + to + "'",
                                Problems.nearest(to, policy.pathways().keySet()).orElse(""));
                    } else {
                        error(here, "unknown door '" + door + "' of pathway " + to, "");
                    }
                }
            }
            case Effect.Open _,
                    Effect.Close _,
                    Effect.DutyHolder _,
                    Effect.Tray _,
                    Effect.Agenda _,
                    Effect.Share _,
                    Effect.Letter _,
                    Effect.Tell _,
                    Effect.File _,
                    Effect.Mark _ -> {
                // Their names were looked up when they were read.
            }
        }
    }

    private void named(Pathway pathway, String here, String item) {
        var found = pathway.item(item);
        if (found.isEmpty() || !(found.get().kind() instanceof Item.Kind.Named)) {
            error(
                    here,
                    "no item of pathway " + pathway.name() + " names '" + item + "'",
                    "{named: " + item + "} in a stage before");
        }
    }

    private void dues(String here, List<DueRule> rules, Set<String> moments) {
        for (var rule : rules) {
            switch (rule.limit()) {
                case Limit.Immediately(var of) -> moment(here, of, moments);
                case Limit.SameDay(var of) -> moment(here, of, moments);
                case Limit.Within(var _, var of, var _) -> moment(here, of, moments);
                case Limit.Before(var _, var event) -> moment(here, event, moments);
                case Limit.DayOf(var event) -> moment(here, event, moments);
                case Limit.Between(var opens, var closes) -> {
                    moment(here, opens, moments);
                    moment(here, closes, moments);
                }
                case Limit.WindowBefore(var _, var _, var event) -> moment(here, event, moments);
                case Limit.AtAge _, Limit.BetweenAges _, Limit.None _ -> {
                    // These start at a birth date or not at all.
                }
            }
        }
    }

    private void minimum(String here, @org.jspecify.annotations.Nullable NotBefore rule, Set<String> moments) {
        if (rule == null) {
            return;
        }
        switch (rule.moment()) {
            case NotBefore.Moment.Wait(var _, var of) -> moment(here, of, moments);
            case NotBefore.Moment.Event(var name) -> moment(here, name, moments);
            case NotBefore.Moment.AtAge _ -> {
                // Starts at the birth date.
            }
        }
    }

    private void moment(String here, String name, Set<String> moments) {
        if (!moments.contains(name)) {
            error(
                    here,
                    "nothing called '" + name + "' can start a clock here",
                    Problems.nearest(name, moments)
                            .orElse("an outcome, an item, a mark, started, stage, sitting or a dated fact"));
        }
    }

    private void chosen(String here, Condition condition, Set<String> moments) {
        switch (condition) {
            case Condition.Chosen(var names) -> names.forEach(name -> moment(here, name, moments));
            case Condition.All(var all) -> all.forEach(each -> chosen(here, each, moments));
            case Condition.Not(var not) -> chosen(here, not, moments);
            case Condition.Always _,
                    Condition.ByDoor _,
                    Condition.FactIs _,
                    Condition.FactAtLeast _,
                    Condition.AgeAtLeast _,
                    Condition.OpenTo _,
                    Condition.From _,
                    Condition.To _ -> {
                // Nothing that names an outcome.
            }
        }
    }

    private void reachable(Pathway pathway) {
        var seen = new HashSet<String>();
        var todo = new ArrayDeque<String>();
        pathway.doors().values().forEach(door -> todo.add(door.at()));
        while (!todo.isEmpty()) {
            var name = todo.removeFirst();
            if (!seen.add(name) || !pathway.stages().containsKey(name)) {
                continue;
            }
            for (var outcome : pathway.stage(name).outcomes()) {
                if (outcome.go() instanceof Outcome.Go.To(var next)) {
                    todo.add(next);
                }
            }
        }
        for (var stage : pathway.stages().keySet()) {
            if (!seen.contains(stage)) {
                error(pathway.name() + "." + stage, "no outcome leads to stage '" + stage + "'", "");
            }
        }
    }

    private void letters() {
        for (var letter : policy.letters().values()) {
            var declared = new LinkedHashSet<>(letter.fields());
            for (var field : declared) {
                if (LetterField.of(field).isEmpty()) {
                    error(
                            "letter." + letter.name(),
                            "unknown field '" + field + "'",
                            Problems.nearest(field, LetterField.words()).orElse("one of " + LetterField.words()));
                }
            }
            var used = PLACEHOLDER.matcher(letter.text());
            while (used.find()) {
                if (!declared.contains(used.group(1))) {
                    error(
                            "letter." + letter.name(),
                            "the text uses {{" + used.group(1) + "}}, which the letter does not declare",
                            "fields: [" + used.group(1) + ", …]");
                }
            }
        }
    }

    /// What stands outside the pathways and points into them.
    private void outside() {
        for (var gap : policy.gaps()) {
            inside("gap." + gap.at(), gap.at());
        }
        for (var never : policy.nevers()) {
            never.at().forEach(at -> inside("gap." + at, at));
        }
        for (var dispute : policy.disputes()) {
            dispute.stages().forEach(at -> inside("dispute." + dispute.name(), at));
        }
        for (var forum : policy.forums().values()) {
            forum.lists().forEach(at -> inside("forum." + forum.name(), at));
        }
        policy.harmRoute().ifPresent(harm -> {
            boolean known = policy.pathways().containsKey(harm.pathway())
                    ? policy.pathways().get(harm.pathway()) instanceof Pathway own
                            && own.doors().containsKey(harm.door())
                    : policy.national() != null
                            && policy.national().pathways().get(harm.pathway()) instanceof Pathway there
                            && there.doors().containsKey(harm.door());
            if (!known) {
                error("harm-route", "no door " + harm.pathway() + "." + harm.door(), "");
            }
            if (harm.call().isEmpty() || harm.outOfHours().isEmpty()) {
                error(
                        "harm-route",
                        "the harm route says whom to ring by day and out of hours",
                        "call: […], out-of-hours: […]");
            }
        });
        if (policy.harm().isEmpty()) {
            error(
                    "harm-route",
                    "a pack needs a harm route, its own or the national one",
                    "harm-route: {…} in pack.yaml");
        }
    }

    private void inside(String element, String at) {
        int dot = at.indexOf('.');
        if (dot < 0) {
            return;
        }
        var pathway = policy.pathways().get(at.substring(0, dot));
        var name = at.substring(dot + 1);
        boolean known = pathway != null
                && (pathway.stages().containsKey(name)
                        || pathway.doors().containsKey(name)
                        || outcomes(pathway).contains(name)
                        || pathway.item(name).isPresent());
        if (!known) {
            error(element, "nothing stands at '" + at + "'", "pathway.stage or pathway.outcome");
        }
    }
}
