package stepways.packs;

import static stepways.packs.Elements.get;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.Amount;
import stepways.engine.calendar.SittingRule;
import stepways.engine.calendar.SittingRule.CutOff;
import stepways.engine.calendar.SittingRule.OnDayOff;
import stepways.engine.calendar.SittingRule.Rhythm;
import stepways.engine.calendar.Unit;

/// Reads how often a forum sits, and by when it wants to be asked.
final class Sittings {

    private static final Pattern EVERY = Pattern.compile("(?:([1-9][0-9]?) )?(week|month)s?");

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59);

    /// What stands for a rule that cannot be read, so that reading goes on; its problems are noted.
    private static final Rhythm WEEKLY = new Rhythm.Weeks(1, null);

    private Sittings() {}

    static SittingRule read(Yaml meets, Yaml requestsBy, Yaml bankHoliday) {
        var m = meets.members(Set.of("every", "day", "nth", "first", "from", "to"));
        if (!meets.isThere()) {
            meets.error(
                    "a forum needs when it meets",
                    "meets: {every: week, day: tuesday, from: \"14:00\", to: \"17:00\"}");
        }
        var b = bankHoliday.members(Set.of("meeting", "requests"));
        var meeting = get(b, "meeting", bankHoliday).oneOf(OnDayOff.class).orElse(OnDayOff.NEXT_WORKING_DAY);
        var requests = get(b, "requests", bankHoliday);
        var from = time(m, "from", meets).orElse(LocalTime.of(9, 0));
        var to = time(m, "to", meets).orElse(from.plusMinutes(1));
        if (!to.isAfter(from)) {
            get(m, "to", meets).error("expected an end after " + from + ", found " + to);
            to = LocalTime.MAX;
            from = LocalTime.MIN;
        }
        return new SittingRule(rhythm(m, meets), days(m, meets), from, to, cutOff(requestsBy, requests), meeting);
    }

    private static Rhythm rhythm(Map<String, Yaml> m, Yaml meets) {
        var every = get(m, "every", meets);
        var first = get(m, "first", meets).parse(LocalDate::parse).orElse(null);
        var found = EVERY.matcher(every.text());
        if (!found.matches()) {
            if (meets.isMap()) {
                (every.isThere() ? every : meets)
                        .error("expected how often it meets, found '" + every.text() + "'", "every: 2 weeks");
            }
            return WEEKLY;
        }
        int count = found.group(1) == null ? 1 : Integer.parseInt(found.group(1));
        if (count > 1 && first == null) {
            every.error(
                    "every " + every.text() + " counts from a first sitting, which is not given",
                    "first: \"2026-01-06\"");
            return WEEKLY;
        }
        if (found.group(2).equals("week")) {
            if (m.containsKey("nth")) {
                get(m, "nth", meets).error("nth counts the weekdays of a month", "every: month");
            }
            return new Rhythm.Weeks(count, first);
        }
        return months(count, first, get(m, "nth", meets), meets);
    }

    private static Rhythm months(int every, @Nullable LocalDate first, Yaml nth, Yaml meets) {
        var numbers = new ArrayList<Integer>();
        for (var each : nth.list()) {
            switch (each.text()) {
                case "1", "2", "3", "4", "5" -> numbers.add(Integer.valueOf(each.text()));
                case "last" -> numbers.add(-1);
                default ->
                    each.error(
                            "expected which of the month's weekdays, found '" + each.text() + "'", "1 to 5, or last");
            }
        }
        if (!nth.isThere()) {
            meets.error("a monthly forum needs which of the month's weekdays it meets on", "nth: 2");
        }
        return numbers.isEmpty() ? WEEKLY : new Rhythm.Months(every, numbers, first);
    }

    private static List<DayOfWeek> days(Map<String, Yaml> m, Yaml meets) {
        var days = new ArrayList<DayOfWeek>();
        for (var each : get(m, "day", meets).list()) {
            each.oneOf(DayOfWeek.class).ifPresent(days::add);
        }
        if (!m.containsKey("day") && meets.isMap()) {
            meets.error("a forum needs the weekday it meets on", "day: tuesday");
        }
        return days.isEmpty() ? List.of(DayOfWeek.MONDAY) : days;
    }

    private static Optional<LocalTime> time(Map<String, Yaml> m, String key, Yaml meets) {
        if (!m.containsKey(key) && meets.isMap()) {
            meets.error("a forum needs the times it meets " + key, key + ": \"14:00\"");
        }
        return get(m, key, meets).parse(Sittings::time);
    }

    private static CutOff cutOff(Yaml requestsBy, Yaml onDayOff) {
        var dayOff = onDayOff.oneOf(OnDayOff.class).orElse(OnDayOff.PREVIOUS_WORKING_DAY);
        if (dayOff == OnDayOff.CANCELLED) {
            onDayOff.error("the last day for requests can move, but not be cancelled", "previous-working-day");
            dayOff = OnDayOff.PREVIOUS_WORKING_DAY;
        }
        if (!requestsBy.isThere()) {
            return new CutOff.None();
        }
        var m = requestsBy.members(Set.of("day", "by", "at", "clauses"));
        var at = get(m, "at", requestsBy).parse(Sittings::time).orElse(END_OF_DAY);
        var day = get(m, "day", requestsBy).oneOf(DayOfWeek.class);
        var by = get(m, "by", requestsBy).parse(Sittings::days);
        if (m.containsKey("day") == m.containsKey("by")) {
            requestsBy.error(
                    "requests close on a weekday before the sitting or some days before it",
                    "{day: friday, at: \"12:00\"} or {by: 3 working days, at: \"12:00\"}");
        }
        if (day.isPresent()) {
            return new CutOff.OnWeekday(day.get(), at, dayOff);
        }
        return by.isPresent() ? new CutOff.Before(by.get(), at, dayOff) : new CutOff.None();
    }

    private static LocalTime time(String text) {
        if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
            throw new IllegalArgumentException("expected a time such as \"14:00\", found '" + text + "'");
        }
        return LocalTime.parse(text);
    }

    private static Amount days(String text) {
        var amount = Amount.parse(text);
        if (amount.unit() == Unit.HOURS) {
            throw new IllegalArgumentException("expected days or weeks, found '" + text + "'");
        }
        return amount;
    }
}
