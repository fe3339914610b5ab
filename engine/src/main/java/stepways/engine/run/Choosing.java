package stepways.engine.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Outcome.Go;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Stage;
import stepways.engine.run.Procedure.Writer;

/// The decision that ends a stage: who may take it, what it needs, and what follows.
final class Choosing {

    private Choosing() {}

    static Decision choose(Case c, Command command, Command.Request.Choose request, List<Refusal> refusals) {
        var stage = c.stage();
        var clauses = Procedure.orElse(stage.decider().clauses(), stage.clauses());
        if (!c.run().isOpen()) {
            refusals.add(Procedure.refusal(Refusal.Kind.ENDED, stage.name(), stage.clauses()));
            return new Decision.Refused(refusals);
        }
        c.run()
                .dispute()
                .ifPresent(open -> refusals.add(new Refusal(
                        Refusal.Kind.DISPUTE_OPEN,
                        open.name(),
                        Procedure.rule(c, open).clauses(),
                        Procedure.reviewers(c, open),
                        Optional.empty(),
                        List.of())));
        var groups = groups(c, stage, request, refusals);
        Procedure.refuseBefore(c.run().stageEntered(), command, stage.name(), clauses, refusals);
        if (request.reason().isEmpty()) {
            refusals.add(Procedure.refusal(Refusal.Kind.REASON_MISSING, stage.name(), clauses));
        }
        var role = decides(c, stage, command, clauses, refusals);
        for (var group : groups.entrySet()) {
            refusals.addAll(check(c, stage, group.getKey(), group.getValue(), command.happened()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        var reason = request.reason().orElseThrow();
        if (stage.decider().who() instanceof Decider.Who.Both both) {
            var other = role.get().equals(both.first()) ? both.second() : both.first();
            var half = c.run().halves().get(other);
            var choice = choice(groups);
            if (half == null || !half.outcome().equals(choice)) {
                writer.add(new RunEvent.HalfDecided(stage.name(), role.get(), choice, reason));
                return writer.accepted();
            }
        }
        perform(c, writer, stage, groups, reason, request.newRuns(), false);
        return writer.accepted();
    }

    /// What one of two managers has said: the outcome, or the outcome of each child where they differ.
    private static String choice(Map<Outcome, List<ChildId>> groups) {
        if (groups.size() == 1) {
            return groups.keySet().iterator().next().name();
        }
        var each = new TreeSet<String>();
        groups.forEach((outcome, children) -> children.forEach(child -> each.add(child + ": " + outcome.name())));
        return String.join(", ", each);
    }

    /// The reviewer's decision stands for the disputed stage. What an outcome needs, it needs whoever decides; only
    /// the items of a stage that was left can no longer be done, and are not asked for again.
    ///
    /// @param overturned the decision that was taken; empty if the two managers had not come to one
    static Decision byReview(
            Case c,
            Writer writer,
            Stage stage,
            Optional<Outcome> overturned,
            Outcome outcome,
            TextRef reason,
            List<RunId> newRuns) {
        var facts =
                overturned.map(before -> openAgain(c, writer, before, outcome)).orElse(c.facts());
        var there = c.at(writer.run, facts);
        boolean stillThere = overturned.isEmpty();
        var refusals = check(
                there,
                stage,
                outcome,
                c.run().children(),
                writer.command.happened(),
                item -> stillThere || item.kind() instanceof Item.Kind.Agreement);
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        perform(there, writer, stage, Map.of(outcome, c.run().children()), reason, newRuns, true);
        return writer.accepted();
    }

    /// Opens again what an overturned decision closed, unless the new one closes it too. A child whom nobody holds
    /// any more is held by the duty holder of that service.
    private static Facts openAgain(Case c, Writer writer, Outcome overturned, Outcome outcome) {
        var facts = c.facts();
        var closed = closes(c, overturned);
        closed.removeAll(closes(c, outcome));
        for (var service : closed) {
            for (var child : c.run().children()) {
                if (!c.isAlive(child) || facts.child(child).open().containsKey(service)) {
                    continue;
                }
                writer.add(new RunEvent.EpisodeOpened(child, service));
                facts = facts.after(c.run().id(), writer.entries.getLast());
                var team = c.policy().dutyTeam(service);
                if (facts.child(child).holder() == null && team.isPresent()) {
                    writer.add(new RunEvent.HolderChanged(
                            child, new Holder.Duty(team.get().name(), service), List.of()));
                    facts = facts.after(c.run().id(), writer.entries.getLast());
                }
            }
        }
        return facts;
    }

    private static Set<String> closes(Case c, Outcome outcome) {
        var services = new TreeSet<String>();
        for (var effect : outcome.then()) {
            if (effect instanceof Effect.Close close) {
                services.add(c.service(close.service()));
            }
        }
        return services;
    }

    private static Map<Outcome, List<ChildId>> groups(
            Case c, Stage stage, Command.Request.Choose request, List<Refusal> refusals) {
        var groups = new LinkedHashMap<Outcome, List<ChildId>>();
        var clauses = stage.clauses();
        var names = new LinkedHashSet<>(request.outcomes().values());
        if (names.size() > 1 && !stage.perChild()) {
            refusals.add(Procedure.refusal(Refusal.Kind.BAD_VALUE, stage.name(), clauses));
            return groups;
        }
        var perChild = new LinkedHashMap<ChildId, String>();
        for (var child : c.run().children()) {
            var chosen = request.outcomes().isEmpty()
                    ? request.outcome()
                    : request.outcomes().get(child);
            if (chosen == null) {
                refusals.add(Procedure.refusal(Refusal.Kind.BAD_VALUE, child.value(), clauses));
            } else {
                perChild.put(child, chosen);
            }
        }
        for (var child : request.outcomes().keySet()) {
            if (!c.run().children().contains(child)) {
                refusals.add(Procedure.refusal(Refusal.Kind.BAD_VALUE, child.value(), clauses));
            }
        }
        if (c.run().children().isEmpty()) {
            find(stage, request.outcome(), refusals).ifPresent(outcome -> groups.put(outcome, List.of()));
        }
        perChild.forEach((child, name) -> find(stage, name, refusals)
                .ifPresent(outcome ->
                        groups.computeIfAbsent(outcome, _ -> new ArrayList<>()).add(child)));
        return groups;
    }

    private static Optional<Outcome> find(Stage stage, String name, List<Refusal> refusals) {
        var outcome = stage.outcome(name);
        if (outcome.isEmpty()
                && refusals.stream()
                        .noneMatch(r ->
                                r.kind() == Refusal.Kind.UNKNOWN && r.about().equals(name))) {
            refusals.add(Procedure.refusal(Refusal.Kind.UNKNOWN, name, stage.clauses()));
        }
        return outcome;
    }

    /// The role in which the actor takes the decision, or the refusal.
    private static Optional<String> decides(
            Case c, Stage stage, Command command, List<ClauseId> clauses, List<Refusal> refusals) {
        var decider = stage.decider();
        Procedure.refuseSamePerson(c, decider.otherThan(), command, clauses, refusals);
        var roles = Procedure.rolesOfDecider(c, decider);
        if (decider.who() instanceof Decider.Who.Both both) {
            return bothDecide(c, both, command, clauses, refusals);
        }
        if (decider.who() instanceof Decider.Who.Forum(var name)) {
            refuseBeforeTheSitting(c, name, command.happened(), clauses, refusals);
        }
        var role = roles.stream()
                .flatMap(wanted -> c.holdsRole(command.by(), wanted).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(Procedure.notYourRole(stage.name(), clauses, roles));
        }
        return role;
    }

    /// What a meeting decides, it decides on the day it sits or after it.
    static void refuseBeforeTheSitting(
            Case c, String forum, Instant happened, List<ClauseId> clauses, List<Refusal> refusals) {
        var sitting = c.run().sitting();
        boolean held = sitting.isPresent()
                && sitting.get().forum().equals(forum)
                && !sitting.get().day().isAfter(c.policy().calendar().date(happened));
        if (!held) {
            refusals.add(Procedure.refusal(Refusal.Kind.TOO_EARLY, forum, clauses));
        }
    }

    /// Each of the two managers takes one half; the one whose half is open, if the actor could take either.
    private static Optional<String> bothDecide(
            Case c, Decider.Who.Both both, Command command, List<ClauseId> clauses, List<Refusal> refusals) {
        var may = new ArrayList<String>();
        for (var wanted : List.of(both.first(), both.second())) {
            if (c.holdsRole(command.by(), wanted).isPresent()) {
                may.add(wanted);
            }
        }
        if (may.isEmpty()) {
            refusals.add(Procedure.notYourRole(c.stage().name(), clauses, List.of(both.first(), both.second())));
            return Optional.empty();
        }
        var open =
                may.stream().filter(role -> !c.run().halves().containsKey(role)).findFirst();
        var role = open.orElse(may.getFirst());
        var other = role.equals(both.first()) ? both.second() : both.first();
        var half = c.run().halves().get(other);
        if (half != null
                && !both.samePersonAllowed()
                && half.by().equals(command.by().staff())) {
            refusals.add(
                    new Refusal(Refusal.Kind.SAME_PERSON, role, clauses, List.of(role), Optional.empty(), List.of()));
        }
        return Optional.of(role);
    }

    /// What stands in the way of an outcome for some children, whoever asks.
    static List<Refusal> check(Case c, Stage stage, Outcome outcome, List<ChildId> children, Instant happened) {
        return check(c, stage, outcome, children, happened, _ -> true);
    }

    private static List<Refusal> check(
            Case c, Stage stage, Outcome outcome, List<ChildId> children, Instant happened, Predicate<Item> asks) {
        var refusals = new ArrayList<Refusal>();
        var part = c.at(c.run().only(children), c.facts());
        for (var child : children) {
            if (!part.holds(outcome.when(), Optional.of(child))) {
                refusals.add(Procedure.refusal(Refusal.Kind.NOT_OFFERED, outcome.name(), outcome.clauses()));
                break;
            }
        }
        for (var item : Items.needed(part, stage, outcome)) {
            if (asks.test(item)) {
                refusals.addAll(Items.missing(part, stage, item));
            }
        }
        refuseTooEarly(part, stage, outcome, happened, refusals);
        refuseForbidden(c, outcome.name(), outcome.codes(), refusals);
        refusals.addAll(Effects.of(part, outcome, children, outcome.go() instanceof Go.End, happened)
                .refusals());
        return refusals;
    }

    private static void refuseTooEarly(Case c, Stage stage, Outcome outcome, Instant happened, List<Refusal> refusals) {
        for (var rule : new stepways.engine.policy.NotBefore[] {stage.notBefore(), outcome.notBefore()}) {
            if (rule != null && Clocks.tooEarly(c, rule, stage.name(), happened).isPresent()) {
                refusals.add(Procedure.refusal(
                        Refusal.Kind.TOO_EARLY, outcome.name(), Procedure.orElse(rule.clauses(), outcome.clauses())));
            }
        }
    }

    static void refuseForbidden(Case c, String outcome, Map<String, String> codes, List<Refusal> refusals) {
        var here = c.pathway().name() + "." + outcome;
        for (var never : c.policy().nevers()) {
            boolean entered = codes.entrySet().stream()
                    .anyMatch(code -> code.getKey().equalsIgnoreCase(never.system())
                            && code.getValue().strip().equalsIgnoreCase(never.code()));
            if (never.at().contains(here) && entered) {
                refusals.add(Procedure.refusal(Refusal.Kind.FORBIDDEN_CODE, never.code(), never.clauses()));
            }
        }
    }

    /// Writes the decision and what follows. Children whose outcome leads elsewhere go on as a run of their own.
    private static void perform(
            Case c,
            Writer writer,
            Stage stage,
            Map<Outcome, List<ChildId>> groups,
            TextRef reason,
            List<RunId> newRuns,
            boolean byReview) {
        var ids = new ArrayList<>(newRuns);
        var byDestination = new LinkedHashMap<Go, Map<Outcome, List<ChildId>>>();
        groups.forEach((outcome, children) -> byDestination
                .computeIfAbsent(outcome.go(), _ -> new LinkedHashMap<>())
                .put(outcome, children));
        var destinations = new ArrayList<>(byDestination.entrySet());
        var divisionPoint = writer.run;
        for (var elsewhere : destinations.subList(1, destinations.size())) {
            var children =
                    elsewhere.getValue().values().stream().flatMap(List::stream).toList();
            var id = takeId(ids);
            var part = divideOff(writer, divisionPoint, children, id, elsewhere.getValue());
            decideFor(c, part, stage, elsewhere.getValue(), elsewhere.getKey(), reason, ids, byReview);
            writer.start(new Decision.NewRun(id, part.entries));
            part.accepted().newRuns().forEach(writer::start);
        }
        var here = destinations.getFirst();
        decideFor(c, writer, stage, here.getValue(), here.getKey(), reason, ids, byReview);
    }

    private static Writer divideOff(
            Writer writer, Run divisionPoint, List<ChildId> children, RunId id, Map<Outcome, List<ChildId>> outcomes) {
        writer.add(new RunEvent.Divided(
                children, id, outcomes.keySet().iterator().next().name()));
        var part = new Writer(divisionPoint.dividedInto(id), writer.command, writer.role());
        part.add(new RunEvent.DividedOff(divisionPoint.id(), divisionPoint.seq(), children));
        return part;
    }

    private static RunId takeId(List<RunId> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("Expected an id for each run that may begin, found too few");
        }
        return ids.removeFirst();
    }

    private static void decideFor(
            Case c,
            Writer writer,
            Stage stage,
            Map<Outcome, List<ChildId>> outcomes,
            Go go,
            TextRef reason,
            List<RunId> ids,
            boolean byReview) {
        var used = new LinkedHashSet<String>();
        var started = new ArrayList<Started>();
        for (var each : outcomes.entrySet()) {
            var outcome = each.getKey();
            var children = each.getValue();
            var part = c.at(writer.run.only(children), c.facts());
            writer.add(new RunEvent.OutcomeChosen(
                    stage.name(),
                    outcome.name(),
                    children,
                    reason,
                    outcome.codes(),
                    outcome.says(),
                    outcome.waives(),
                    byReview));
            var result = Effects.of(part, outcome, children, go instanceof Go.End, writer.command.happened());
            result.events().forEach(writer::add);
            result.starts().forEach(start -> started.add(new Started(start, children)));
            Items.needed(part, stage, outcome).forEach(item -> used.add(item.name()));
        }
        Procedure.withdrawDisproved(c, writer);
        for (var start : started) {
            begin(c, writer, start.start(), start.children(), go, ids);
        }
        var owing = Outstanding.owing(c.at(writer.run, c.facts()), stage, Set.of());
        switch (go) {
            case Go.To(var next) -> {
                writer.add(new RunEvent.StageEntered(next, false, List.of(), owing));
                Procedure.listOnArrival(c, writer);
            }
            case Go.Again() -> {
                writer.add(new RunEvent.StageEntered(stage.name(), true, List.copyOf(used), List.of()));
                putOnTheNextAgenda(c, writer, stage);
            }
            case Go.End() -> {
                Procedure.endLines(c.at(writer.run, c.facts()), writer);
                writer.add(new RunEvent.Ended(
                        stage.name(), outcomes.keySet().iterator().next().name(), owing));
            }
        }
    }

    /// What a forum hears once more is heard at a later sitting than the one that deferred it.
    private static void putOnTheNextAgenda(Case c, Writer writer, Stage stage) {
        if (stage.decider().who() instanceof Decider.Who.Forum(var name)) {
            var before = c.run().sitting();
            var now = writer.run.sitting();
            if (before.isPresent() && before.equals(now)) {
                writer.add(Effects.agenda(c.at(writer.run, c.facts()), name, writer.command.happened()));
            }
        }
    }

    /// A run that an outcome begins for the children it was chosen for.
    private record Started(Effect.Start start, List<ChildId> children) {}

    /// A child who is on the route already goes on there, and the decision names that run: nothing is asked for twice,
    /// and nothing is refused because somebody has asked before.
    private static void begin(Case c, Writer writer, Effect.Start start, List<ChildId> all, Go go, List<RunId> ids) {
        var children = new ArrayList<ChildId>();
        var there = new LinkedHashSet<RunId>();
        for (var child : all) {
            alreadyThere(c, start, child, go).ifPresentOrElse(there::add, () -> children.add(child));
        }
        there.forEach(run -> writer.add(new RunEvent.Linked(run, start.pathway(), start.door())));
        if (!children.isEmpty()) {
            begin(c, writer, start, children, takeId(ids));
        }
    }

    /// The open transfer of a child on this route. The run that ends with this decision is none.
    private static Optional<RunId> alreadyThere(Case c, Effect.Start start, ChildId child, Go go) {
        if (c.policy().pathway(start.pathway()).kind() != Pathway.Kind.TRANSFER) {
            return Optional.empty();
        }
        return Optional.ofNullable(c.facts().child(child).openRuns().get(start.pathway() + "." + start.door()))
                .filter(run -> !(go instanceof Go.End && run.equals(c.run().id())));
    }

    private static void begin(Case c, Writer writer, Effect.Start start, List<ChildId> children, RunId id) {
        var pathway = c.policy().pathway(start.pathway());
        var door = pathway.doors().get(start.door());
        if (door == null) {
            throw new IllegalArgumentException(
                    "Expected a door of " + pathway.name() + ", found '" + start.door() + "'");
        }
        var from = pick(door.from(), c.run().to(), c.run().from());
        var to = pick(door.to(), c.run().from(), c.run().to());
        var command = writer.command;
        var first = new Entry(
                1,
                new RunEvent.Began(
                        start.pathway(),
                        start.door(),
                        c.policy().version(),
                        from,
                        to,
                        children,
                        door.at(),
                        Optional.of(c.run().id())),
                command.by().staff(),
                writer.role(),
                command.happened(),
                command.recorded());
        var linked = new Writer(Run.begun(id, first), command, writer.role());
        linked.entries.add(first);
        var facts = c.facts();
        for (var entry : writer.entries) {
            facts = facts.after(c.run().id(), entry);
        }
        var there = Case.of(c.policy(), linked.run, facts, command.happened());
        Procedure.holdAtTheDoor(there, door, linked);
        Procedure.listOnArrival(there, linked);
        writer.add(new RunEvent.Linked(id, start.pathway(), start.door()));
        writer.start(new Decision.NewRun(id, linked.entries));
    }

    private static String pick(List<String> offered, String first, String second) {
        if (offered.contains(first)) {
            return first;
        }
        if (offered.contains(second)) {
            return second;
        }
        return offered.isEmpty() ? "" : offered.getFirst();
    }
}
