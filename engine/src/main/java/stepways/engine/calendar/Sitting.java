package stepways.engine.calendar;

import java.time.Instant;
import java.time.LocalDate;

/// One date of a meeting that sits again and again.
///
/// @param cutOff the last instant at which a request still reaches it
/// @param why how its day and its cut-off were found
public record Sitting(LocalDate day, Instant opens, Instant ends, Instant cutOff, Sum.OfSitting why) {}
