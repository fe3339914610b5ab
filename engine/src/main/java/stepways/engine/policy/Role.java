package stepways.engine.policy;

import java.util.Set;

/// Who may do a thing, in the council's words.
///
/// A role with `anyOf` is a name for several roles. A role with a side is only held by people of the
/// service on that side of the transfer, so that one text can serve every door of a pathway.
///
/// @param in the service whose people hold it; empty for roles outside the services
/// @param practitioner whether its holder can be the accountable practitioner of a child
/// @param manages whether its holder manages others, and so may sign what needs a manager
/// @param anyone whether everyone who is signed in holds it
public record Role(
        String name,
        String title,
        String in,
        Side side,
        Set<String> anyOf,
        boolean practitioner,
        boolean manages,
        boolean anyone) {

    /// Which side of a transfer.
    public enum Side {
        EITHER,
        SENDING,
        RECEIVING
    }

    public Role {
        anyOf = Set.copyOf(anyOf);
    }
}
