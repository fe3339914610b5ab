package stepways.app.harm;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/// How old somebody is, as people say it: in years, for babies in months, weeks or days.
final class Ages {

    private Ages() {}

    static String words(LocalDate born, LocalDate today) {
        long years = ChronoUnit.YEARS.between(born, today);
        if (years >= 2) {
            return Long.toString(years);
        }
        long months = ChronoUnit.MONTHS.between(born, today);
        if (months >= 2) {
            return months + " months";
        }
        long weeks = ChronoUnit.WEEKS.between(born, today);
        if (weeks >= 2) {
            return weeks + " weeks";
        }
        long days = Math.max(0, ChronoUnit.DAYS.between(born, today));
        return days + (days == 1 ? " day" : " days");
    }
}
