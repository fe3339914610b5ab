package stepways.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedDateTest {

    private static final Instant NOW = Instant.parse("2026-06-18T09:30:20Z");

    private static Typed typed(String day, String month, String year, String time) {
        return Typed.draft(Map.of(
                "happened-day", List.of(day),
                "happened-month", List.of(month),
                "happened-year", List.of(year),
                "happened-time", List.of(time)));
    }

    @ParameterizedTest
    @CsvSource({
        "2:30pm,14:30",
        "9am,09:00",
        "14:30,14:30",
        "12am,00:00",
        "12pm,12:00",
        "midday,12:00",
        "midnight,00:00",
        "9.15am,09:15"
    })
    void times_are_read_as_people_write_them(String words, String time) {
        assertThat(TypedDate.time(words)).contains(LocalTime.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "25:00", "13pm", "9", "9:75am"})
    void what_is_no_time_is_not_guessed(String words) {
        assertThat(TypedDate.time(words)).isEmpty();
    }

    @Test
    void a_time_in_the_same_minute_as_the_step_counts_from_the_step() {
        var step = Instant.parse("2026-06-18T08:00:40Z");

        assertThat(TypedDate.readHappened(typed("18", "6", "2026", "9am"), NOW, step))
                .contains(step);
    }

    @ParameterizedTest
    @CsvSource({
        "30,2,2026,9am,There is no such day as 30 2 2026. Enter a real date",
        "19,6,2026,9am,The day it happened cannot be in the future",
        "18,6,2026,11pm,The time it happened cannot be in the future",
        "18,6,26,9am,'Enter a day, a month and a year of four figures, such as 12 6 2026'",
        "17,6,2026,,'Enter the time, or about when, such as 2:30pm'"
    })
    void what_cannot_be_is_refused_at_the_field(String day, String month, String year, String time, String error) {
        var typed = typed(day, month, year, time == null ? "" : time);

        var happened = TypedDate.readHappened(typed, NOW);

        assertThat(happened).isEqualTo(Optional.empty());
        assertThat(typed.error("happened")).isEqualTo(error);
    }
}
