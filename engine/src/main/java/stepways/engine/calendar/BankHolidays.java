package stepways.engine.calendar;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The bank holidays of a country by day, as published, and the days from and to which the list is whole.
///
/// A day outside counts as a working day unless it is a weekend, and the sum of every date that was worked out
/// across such a day says so.
public record BankHolidays(SortedMap<LocalDate, String> days, LocalDate from, LocalDate to) {

    public BankHolidays {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "Expected bank holidays from a day to a later one, found " + from + " to " + to);
        }
        for (var day : days.keySet()) {
            if (day.isBefore(from) || day.isAfter(to)) {
                throw new IllegalArgumentException(
                        "Expected bank holidays from " + from + " to " + to + ", found one on " + day);
            }
        }
    }
}
