package stepways.engine.policy;

import java.util.List;

/// Something a condition, a confirmation or a clock may look at.
///
/// @param choices the allowed values of a `ONE_OF`; empty otherwise
/// @param askedOf the role that is asked, or empty if the fact comes from the child's record
/// @param mayMove whether a dated fact is expected to change, such as a hearing
public record FactType(String name, String title, Kind kind, List<String> choices, String askedOf, boolean mayMove) {

    public enum Kind {
        YES_NO,
        ONE_OF,
        DATE,
        NUMBER,
        SERVICE,
        TEAM
    }

    public FactType {
        choices = List.copyOf(choices);
    }
}
