package stepways.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.calendar.EnglishCalendar.LONDON;
import static stepways.engine.calendar.EnglishCalendar.at;
import static stepways.engine.calendar.EnglishCalendar.bankHolidays;
import static stepways.engine.calendar.EnglishCalendar.england;
import static stepways.engine.calendar.EnglishCalendar.startOf;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stepways.engine.calendar.Sum.Day;
import stepways.engine.calendar.Sum.Direction;
import stepways.engine.calendar.Sum.Mark;

class WorkingCalendarTest {

    private final WorkingCalendar calendar = england();

    // Working days.

    @Test
    void every_start_from_2012_to_2028_counts_forward_as_one_would_on_paper() {
        var holidays = bankHolidays(2012, 2028);
        for (var start = LocalDate.of(2012, 1, 1); start.getYear() < 2028; start = start.plusDays(1)) {
            var day = start;
            for (int counted = 1; counted <= 30; counted++) {
                do {
                    day = day.plusDays(1);
                } while (isWeekend(day) || holidays.containsKey(day));

                var due = calendar.after(startOf(start).plus(Duration.ofHours(13)), workingDays(counted));

                assertThat(due.latest()).as("%s + %s", start, counted).isEqualTo(startOf(day.plusDays(1)));
            }
        }
    }

    @Test
    void every_event_from_2012_to_2028_counts_backward_as_one_would_on_paper() {
        var holidays = bankHolidays(2012, 2028);
        for (var event = LocalDate.of(2012, 3, 1); event.getYear() <= 2028; event = event.plusDays(1)) {
            var day = event;
            for (int counted = 1; counted <= 30; counted++) {
                do {
                    day = day.minusDays(1);
                } while (isWeekend(day) || holidays.containsKey(day));

                var due = calendar.before(startOf(event).plus(Duration.ofHours(13)), workingDays(counted));

                assertThat(due.latest()).as("%s - %s", event, counted).isEqualTo(startOf(day.plusDays(1)));
            }
        }
    }

    @Test
    void working_days_between_two_days_are_those_a_limit_would_count() {
        var start = LocalDate.of(2026, 3, 28);
        for (int count = 1; count <= 60; count++) {
            var last = lastDay(calendar.after(startOf(start), workingDays(count)));

            assertThat(calendar.workingDays(start, last)).isEqualTo(count);
            assertThat(calendar.workingDays(last, start)).isEqualTo(-count);
        }
        assertThat(calendar.workingDays(start, start)).isZero();
    }

    @Test
    void the_sum_of_working_days_shows_each_day_and_why_it_is_left_out() {
        var due = calendar.after(at("2026-08-27T16:45"), workingDays(3));

        var sum = new Sum.WorkingDays(
                LocalDate.of(2026, 8, 27),
                Direction.AFTER,
                3,
                LocalDate.of(2026, 9, 2),
                List.of(new DayOff(LocalDate.of(2026, 8, 31), "Summer bank holiday", DayOff.Kind.BANK_HOLIDAY)),
                List.of());
        assertThat(due).isEqualTo(new Due(at("2026-09-03T00:00"), sum));
        assertThat(sum.words())
                .isEqualTo("3 working days after Thursday 27 August 2026; 2 weekend days and 1 bank holiday"
                        + " (Summer bank holiday, 31 August) are not counted");
        assertThat(sum.days())
                .containsExactly(
                        new Day(LocalDate.of(2026, 8, 27), Mark.START, 0, "start"),
                        new Day(LocalDate.of(2026, 8, 28), Mark.COUNTED, 1, ""),
                        new Day(LocalDate.of(2026, 8, 29), Mark.OFF, 0, "weekend"),
                        new Day(LocalDate.of(2026, 8, 30), Mark.OFF, 0, "weekend"),
                        new Day(LocalDate.of(2026, 8, 31), Mark.OFF, 0, "Summer bank holiday"),
                        new Day(LocalDate.of(2026, 9, 1), Mark.COUNTED, 2, ""),
                        new Day(LocalDate.of(2026, 9, 2), Mark.LAST, 3, ""));
    }

