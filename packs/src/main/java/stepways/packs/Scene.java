package stepways.packs;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.PersonId;
import stepways.engine.run.Procedure;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;
import stepways.engine.run.TextRef;

/// Where the children of an example stand: their run, the runs that came of it, and what is known of them.
///
/// A scene is a value: a step gives a new one, which is what lets the walk try one outcome and then another.
///
/// @param runs every run, by id; the first is the one the example began
record Scene(Policy policy, Map<RunId, Run> runs, RunId main, Facts facts, Instant now, List<Entry> entries) {

    static final TextRef WORDS = new TextRef("words", "0");

    private static final int CHILD_OF_EIGHT = 8;
    private static final int OLD_ENOUGH = 16;

    Scene {
        entries = List.copyOf(entries);
    }

    Run run() {
        var run = runs.get(main);
        if (run == null) {
            throw new IllegalStateException("Expected run " + main + " among " + runs.keySet());
        }
        return run;
    }

    /// The run that a child is in now.
    Run runOf(ChildId child) {
        Run found = run();
        for (var run : runs.values()) {
            boolean sameRoute = run.pathway().equals(run().pathway());
            if (sameRoute && run.children().contains(child)) {
                found = run;
            }
        }
        return found;
    }

    Cast cast() {
        return new Cast(policy, run().from(), run().to());
    }

    Scene at(Instant moment) {
        return new Scene(policy, runs, main, facts, moment, entries);
    }

    Scene with(Facts other) {
        return new Scene(policy, runs, main, other, now, entries);
    }

    Scene forgetting() {
        return new Scene(policy, runs, main, facts, now, List.of());
    }

    /// A run has begun, or has been refused.
    static Scene beginning(Policy policy, Facts facts, Decision.Accepted accepted, RunId id, Instant now) {
        var run = Run.replay(id, accepted.entries());
        var known = facts;
        for (var entry : accepted.entries()) {
            known = known.after(id, entry);
        }
        var runs = new LinkedHashMap<RunId, Run>();
        runs.put(id, run);
        return new Scene(policy, runs, id, known, now, accepted.entries());
    }

    Decision ask(Run run, Actor by, Command.Request request) {
        return ask(run, by, request, now);
    }

    Decision ask(Run run, Actor by, Command.Request request, Instant recorded) {
        return Procedure.decide(policy, run, facts, new Command(by, now, recorded, request));
    }

    /// The scene after what was accepted for one of its runs.
    Scene after(Run before, Decision.Accepted accepted) {
        var next = new LinkedHashMap<>(runs);
        var known = facts;
        var all = new ArrayList<>(entries);
        var run = before;
        for (var entry : accepted.entries()) {
            run = run.evolve(entry);
            known = known.after(run.id(), entry);
            all.add(entry);
        }
        next.put(run.id(), run);
        for (var started : accepted.newRuns()) {
            Run other;
            if (started.entries().getFirst().event() instanceof RunEvent.DividedOff) {
                other = before.dividedInto(started.id());
                for (var entry : started.entries()) {
                    other = other.evolve(entry);
                }
            } else {
                other = Run.replay(started.id(), started.entries());
            }
            for (var entry : started.entries()) {
                known = known.after(started.id(), entry);
                all.add(entry);
            }
            next.put(other.id(), other);
        }
        return new Scene(policy, next, main, known, now, all);
    }

    /// Ids for the runs that a decision may begin.
    List<RunId> freshIds() {
        var all = new ArrayList<RunId>();
        for (int i = 0; i < 6; i++) {
            all.add(new RunId("run-" + (runs.size() + 1) + "-" + run().seq() + "-" + i));
        }
        return all;
    }

    // The children and their families, as an example describes them.

    static Facts facts(Policy policy, Example example, Pathway.Door door, String from, String to) {
        var given = example.given();
        var zone = policy.calendar().zone();
        var began = given.began().atZone(zone).toInstant();
        var earlier = began.minusSeconds(90L * 86_400);
        var children = new LinkedHashMap<ChildId, Facts.Child>();
        var people = new LinkedHashMap<PersonId, Facts.Person>();
        var ids = given.children().stream()
                .map(child -> new ChildId(child.name()))
                .toList();
        for (var parent : given.parents()) {
            var id = new PersonId(parent);
            people.put(id, new Facts.Person(id, ids, false));
        }
        var cast = new Cast(policy, from, to);
        for (var child : given.children()) {
            var id = new ChildId(child.name());
            var born = child.unborn()
                    ? null
                    : child.born().orElseGet(() -> given.began().toLocalDate().minusYears(CHILD_OF_EIGHT));
            var open = new TreeMap<String, Instant>();
            child.open().orElseGet(() -> servicesAtTheDoor(door, from)).forEach(service -> open.put(service, earlier));
            var values = new TreeMap<>(given.facts());
            values.putAll(child.facts());
            var documents = new TreeMap<>(child.documents());
            boolean old = born != null
                    && !born.plusYears(OLD_ENOUGH).isAfter(given.began().toLocalDate());
            boolean answers = child.answers().orElse(old);
            children.put(
                    id,
                    new Facts.Child(
                            id,
                            1,
                            born,
                            null,
                            open,
                            holder(policy, cast, child, door, from, open),
                            java.util.Set.of(),
                            values,
                            documents,
                            Map.of(),
                            Map.of()));
            if (answers) {
                var person = new PersonId(child.name());
                people.put(person, new Facts.Person(person, List.of(), true));
            }
        }
        var cancelled = new LinkedHashMap<String, java.util.Set<LocalDate>>();
        given.cancelled().forEach((forum, days) -> cancelled.put(forum, java.util.Set.copyOf(days)));
        return new Facts(children, people, Map.of(), cancelled);
    }

