package stepways.app.notes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A note with its corrections, the oldest version first.
record Chain(List<Written> versions) {

    Chain {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("Expected the versions of a note");
        }
    }

    /// A child's tick that a correction took away, and the correction that did so.
    record Untick(UUID child, Written by) {}

    Written first() {
        return versions.getFirst();
    }

    /// As it stands.
    Written now() {
        return versions.getLast();
    }

    boolean isAbout(UUID child) {
        return now().note().about().stream().anyMatch(about -> about.child().equals(child));
    }

    /// Every child that stood on it once and does not any more.
    List<Untick> unticked() {
        var standing = children(now());
        var all = new ArrayList<Untick>();
        var said = new LinkedHashSet<UUID>();
        for (int i = versions.size() - 1; i > 0; i--) {
            var before = children(versions.get(i - 1));
            before.removeAll(children(versions.get(i)));
            for (var child : before) {
                if (!standing.contains(child) && said.add(child)) {
                    all.add(new Untick(child, versions.get(i)));
                }
            }
        }
        return all;
    }

    private static Set<UUID> children(Written version) {
        var all = new LinkedHashSet<UUID>();
        version.note().about().forEach(about -> all.add(about.child()));
        return all;
    }
}
