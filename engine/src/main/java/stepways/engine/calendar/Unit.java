package stepways.engine.calendar;

/// The unit of a time limit. A limit without a unit does not exist.
public enum Unit {
    WORKING_DAYS,
    DAYS,
    WEEKS,
    MONTHS,
    YEARS,
    /// Elapsed hours, whatever the clocks do.
    HOURS
}