    @Test
    void counted_backwards_the_sum_reads_in_the_order_of_the_calendar() {
        var due = calendar.before(at("2026-04-08T14:00"), workingDays(2));

        assertThat(due.latest()).isEqualTo(at("2026-04-03T00:00"));
        assertThat(due.sum().words())
                .isEqualTo("2 working days before Wednesday 8 April 2026; 2 weekend days and 2 bank holidays"
                        + " (Good Friday, 3 April; Easter Monday, 6 April) are not counted");
        assertThat(due.sum().days())
                .containsExactly(
                        new Day(LocalDate.of(2026, 4, 2), Mark.LAST, 2, ""),
                        new Day(LocalDate.of(2026, 4, 3), Mark.OFF, 0, "Good Friday"),
                        new Day(LocalDate.of(2026, 4, 4), Mark.OFF, 0, "weekend"),
                        new Day(LocalDate.of(2026, 4, 5), Mark.OFF, 0, "weekend"),
                        new Day(LocalDate.of(2026, 4, 6), Mark.OFF, 0, "Easter Monday"),
                        new Day(LocalDate.of(2026, 4, 7), Mark.COUNTED, 1, ""),
                        new Day(LocalDate.of(2026, 4, 8), Mark.START, 0, "start"));
    }

    @Test
    void one_working_day_after_a_saturday_is_the_monday() {
        assertThat(calendar.after(at("2026-06-13T10:00"), workingDays(1)).latest())
                .isEqualTo(at("2026-06-16T00:00"));
    }

    @Test
    void christmas_on_a_saturday_is_taken_on_monday_and_tuesday() {
        var due = calendar.after(at("2027-12-24T09:00"), workingDays(1));

        assertThat(lastDay(due)).isEqualTo(LocalDate.of(2027, 12, 29));
        assertThat(due.sum().words())
                .isEqualTo("1 working day after Friday 24 December 2027; 2 weekend days and 2 bank holidays"
                        + " (Christmas Day, 27 December; Boxing Day, 28 December) are not counted");
    }

    @Test
    void days_on_which_the_council_is_closed_are_not_counted_and_named_apart() {
        var closures = new TreeMap<LocalDate, String>();
        closures.put(LocalDate.of(2026, 12, 29), "Council closed");
        closures.put(LocalDate.of(2026, 12, 27), "Council closed");

        var due = calendar.withClosures(closures).after(at("2026-12-24T09:00"), workingDays(1));

        assertThat(lastDay(due)).isEqualTo(LocalDate.of(2026, 12, 30));
        assertThat(due.sum().words())
                .isEqualTo("1 working day after Thursday 24 December 2026; 2 weekend days, 2 bank holidays"
                        + " (Christmas Day, 25 December; Boxing Day, 28 December) and 1 closure day"
                        + " (Council closed, 29 December) are not counted");
    }

    @Test
    void no_working_days_at_all_is_the_same_day() {
        assertThat(lastDay(calendar.after(at("2026-06-13T10:00"), workingDays(0))))
                .isEqualTo(LocalDate.of(2026, 6, 13));
        assertThat(lastDay(calendar.before(at("2026-06-13T10:00"), workingDays(0))))
                .isEqualTo(LocalDate.of(2026, 6, 13));
    }

    @Test
    void a_sum_across_years_without_published_bank_holidays_says_so() {
        var due = calendar.after(at("2028-12-28T09:00"), workingDays(5));

        assertThat(lastDay(due)).isEqualTo(LocalDate.of(2029, 1, 4));
        assertThat(due.sum().notes())
                .containsExactly("The bank holidays of 2029 are not known here yet; only weekends are left out.");
        assertThat(calendar.after(at("2028-12-20T09:00"), workingDays(3)).sum().notes())
                .isEmpty();
        assertThat(calendar.before(at("2012-01-04T09:00"), workingDays(5)).sum().notes())
                .containsExactly("The bank holidays of 2011 are not known here yet; only weekends are left out.");
    }

