package stepways.engine.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// When a meeting or panel sits, and by when it wants to be asked.
///
/// @param days the weekdays on which it sits, in order
/// @param meeting what a day off does to a sitting
public record SittingRule(
        Rhythm rhythm, List<DayOfWeek> days, LocalTime from, LocalTime to, CutOff cutOff, OnDayOff meeting) {

    /// So many planned sittings in a row without one that can be reached mean that the rule or the list of
    /// cancelled sittings is wrong.
    private static final int TOO_MANY = 2_000;

    /// A sitting that a day off moved is at most this far from its planned day.
    private static final int MOVED_AT_MOST = 21;

    public SittingRule {
        days = List.copyOf(new TreeSet<>(days));
        if (days.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one weekday, found none");
        }
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException("Expected an end after " + from + ", found " + to);
        }
    }

    /// How often it sits.
    public sealed interface Rhythm {

        /// Every so many weeks.
        ///
        /// @param first a day in a week with a sitting; none is before it. Null if it has always sat every week
        record Weeks(int every, @Nullable LocalDate first) implements Rhythm {
            public Weeks {
                if (every < 1 || (every > 1 && first == null)) {
                    throw new IllegalArgumentException("Expected every week, or every few weeks with the first day,"
                            + " found every " + every + " weeks");
                }
            }
        }

        /// On the nth weekdays of every so many months; 5 is a fifth where there is one, -1 the last.
        ///
        /// @param first no sitting is before it. Null if it has always sat every month
        record Months(
                int every, List<Integer> nth, @Nullable LocalDate first) implements Rhythm {
            public Months {
                nth = List.copyOf(nth);
                if (every < 1 || (every > 1 && first == null)) {
                    throw new IllegalArgumentException("Expected every month, or every few months with the first day,"
                            + " found every " + every + " months");
                }
                if (nth.isEmpty() || nth.stream().anyMatch(n -> n != -1 && (n < 1 || n > 5))) {
                    throw new IllegalArgumentException(
                            "Expected which weekdays of the month, 1 to 5 or the last," + " found " + nth);
                }
            }
        }
    }

    /// By when a request has to be in.
    public sealed interface CutOff {

        /// Until the sitting opens.
        record None() implements CutOff {}

        /// On the last such weekday before the sitting, to that time.
        record OnWeekday(DayOfWeek day, LocalTime at, OnDayOff dayOff) implements CutOff {}

        /// That many days or weeks before the sitting, to that time.
        record Before(Amount amount, LocalTime at, OnDayOff dayOff) implements CutOff {
            public Before {
                if (amount.unit() == Unit.HOURS) {
                    throw new IllegalArgumentException("Expected days or weeks, found " + amount);
                }
            }
        }
    }

    /// What happens when nobody works on the day.
    public enum OnDayOff {
        NEXT_WORKING_DAY,
        PREVIOUS_WORKING_DAY,
        /// It does not take place.
        CANCELLED,
        /// It stays where it is.
        HELD
    }

    /// The first sitting that a request made at that moment reaches. A request exactly at the cut-off is in time.
    ///
    /// @param cancelled the days of sittings that were called off
    public Sitting firstFor(WorkingCalendar calendar, Instant at, Set<LocalDate> cancelled) {
        var today = calendar.date(at);
        var passedOver = new ArrayList<Sum.PassedOver>();
        var planned = plannedFrom(today.minusDays(MOVED_AT_MOST));
        for (int seen = 0; seen < TOO_MANY; seen++) {
            var because = dayOff(calendar, planned);
            var day = moved(calendar, planned, meeting);
            boolean again = !passedOver.isEmpty() && passedOver.getLast().day().equals(day);
            if (!day.isBefore(today) && !again) {
                if (because.isPresent() && meeting == OnDayOff.CANCELLED) {
                    passedOver.add(new Sum.PassedOver.NoMeeting(planned, because.get()));
                } else if (cancelled.contains(day)) {
                    passedOver.add(new Sum.PassedOver.Cancelled(day));
                } else {
                    var sitting = sitting(calendar, planned, day, because.orElse(""), passedOver);
                    if (!at.isAfter(sitting.cutOff())) {
                        return sitting;
                    }
                    passedOver.add(new Sum.PassedOver.Closed(day, sitting.cutOff()));
                }
            }
            planned = plannedFrom(planned.plusDays(1));
        }
        throw new IllegalStateException("Expected a sitting to reach from " + today + ", found none in " + TOO_MANY
                + " planned ones of " + this);
    }

    /// Every sitting from one day to another, both counted, that no day off cancels.
    public List<Sitting> between(WorkingCalendar calendar, LocalDate first, LocalDate last) {
        var all = new ArrayList<Sitting>();
        var planned = plannedFrom(first.minusDays(MOVED_AT_MOST));
        while (!planned.isAfter(last.plusDays(MOVED_AT_MOST))) {
            var because = dayOff(calendar, planned);
            var day = moved(calendar, planned, meeting);
            boolean sits = because.isEmpty() || meeting != OnDayOff.CANCELLED;
            boolean again = !all.isEmpty() && all.getLast().day().equals(day);
            if (sits && !again && !day.isBefore(first) && !day.isAfter(last)) {
                all.add(sitting(calendar, planned, day, because.orElse(""), List.of()));
            }
            planned = plannedFrom(planned.plusDays(1));
        }
        return List.copyOf(all);
    }

    /// When the sitting on a day opens.
    public Instant opensOn(LocalDate day, ZoneId zone) {
        return day.atTime(from).atZone(zone).toInstant();
    }

    private Sitting sitting(
            WorkingCalendar calendar,
            LocalDate planned,
            LocalDate day,
            String because,
            List<Sum.PassedOver> passedOver) {
        var zone = calendar.zone();
        var opens = opensOn(day, zone);
        var ends = day.atTime(to).atZone(zone).toInstant();
        var closes = closes(calendar, day);
        var closesPlanned = closes.planned();
        var cutOff = closes.at().isAfter(opens) ? opens : closes.at();
        var why = new Sum.OfSitting(
                planned,
                day,
                day.equals(planned) ? "" : because,
                opens,
                ends,
                closesPlanned,
                cutOff,
                closes.movedBecause(),
                passedOver,
                zone);
        return new Sitting(day, opens, ends, cutOff, why);
    }

    /// When requests close for a sitting: the day by the rule, the moment, and the day off that moved it.
    private record Closes(LocalDate planned, Instant at, String movedBecause) {}

    private Closes closes(WorkingCalendar calendar, LocalDate day) {
        return switch (cutOff) {
            case CutOff.None() -> new Closes(day, opensOn(day, calendar.zone()), "");
            case CutOff.OnWeekday(var weekday, var at, var dayOff) ->
                closes(calendar, day.with(TemporalAdjusters.previous(weekday)), at, dayOff);
            case CutOff.Before(var amount, var at, var dayOff) -> {
                var latest =
                        calendar.before(opensOn(day, calendar.zone()), amount).latest();
                yield closes(calendar, calendar.date(latest.minusMillis(1)), at, dayOff);
            }
        };
    }

    private static Closes closes(WorkingCalendar calendar, LocalDate planned, LocalTime at, OnDayOff onDayOff) {
        var day = moved(calendar, planned, onDayOff);
        var because = day.equals(planned) ? "" : dayOff(calendar, planned).orElse("");
        return new Closes(planned, day.atTime(at).atZone(calendar.zone()).toInstant(), because);
    }

    /// A bank holiday or closure; a forum that chose to meet at weekends meets at weekends.
    private static Optional<String> dayOff(WorkingCalendar calendar, LocalDate day) {
        return calendar.weekdayOff(day).map(DayOff::title);
    }

    private static LocalDate moved(WorkingCalendar calendar, LocalDate planned, OnDayOff onDayOff) {
        if (dayOff(calendar, planned).isEmpty()) {
            return planned;
        }
        return switch (onDayOff) {
            case NEXT_WORKING_DAY -> calendar.workingDayFrom(planned);
            case PREVIOUS_WORKING_DAY -> calendar.workingDayUpTo(planned);
            case CANCELLED, HELD -> planned;
        };
    }

    /// The first day on or after `day` that the rhythm names.
    private LocalDate plannedFrom(LocalDate day) {
        return switch (rhythm) {
            case Rhythm.Weeks(var every, var first) -> {
                var found = first != null && day.isBefore(first) ? first : day;
                while (!days.contains(found.getDayOfWeek()) || !sitsInWeekOf(found, every, first)) {
                    found = found.plusDays(1);
                }
                yield found;
            }
            case Rhythm.Months(var every, var nth, var first) -> {
                var found = first != null && day.isBefore(first) ? first : day;
                while (!days.contains(found.getDayOfWeek())
                        || !isNth(found, nth)
                        || !sitsInMonthOf(found, every, first)) {
                    found = found.plusDays(1);
                }
                yield found;
            }
        };
    }

    private static boolean sitsInWeekOf(LocalDate day, int every, @Nullable LocalDate first) {
        if (every == 1 || first == null) {
            return true;
        }
        var monday = TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY);
        long weeks = (day.with(monday).toEpochDay() - first.with(monday).toEpochDay()) / 7;
        return weeks % every == 0;
    }

    private static boolean sitsInMonthOf(LocalDate day, int every, @Nullable LocalDate first) {
        if (every == 1 || first == null) {
            return true;
        }
        long months = 12L * (day.getYear() - first.getYear()) + day.getMonthValue() - first.getMonthValue();
        return months % every == 0;
    }

    private static boolean isNth(LocalDate day, List<Integer> nth) {
        int number = (day.getDayOfMonth() - 1) / 7 + 1;
        boolean last = day.getDayOfMonth() + 7 > day.lengthOfMonth();
        return nth.contains(number) || (last && nth.contains(-1));
    }
}
