package stepways.engine.policy;

import java.util.List;

/// How an unclear clause is read here: as written beside as interpreted, with who reads it so.
public record Reading(
        ClauseId clause,
        String asWritten,
        String readAs,
        List<String> others,
        List<String> usedIn,
        String by,
        String status) {
    public Reading {
        others = List.copyOf(others);
        usedIn = List.copyOf(usedIn);
    }
}
