package stepways.engine.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Days, times and counts as they are written in a sentence.
final class Wording {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMMM", Locale.UK);

    private Wording() {}

    /// "Monday 3 August 2026".
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    /// "31 August".
    static String shortDay(LocalDate day) {
        return SHORT.format(day);
    }

    /// "9:32am", "5pm", "midday", "midnight".
    static String time(LocalTime time) {
        if (time.equals(LocalTime.NOON)) {
            return "midday";
        }
        if (time.equals(LocalTime.MIDNIGHT)) {
            return "midnight";
        }
        var hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        var minutes = time.getMinute() == 0 ? "" : String.format(Locale.ROOT, ":%02d", time.getMinute());
        return hour + minutes + (time.getHour() < 12 ? "am" : "pm");
    }

    /// "9:32am on Monday 3 August 2026".
    static String moment(Instant at, ZoneId zone) {
        var there = at.atZone(zone);
        return time(there.toLocalTime()) + " on " + day(there.toLocalDate());
    }

    /// "1 day", "2 days".
    static String count(int number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /// "a", "a and b", "a, b and c".
    static String list(List<String> words) {
        return switch (words.size()) {
            case 0 -> "";
            case 1 -> words.getFirst();
            default -> String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
        };
    }

    /// A name of a pack as words: "final-hearing" is "final hearing".
    static String name(String name) {
        return name.replace('-', ' ').replace('.', ' ');
    }
}
