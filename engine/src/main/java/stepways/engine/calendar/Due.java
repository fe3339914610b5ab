package stepways.engine.calendar;

import java.time.Instant;

/// A date that something is due by, with the sum that gave it.
///
/// @param latest the first instant at which it is late: a limit in days ends as the day after its last one begins
public record Due(Instant latest, Sum sum) {}
