package stepways.engine.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a date was worked out, as data that a reader can follow and a test can work out again.
///
/// Sums hold no calendar: whatever they counted or left out stands in them.
public sealed interface Sum {

    /// One plain sentence: "5 working days after Friday 12 June 2026".
    String words();

    /// The days that were counted, in order and without a hole; empty where days are not what is counted.
    default List<Day> days() {
        return List.of();
    }

    /// The sum as lines, where a row of days does not show it.
    default List<Step> steps() {
        return List.of();
    }

    /// What a reader should know about the date that the sum alone does not show.
    default List<String> notes() {
        return List.of();
    }

    /// Which way a limit is counted.
    enum Direction {
        AFTER,
        BEFORE;

        String word() {
            return this == AFTER ? "after" : "before";
        }
    }

    /// One day of a sum.
    ///
    /// @param number its number in the count; 0 for a day that is not counted
    /// @param words what the day is where it is not simply counted: "start", "weekend", or the title of the day off
    record Day(LocalDate day, Mark mark, int number, String words) {}

    /// What a day is to a sum.
    enum Mark {
        /// The day it starts from, which is not counted.
        START,
        COUNTED,
        OFF,
        /// The day the count ends on.
        LAST
    }

    /// One line of a sum.
    record Step(String label, String words) {}

    /// Working days. The start is not counted, nor are weekends and the days off named here.
    ///
    /// @param last the day the count ends on; it is within the limit to its end
    /// @param off the days off between the two that were weekdays
    /// @param unpublished years the count touches whose bank holidays are not known
    record WorkingDays(
            LocalDate start,
            Direction direction,
            int count,
            LocalDate last,
            List<DayOff> off,
            List<Integer> unpublished)
            implements Sum {

        public WorkingDays {
            off = List.copyOf(off);
            unpublished = List.copyOf(unpublished);
        }

        @Override
        public String words() {
            var left = new ArrayList<String>();
            int weekends = weekendDays();
            if (weekends > 0) {
                left.add(Wording.count(weekends, "weekend day"));
            }
            leftOut(left, DayOff.Kind.BANK_HOLIDAY, "bank holiday");
            leftOut(left, DayOff.Kind.CLOSURE, "closure day");
            var limit = Wording.count(count, "working day") + " " + direction.word() + " " + Wording.day(start);
            if (left.isEmpty()) {
                return limit;
            }
            boolean one = weekends + off.size() == 1;
            return limit + "; " + Wording.list(left) + (one ? " is" : " are") + " not counted";
        }

        private void leftOut(List<String> left, DayOff.Kind kind, String unit) {
            var these = off.stream().filter(day -> day.kind() == kind).toList();
            if (!these.isEmpty()) {
                var named = these.stream()
                        .map(day -> day.title() + ", " + Wording.shortDay(day.day()))
                        .toList();
                left.add(Wording.count(these.size(), unit) + " (" + String.join("; ", named) + ")");
            }
        }

        private int weekendDays() {
            int weekends = 0;
            for (var day : days()) {
                if (day.mark() == Mark.OFF && isWeekend(day.day())) {
                    weekends++;
                }
            }
            return weekends;
        }

        @Override
        public List<Day> days() {
            var all = new ArrayList<Day>();
            all.add(new Day(start, Mark.START, 0, "start"));
            int step = direction == Direction.AFTER ? 1 : -1;
            int number = 0;
            for (var day = start; !day.equals(last); ) {
                day = day.plusDays(step);
                var title = titleOf(day);
                if (title.isPresent()) {
                    all.add(new Day(day, Mark.OFF, 0, title.get()));
                } else {
                    number++;
                    all.add(new Day(day, day.equals(last) ? Mark.LAST : Mark.COUNTED, number, ""));
                }
            }
            return direction == Direction.AFTER ? List.copyOf(all) : List.copyOf(all.reversed());
        }

        private Optional<String> titleOf(LocalDate day) {
            if (isWeekend(day)) {
                return Optional.of("weekend");
            }
            for (var each : off) {
                if (each.day().equals(day)) {
                    return Optional.of(each.title());
                }
            }
            return Optional.empty();
        }

        @Override
        public List<String> notes() {
            return unpublished.stream()
                    .map(year ->
                            "The bank holidays of " + year + " are not known here yet; only weekends are left out.")
                    .toList();
        }
    }

