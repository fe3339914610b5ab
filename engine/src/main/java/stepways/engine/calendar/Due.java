package stepways.engine.calendar;

import java.time.Instant;

public record Due(Instant latest, Sum sum) {}
