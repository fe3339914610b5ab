package stepways.app.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Dates and times in the words of the pages: "Thursday 18 June 2026", "9:32am", "midday", "midnight".
public final class Dates {

    /// Where all councils of England are.
    public static final ZoneId ZONE = ZoneId.of("Europe/London");

    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.UK);
    private static final DateTimeFormatter WEEKDAY_YEAR = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.UK);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMMM", Locale.UK);
    private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK);

    private Dates() {}

    /// The day on which something is, in England.
    public static LocalDate day(Instant at) {
        return at.atZone(ZONE).toLocalDate();
    }

    /// When the day after begins.
    public static Instant startOfTomorrow(Instant now) {
        return day(now).plusDays(1).atStartOfDay(ZONE).toInstant();
    }

    /// "18 June 2026".
    public static String date(LocalDate day) {
        return DAY.format(day);
    }

    /// "18 June 2026".
    public static String date(Instant at) {
        return date(day(at));
    }

    /// "18 Jun 2026", for tables.
    public static String brief(Instant at) {
        return BRIEF.format(day(at));
    }

    /// "18 June".
    public static String shortDate(LocalDate day) {
        return SHORT.format(day);
    }

    /// "Thursday 18 June 2026".
    public static String weekdayAndYear(LocalDate day) {
        return WEEKDAY_YEAR.format(day);
    }

    /// "Thursday 18 June", with the year where it is another than that of `now`.
    public static String weekday(LocalDate day, LocalDate now) {
        return day.getYear() == now.getYear() ? WEEKDAY.format(day) : WEEKDAY_YEAR.format(day);
    }

    /// "18 June 2026 at 9:32am".
    public static String dateAndTime(Instant at) {
        return date(at) + " at " + time(at);
    }

    /// "9:32am", "2pm", "midday", "midnight".
    public static String time(Instant at) {
        return time(at.atZone(ZONE).toLocalTime());
    }

    /// "9:32am", "2pm", "midday", "midnight".
    public static String time(LocalTime time) {
        if (time.getMinute() == 0 && time.getHour() == 12) {
            return "midday";
        }
        if (time.getMinute() == 0 && time.getHour() == 0) {
            return "midnight";
        }
        var hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        var half = time.getHour() < 12 ? "am" : "pm";
        return time.getMinute() == 0
                ? hour + half
                : String.format(Locale.ROOT, "%d:%02d%s", hour, time.getMinute(), half);
    }

    /// For machines: "2026-06-18T09:32+01:00".
    public static String iso(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                ZonedDateTime.ofInstant(at, ZONE).withSecond(0).withNano(0));
    }
}
