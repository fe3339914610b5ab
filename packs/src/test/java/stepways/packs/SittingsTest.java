package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import stepways.engine.calendar.Amount;
import stepways.engine.calendar.SittingRule;
import stepways.engine.calendar.SittingRule.CutOff;
import stepways.engine.calendar.SittingRule.OnDayOff;
import stepways.engine.calendar.SittingRule.Rhythm;

class SittingsTest {

    private final Problems problems = new Problems();

    private SittingRule read(String forum) {
        var root = Yaml.parse("forums.yaml", forum, problems);
        var m = root.members();
        return Sittings.read(
                Elements.get(m, "meets", root),
                Elements.get(m, "requests-by", root),
                Elements.get(m, "bank-holiday", root));
    }

    private List<String> problems() {
        return problems.all().stream()
                .map(each -> each.line() + ":" + each.column() + " " + each.message())
                .toList();
    }

    @Test
    void a_weekly_meeting_with_its_cut_off_and_what_a_bank_holiday_does() {
        var rule = read("""
                meets: {every: week, day: tuesday, from: "14:00", to: "17:00", first: "2026-01-06"}
                requests-by: {day: friday, at: "12:00", clauses: [DOR-12]}
                bank-holiday: {meeting: cancelled, requests: held}
                """);

        assertThat(problems()).isEmpty();
        assertThat(rule)
                .isEqualTo(new SittingRule(
                        new Rhythm.Weeks(1, LocalDate.of(2026, 1, 6)),
                        List.of(DayOfWeek.TUESDAY),
                        LocalTime.of(14, 0),
                        LocalTime.of(17, 0),
                        new CutOff.OnWeekday(DayOfWeek.FRIDAY, LocalTime.NOON, OnDayOff.HELD),
                        OnDayOff.CANCELLED));
    }

    @Test
    void a_monthly_panel_that_wants_requests_some_days_before() {
        var rule = read("""
                meets: {every: month, day: [wednesday, monday], nth: [2, last], from: "09:30", to: "12:00"}
                requests-by: {by: 3 working days}
                """);

        assertThat(problems()).isEmpty();
        assertThat(rule)
                .isEqualTo(new SittingRule(
                        new Rhythm.Months(1, List.of(2, -1), null),
                        List.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY),
                        LocalTime.of(9, 30),
                        LocalTime.of(12, 0),
                        new CutOff.Before(
                                Amount.parse("3 working days"), LocalTime.of(23, 59), OnDayOff.PREVIOUS_WORKING_DAY),
                        OnDayOff.NEXT_WORKING_DAY));
    }

    @Test
    void every_problem_is_named_at_its_place() {
        read("""
                meets: {every: 2 weeks, day: tusday, from: "14:00", to: "13:00"}
                requests-by: {at: "25:00"}
                bank-holiday: {meeting: next-day, requests: cancelled}
                """);

        assertThat(problems())
                .containsExactly(
                        "1:16 every 2 weeks counts from a first sitting, which is not given",
                        "1:30 unknown word 'tusday'",
                        "1:57 expected an end after 14:00, found 13:00",
                        "2:14 requests close on a weekday before the sitting or some days before it",
                        "2:19 expected a time such as \"14:00\", found '25:00'",
                        "3:25 unknown word 'next-day'",
                        "3:45 the last day for requests can move, but not be cancelled");
    }

    @Test
    void a_forum_that_does_not_say_when_it_meets_is_a_problem() {
        read("""
                meets: {day: tuesday, from: "14:00", to: "17:00"}
                """);
        read("""
                requests-by: {by: 24 hours}
                """);

        assertThat(problems())
                .containsExactly(
                        "1:1 a forum needs when it meets",
                        "1:8 expected how often it meets, found ''",
                        "1:19 expected days or weeks, found '24 hours'");
    }
}
