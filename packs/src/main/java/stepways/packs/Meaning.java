package stepways.packs;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import stepways.engine.policy.LetterType;
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
        meaning.agreements();
        meaning.people();
        meaning.readings();
        meaning.outside();
    }

    private void error(String element, String message, String instead) {
        places.yaml(element)
                .ifPresentOrElse(
                        at -> at.error(message, instead),
                        () -> problems.error(folder + "/pack.yaml", Optional.empty(), message, instead));
    }

    private void warn(String element, String message, String instead) {
        places.yaml(element).ifPresent(at -> at.warn(message, instead));
    }

    private void pathway(Pathway pathway) {
        unique(pathway);
        if (pathway.doors().isEmpty()) {
            error(
                    pathway.name(),
                    "nobody can begin pathway '" + pathway.name() + "': it has no door",
                    "doors: [{door: …}]");
        }
        for (var door : pathway.doors().values()) {
            var here = pathway.name() + "." + door.name();
            somebody(here, door.by(), "door '" + door.name() + "' is opened by nobody", "by: a-role");
            condition(pathway, here, door.when());
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
            condition(pathway, pathway.name() + "." + line.name(), line.when());
            if (line.stays().isEmpty() && line.joins().isEmpty()) {
                error(
                        pathway.name() + "." + line.name(),
                        "a line says which service stays, or who joins",
                        "stays: a-service, or joins: a-named-item");
            }
            if (!line.joins().isEmpty() && pathway.item(line.joins()).isEmpty()) {
                error(pathway.name() + "." + line.name(), "no item '" + line.joins() + "' names who joins", "");
            }
        }
        for (var act : pathway.anyTime()) {
            somebody(pathway.name() + "." + act.name(), act.by(), "nobody may do '" + act.name() + "'", "by: a-role");
            act.then().forEach(effect -> effect(pathway, pathway.name() + "." + act.name(), effect));
        }
        reachable(pathway);
        wayOut(pathway);
    }

    private void somebody(String here, String role, String message, String instead) {
        if (role.isEmpty()) {
            error(here, message, instead);
        }
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
        dues(pathway, here, stage.due(), moments);
        minimum(pathway, here, stage.notBefore(), moments);
        others(pathway, here, stage.decider().otherThan());
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
        condition(pathway, here, item.when());
        dues(pathway, here, item.due(), moments);
        minimum(pathway, here, item.notBefore(), moments);
        others(pathway, here, item.otherThan());
        if (item.reason() != null) {
            condition(pathway, here, item.reason().when());
        }
        if (item.kind() instanceof Item.Kind.OneOf(var options)) {
            if (options.size() < 2) {
                error(here, "one-of offers at least two items", "items: [{…}, {…}]");
            }
            for (var option : options) {
                dues(pathway, here, option.due(), moments);
                condition(pathway, here, option.when());
            }
        }
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
        force(here, item, needed);
    }

    /// The force of a clause and the form of its item agree.
    private void force(String here, Item item, boolean needed) {
        boolean onlyShould = !item.clauses().isEmpty()
                && item.clauses().stream()
                        .map(policy::clause)
                        .allMatch(clause -> clause.map(Clause::force)
                                .filter(Clause.Force.SHOULD::equals)
                                .isPresent());
        boolean replaceable = item.reason() != null || item.kind() instanceof Item.Kind.Consider;
        if (onlyShould && needed && !replaceable && item.basis() == stepways.engine.policy.Basis.TEXT) {
            warn(
                    here,
                    "'" + item.name() + "' rests on a should, and no reason may replace it",
                    "or-reason-from: a-role");
        }
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
        minimum(pathway, here, outcome.notBefore(), moments);
        for (var effect : outcome.then()) {
            effect(pathway, here, effect);
        }
        condition(pathway, here, outcome.when());
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
            case Effect.Letter(var name, var _) ->
                policy.letter(name).ifPresent(letter -> knowable(pathway, here, letter));
            case Effect.Open _,
                    Effect.Close _,
                    Effect.DutyHolder _,
                    Effect.Tray _,
                    Effect.Agenda _,
                    Effect.Share _,
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

    /// Whoever did one of these may not do this: so they have to be items.
    private void others(Pathway pathway, String here, Set<String> items) {
        for (var name : items) {
            if (pathway.item(name).isEmpty()) {
                error(
                        here,
                        "other-than names '" + name + "', which is no item of pathway " + pathway.name(),
                        Problems.nearest(name, itemNames(pathway)).orElse(""));
            }
        }
    }

    private static Set<String> itemNames(Pathway pathway) {
        var all = new LinkedHashSet<String>();
        pathway.stages().values().forEach(stage -> stage.checklist().forEach(item -> all.add(item.name())));
        return all;
    }

    private void dues(Pathway pathway, String here, List<DueRule> rules, Set<String> moments) {
        for (var rule : rules) {
            condition(pathway, here, rule.when());
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

    private void minimum(
            Pathway pathway, String here, @org.jspecify.annotations.Nullable NotBefore rule, Set<String> moments) {
        if (rule == null) {
            return;
        }
        condition(pathway, here, rule.when());
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

    /// What a condition names has to be in its pathway.
    private void condition(Pathway pathway, String here, Condition condition) {
        switch (condition) {
            case Condition.Chosen(var names) -> {
                var known = moments(pathway);
                names.forEach(name -> moment(here, name, known));
            }
            case Condition.ByDoor(var doors) -> {
                for (var name : doors) {
                    if (!pathway.doors().containsKey(name)) {
                        error(
                                here,
                                "unknown door '" + name + "' of pathway " + pathway.name(),
                                Problems.nearest(name, pathway.doors().keySet()).orElse(""));
                    }
                }
            }
            case Condition.All(var all) -> all.forEach(each -> condition(pathway, here, each));
            case Condition.Not(var not) -> condition(pathway, here, not);
            case Condition.Always _,
                    Condition.FactIs _,
                    Condition.FactAtLeast _,
                    Condition.AgeAtLeast _,
                    Condition.OpenTo _,
                    Condition.From _,
                    Condition.To _ -> {
                // Their names were looked up when they were read.
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

    /// From every stage some outcome has to lead to an end, however far.
    private void wayOut(Pathway pathway) {
        var ending = new HashSet<String>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (var stage : pathway.stages().values()) {
                boolean ends = stage.outcomes().stream().anyMatch(outcome -> switch (outcome.go()) {
                    case Outcome.Go.End() -> true;
                    case Outcome.Go.Again() -> false;
                    case Outcome.Go.To(var next) ->
                        ending.contains(next) || !pathway.stages().containsKey(next);
                });
                grows |= ends && ending.add(stage.name());
            }
        }
        for (var stage : pathway.stages().values()) {
            if (!ending.contains(stage.name()) && !stage.outcomes().isEmpty()) {
                error(
                        pathway.name() + "." + stage.name(),
                        "from stage '" + stage.name() + "' no outcome leads to an end",
                        "go: end, in one of its outcomes or further on");
            }
        }
    }

    /// A letter may only mention what the pathways that draft it can know.
    private void knowable(Pathway pathway, String here, LetterType letter) {
        boolean meets = pathway.stages().values().stream()
                .anyMatch(stage -> stage.decider().who() instanceof stepways.engine.policy.Decider.Who.Forum
                        || stage.outcomes().stream()
                                .anyMatch(
                                        outcome -> outcome.then().stream().anyMatch(Effect.Agenda.class::isInstance)));
        boolean joined =
                pathway.alongside().stream().anyMatch(line -> !line.joins().isEmpty())
                        || pathway.stages().values().stream()
                                .flatMap(stage -> stage.outcomes().stream())
                                .flatMap(outcome -> outcome.then().stream())
                                .anyMatch(Effect.CoWorker.class::isInstance);
        boolean received =
                pathway.doors().values().stream().anyMatch(door -> !door.to().isEmpty())
                        || pathway.stages().values().stream()
                                .flatMap(stage -> stage.outcomes().stream())
                                .flatMap(outcome -> outcome.then().stream())
                                .anyMatch(effect -> effect instanceof Effect.Lead || effect instanceof Effect.Open);
        boolean sent =
                pathway.doors().values().stream().anyMatch(door -> !door.from().isEmpty());
        for (var field : letter.fields()) {
            var missing = LetterField.of(field).flatMap(known -> switch (known) {
                case MEETING_DATE -> meets ? Optional.<String>empty() : Optional.of("no meeting");
                case CO_WORKER -> joined ? Optional.<String>empty() : Optional.of("nobody who works beside");
                case RECEIVING_SERVICE, RECEIVING_PRACTITIONER ->
                    received ? Optional.<String>empty() : Optional.of("nobody who receives");
                case SENDING_SERVICE, SENDING_PRACTITIONER ->
                    sent ? Optional.<String>empty() : Optional.of("nobody who sends");
                case CHILD_FIRST_NAME,
                        CHILD_REFERENCE,
                        RECIPIENT_NAME,
                        DATE_OF_CHANGE,
                        DATE_OF_DECISION,
                        COUNCIL_NAME,
                        TEAM_TELEPHONE,
                        REASON -> Optional.empty();
            });
            missing.ifPresent(nothing -> error(
                    here,
                    "letter '" + letter.name() + "' mentions " + field + ", and pathway " + pathway.name() + " knows "
                            + nothing,
                    "another letter, or the field left out of it"));
        }
    }

    /// A refusal has to lead somewhere, and a withdrawal to somebody.
    private void agreements() {
        var known = new LinkedHashSet<String>();
        for (Policy each = policy; each != null; each = each.national()) {
            each.pathways().values().forEach(pathway -> known.addAll(outcomes(pathway)));
        }
        for (var agreement : policy.agreements().values()) {
            for (var name : agreement.ifRefused()) {
                if (!known.contains(name)) {
                    error(
                            "agreement." + agreement.name(),
                            "unknown outcome '" + name + "'",
                            Problems.nearest(name, known).orElse(""));
                }
            }
            if (agreement.ifWithdrawn().isEmpty()) {
                warn(
                        "agreement." + agreement.name(),
                        "nobody is told if agreement '" + agreement.name() + "' is withdrawn",
                        "if-withdrawn: a-role");
            }
        }
    }

    /// Meetings, disputes and clocks that nobody answers for.
    private void people() {
        for (var forum : policy.forums().values()) {
            somebody(
                    "forum." + forum.name(),
                    forum.chair(),
                    "forum '" + forum.name() + "' has no chair",
                    "chair: a-role");
        }
        for (var dispute : policy.disputes()) {
            var here = "dispute." + dispute.name();
            if (dispute.between().isEmpty()) {
                error(here, "dispute '" + dispute.name() + "' is between nobody", "between: [one-role, other-role]");
            }
            dispute.steps()
                    .forEach(step -> somebody(
                            here,
                            step.by(),
                            "a step of dispute '" + dispute.name() + "' has no reviewer",
                            "by: a-role"));
            if (dispute.steps().stream().anyMatch(step -> dispute.between().contains(step.by()))
                    && dispute.ifParty().isEmpty()) {
                error(
                        here,
                        "dispute '" + dispute.name() + "' is reviewed by one of those it is between",
                        "another role, or if-party: a-role");
            }
        }
        for (var clock : policy.clocks()) {
            somebody(
                    "clock." + clock.name(),
                    clock.owner(),
                    "nobody answers for clock '" + clock.name() + "'",
                    "owner: a-role");
            if (clock.due().isEmpty()) {
                error("clock." + clock.name(), "clock '" + clock.name() + "' has no limit", "due: {within: …, of: …}");
            }
        }
    }

    private void readings() {
        for (var reading : policy.readings()) {
            for (var at : reading.usedIn()) {
                if (places.yaml(at).isEmpty() && !stands(at)) {
                    warn(
                            "reading." + reading.clause() + "." + reading.asWritten(),
                            "nothing stands at '" + at + "'",
                            "pathway.element, forum.name, dispute.name, clock.name, letter.name or agreement.name");
                }
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
        if (at.indexOf('.') >= 0 && !stands(at)) {
            error(element, "nothing stands at '" + at + "'", "pathway.stage or pathway.outcome");
        }
    }

    private boolean stands(String at) {
        int dot = at.indexOf('.');
        var pathway = policy.pathways().get(dot < 0 ? at : at.substring(0, dot));
        var name = at.substring(dot + 1);
        return pathway != null
                && (dot < 0
                        || pathway.stages().containsKey(name)
                        || pathway.doors().containsKey(name)
                        || outcomes(pathway).contains(name)
                        || pathway.item(name).isPresent());
    }
}
