package stepways.app.borough;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.regex.Pattern;
import stepways.engine.calendar.Amount;
import stepways.engine.calendar.Unit;
import stepways.engine.calendar.WorkingCalendar;

/// A moment of the script, counted from the day the borough is built: `15 working days ago 10:30`, `3 days ago 16:00`,
/// `today 09:15`.
///
/// @param amount how far back; 0 days for today
record When(Amount amount, LocalTime time) {

    private static final Pattern TEXT =
            Pattern.compile("(?:today|([0-9]+ (?:working days?|days?|weeks?|months?)) ago) ([0-9]{2}:[0-9]{2})");

    static When parse(String text) {
        var found = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "Expected a moment such as '15 working days ago 10:30' or 'today 09:15', found '" + text + "'");
        }
        return new When(
                found.group(1) == null ? new Amount(0, Unit.DAYS) : Amount.parse(found.group(1)),
                LocalTime.parse(found.group(2)));
    }

    /// The day it means.
    LocalDate day(WorkingCalendar calendar, LocalDate today) {
        return switch (amount.unit()) {
            case WORKING_DAYS -> {
                var day = calendar.workingDayUpTo(today);
                for (int i = 0; i < amount.count(); i++) {
                    day = calendar.workingDayUpTo(day.minusDays(1));
                }
                yield day;
            }
            case DAYS, HOURS -> today.minusDays(amount.count());
            case WEEKS -> today.minusWeeks(amount.count());
            case MONTHS -> today.minusMonths(amount.count());
            case YEARS -> today.minusYears(amount.count());
        };
    }
}
