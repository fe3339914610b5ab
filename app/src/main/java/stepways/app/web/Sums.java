package stepways.app.web;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Sum.Day;
import stepways.app.web.Sum.Mark;
import stepways.app.web.Sum.Week;

/// Shows how a date was worked out: a small calendar where days are counted, lines where they are not.
final class Sums {

    /// A longer count is told in lines alone.
    private static final int MOST_DAYS = 70;

    private Sums() {}

    static @Nullable Sum of(stepways.engine.calendar.Sum sum, LocalDate today) {
        if (sum.words().isEmpty()) {
            return null;
        }
        var days = sum.days();
        return new Sum(
                sum.words(),
                days.isEmpty() || days.size() > MOST_DAYS ? List.of() : weeks(days, today),
                sum.steps().stream()
                        .map(step -> Fact.of(step.label(), step.words()))
                        .toList(),
                sum.notes(),
                null);
    }

    /// Whole weeks, Monday to Sunday; the days before and after the count stand outside it.
    private static List<Week> weeks(List<stepways.engine.calendar.Sum.Day> days, LocalDate today) {
        var first = days.getFirst().day().with(DayOfWeek.MONDAY);
        var last = days.getLast().day().with(DayOfWeek.SUNDAY);
        var counted = new java.util.HashMap<LocalDate, stepways.engine.calendar.Sum.Day>();
        days.forEach(day -> counted.put(day.day(), day));
        var weeks = new ArrayList<Week>();
        for (var monday = first; !monday.isAfter(last); monday = monday.plusWeeks(1)) {
            var week = new ArrayList<Day>();
            for (int i = 0; i < 7; i++) {
                var day = monday.plusDays(i);
                week.add(day(day, counted.get(day), day.equals(today)));
            }
            weeks.add(new Week(week));
        }
        return weeks;
    }

    private static Day day(LocalDate date, stepways.engine.calendar.Sum.@Nullable Day day, boolean today) {
        var number = String.valueOf(date.getDayOfMonth());
        if (day == null) {
            return new Day(number, Mark.OUTSIDE, null, null, today);
        }
        var mark = switch (day.mark()) {
            case START -> Mark.START;
            case COUNTED -> Mark.COUNTED;
            case OFF -> Mark.OFF;
            case LAST -> Mark.DUE;
        };
        return new Day(
                number,
                mark,
                day.number() == 0 ? null : String.valueOf(day.number()),
                day.words().isEmpty() ? null : day.words().equals("weekend") ? "off" : day.words(),
                today);
    }
}
