package stepways.engine.calendar;

import java.time.LocalDate;

/// A weekday on which nobody works: a bank holiday, or a day on which the council is closed.
public record DayOff(LocalDate day, String title, Kind kind) {

    /// Who says so.
    public enum Kind {
        BANK_HOLIDAY,
        CLOSURE
    }
}
