package stepways.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stepways.engine.calendar.EnglishCalendar.LONDON;
import static stepways.engine.calendar.EnglishCalendar.at;
import static stepways.engine.calendar.EnglishCalendar.england;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stepways.engine.calendar.SittingRule.CutOff;
import stepways.engine.calendar.SittingRule.OnDayOff;
import stepways.engine.calendar.SittingRule.Rhythm;

class SittingRuleTest {

    private static final Rhythm WEEKLY = new Rhythm.Weeks(1, null);

    private final WorkingCalendar calendar = england();

    /// Tuesdays from 2pm to 5pm, requests by midday on the Friday before.
    private static SittingRule tuesdays(OnDayOff meeting, OnDayOff requests) {
        return new SittingRule(
                WEEKLY,
                List.of(DayOfWeek.TUESDAY),
                LocalTime.of(14, 0),
                LocalTime.of(17, 0),
                new CutOff.OnWeekday(DayOfWeek.FRIDAY, LocalTime.NOON, requests),
                meeting);
    }

    private static SittingRule tuesdays() {
        return tuesdays(OnDayOff.NEXT_WORKING_DAY, OnDayOff.PREVIOUS_WORKING_DAY);
    }

    private static SittingRule on(Rhythm rhythm, OnDayOff meeting, DayOfWeek... days) {
        return new SittingRule(
                rhythm, List.of(days), LocalTime.of(9, 30), LocalTime.of(12, 0), new CutOff.None(), meeting);
    }

    @Test
    void a_request_at_midday_exactly_reaches_the_tuesday_after() {
        var sitting = tuesdays().firstFor(calendar, at("2026-06-05T12:00"), Set.of());

        assertThat(sitting)
                .isEqualTo(new Sitting(
                        LocalDate.of(2026, 6, 9),
                        at("2026-06-09T14:00"),
                        at("2026-06-09T17:00"),
                        at("2026-06-05T12:00"),
                        new Sum.OfSitting(
                                LocalDate.of(2026, 6, 9),
                                LocalDate.of(2026, 6, 9),
                                "",
                                at("2026-06-09T14:00"),
                                at("2026-06-09T17:00"),
                                LocalDate.of(2026, 6, 5),
                                at("2026-06-05T12:00"),
                                "",
                                List.of(),
                                LONDON)));
        assertThat(sitting.why().words())
                .isEqualTo("the meeting on Tuesday 9 June 2026, 2pm to 5pm; requests by midday on Friday 5 June 2026");
    }

    @Test
    void a_minute_past_midday_waits_for_the_week_after_and_says_why() {
        var sitting = tuesdays().firstFor(calendar, at("2026-06-05T12:01"), Set.of());

        assertThat(sitting.day()).isEqualTo(LocalDate.of(2026, 6, 16));
        assertThat(sitting.why().notes())
                .containsExactly(
                        "Requests for the meeting on Tuesday 9 June 2026 closed at midday on Friday 5 June 2026.");
    }

    @Test
    void before_easter_requests_close_on_thursday() {
        var thursday = tuesdays().firstFor(calendar, at("2026-04-02T12:00"), Set.of());
        var late = tuesdays().firstFor(calendar, at("2026-04-02T12:01"), Set.of());

        assertThat(thursday.day()).isEqualTo(LocalDate.of(2026, 4, 7));
        assertThat(thursday.cutOff()).isEqualTo(at("2026-04-02T12:00"));
        assertThat(thursday.why().notes())
                .containsExactly("The last day for requests would be Friday 3 April 2026, a day off (Good Friday), so"
                        + " it moves to Thursday 2 April 2026.");
        assertThat(late.day()).isEqualTo(LocalDate.of(2026, 4, 14));
    }

    @Test
    void the_tuesday_after_easter_monday_is_held() {
        assertThat(tuesdays()
                        .firstFor(calendar, at("2026-03-30T09:00"), Set.of())
                        .day())
                .isEqualTo(LocalDate.of(2026, 4, 7));
    }

