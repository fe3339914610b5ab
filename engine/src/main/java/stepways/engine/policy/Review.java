package stepways.engine.policy;

import java.time.LocalDate;
import java.util.List;
import stepways.engine.calendar.Amount;

/// A review of the procedure itself that the council has set itself: of the practice, or of the policy.
///
/// @param from the day from which its time is counted
/// @param within how long until it is due: days, weeks, months or years
/// @param repeats whether another is due after the same time, again and again
public record Review(
        String name,
        String title,
        LocalDate from,
        Amount within,
        boolean repeats,
        List<ClauseId> clauses,
        Basis basis) {

    public Review {
        clauses = List.copyOf(clauses);
        if (!isCalendarTime(within)) {
            throw new IllegalArgumentException("Expected days, weeks, months or years, found " + within);
        }
    }

    /// Whether a review may be set after this much time.
    public static boolean isCalendarTime(Amount amount) {
        return switch (amount.unit()) {
            case DAYS, WEEKS, MONTHS, YEARS -> true;
            case HOURS, WORKING_DAYS -> false;
        };
    }

    /// The day by which the first one is due.
    public LocalDate firstDue() {
        return switch (within.unit()) {
            case DAYS -> from.plusDays(within.count());
            case WEEKS -> from.plusWeeks(within.count());
            case MONTHS -> from.plusMonths(within.count());
            case YEARS -> from.plusYears(within.count());
            case HOURS, WORKING_DAYS ->
                throw new IllegalStateException("Expected days, weeks, months or years, found " + within);
        };
    }
}
