package stepways.engine.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts time limits the way English practice does, and says how.
///
/// - The day something starts on is never counted.
/// - A limit in days, weeks, months or years lasts to the end of its last day, in the calendar's zone.
/// - A working day is a weekday that is neither a bank holiday nor a closure of the authority.
/// - Hours are elapsed hours, whatever the clocks do.
/// - Months and years end on the last day of a month that is too short.
/// - Counted backwards from an event, a limit lasts to the end of the day that is so long before it.
public final class WorkingCalendar {

    private final ZoneId zone;
    private final BankHolidays holidays;
    private final SortedMap<LocalDate, String> closures;

    /// The days off that fall on weekdays, in order, and for each how many weekdays there were up to it. Counting
    /// weekdays is plain arithmetic, so a limit only has to step over these.
    private final List<DayOff> off;

    private final long[] offWeekdays;

    public WorkingCalendar(ZoneId zone, BankHolidays holidays, SortedMap<LocalDate, String> closures) {
        this.zone = zone;
        this.holidays = holidays;
        this.closures = Collections.unmodifiableSortedMap(new TreeMap<>(closures));
        var days = new TreeMap<LocalDate, DayOff>();
        closures.forEach((day, title) -> days.put(day, new DayOff(day, title, DayOff.Kind.CLOSURE)));
        holidays.days().forEach((day, title) -> days.put(day, new DayOff(day, title, DayOff.Kind.BANK_HOLIDAY)));
        days.keySet().removeIf(WorkingCalendar::isWeekend);
        this.off = List.copyOf(days.values());
        this.offWeekdays = off.stream().mapToLong(each -> weekdays(each.day())).toArray();
    }

    public ZoneId zone() {
        return zone;
    }

    /// The same calendar with other local closure days.
    public WorkingCalendar withClosures(SortedMap<LocalDate, String> closures) {
        return new WorkingCalendar(zone, holidays, closures);
    }

    public BankHolidays holidays() {
        return holidays;
    }

    /// The day it is at that moment.
    public LocalDate date(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    public boolean isWorkingDay(LocalDate day) {
        return dayOff(day).isEmpty();
    }

    /// Why nobody works that day: "weekend", or the title of the bank holiday or closure; empty for a working day.
    public Optional<String> dayOff(LocalDate day) {
        return isWeekend(day) ? Optional.of("weekend") : weekdayOff(day).map(DayOff::title);
    }

    /// The bank holiday or closure on a weekday.
    Optional<DayOff> weekdayOff(LocalDate day) {
        if (isWeekend(day)) {
            return Optional.empty();
        }
        int at = Arrays.binarySearch(offWeekdays, weekdays(day));
        return at < 0 ? Optional.empty() : Optional.of(off.get(at));
    }

    /// That day, or the first working day after it.
    public LocalDate workingDayFrom(LocalDate day) {
        var found = day;
        while (!isWorkingDay(found)) {
            found = found.plusDays(1);
        }
        return found;
    }

    /// That day, or the last working day before it.
    public LocalDate workingDayUpTo(LocalDate day) {
        var found = day;
        while (!isWorkingDay(found)) {
            found = found.minusDays(1);
        }
        return found;
    }

    /// How many working days there are after one day, up to and with a later one; negative the other way round.
    public int workingDays(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -workingDays(to, from);
        }
        long until = weekdays(to);
        long since = weekdays(from);
        return (int) (until - since) - (offUpTo(until) - offUpTo(since));
    }

    /// Due that much time after a moment.
    public Due after(Instant start, Amount amount) {
        return amount.unit() == Unit.HOURS ? hoursAfter(start, amount) : daysAfter(date(start), amount);
    }

    /// Due that much time after another due date, for what repeats.
    public Due afterThat(Due due, Amount amount) {
        return amount.unit() == Unit.HOURS
                ? hoursAfter(due.latest(), amount)
                : daysAfter(date(due.latest().minusMillis(1)), amount);
    }

    private Due hoursAfter(Instant start, Amount amount) {
        var end = start.plus(Duration.ofHours(amount.count()));
        return new Due(end, new Sum.Hours(start, Sum.Direction.AFTER, amount.count(), end, zone));
    }

    private Due daysAfter(LocalDate start, Amount amount) {
        if (amount.unit() == Unit.WORKING_DAYS) {
            return workingDaysAfter(start, amount.count());
        }
        return calendarDays(start, Sum.Direction.AFTER, amount, plus(start, amount, 1));
    }

    /// Due to the end of that same day.
    public Due sameDay(Instant start) {
        var day = date(start);
        return new Due(endOf(day), new Sum.SameDay(day));
    }

    /// Due at once.
    public Due immediately(Instant start) {
        return new Due(start, new Sum.AtOnce(start, zone));
    }

    /// Due on a day, to its end.
    ///
    /// @param event the pack's name for what happens that day
    public Due onDate(LocalDate day, String event) {
        return new Due(endOf(day), new Sum.OnDate(day, event));
    }

