package stepways.app.staffing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Effect;
import stepways.engine.policy.LetterType;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.run.Actor;

/// What a procedure says about who holds a family inside one service: its steps for a change of worker, its letters for
/// one, who manages there, and whom to tell when nobody is free.
public final class Ways {

    private Ways() {}

    /// A door through which another practitioner of the same service takes over: across, and to no other service.
    public record Door(Pathway pathway, Pathway.Door door) {}

    public static List<Door> insideOneService(Policy policy, String service) {
        var all = new ArrayList<Door>();
        for (var pathway : policy.pathways().values()) {
            for (var door : pathway.doors().values()) {
                if (door.direction() == Pathway.Direction.ACROSS
                        && door.to().isEmpty()
                        && door.from().contains(service)) {
                    all.add(new Door(pathway, door));
                }
            }
        }
        return all;
    }

    /// The letters that the procedure drafts where somebody else of the same service takes over.
    static List<LetterType> lettersOfAChange(Policy policy, String service) {
        var all = new LinkedHashMap<String, LetterType>();
        for (var way : insideOneService(policy, service)) {
            for (var stage : way.pathway().stages().values()) {
                for (var outcome : stage.outcomes()) {
                    if (outcome.then().stream().anyMatch(Effect.Lead.class::isInstance)) {
                        for (var effect : outcome.then()) {
                            if (effect instanceof Effect.Letter letter) {
                                policy.letter(letter.letter()).ifPresent(found -> all.put(found.name(), found));
                            }
                        }
                    }
                }
            }
        }
        return List.copyOf(all.values());
    }

    /// Whom to tell that nobody is free, in whose words, and where it is written.
    ///
    /// @param act the act of the pathway that tells them; empty where the procedure has none
    record NobodyFree(String role, String title, List<ClauseId> clauses, Optional<String> act) {
        NobodyFree {
            clauses = List.copyOf(clauses);
        }
    }

    /// What a procedure has for it is an act that is possible at any time and does nothing but tell a role: on the run,
    /// or on its steps inside the service.
    static Optional<NobodyFree> onPathway(Pathway pathway) {
        return pathway.anyTime().stream()
                .filter(act -> act.then().size() == 1)
                .flatMap(act -> act.then().getFirst() instanceof Effect.Tell(var role, var _)
                        ? Optional.of(new NobodyFree(role, act.title(), act.clauses(), Optional.of(act.name())))
                                .stream()
                        : Optional.<NobodyFree>empty().stream())
                .findFirst();
    }

    /// Whom the procedure names; where it names nobody, another manager of the service than the reader.
    static NobodyFree inService(Policy policy, String service, Actor reader) {
        var named = insideOneService(policy, service).stream()
                .flatMap(way -> onPathway(way.pathway()).stream())
                .findFirst();
        if (named.isPresent()) {
            return new NobodyFree(
                    named.get().role(), named.get().title(), named.get().clauses(), Optional.empty());
        }
        var managing = managing(policy, service);
        var another = managing.stream()
                .filter(role ->
                        reader.grants().stream().noneMatch(grant -> grant.role().equals(role)))
                .reduce((_, last) -> last);
        var role = another.or(() -> managing.stream().findFirst())
                .or(() -> policy.roles().values().stream()
                        .filter(each -> each.manages() && each.anyOf().isEmpty())
                        .map(Role::name)
                        .findFirst())
                .orElse(
                        reader.grants().isEmpty()
                                ? ""
                                : reader.grants().getFirst().role());
        return new NobodyFree(role, "Nobody is free", List.of(), Optional.empty());
    }

    /// The roles that manage in a service.
    static List<String> managing(Policy policy, String service) {
        return policy.roles().values().stream()
                .filter(role ->
                        role.manages() && role.anyOf().isEmpty() && role.in().equals(service))
                .map(Role::name)
                .toList();
    }

    /// The roles in which somebody can be the named practitioner of a child in a service.
    static Set<String> holding(Policy policy, String service) {
        var all = new LinkedHashSet<String>();
        for (var role : policy.roles().values()) {
            if (role.practitioner() && role.anyOf().isEmpty() && role.in().equals(service)) {
                all.add(role.name());
            }
        }
        return all;
    }

    /// The roles that a name stands for: itself, or each of those it is a name for.
    static Set<String> spread(Policy policy, String role) {
        var all = new LinkedHashSet<String>();
        var open = new ArrayList<>(List.of(role));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (policy.role(next).anyOf().isEmpty()) {
                all.add(next);
            } else {
                open.addAll(policy.role(next).anyOf());
            }
        }
        return all;
    }

    /// Whether somebody manages in a service: by a role of their own, on duty, or for a colleague they cover.
    public static boolean manages(Policy policy, Actor actor, String service) {
        return actor.grants().stream().anyMatch(grant -> {
            var role = policy.role(grant.role());
            var in = grant.service().isEmpty() ? role.in() : grant.service();
            return role.manages() && in.equals(service);
        });
    }
}
