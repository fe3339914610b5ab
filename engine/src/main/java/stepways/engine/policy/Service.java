package stepways.engine.policy;

/// A service in which a child can be open, such as early help or permanence.
///
/// @param level the level of need it works at, in the council's own word; empty where the text names none
/// @param system the case system that records it
/// @param statutory whether it works under a statutory duty
/// @param holdsContacts whether work arrives here before any episode exists
public record Service(
        String name, String title, String level, String system, boolean statutory, boolean holdsContacts) {}
