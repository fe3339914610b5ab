package stepways.engine.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The person who asks for something, and every role they hold at that moment, in their own right or as cover.
public record Actor(StaffId staff, List<Grant> grants) {

    public Actor {
        grants = List.copyOf(grants);
    }

    /// One role held.
    ///
    /// @param service the service it is held for; empty where the role says so itself
    /// @param covering the colleague it is held for, if it is cover
    public record Grant(
            String role, String service, @Nullable StaffId covering) {
        public Grant(String role) {
            this(role, "", null);
        }
    }
}
