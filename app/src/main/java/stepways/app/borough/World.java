package stepways.app.borough;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.record.Casework;
import stepways.engine.policy.Policy;

/// One authority while its script is played.
///
/// @param now the real moment, which the script never passes
/// @param workers the role that holds a child, by service
record World(
        Database database,
        Casework casework,
        SettableClock clock,
        TimeOrderedIds ids,
        AuthorityId authority,
        Policy policy,
        AuthoritySetup.Staffing staffing,
        Instant now,
        Namebook names,
        Map<String, String> workers) {

    World {
        workers = Map.copyOf(workers);
    }

    LocalDate today() {
        return policy.calendar().date(now);
    }

    Viewer.Staff as(StaffId staff) {
        return new Viewer.Staff(authority, staff);
    }

    Viewer.Job job() {
        return new Viewer.Job(authority, "borough");
    }

    /// A child of a family, and since when they have been open to what.
    record Child(UUID id, String name, Map<String, Instant> open, Instant heldSince) {}

    /// A family with its children.
    record Household(UUID family, String reference, List<Child> children) {
        Household {
            children = List.copyOf(children);
        }

        /// Those of its children who are open to a service and to nothing else since before a moment.
        List<Child> openOnlyTo(Set<String> services, Instant before) {
            return children.stream()
                    .filter(child -> child.open().keySet().equals(services)
                            && child.open().values().stream().allMatch(since -> since.isBefore(before))
                            && child.heldSince().isBefore(before))
                    .toList();
        }
    }
}
