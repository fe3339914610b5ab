package stepways.engine.calendar;

import java.time.LocalDate;
import java.util.regex.Pattern;

/// An age in years and months.
public record Age(int years, int months) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,2}) years?(?: ([0-9]{1,2}) months?)?");

    public Age {
        if (years < 0 || months < 0 || months > 11) {
            throw new IllegalArgumentException(
                    "Expected years and up to 11 months, found " + years + " years " + months + " months");
        }
    }

    /// Reads "16 years" and "15 years 6 months".
    public static Age parse(String text) {
        var found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "Expected an age such as '16 years' or '15 years 6 months', found '" + text + "'");
        }
        return new Age(Integer.parseInt(found.group(1)), found.group(2) == null ? 0 : Integer.parseInt(found.group(2)));
    }

    /// The day on which somebody reaches this age, from its first moment (Family Law Reform Act 1969, section 9).
    ///
    /// A month without that day counts as passed only when it is over: who was born on 29 February reaches an
    /// age on 1 March in a common year, and who was born on 31 August is 15 years 6 months old on 1 March.
    public LocalDate reachedBy(LocalDate born) {
        var day = born.plusMonths(12L * years + months);
        return day.getDayOfMonth() == born.getDayOfMonth() ? day : day.plusDays(1);
    }

    @Override
    public String toString() {
        return count(years, "year") + (months == 0 ? "" : " " + count(months, "month"));
    }

    private static String count(int number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
