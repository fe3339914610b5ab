package stepways.app.search;

import java.util.LinkedHashSet;
import java.util.Set;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// Who may search everyone in their authority: whoever works at the front door, is on duty, or answers out of hours.
///
/// The pack says who that is: the roles that contacts wait for, the people of a service that holds contacts, the duty
/// roles of teams, and the roles of the harm route. Everybody else finds their own families only.
public final class WideSearch {

    private WideSearch() {}

    public static boolean mayBy(Policy policy, Actor actor) {
        var roles = roles(policy);
        return actor.grants().stream().anyMatch(grant -> roles.contains(grant.role()));
    }

    private static Set<String> roles(Policy policy) {
        var roles = new LinkedHashSet<String>();
        for (var layer = policy; layer != null; layer = layer.national()) {
            for (var team : layer.teams().values()) {
                if (!team.dutyRole().isEmpty()) {
                    roles.add(team.dutyRole());
                }
            }
            for (var role : layer.roles().values()) {
                if (policy.service(role.in())
                        .map(service -> service.holdsContacts())
                        .orElse(false)) {
                    roles.add(role.name());
                }
            }
            for (var pathway : layer.pathways().values()) {
                if (pathway.kind() == Pathway.Kind.CONTACT) {
                    contact(policy, pathway, roles);
                }
            }
            layer.harmRoute().ifPresent(route -> {
                route.call().forEach(role -> expand(policy, role, roles));
                route.outOfHours().forEach(role -> expand(policy, role, roles));
            });
        }
        return roles;
    }

    private static void contact(Policy policy, Pathway pathway, Set<String> roles) {
        for (var stage : pathway.stages().values()) {
            expand(policy, stage.waitsFor(), roles);
            if (stage.decider().who() instanceof Decider.Who.AnyOf(var deciders)) {
                deciders.forEach(role -> expand(policy, role, roles));
            }
        }
    }

    /// A role that everybody holds opens nothing here, and neither does that of somebody who works with families of
    /// their
    /// own and may take a contact now and then.
    private static void expand(Policy policy, String name, Set<String> roles) {
        var role = policy.role(name);
        if (!role.anyone() && !role.practitioner() && roles.add(name)) {
            role.anyOf().forEach(each -> expand(policy, each, roles));
        }
    }
}