    @Test
    void a_cut_off_that_is_held_stays_on_good_friday() {
        assertThat(tuesdays(OnDayOff.NEXT_WORKING_DAY, OnDayOff.HELD)
                        .firstFor(calendar, at("2026-04-03T12:00"), Set.of())
                        .day())
                .isEqualTo(LocalDate.of(2026, 4, 7));
    }

    @Test
    void a_cut_off_that_moves_on_never_passes_the_meeting_itself() {
        var rule = new SittingRule(
                WEEKLY,
                List.of(DayOfWeek.TUESDAY),
                LocalTime.of(9, 0),
                LocalTime.of(10, 0),
                new CutOff.OnWeekday(DayOfWeek.FRIDAY, LocalTime.NOON, OnDayOff.NEXT_WORKING_DAY),
                OnDayOff.HELD);

        assertThat(rule.firstFor(calendar, at("2026-04-02T12:00"), Set.of()).cutOff())
                .isEqualTo(at("2026-04-07T09:00"));
    }

    @Test
    void a_meeting_on_a_bank_holiday_moves_is_cancelled_or_is_held_as_the_rule_says() {
        var christmasDay = LocalDate.of(2029, 12, 25);
        var boxingDay = LocalDate.of(2028, 12, 26);
        var asked = at("2028-12-20T09:00");

        var next = tuesdays(OnDayOff.NEXT_WORKING_DAY, OnDayOff.PREVIOUS_WORKING_DAY)
                .firstFor(calendar, asked, Set.of());
        var previous = tuesdays(OnDayOff.PREVIOUS_WORKING_DAY, OnDayOff.PREVIOUS_WORKING_DAY)
                .firstFor(calendar, at("2028-12-15T09:00"), Set.of(LocalDate.of(2028, 12, 19)));
        var cancelled =
                tuesdays(OnDayOff.CANCELLED, OnDayOff.PREVIOUS_WORKING_DAY).firstFor(calendar, asked, Set.of());
        var held = tuesdays(OnDayOff.HELD, OnDayOff.PREVIOUS_WORKING_DAY).firstFor(calendar, asked, Set.of());

        assertThat(next.day()).isEqualTo(LocalDate.of(2028, 12, 27));
        assertThat(next.why().notes())
                .containsExactly("The meeting would be on Tuesday 26 December 2028, a day off (Boxing Day), so it moves"
                        + " to Wednesday 27 December 2028.");
        assertThat(previous.day()).isEqualTo(LocalDate.of(2028, 12, 22));
        assertThat(previous.cutOff()).isEqualTo(at("2028-12-15T12:00"));
        assertThat(cancelled.day()).isEqualTo(LocalDate.of(2029, 1, 2));
        assertThat(cancelled.why().notes())
                .containsExactly("There is no meeting on Tuesday 26 December 2028, a day off (Boxing Day).");
        assertThat(held.day()).isEqualTo(boxingDay);
        assertThat(calendar.isWorkingDay(christmasDay)).isTrue();
    }

    @Test
    void a_sitting_that_is_called_off_is_passed_over() {
        var sitting = tuesdays().firstFor(calendar, at("2026-06-04T09:00"), Set.of(LocalDate.of(2026, 6, 9)));

        assertThat(sitting.day()).isEqualTo(LocalDate.of(2026, 6, 16));
        assertThat(sitting.why().notes()).containsExactly("The meeting on Tuesday 9 June 2026 is cancelled.");
    }

    @Test
    void without_a_cut_off_a_request_is_in_time_until_the_meeting_opens() {
        var rule = on(WEEKLY, OnDayOff.HELD, DayOfWeek.MONDAY);

        assertThat(rule.firstFor(calendar, at("2026-06-08T09:30"), Set.of()).day())
                .isEqualTo(LocalDate.of(2026, 6, 8));
        assertThat(rule.firstFor(calendar, at("2026-06-08T09:31"), Set.of()).day())
                .isEqualTo(LocalDate.of(2026, 6, 15));
    }

