package stepways.engine.run;

import java.time.Instant;

/// One event of a run's record: when it happened, when it was recorded, by whom and in which role.
///
/// @param seq its place in the run's history, counted from 1
public record Entry(int seq, RunEvent event, StaffId by, String role, Instant happened, Instant recorded) {}