    @Test
    void a_day_off_says_what_it_is() {
        assertThat(calendar.dayOff(LocalDate.of(2026, 8, 31))).contains("Summer bank holiday");
        assertThat(calendar.dayOff(LocalDate.of(2026, 8, 30))).contains("weekend");
        assertThat(calendar.dayOff(LocalDate.of(2026, 9, 1))).isEmpty();
        assertThat(calendar.workingDayFrom(LocalDate.of(2026, 8, 29))).isEqualTo(LocalDate.of(2026, 9, 1));
        assertThat(calendar.workingDayUpTo(LocalDate.of(2026, 8, 31))).isEqualTo(LocalDate.of(2026, 8, 28));
    }

    // Calendar days, weeks, months and years.

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T23:59, 1 day,    2026-06-02",
        "2026-06-01T00:00, 14 days,  2026-06-15",
        "2026-06-01T12:00, 6 weeks,  2026-07-13",
        "2026-01-31T12:00, 1 month,  2026-02-28",
        "2028-01-31T12:00, 1 month,  2028-02-29",
        "2026-01-30T12:00, 1 month,  2026-02-28",
        "2026-08-31T12:00, 3 months, 2026-11-30",
        "2026-02-28T12:00, 1 month,  2026-03-28",
        "2028-02-29T12:00, 1 year,   2029-02-28",
        "2026-12-31T12:00, 2 months, 2027-02-28"
    })
    void days_weeks_and_months_end_on_their_own_last_day(String start, String amount, LocalDate last) {
        assertThat(calendar.after(at(start), Amount.parse(amount)).latest()).isEqualTo(startOf(last.plusDays(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-13T10:00, 6 weeks,  2026-06-01",
        "2026-07-13T10:00, 1 day,    2026-07-12",
        "2026-05-31T10:00, 3 months, 2026-02-28",
        "2028-05-31T10:00, 3 months, 2028-02-29",
        "2029-02-28T10:00, 1 year,   2028-02-28"
    })
    void counted_back_from_an_event_they_last_to_the_end_of_that_day(String event, String amount, LocalDate last) {
        assertThat(calendar.before(at(event), Amount.parse(amount)).latest()).isEqualTo(startOf(last.plusDays(1)));
    }

    @Test
    void a_limit_in_weeks_that_ends_on_a_bank_holiday_stays_there_and_says_so() {
        var due = calendar.after(at("2026-07-20T09:00"), Amount.parse("6 weeks"));

        assertThat(due)
                .isEqualTo(new Due(
                        at("2026-09-01T00:00"),
                        new Sum.CalendarDays(
                                LocalDate.of(2026, 7, 20),
                                Direction.AFTER,
                                Amount.parse("6 weeks"),
                                LocalDate.of(2026, 8, 31),
                                "Summer bank holiday")));
        assertThat(due.sum().words()).isEqualTo("6 weeks after Monday 20 July 2026");
        assertThat(due.sum().notes())
                .containsExactly("The last day is a day off (Summer bank holiday). Weeks, months and calendar days"
                        + " are read to end there, not on the next working day.");
    }

    @Test
    void a_month_too_short_is_explained() {
        assertThat(calendar.after(at("2026-01-31T09:00"), Amount.parse("1 month"))
                        .sum()
                        .notes())
                .contains("That month has no 31st, so its last day counts.");
    }

    @Test
    void a_window_before_a_hearing_moves_with_it() {
        var hearing = at("2026-12-18T10:00");

        assertThat(lastDay(calendar.before(hearing, Amount.parse("8 weeks")))).isEqualTo(LocalDate.of(2026, 10, 23));
        assertThat(lastDay(calendar.before(hearing, Amount.parse("6 weeks")))).isEqualTo(LocalDate.of(2026, 11, 6));
    }

    // Hours.

    @Test
    void a_day_of_24_hours_ends_an_hour_earlier_by_the_clock_when_the_clocks_go_back() {
        var due = calendar.after(at("2026-10-24T17:00"), Amount.parse("24 hours"));

        assertThat(due.latest()).isEqualTo(at("2026-10-25T16:00"));
        assertThat(due.sum().words()).isEqualTo("24 hours after 5pm on Saturday 24 October 2026");
        assertThat(due.sum().notes())
                .containsExactly("The clocks go back 1 hour in between. The limit is 24 elapsed hours, so the clock"
                        + " on the wall does not show the same time of day.");
    }

    @Test
    void and_an_hour_later_when_they_go_forward() {
        var due = calendar.after(at("2026-03-28T17:00"), Amount.parse("24 hours"));

        assertThat(due.latest()).isEqualTo(at("2026-03-29T18:00"));
        assertThat(due.sum().notes().getFirst()).startsWith("The clocks go forward 1 hour in between.");
    }

    @Test
    void hours_before_an_event_are_elapsed_hours_too() {
        assertThat(calendar.before(at("2026-03-29T18:00"), Amount.parse("24 hours"))
                        .latest())
                .isEqualTo(at("2026-03-28T17:00"));
    }

    @Test
    void a_day_on_which_the_clocks_change_still_ends_at_midnight() {
        assertThat(calendar.sameDay(at("2026-10-25T00:30")).latest()).isEqualTo(Instant.parse("2026-10-26T00:00:00Z"));
        assertThat(calendar.sameDay(at("2026-03-29T00:30")).latest()).isEqualTo(Instant.parse("2026-03-29T23:00:00Z"));
    }

    @Test
    void a_day_in_summer_begins_by_the_clock_in_london() {
        assertThat(calendar.date(Instant.parse("2026-06-01T23:30:00Z"))).isEqualTo(LocalDate.of(2026, 6, 2));
    }

    // The rest.

    @Test
    void at_once_is_late_from_its_first_moment_and_before_an_event_from_when_it_begins() {
        var moment = at("2026-06-16T14:00");

        assertThat(calendar.immediately(moment)).isEqualTo(new Due(moment, new Sum.AtOnce(moment, LONDON)));
        assertThat(calendar.beforeMoment(moment)).isEqualTo(new Due(moment, new Sum.BeforeMoment(moment, LONDON)));
        assertThat(calendar.beforeMoment(moment).sum().words()).isEqualTo("before 2pm on Tuesday 16 June 2026");
    }

    @Test
    void the_day_of_an_event_lasts_to_its_end() {
        var day = LocalDate.of(2026, 6, 16);

        assertThat(calendar.onDate(day, "second-review"))
                .isEqualTo(new Due(at("2026-06-17T00:00"), new Sum.OnDate(day, "second-review")));
        assertThat(calendar.onDate(day, "second-review").sum().words())
                .isEqualTo("the day of the second review, Tuesday 16 June 2026");
    }

    @ParameterizedTest
    @CsvSource({
        "2010-06-16, 16 years,           2026-06-16",
        "2008-02-29, 16 years,           2024-02-29",
        "2008-02-29, 18 years,           2026-03-01",
        "2008-02-29, 15 years 6 months,  2023-08-29",
        "2010-08-31, 15 years 6 months,  2026-03-01",
        "2010-08-30, 17 years 6 months,  2028-03-01",
        "2010-08-29, 17 years 6 months,  2028-02-29"
    })
    void an_age_is_reached_at_the_start_of_the_birthday(LocalDate born, String age, LocalDate day) {
        assertThat(calendar.atAge(born, Age.parse(age)))
                .isEqualTo(new Due(startOf(day.plusDays(1)), new Sum.AtAge(born, Age.parse(age), day)));
    }

    @Test
    void who_was_born_on_29_february_is_told_why_it_is_1_march() {
        var sum =
                calendar.atAge(LocalDate.of(2008, 2, 29), Age.parse("18 years")).sum();

        assertThat(sum.words()).isEqualTo("18 years old on Sunday 1 March 2026, born on Friday 29 February 2008");
        assertThat(sum.notes())
                .containsExactly("That month has no 29th, so the age is reached when the month is over, on the first"
                        + " of the next.");
    }

    @Test
    void what_repeats_counts_from_the_date_before() {
        var first = calendar.after(at("2026-08-03T15:00"), workingDays(15));
        var second = calendar.afterThat(first, workingDays(15));
        var hours = calendar.afterThat(
                calendar.after(at("2026-08-03T15:00"), Amount.parse("24 hours")), Amount.parse("12 hours"));

        assertThat(lastDay(second)).isEqualTo(LocalDate.of(2026, 9, 15));
        assertThat(hours.latest()).isEqualTo(at("2026-08-05T03:00"));
    }

    // Properties.

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_date_can_be_worked_out_again_from_its_sum_alone(long seed) {
        var random = new SplittableRandom(seed);
        var start = at("2011-06-01T00:00").plus(Duration.ofMinutes(random.nextLong(19L * 365 * 24 * 60)));
        var amount = new Amount(random.nextInt(60), Unit.values()[random.nextInt(Unit.values().length)]);
        var due = random.nextBoolean() ? calendar.after(start, amount) : calendar.before(start, amount);

        var again = switch (due.sum()) {
            case Sum.WorkingDays sum -> startOf(counted(sum).plusDays(1));
            case Sum.CalendarDays sum -> startOf(moved(sum).plusDays(1));
            case Sum.Hours sum ->
                sum.direction() == Direction.AFTER
                        ? sum.start().plus(Duration.ofHours(sum.count()))
                        : sum.start().minus(Duration.ofHours(sum.count()));
            case Sum.SameDay _, Sum.AtOnce _, Sum.OnDate _, Sum.BeforeMoment _, Sum.AtAge _, Sum.OfSitting _ ->
                throw new AssertionError("Not a sum of an amount: " + due.sum());
        };
        assertThat(again).as(due.sum().words()).isEqualTo(due.latest());
    }

    /// Counts off the days of the sum on fingers.
    private static LocalDate counted(Sum.WorkingDays sum) {
        var off = sum.off().stream().map(DayOff::day).toList();
        var day = sum.start();
        for (int counted = 0; counted < sum.count(); ) {
            day = day.plusDays(sum.direction() == Direction.AFTER ? 1 : -1);
            if (!isWeekend(day) && !off.contains(day)) {
                counted++;
            }
        }
        return day;
    }

    private static LocalDate moved(Sum.CalendarDays sum) {
        long count = sum.direction() == Direction.AFTER
                ? sum.amount().count()
                : -sum.amount().count();
        return switch (sum.amount().unit()) {
            case DAYS -> sum.start().plusDays(count);
            case WEEKS -> sum.start().plusDays(7 * count);
            case MONTHS -> sum.start().plusMonths(count);
            case YEARS -> sum.start().plusMonths(12 * count);
            case WORKING_DAYS, HOURS -> throw new AssertionError("Not calendar days: " + sum);
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_limit_in_working_days_never_ends_on_a_day_off_and_shows_as_many_days_as_it_counts(long seed) {
        var random = new SplittableRandom(seed);
        var start = at("2012-06-01T00:00").plus(Duration.ofMinutes(random.nextLong(15L * 365 * 24 * 60)));
        var amount = workingDays(1 + random.nextInt(60));
        var due = random.nextBoolean() ? calendar.after(start, amount) : calendar.before(start, amount);

        var days = due.sum().days();

        assertThat(calendar.isWorkingDay(lastDay(due))).isTrue();
        assertThat(days.stream().filter(day -> day.mark() == Mark.COUNTED || day.mark() == Mark.LAST))
                .hasSize(amount.count())
                .allSatisfy(day -> assertThat(calendar.isWorkingDay(day.day())).isTrue());
        assertThat(days.stream().filter(day -> day.mark() == Mark.OFF))
                .allSatisfy(day -> assertThat(calendar.dayOff(day.day())).contains(day.words()));
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static LocalDate lastDay(Due due) {
        return due.latest().minusMillis(1).atZone(LONDON).toLocalDate();
    }

    private static Amount workingDays(int count) {
        return new Amount(count, Unit.WORKING_DAYS);
    }
}
