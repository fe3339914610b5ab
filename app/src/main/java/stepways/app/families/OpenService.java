package stepways.app.families;

import org.jspecify.annotations.Nullable;

/// A service that is open to a child or a family, and the three lines that always go with it: who, since when, ends
/// when.
///
/// - `role`: "accountable", "stays alongside".
/// - `system`: the case system that records it.
public record OpenService(
        String name,
        String role,
        boolean accountable,
        String who,
        String since,
        @Nullable String system,
        String endsWhen) {}