    private static List<String> servicesAtTheDoor(Pathway.Door door, String from) {
        var all = new ArrayList<>(door.alsoOpen());
        if (!from.isEmpty()) {
            all.addFirst(from);
        }
        return all;
    }

    private static @org.jspecify.annotations.Nullable Holder holder(
            Policy policy, Cast cast, Example.Child child, Pathway.Door door, String from, Map<String, Instant> open) {
        if (child.heldBy().isPresent()) {
            var by = child.heldBy().get();
            if (by.equals("nobody")) {
                return null;
            }
            var team = policy.team(by);
            if (team.isPresent()) {
                return new Holder.Duty(by, team.get().service());
            }
            var leaf = cast.leaf(by);
            return new Holder.Practitioner(
                    cast.person(by), leaf, policy.role(leaf).in());
        }
        if (open.isEmpty() || (from.isEmpty() && !door.heldBy().isEmpty())) {
            return null;
        }
        var service = from.isEmpty() ? open.keySet().iterator().next() : from;
        var role = practitioner(policy, cast, door, service);
        return new Holder.Practitioner(cast.person(role), role, service);
    }

    /// The role that holds a child for a service: the one that begins at the door, if it does, or the service's first.
    private static String practitioner(Policy policy, Cast cast, Pathway.Door door, String service) {
        var leaf = cast.leaf(door.by());
        for (Policy each = policy; each != null; each = each.national()) {
            var begins = each.roles().get(leaf);
            if (begins != null && begins.practitioner() && begins.in().equals(service)) {
                return leaf;
            }
        }
        for (Policy each = policy; each != null; each = each.national()) {
            for (var role : each.roles().values()) {
                if (role.practitioner() && role.in().equals(service)) {
                    return role.name();
                }
            }
        }
        return "practitioner";
    }

    /// Everybody whose answer an agreement wants.
    List<PersonId> respondents(String agreement) {
        var type = policy.agreement(agreement);
        var all = new ArrayList<PersonId>();
        for (var person : facts.people().values()) {
            boolean wanted = type.map(AgreementType::from)
                    .map(from -> switch (from) {
                        case FAMILY, EACH_PARENT -> !person.child();
                        case YOUNG_PERSON -> person.child();
                        case FAMILY_AND_YOUNG_PERSON -> true;
                    })
                    .orElse(false);
            if (wanted) {
                all.add(person.id());
            }
        }
        return all;
    }

    /// The scene in which these answers stand, whatever was said on the way.
    Scene answered(Map<String, Map<String, Example.Answer>> agreements) {
        var answers = new LinkedHashMap<>(facts.answers());
        agreements.forEach((agreement, said) -> said.forEach((who, answer) -> {
            for (var person : who.equals("*") ? respondents(agreement) : List.of(new PersonId(who))) {
                var key = new Facts.AgreementKey(agreement, person);
                switch (answer) {
                    case NONE -> answers.remove(key);
                    case ON_FILE -> answers.put(key, new Facts.Answer(answer.given(), now.minusSeconds(86_400), null));
                    case REFUSED, GIVEN, ASKED, WITHDRAWN, UNSAFE ->
                        answers.put(key, new Facts.Answer(answer.given(), now, main));
                }
            }
        }));
        return with(new Facts(facts.children(), facts.people(), answers, facts.cancelledSittings()));
    }

    /// The scene in which these documents are on every child's file.
    Scene filed(Map<String, LocalDate> documents) {
        if (documents.isEmpty()) {
            return this;
        }
        var children = new LinkedHashMap<ChildId, Facts.Child>();
        facts.children().forEach((id, child) -> {
            var all = new LinkedHashMap<>(child.documents());
            all.putAll(documents);
            children.put(
                    id,
                    new Facts.Child(
                            id,
                            child.version(),
                            child.born(),
                            child.died(),
                            child.open(),
                            child.holder(),
                            child.coWorkers(),
                            child.values(),
                            all,
                            child.keptOpen(),
                            child.openRuns()));
        });
        return with(new Facts(children, facts.people(), facts.answers(), facts.cancelledSittings()));
    }

    Scene cancelling(String forum, LocalDate day) {
        var all = new LinkedHashMap<>(facts.cancelledSittings());
        var days = new java.util.LinkedHashSet<>(all.getOrDefault(forum, java.util.Set.of()));
        days.add(day);
        all.put(forum, days);
        return with(new Facts(facts.children(), facts.people(), facts.answers(), all));
    }

    Optional<Pathway> pathway() {
        for (Policy each = policy; each != null; each = each.national()) {
            var own = each.pathways().get(run().pathway());
            if (own != null) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }
}
