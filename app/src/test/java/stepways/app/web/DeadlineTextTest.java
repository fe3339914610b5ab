package stepways.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import stepways.app.TestCouncil;
import stepways.engine.calendar.Amount;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.run.Clock;
import stepways.packs.Packs;

class DeadlineTextTest {

    private final WorkingCalendar calendar =
            Packs.load(TestCouncil.packs()).pack("icrt").orElseThrow().policy().calendar();

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(Dates.ZONE).toInstant();
    }

    private Due due(String start, String amount, String now) {
        var due = calendar.after(at(start), Amount.parse(amount));
        return new DeadlineText(calendar, at(now)).of(new Clock.Runs(due, java.util.List.of()));
    }

    private static String both(Due due) {
        return due.words() + " – " + due.date();
    }

    @Test
    void a_day_limit_is_in_time_until_its_midnight_and_late_from_then_on() {
        assertThat(both(due("2026-06-15T10:00", "3 working days", "2026-06-18T23:59")))
                .isEqualTo("Due today – Thursday 18 June");
        assertThat(both(due("2026-06-15T10:00", "3 working days", "2026-06-19T00:00")))
                .isEqualTo("1 working day late – was due Thursday 18 June");
    }

    @Test
    void tomorrow_and_later_days_are_counted_in_working_days_beside_the_date() {
        assertThat(both(due("2026-06-15T10:00", "3 working days", "2026-06-17T09:00")))
                .isEqualTo("Due tomorrow – Thursday 18 June");
        assertThat(both(due("2026-06-15T10:00", "5 working days", "2026-06-17T09:00")))
                .isEqualTo("Due in 3 working days – Monday 22 June");
    }

    @Test
    void a_bank_holiday_does_not_count() {
        assertThat(both(due("2026-05-21T10:00", "2 working days", "2026-05-21T11:00")))
                .isEqualTo("Due in 2 working days – Tuesday 26 May");
        assertThat(both(due("2026-05-21T10:00", "1 working day", "2026-05-26T11:00")))
                .isEqualTo("1 working day late – was due Friday 22 May");
    }

    @Test
    void a_weekend_that_passes_is_told_in_days() {
        assertThat(due("2026-06-18T10:00", "1 working day", "2026-06-20T11:00").words())
                .isEqualTo("1 day late");
    }

    @Test
    void hours_run_on_while_the_clocks_go_back() {
        assertThat(both(due("2026-10-24T12:00", "24 hours", "2026-10-25T09:00")))
                .isEqualTo("Due today by 11am – 2 hours left");
        assertThat(both(due("2026-10-24T12:00", "24 hours", "2026-10-25T11:30")))
                .isEqualTo("30 minutes late – was due 11am on Sunday 25 October");
    }

    @Test
    void a_limit_of_hours_names_its_hour() {
        assertThat(both(due("2026-06-15T12:00", "24 hours", "2026-06-15T13:00")))
                .isEqualTo("Due tomorrow – by midday on Tuesday 16 June");
    }

    @Test
    void another_year_is_named() {
        assertThat(due("2026-12-30T10:00", "5 working days", "2026-12-30T11:00").date())
                .endsWith("2027");
    }

    @Test
    void where_the_procedure_gives_no_time_it_says_so() {
        var text = new DeadlineText(calendar, at("2026-06-15T10:00"));

        assertThat(both(text.of(new Clock.Silent(java.util.List.of(), "The procedure gives no time"))))
                .isEqualTo("No date – the procedure gives no time");
        assertThat(text.of(new Clock.NotStarted("sent", java.util.List.of())).words())
                .isEqualTo("No date yet");
    }
}
