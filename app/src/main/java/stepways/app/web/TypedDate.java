package stepways.app.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates and times as people type them: shown in a form, and read from one.
public final class TypedDate {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)?");
    private static final String OFFERED = "-offered";

    private TypedDate() {}

    // A day.

    /// A field for a day.
    public static FormPart.DateInput day(Typed typed, String id, String legend, @Nullable String hint) {
        return new FormPart.DateInput(
                id,
                legend,
                hint,
                typed.value(id + "-day"),
                typed.value(id + "-month"),
                typed.value(id + "-year"),
                null,
                typed.error(id));
    }

    /// The day typed; empty, with an error at the field, if it is none.
    public static Optional<LocalDate> readDay(Typed typed, String id, String ifMissing) {
        var day = typed.value(id + "-day").strip();
        var month = typed.value(id + "-month").strip();
        var year = typed.value(id + "-year").strip();
        if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
            typed.fail(id, ifMissing);
            return Optional.empty();
        }
        if (!day.matches("[0-9]{1,2}") || !month.matches("[0-9]{1,2}") || !year.matches("[0-9]{4}")) {
            typed.fail(id, "Enter a day, a month and a year of four figures, such as 12 6 2026");
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException impossible) {
            typed.fail(id, "There is no such day as " + day + " " + month + " " + year + ". Enter a real date");
            return Optional.empty();
        }
    }

    /// A day that has come: today or earlier.
    public static Optional<LocalDate> readPastDay(
            Typed typed, String id, Instant now, String ifMissing, String ifFuture) {
        return readDay(typed, id, ifMissing).filter(day -> {
            if (day.isAfter(Dates.day(now))) {
                typed.fail(id, ifFuture);
                return false;
            }
            return true;
        });
    }

    // When something happened.

    /// The fields for when something happened; now at first.
    public static FormPart.DateInput happened(Typed typed, Instant now) {
        var day = Dates.day(now);
        return new FormPart.DateInput(
                "happened",
                "When did it happen?",
                "The day it happened, not the day you record it. Now, unless you change it.",
                typed.value("happened-day", String.valueOf(day.getDayOfMonth())),
                typed.value("happened-month", String.valueOf(day.getMonthValue())),
                typed.value("happened-year", String.valueOf(day.getYear())),
                typed.value("happened-time", Dates.time(now)),
                typed.error("happened"));
    }

    /// What stood in the fields at first: left as it was, it means the moment of recording.
    public static Hidden offered(Typed typed, Instant now) {
        var day = Dates.day(now);
        var at = day.getDayOfMonth() + " " + day.getMonthValue() + " " + day.getYear() + " " + Dates.time(now);
        return new Hidden("happened" + OFFERED, typed.value("happened" + OFFERED, at));
    }

    /// When it happened; empty for now, and with an error at the field if it makes no sense.
    ///
    /// @param steps moments it may share a minute with, such as the beginning of the stage: people type minutes
    public static Optional<Instant> readHappened(Typed typed, Instant now, Instant... steps) {
        var typedNow = typed.value("happened-day").strip() + " "
                + typed.value("happened-month").strip() + " "
                + typed.value("happened-year").strip() + " "
                + typed.value("happened-time").strip();
        if (typedNow.equals(typed.value("happened" + OFFERED)) || typedNow.isBlank()) {
            return Optional.empty();
        }
        var day = readDay(typed, "happened", "Enter the day it happened");
        if (day.isEmpty()) {
            return Optional.empty();
        }
        if (day.get().isAfter(Dates.day(now))) {
            typed.fail("happened", "The day it happened cannot be in the future");
            return Optional.empty();
        }
        if (day.get().isBefore(LocalDate.of(1990, 1, 1))) {
            typed.fail("happened", "Check the year: this is more than thirty years ago");
            return Optional.empty();
        }
        var time = time(typed.value("happened-time"));
        if (time.isEmpty()) {
            typed.fail("happened", "Enter the time, or about when, such as 2:30pm");
            return Optional.empty();
        }
        var at = day.get().atTime(time.get()).atZone(Dates.ZONE).toInstant();
        if (at.isAfter(now)) {
            typed.fail("happened", "The time it happened cannot be in the future");
            return Optional.empty();
        }
        for (var step : steps) {
            if (step.truncatedTo(ChronoUnit.MINUTES).equals(at)) {
                at = step;
            }
        }
        return Optional.of(at);
    }

    /// "2:30pm", "14:30", "9am", "midday", "midnight".
    public static Optional<LocalTime> time(String words) {
        var text = words.strip().toLowerCase(Locale.ROOT);
        if (text.equals("midday") || text.equals("noon")) {
            return Optional.of(LocalTime.NOON);
        }
        if (text.equals("midnight")) {
            return Optional.of(LocalTime.MIDNIGHT);
        }
        var found = TIME.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(found.group(1));
        int minute = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        var half = found.group(3);
        if (minute > 59 || (half == null ? hour > 23 || found.group(2) == null : hour < 1 || hour > 12)) {
            return Optional.empty();
        }
        if (half != null) {
            hour = hour % 12 + (half.equals("pm") ? 12 : 0);
        }
        return Optional.of(LocalTime.of(hour, minute));
    }
}