    @Test
    void a_cut_off_in_working_days_counts_back_over_the_bank_holiday() {
        var rule = new SittingRule(
                WEEKLY,
                List.of(DayOfWeek.WEDNESDAY),
                LocalTime.of(9, 30),
                LocalTime.of(12, 0),
                new CutOff.Before(Amount.parse("2 working days"), LocalTime.of(17, 0), OnDayOff.PREVIOUS_WORKING_DAY),
                OnDayOff.HELD);

        assertThat(rule.firstFor(calendar, at("2026-09-01T09:00"), Set.of()).cutOff())
                .isEqualTo(at("2026-09-07T17:00"));
        assertThat(rule.firstFor(calendar, at("2026-08-28T17:00"), Set.of()).day())
                .isEqualTo(LocalDate.of(2026, 9, 2));
    }

    @Test
    void every_second_week_counts_from_the_first_sitting() {
        var rule = on(new Rhythm.Weeks(2, LocalDate.of(2026, 1, 6)), OnDayOff.HELD, DayOfWeek.TUESDAY);

        assertThat(days(rule, "2025-12-01", "2026-02-28"))
                .containsExactly(
                        LocalDate.of(2026, 1, 6),
                        LocalDate.of(2026, 1, 20),
                        LocalDate.of(2026, 2, 3),
                        LocalDate.of(2026, 2, 17));
    }

    @Test
    void two_days_of_a_week_belong_to_the_same_week_of_the_rhythm() {
        var rule =
                on(new Rhythm.Weeks(2, LocalDate.of(2026, 1, 8)), OnDayOff.HELD, DayOfWeek.THURSDAY, DayOfWeek.TUESDAY);

        assertThat(days(rule, "2026-01-01", "2026-01-31"))
                .containsExactly(LocalDate.of(2026, 1, 8), LocalDate.of(2026, 1, 20), LocalDate.of(2026, 1, 22));
    }

    @Test
    void the_second_and_the_last_wednesday_of_each_month() {
        var rule = on(new Rhythm.Months(1, List.of(2, -1), null), OnDayOff.HELD, DayOfWeek.WEDNESDAY);

        assertThat(days(rule, "2026-02-01", "2026-04-30"))
                .containsExactly(
                        LocalDate.of(2026, 2, 11),
                        LocalDate.of(2026, 2, 25),
                        LocalDate.of(2026, 3, 11),
                        LocalDate.of(2026, 3, 25),
                        LocalDate.of(2026, 4, 8),
                        LocalDate.of(2026, 4, 29));
    }

    @Test
    void a_fifth_friday_only_where_there_is_one() {
        var rule = on(new Rhythm.Months(1, List.of(5), null), OnDayOff.HELD, DayOfWeek.FRIDAY);

        assertThat(days(rule, "2026-01-01", "2026-06-30"))
                .containsExactly(LocalDate.of(2026, 1, 30), LocalDate.of(2026, 5, 29));
    }

    @Test
    void every_third_month_counts_from_the_first_sitting() {
        var rule = on(new Rhythm.Months(3, List.of(1), LocalDate.of(2026, 2, 2)), OnDayOff.HELD, DayOfWeek.MONDAY);

        assertThat(days(rule, "2026-01-01", "2026-12-31"))
                .containsExactly(
                        LocalDate.of(2026, 2, 2),
                        LocalDate.of(2026, 5, 4),
                        LocalDate.of(2026, 8, 3),
                        LocalDate.of(2026, 11, 2));
    }

