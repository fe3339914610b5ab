package stepways.engine.calendar;

import java.util.regex.Pattern;

/// An age in years and months.
public record Age(int years, int months) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,2}) years?(?: ([0-9]{1,2}) months?)?");

    /// Reads "16 years" and "15 years 6 months".
    public static Age parse(String text) {
        var found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "Expected an age such as '16 years' or '15 years 6 months', found '" + text + "'");
        }
        return new Age(Integer.parseInt(found.group(1)), found.group(2) == null ? 0 : Integer.parseInt(found.group(2)));
    }

    @Override
    public String toString() {
        return years + " years" + (months == 0 ? "" : " " + months + " months");
    }
}
