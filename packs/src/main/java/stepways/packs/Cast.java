package stepways.packs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.run.Actor;
import stepways.engine.run.StaffId;

/// The invented people of an example: one for each role, and different people for different roles.
///
/// A role that is a name for several is played by the one of them that stands on its side of the transfer, so that
/// "the sending manager" and "the Early Help manager" are the same person where Early Help sends.
final class Cast {

    private final Policy policy;
    private final String from;
    private final String to;

    Cast(Policy policy, String from, String to) {
        this.policy = policy;
        this.from = from;
        this.to = to;
    }

    /// Whoever plays this role.
    StaffId person(String role) {
        return person(role, 1);
    }

    /// The first, second or third person of this role.
    StaffId person(String role, int number) {
        var leaf = leaf(role);
        return new StaffId(number == 1 ? leaf : leaf + "-" + number);
    }

    Actor actor(String role, int number) {
        return new Actor(person(role, number), List.of(grant(role)));
    }

    /// A person who holds all of these roles; named, or the invented holder of the first.
    Actor actor(List<String> roles, String as) {
        var grants = roles.stream().map(this::grant).toList();
        return new Actor(as.isEmpty() ? person(roles.getFirst()) : new StaffId(as), grants);
    }

    /// Somebody who is signed in and holds no role.
    static Actor anybody() {
        return new Actor(new StaffId("somebody"), List.of());
    }

    private Actor.Grant grant(String role) {
        var leaf = leaf(role);
        var known = find(leaf);
        var side = find(role).map(Role::side).orElse(Role.Side.EITHER);
        boolean serviceless = known.map(each -> each.in().isEmpty()).orElse(true);
        var service = serviceless ? service(side) : "";
        return new Actor.Grant(leaf, service, null);
    }

    /// The role that a person really holds where `name` is a name for several.
    String leaf(String name) {
        var leaves = new LinkedHashSet<String>();
        collect(name, leaves, new LinkedHashSet<>());
        if (leaves.isEmpty()) {
            return name;
        }
        var side = find(name).map(Role::side).orElse(Role.Side.EITHER);
        return leaves.stream()
                .min(Comparator.comparing((String leaf) -> unfit(leaf, side)).thenComparing(leaf -> leaf))
                .orElse(name);
    }

    private int unfit(String leaf, Role.Side side) {
        var in = find(leaf).map(Role::in).orElse("");
        return switch (side) {
            case SENDING -> in.equals(from) ? 0 : in.isEmpty() ? 1 : 2;
            case RECEIVING -> in.equals(to) ? 0 : in.isEmpty() ? 1 : 2;
            case EITHER -> in.equals(from) ? 0 : in.equals(to) ? 1 : 2;
        };
    }

    private void collect(String name, Set<String> leaves, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        var role = find(name);
        if (role.isEmpty() || role.get().anyOf().isEmpty()) {
            leaves.add(name);
        } else {
            role.get().anyOf().stream().sorted().forEach(each -> collect(each, leaves, seen));
        }
    }

    private String service(Role.Side side) {
        return switch (side) {
            case SENDING -> from;
            case RECEIVING -> to;
            case EITHER -> "";
        };
    }

    private java.util.Optional<Role> find(String name) {
        for (Policy each = policy; each != null; each = each.national()) {
            var role = each.roles().get(name);
            if (role != null) {
                return java.util.Optional.of(role);
            }
        }
        return java.util.Optional.empty();
    }

    /// Whether the holder of one role is what is meant by another, such as a social worker by "the practitioner".
    boolean means(String wanted, String held) {
        if (wanted.equals(held) || leaf(wanted).equals(held)) {
            return true;
        }
        var leaves = new ArrayList<String>();
        var all = new LinkedHashSet<String>();
        collect(wanted, all, new LinkedHashSet<>());
        leaves.addAll(all);
        return leaves.contains(held);
    }
}