    @Test
    void a_moved_sitting_that_meets_another_on_its_day_is_one_sitting() {
        var rule = on(WEEKLY, OnDayOff.NEXT_WORKING_DAY, DayOfWeek.MONDAY, DayOfWeek.TUESDAY);

        assertThat(days(rule, "2026-08-31", "2026-09-08"))
                .containsExactly(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 7), LocalDate.of(2026, 9, 8));
    }

    @Test
    void a_sitting_moved_into_the_days_asked_for_is_listed_and_one_moved_out_is_not() {
        var rule = on(WEEKLY, OnDayOff.NEXT_WORKING_DAY, DayOfWeek.MONDAY);

        assertThat(days(rule, "2026-09-01", "2026-09-02")).containsExactly(LocalDate.of(2026, 9, 1));
        assertThat(days(rule, "2026-08-31", "2026-08-31")).isEmpty();
    }

    @Test
    void a_sitting_in_summer_opens_by_the_clock_in_london() {
        assertThat(tuesdays().opensOn(LocalDate.of(2026, 6, 9), LONDON)).isEqualTo("2026-06-09T13:00:00Z");
        assertThat(tuesdays().opensOn(LocalDate.of(2026, 11, 3), LONDON)).isEqualTo("2026-11-03T14:00:00Z");
    }

    @Test
    void a_rule_that_could_never_sit_is_refused() {
        assertThatThrownBy(() -> on(WEEKLY, OnDayOff.HELD)).hasMessage("Expected at least one weekday, found none");
        assertThatThrownBy(() -> new Rhythm.Weeks(2, null))
                .hasMessage("Expected every week, or every few weeks with the first day, found every 2 weeks");
        assertThatThrownBy(() -> new Rhythm.Months(1, List.of(6), null))
                .hasMessage("Expected which weekdays of the month, 1 to 5 or the last, found [6]");
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_first_sitting_for_a_request_is_the_first_of_the_list_that_it_reaches(long seed) {
        var random = new SplittableRandom(seed);
        var rule = anyRule(random);
        var asked = at("2013-01-01T00:00").plus(Duration.ofMinutes(random.nextLong(14L * 365 * 24 * 60)));
        var today = calendar.date(asked);
        var listed = rule.between(calendar, today, today.plusYears(2));
        var cancelled = random.nextBoolean() ? Set.of(listed.getFirst().day()) : Set.<LocalDate>of();

        var first = rule.firstFor(calendar, asked, cancelled);

        var expected = listed.stream()
                .filter(sitting -> !cancelled.contains(sitting.day()) && !asked.isAfter(sitting.cutOff()))
                .findFirst()
                .orElseThrow();
        assertThat(first.day()).as("%s asked %s", rule, asked).isEqualTo(expected.day());
        assertThat(first.cutOff()).isEqualTo(expected.cutOff());
        assertThat(first.opens()).isEqualTo(rule.opensOn(first.day(), LONDON));
        assertThat(listed).isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
        assertThat(listed).allSatisfy(sitting -> assertThat(sitting.cutOff()).isBeforeOrEqualTo(sitting.opens()));
    }

    private static SittingRule anyRule(SplittableRandom random) {
        var days = DayOfWeek.values();
        var day = days[random.nextInt(5)];
        var rhythm = switch (random.nextInt(3)) {
            case 0 -> new Rhythm.Weeks(1, null);
            case 1 -> new Rhythm.Weeks(1 + random.nextInt(4), LocalDate.of(2012, 1, 1 + random.nextInt(28)));
            default ->
                new Rhythm.Months(1 + random.nextInt(3), List.of(1 + random.nextInt(4), -1), LocalDate.of(2012, 1, 1));
        };
        var meeting = OnDayOff.values()[random.nextInt(4)];
        var requests = List.of(OnDayOff.NEXT_WORKING_DAY, OnDayOff.PREVIOUS_WORKING_DAY, OnDayOff.HELD)
                .get(random.nextInt(3));
        var cutOff = switch (random.nextInt(3)) {
            case 0 -> new CutOff.None();
            case 1 -> new CutOff.OnWeekday(days[random.nextInt(5)], LocalTime.of(random.nextInt(24), 0), requests);
            default ->
                new CutOff.Before(
                        new Amount(random.nextInt(10), Unit.WORKING_DAYS),
                        LocalTime.of(random.nextInt(24), 0),
                        requests);
        };
        return new SittingRule(
                rhythm,
                List.of(day, days[random.nextInt(5)]),
                LocalTime.of(9, 0),
                LocalTime.of(11, 0),
                cutOff,
                meeting);
    }

    private List<LocalDate> days(SittingRule rule, String first, String last) {
        return rule.between(calendar, LocalDate.parse(first), LocalDate.parse(last)).stream()
                .map(Sitting::day)
                .toList();
    }
}
