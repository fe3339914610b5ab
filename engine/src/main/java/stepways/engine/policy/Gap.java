package stepways.engine.policy;

import java.util.List;

/// A hole in the council's own words that a person of that council has to accept before the pack is used.
///
/// @param finding the property it breaks, such as `S2`
/// @param at `pathway.outcome` or `pathway.stage` where it shows
/// @param accepted who accepted it; empty while it is open
public record Gap(String finding, String at, List<ClauseId> clauses, String says, String accepted) {
    public Gap {
        clauses = List.copyOf(clauses);
    }
}
