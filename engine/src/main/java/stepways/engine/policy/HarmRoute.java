package stepways.engine.policy;

import java.util.List;

/// Harm now: whom to ring, in order, by day and out of hours, and which urgent run begins.
///
/// @param pathway the urgent pathway, and `door` its door
/// @param call the roles to ring in working hours, in order
/// @param outOfHours the roles to ring at night, at weekends and on bank holidays, in order
public record HarmRoute(
        String pathway, String door, List<String> call, List<String> outOfHours, List<ClauseId> clauses) {
    public HarmRoute {
        call = List.copyOf(call);
        outOfHours = List.copyOf(outOfHours);
        clauses = List.copyOf(clauses);
    }
}
