package stepways.engine.calendar;

import java.time.*;

public record Sitting(LocalDate day, Instant opens, Instant ends, Instant cutOff, Sum why) {}
