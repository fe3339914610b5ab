package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.Condition;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;

/// A run seen under its policy with the facts about its children at one moment: what the rules ask their questions of.
///
/// @param now the moment the question is about
record Case(Policy policy, Pathway pathway, Run run, Facts facts, Instant now) {

    static Case of(Policy policy, Run run, Facts facts, Instant now) {
        return new Case(policy, policy.pathway(run.pathway()), run, facts, now);
    }

    Case at(Run other, Facts otherFacts) {
        return new Case(policy, pathway, other, otherFacts, now);
    }

    Stage stage() {
        return pathway.stage(run.stage());
    }

    LocalDate today() {
        return policy.calendar().date(now);
    }

    /// Whether a condition holds for the run: what it asks about a child holds if it holds for any of them.
    boolean holds(Condition condition) {
        return holds(condition, Optional.empty());
    }

    boolean holds(Condition condition, Optional<ChildId> about) {
        return switch (condition) {
            case Condition.Always() -> true;
            case Condition.All(var all) -> {
                for (var each : all) {
                    if (!holds(each, about)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Condition.Not(var not) -> !holds(not, about);
            case Condition.ByDoor(var doors) -> doors.contains(run.door());
            case Condition.From(var services) -> services.contains(run.from());
            case Condition.To(var services) -> services.contains(run.to());
            case Condition.Chosen(var outcomes) -> outcomes.stream().anyMatch(run.moments()::containsKey);
            case Condition.FactIs(var fact, var values) -> anyChild(about, child -> factIs(fact, child, values));
            case Condition.FactAtLeast(var fact, var number) -> anyChild(about, child -> atLeast(fact, child, number));
            case Condition.OpenTo(var service) ->
                anyChild(about, child -> facts.child(child).open().containsKey(service));
            case Condition.AgeAtLeast(var age) ->
                anyChild(about, child -> {
                    var born = facts.child(child).born();
                    return born != null
                            && !policy.calendar().atAge(born, age).latest().isAfter(startOfTomorrow());
                });
        };
    }

    private Instant startOfTomorrow() {
        return today().plusDays(1).atStartOfDay(policy.calendar().zone()).toInstant();
    }

    boolean isAlive(ChildId child) {
        return !run.died().contains(child) && facts.child(child).died() == null;
    }

    /// The children the rules ask about: those who are alive, or all of them once nobody is.
    List<ChildId> children() {
        boolean everyoneIsAlive = true;
        for (var child : run.children()) {
            everyoneIsAlive &= isAlive(child);
        }
        if (everyoneIsAlive) {
            return run.children();
        }
        var alive = run.children().stream().filter(this::isAlive).toList();
        return alive.isEmpty() ? run.children() : alive;
    }

    private boolean anyChild(Optional<ChildId> about, java.util.function.Predicate<ChildId> asks) {
        if (about.isPresent()) {
            return asks.test(about.get());
        }
        for (var child : children()) {
            if (asks.test(child)) {
                return true;
            }
        }
        return false;
    }

    private boolean factIs(String fact, ChildId child, Set<String> values) {
        var value = value(fact, Optional.of(child));
        if (value.isPresent()) {
            return values.contains(value.get());
        }
        // A yes-or-no fact that nobody has stated counts as no.
        return values.contains("false")
                && policy.fact(fact)
                        .map(FactType::kind)
                        .filter(FactType.Kind.YES_NO::equals)
                        .isPresent();
    }

    private boolean atLeast(String fact, ChildId child, int number) {
        return value(fact, Optional.of(child))
                .map(value -> value.matches("-?[0-9]{1,9}") && Integer.parseInt(value) >= number)
                .orElse(false);
    }

    /// What is known of a fact: stated for the child in this run, for the run, or on the child's record.
    Optional<String> value(String fact, Optional<ChildId> child) {
        if (child.isPresent()) {
            var own = run.stated().get(Run.factKey(fact, child));
            if (own != null) {
                return Optional.of(own.value());
            }
        }
        var shared = run.stated().get(fact);
        if (shared != null) {
            return Optional.of(shared.value());
        }
        if (child.isPresent()) {
            return Optional.ofNullable(facts.child(child.get()).values().get(fact));
        }
        for (var each : children()) {
            var value = facts.child(each).values().get(fact);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /// The day of a dated fact; the earliest where children differ.
    Optional<LocalDate> dated(String fact, Optional<ChildId> about) {
        var days = new ArrayList<LocalDate>();
        for (var child : about.map(List::of).orElse(children())) {
            value(fact, Optional.of(child)).flatMap(Case::day).ifPresent(days::add);
        }
        return days.stream().min(LocalDate::compareTo);
    }

    private static Optional<LocalDate> day(String value) {
        try {
            return Optional.of(LocalDate.parse(value));
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    /// For whom an item is done separately, now.
    List<String> subjects(Item item) {
        return switch (item.per()) {
            case FAMILY -> List.of("");
            case CHILD -> {
                var all = new ArrayList<String>();
                for (var child : children()) {
                    if (holds(item.when(), Optional.of(child))) {
                        all.add(child.value());
                    }
                }
                yield all;
            }
            case PARENT -> parents().stream().map(PersonId::value).toList();
        };
    }

    /// Everybody with parental responsibility for a child of the run.
    List<PersonId> parents() {
        var all = new ArrayList<PersonId>();
        var children = children();
        for (var person : facts.people().values()) {
            if (!person.child() && person.parentFor().stream().anyMatch(children::contains)) {
                all.add(person.id());
            }
        }
        return all;
    }

    /// The children of the run who are old enough to answer for themselves.
    List<PersonId> youngPeople() {
        var all = new ArrayList<PersonId>();
        var children = children();
        for (var person : facts.people().values()) {
            if (person.child() && children.contains(new ChildId(person.id().value()))) {
                all.add(person.id());
            }
        }
        return all;
    }

    /// Whether an item applies to the run at all.
    boolean applies(Item item) {
        return holds(item.when());
    }

    /// The role in which the actor may do what `role` may do; empty if they may not.
    Optional<String> holdsRole(Actor actor, String role) {
        return holdsRole(policy, run.from(), run.to(), actor, role);
    }

    static Optional<String> holdsRole(Policy policy, String from, String to, Actor actor, String wanted) {
        var role = policy.role(wanted);
        if (role.anyone()) {
            return Optional.of(wanted);
        }
        for (var grant : actor.grants()) {
            if (matches(policy, from, to, role, grant)) {
                return Optional.of(grant.role());
            }
        }
        return Optional.empty();
    }

    private static boolean matches(Policy policy, String from, String to, Role role, Actor.Grant grant) {
        if (!sideFits(policy, from, to, role, grant)) {
            return false;
        }
        if (role.anyOf().isEmpty()) {
            return grant.role().equals(role.name());
        }
        if (grant.role().equals(role.name())) {
            return true;
        }
        for (var name : role.anyOf()) {
            if (matches(policy, from, to, policy.role(name), grant)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sideFits(Policy policy, String from, String to, Role role, Actor.Grant grant) {
        if (role.side() == Role.Side.EITHER) {
            return true;
        }
        var side = role.side() == Role.Side.SENDING ? from : to;
        if (side.isEmpty()) {
            return true;
        }
        var service = grant.service().isEmpty() ? policy.role(grant.role()).in() : grant.service();
        return service.isEmpty() || service.equals(side);
    }

    /// Who can say that somebody knows what they were told: the role itself. The family hold no role: for them it is
    /// whoever the stage waits for, who tells them.
    String knower(String told) {
        return policy.knowsRole(told) ? told : stage().waitsFor();
    }

    /// The service that `sending`, `receiving` or a name means here.
    String service(String name) {
        return switch (name) {
            case "sending" -> run.from();
            case "receiving" -> run.to();
            default -> name;
        };
    }
}
