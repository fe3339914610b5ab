package stepways.engine.calendar;

import java.util.Locale;

/// How long a time limit is, with its unit.
public record Amount(int count, Unit unit) {

    public Amount {
        if (count < 0) {
            throw new IllegalArgumentException("Expected an amount of 0 or more, found " + count);
        }
    }

    /// Reads "15 working days", "24 hours", "6 weeks", "3 months", "1 day".
    public static Amount parse(String text) {
        var parts = text.strip().split(" ", 2);
        if (parts.length == 2 && parts[0].matches("[0-9]{1,4}")) {
            for (var unit : Unit.values()) {
                var plural = unit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                if (parts[1].equals(plural) || parts[1].equals(plural.substring(0, plural.length() - 1))) {
                    return new Amount(Integer.parseInt(parts[0]), unit);
                }
            }
        }
        throw new IllegalArgumentException(
                "Expected an amount with its unit, such as '15 working days' or '24 hours', found '" + text + "'");
    }

    @Override
    public String toString() {
        var plural = unit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return count + " " + (count == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
}