    /// Due that much time before an event.
    public Due before(Instant event, Amount amount) {
        if (amount.unit() == Unit.HOURS) {
            var end = event.minus(Duration.ofHours(amount.count()));
            return new Due(end, new Sum.Hours(event, Sum.Direction.BEFORE, amount.count(), end, zone));
        }
        var day = date(event);
        if (amount.unit() == Unit.WORKING_DAYS) {
            return workingDaysBefore(day, amount.count());
        }
        return calendarDays(day, Sum.Direction.BEFORE, amount, plus(day, amount, -1));
    }

    /// Due before an event begins.
    public Due beforeMoment(Instant event) {
        return new Due(event, new Sum.BeforeMoment(event, zone));
    }

    /// Due on the day a child reaches an age, to its end.
    public Due atAge(LocalDate born, Age age) {
        var day = age.reachedBy(born);
        return new Due(endOf(day), new Sum.AtAge(born, age, day));
    }

    private Due workingDaysAfter(LocalDate start, int count) {
        if (count == 0) {
            return workingDaysDue(start, Sum.Direction.AFTER, count, start, List.of());
        }
        long from = weekdays(start);
        int first = offUpTo(from);
        long last = from + count;
        int next = first;
        while (next < offWeekdays.length && offWeekdays[next] <= last) {
            last++;
            next++;
        }
        return workingDaysDue(start, Sum.Direction.AFTER, count, weekday(last), off.subList(first, next));
    }

    private Due workingDaysBefore(LocalDate event, int count) {
        if (count == 0) {
            return workingDaysDue(event, Sum.Direction.BEFORE, count, event, List.of());
        }
        long from = weekdays(event.minusDays(1));
        int first = offUpTo(from);
        long last = from - count + 1;
        int next = first;
        while (next > 0 && offWeekdays[next - 1] >= last) {
            last--;
            next--;
        }
        return workingDaysDue(event, Sum.Direction.BEFORE, count, weekday(last), off.subList(next, first));
    }

    private Due workingDaysDue(
            LocalDate start, Sum.Direction direction, int count, LocalDate last, List<DayOff> between) {
        return new Due(
                endOf(last), new Sum.WorkingDays(start, direction, count, last, between, unpublished(start, last)));
    }

    private Due calendarDays(LocalDate start, Sum.Direction direction, Amount amount, LocalDate last) {
        return new Due(
                endOf(last),
                new Sum.CalendarDays(
                        start, direction, amount, last, dayOff(last).orElse("")));
    }

    private static LocalDate plus(LocalDate start, Amount amount, int sign) {
        long count = (long) sign * amount.count();
        return switch (amount.unit()) {
            case DAYS -> start.plusDays(count);
            case WEEKS -> start.plusWeeks(count);
            case MONTHS -> start.plusMonths(count);
            case YEARS -> start.plusYears(count);
            case WORKING_DAYS, HOURS ->
                throw new IllegalArgumentException("Expected calendar days or longer, found " + amount);
        };
    }

    /// The years between two days whose bank holidays are not known.
    private List<Integer> unpublished(LocalDate one, LocalDate other) {
        var from = one.isBefore(other) ? one : other;
        var to = one.isBefore(other) ? other : one;
        if (!from.isBefore(holidays.from()) && !to.isAfter(holidays.to())) {
            return List.of();
        }
        var years = new ArrayList<Integer>();
        for (int year = from.getYear(); year <= to.getYear(); year++) {
            if (LocalDate.of(year, 1, 1).isBefore(holidays.from())
                    || LocalDate.of(year, 12, 31).isAfter(holidays.to())) {
                years.add(year);
            }
        }
        return List.copyOf(years);
    }

    private Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /// How many weekdays off there are up to and with a weekday.
    private int offUpTo(long weekday) {
        int at = Arrays.binarySearch(offWeekdays, weekday);
        return at < 0 ? -at - 1 : at + 1;
    }

    /// The number of a weekday, counted from one fixed Monday; at a weekend, that of the Friday before.
    private static long weekdays(LocalDate day) {
        long sinceMonday = day.toEpochDay() + 3;
        return 5 * Math.floorDiv(sinceMonday, 7L) + Math.min(Math.floorMod(sinceMonday, 7L), 4);
    }

    private static LocalDate weekday(long number) {
        return LocalDate.ofEpochDay(7 * Math.floorDiv(number, 5L) + Math.floorMod(number, 5L) - 3);
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof WorkingCalendar calendar
                        && zone.equals(calendar.zone)
                        && holidays.equals(calendar.holidays)
                        && closures.equals(calendar.closures);
    }

    @Override
    public int hashCode() {
        return 31 * holidays.hashCode() + closures.hashCode();
    }

    @Override
    public String toString() {
        return "WorkingCalendar[" + zone + ", bank holidays from " + holidays.from() + " to " + holidays.to() + ", "
                + closures.size() + " closures]";
    }
}
