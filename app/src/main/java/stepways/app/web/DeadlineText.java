package stepways.app.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.run.Clock;

/// The words for when something is due: relative ones and the real date together, the same on every page.
///
/// "Due today" · "Due tomorrow", "Thursday 18 June" · "Due in 3 working days", "Monday 22 June" ·
/// "2 working days late", "was due Tuesday 16 June".
public final class DeadlineText {

    private final WorkingCalendar calendar;
    private final Instant now;
    private final LocalDate today;

    public DeadlineText(WorkingCalendar calendar, Instant now) {
        this.calendar = calendar;
        this.now = now;
        this.today = Dates.day(now);
    }

    /// What a clock says now.
    public Due of(Clock clock) {
        return of(clock, null);
    }

    /// What a clock says now, with a link to the place where its sum is shown.
    public Due of(Clock clock, @Nullable String url) {
        return switch (clock) {
            case Clock.Runs(var due, var _) -> dated(due.latest(), url, Sums.of(due.sum(), today));
            case Clock.Opens(var opens, var due, var _) -> {
                if (opens.isPresent() && opens.get().isAfter(today)) {
                    yield new Due(
                            "Opens " + Dates.weekday(opens.get(), today),
                            "due by " + Dates.weekday(lastDay(due.latest()), today),
                            Due.State.OPEN,
                            url,
                            Sums.of(due.sum(), today));
                }
                yield dated(due.latest(), url, Sums.of(due.sum(), today));
            }
            case Clock.NotStarted _ ->
                new Due("No date yet", "what starts it has not happened", Due.State.OPEN, null, null);
            case Clock.Silent(var _, var because) ->
                new Due(
                        "No date",
                        because.isEmpty() ? "the procedure gives none" : lowerFirst(because),
                        Due.State.OPEN,
                        null,
                        null);
        };
    }

    /// A date alone, without its sum.
    public Due at(Instant latest, @Nullable String url) {
        return dated(latest, url, null);
    }

    /// "Done 15 June".
    public static Due done(Instant happened) {
        return new Due("Done " + Dates.shortDate(Dates.day(happened)), null, Due.State.DONE, null, null);
    }

    /// The last day on which something is in time: the day before where the limit is a midnight.
    public static LocalDate lastDay(Instant latest) {
        var local = latest.atZone(Dates.ZONE);
        return local.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? local.toLocalDate().minusDays(1)
                : local.toLocalDate();
    }

    /// "Friday 19 June", with the hour where the limit is one.
    public String limit(Instant latest) {
        var day = lastDay(latest);
        return endsWithItsDay(latest)
                ? Dates.weekday(day, today)
                : Dates.time(latest) + " on " + Dates.weekday(day, today);
    }

    private static boolean endsWithItsDay(Instant latest) {
        return latest.atZone(Dates.ZONE).toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    private Due dated(Instant latest, @Nullable String url, @Nullable Sum sum) {
        if (!now.isBefore(latest)) {
            return new Due(late(latest), "was due " + limit(latest), Due.State.LATE, url, sum);
        }
        var day = lastDay(latest);
        if (day.equals(today)) {
            return endsWithItsDay(latest)
                    ? new Due("Due today", Dates.weekday(day, today), Due.State.TODAY, url, sum)
                    : new Due(
                            "Due today by " + Dates.time(latest),
                            left(Duration.between(now, latest)) + " left",
                            Due.State.TODAY,
                            url,
                            sum);
        }
        var words = day.equals(today.plusDays(1)) ? "Due tomorrow" : "Due in " + workingDays(today, day);
        return new Due(
                words,
                endsWithItsDay(latest)
                        ? Dates.weekday(day, today)
                        : "by " + Dates.time(latest) + " on " + Dates.weekday(day, today),
                Due.State.OPEN,
                url,
                sum);
    }

    private String late(Instant latest) {
        var day = lastDay(latest);
        if (!endsWithItsDay(latest) && Duration.between(latest, now).compareTo(Duration.ofDays(1)) < 0) {
            var late = Duration.between(latest, now);
            return late.toMinutes() == 0 ? "Due now" : left(late) + " late";
        }
        return workingDays(day, today) + " late";
    }

    /// "3 working days"; days of the week where no working day lies between.
    private String workingDays(LocalDate from, LocalDate to) {
        int count = 0;
        for (var day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            if (calendar.isWorkingDay(day)) {
                count++;
            }
        }
        if (count > 0) {
            return count(count, "working day");
        }
        return count((int) (to.toEpochDay() - from.toEpochDay()), "day");
    }

    private static String left(Duration duration) {
        return duration.toHours() > 0
                ? count((int) duration.toHours(), "hour")
                : count(Math.max(1, (int) duration.toMinutes()), "minute");
    }

    /// "1 working day", "3 working days".
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String lowerFirst(String words) {
        return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }
}