    /// Calendar days, weeks, months or years. Every day counts, and a limit that ends on a day off ends there.
    ///
    /// @param off what the last day is if nobody works on it; empty if it is a working day
    record CalendarDays(LocalDate start, Direction direction, Amount amount, LocalDate last, String off)
            implements Sum {

        @Override
        public String words() {
            return amount + " " + direction.word() + " " + Wording.day(start);
        }

        @Override
        public List<Day> days() {
            if (amount.unit() != Unit.DAYS) {
                return List.of();
            }
            var all = new ArrayList<Day>();
            all.add(new Day(start, Mark.START, 0, "start"));
            int step = direction == Direction.AFTER ? 1 : -1;
            for (int number = 1; number <= amount.count(); number++) {
                var day = start.plusDays((long) step * number);
                all.add(new Day(day, number == amount.count() ? Mark.LAST : Mark.COUNTED, number, ""));
            }
            return direction == Direction.AFTER ? List.copyOf(all) : List.copyOf(all.reversed());
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new Step("From", Wording.day(start)),
                    new Step(direction == Direction.AFTER ? "Count forward" : "Count back", amount.toString()),
                    new Step("Ends on", Wording.day(last)));
        }

        @Override
        public List<String> notes() {
            var notes = new ArrayList<String>();
            if (amount.unit() == Unit.MONTHS || amount.unit() == Unit.YEARS) {
                if (last.getDayOfMonth() != start.getDayOfMonth()) {
                    notes.add("That month has no " + ordinal(start.getDayOfMonth()) + ", so its last day counts.");
                }
            }
            if (!off.isEmpty()) {
                notes.add("The last day is a day off (" + off + "). Weeks, months and calendar days are read to end"
                        + " there, not on the next working day.");
            }
            return notes;
        }
    }

    /// Elapsed hours, whatever the clocks do.
    record Hours(Instant start, Direction direction, int count, Instant end, ZoneId zone) implements Sum {

        @Override
        public String words() {
            return Wording.count(count, "hour") + " " + direction.word() + " " + Wording.moment(start, zone);
        }

        /// How far the clocks were moved in between; negative if they went back.
        public Duration clocksMoved() {
            var rules = zone.getRules();
            var from = start.isBefore(end) ? start : end;
            var to = start.isBefore(end) ? end : start;
            return Duration.ofSeconds((long) rules.getOffset(to).getTotalSeconds()
                    - rules.getOffset(from).getTotalSeconds());
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new Step("From", Wording.moment(start, zone)),
                    new Step(
                            direction == Direction.AFTER ? "Count forward" : "Count back",
                            Wording.count(count, "hour")),
                    new Step("Ends at", Wording.moment(end, zone)));
        }

        @Override
        public List<String> notes() {
            var moved = clocksMoved();
            if (moved.isZero()) {
                return List.of();
            }
            return List.of("The clocks go " + (moved.isNegative() ? "back " : "forward ")
                    + Wording.count((int) moved.abs().toHours(), "hour")
                    + " in between. The limit is " + Wording.count(count, "elapsed hour")
                    + ", so the clock on the wall does not show the same time of day.");
        }
    }

    /// To the end of the day on which it starts.
    record SameDay(LocalDate day) implements Sum {

        @Override
        public String words() {
            return "the same day, to the end of " + Wording.day(day);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("Same day", Wording.day(day)));
        }
    }

    /// At once.
    record AtOnce(Instant start, ZoneId zone) implements Sum {

        @Override
        public String words() {
            return "at once, from " + Wording.moment(start, zone);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("At once, from", Wording.moment(start, zone)));
        }
    }

    /// On the day of something that has a date of its own.
    ///
    /// @param event the pack's name for it
    record OnDate(LocalDate day, String event) implements Sum {

        @Override
        public String words() {
            return "the day of the " + Wording.name(event) + ", " + Wording.day(day);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("Day of the " + Wording.name(event), Wording.day(day)));
        }
    }

    /// Before something begins that has a time of its own.
    record BeforeMoment(Instant event, ZoneId zone) implements Sum {

        @Override
        public String words() {
            return "before " + Wording.moment(event, zone);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("Before", Wording.moment(event, zone)));
        }
    }

    /// The day a child reaches an age.
    record AtAge(LocalDate born, Age age, LocalDate day) implements Sum {

        @Override
        public String words() {
            return age + " old on " + Wording.day(day) + ", born on " + Wording.day(born);
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new Step("Born", Wording.day(born)),
                    new Step("Age", age.toString()),
                    new Step("Reached on", Wording.day(day)));
        }

        @Override
        public List<String> notes() {
            if (day.getDayOfMonth() == born.getDayOfMonth()) {
                return List.of();
            }
            return List.of("That month has no " + ordinal(born.getDayOfMonth())
                    + ", so the age is reached when the month is over, on the first of the next.");
        }
    }

    /// The sitting that a request reaches.
    ///
    /// @param planned the day by the rule
    /// @param day the day it sits
    /// @param movedBecause the day off that moved the sitting; empty if it sits as planned
    /// @param cutOffPlanned the last day for requests by the rule
    /// @param cutOffMovedBecause the day off that moved the last day for requests; empty if it did not move
    /// @param passedOver the earlier sittings that the request does not reach, and why
    record OfSitting(
            LocalDate planned,
            LocalDate day,
            String movedBecause,
            Instant opens,
            Instant ends,
            LocalDate cutOffPlanned,
            Instant cutOff,
            String cutOffMovedBecause,
            List<PassedOver> passedOver,
            ZoneId zone)
            implements Sum {

        public OfSitting {
            passedOver = List.copyOf(passedOver);
        }

        @Override
        public String words() {
            return "the meeting on " + Wording.day(day) + ", "
                    + Wording.time(opens.atZone(zone).toLocalTime()) + " to "
                    + Wording.time(ends.atZone(zone).toLocalTime()) + "; requests by " + Wording.moment(cutOff, zone);
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new Step("Meeting", Wording.moment(opens, zone)),
                    new Step("Requests by", Wording.moment(cutOff, zone)));
        }

        @Override
        public List<String> notes() {
            var notes = new ArrayList<String>();
            for (var each : passedOver) {
                notes.add(each.words(zone));
            }
            if (!movedBecause.isEmpty()) {
                notes.add("The meeting would be on " + Wording.day(planned) + ", a day off (" + movedBecause
                        + "), so it moves to " + Wording.day(day) + ".");
            }
            if (!cutOffMovedBecause.isEmpty()) {
                notes.add("The last day for requests would be " + Wording.day(cutOffPlanned) + ", a day off ("
                        + cutOffMovedBecause + "), so it moves to "
                        + Wording.day(cutOff.atZone(zone).toLocalDate()) + ".");
            }
            return notes;
        }
    }

    /// A sitting that a request does not reach.
    sealed interface PassedOver {

        LocalDate day();

        String words(ZoneId zone);

        /// Its requests closed too early.
        record Closed(LocalDate day, Instant cutOff) implements PassedOver {
            @Override
            public String words(ZoneId zone) {
                return "Requests for the meeting on " + Wording.day(day) + " closed at " + Wording.moment(cutOff, zone)
                        + ".";
            }
        }

        /// It was called off.
        record Cancelled(LocalDate day) implements PassedOver {
            @Override
            public String words(ZoneId zone) {
                return "The meeting on " + Wording.day(day) + " is cancelled.";
            }
        }

        /// Nobody works that day, and the forum does not sit then.
        record NoMeeting(LocalDate day, String because) implements PassedOver {
            @Override
            public String words(ZoneId zone) {
                return "There is no meeting on " + Wording.day(day) + ", a day off (" + because + ").";
            }
        }
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static String ordinal(int day) {
        return day
                + switch (day) {
                    case 1, 21, 31 -> "st";
                    case 2, 22 -> "nd";
                    case 3, 23 -> "rd";
                    default -> "th";
                };
    }
}
