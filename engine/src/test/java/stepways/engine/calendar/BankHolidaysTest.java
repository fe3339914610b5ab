package stepways.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BankHolidaysTest {

    private static final Path PUBLISHED =
            Path.of("..", "policy-packs", "england", "bank-holidays", "england-and-wales.json");

    private static final Pattern EVENT =
            Pattern.compile("\\{\"title\": \"([^\"]*)\", \"date\": \"([0-9]{4}-[0-9]{2}-[0-9]{2})\"");

    @Test
    void the_published_list_is_what_the_law_gives_for_every_year() throws IOException {
        var published = new TreeMap<LocalDate, String>();
        var events = EVENT.matcher(Files.readString(PUBLISHED));
        while (events.find()) {
            published.put(LocalDate.parse(events.group(2)), events.group(1));
        }

        assertThat(published.keySet())
                .isEqualTo(EnglishCalendar.bankHolidays(2012, 2028).keySet());
    }

    @Test
    void a_bank_holiday_outside_the_known_days_is_a_mistake() {
        var days = new TreeMap<LocalDate, String>();
        days.put(LocalDate.of(2029, 1, 1), "New Year’s Day");

        assertThatThrownBy(() -> new BankHolidays(days, LocalDate.of(2012, 1, 1), LocalDate.of(2028, 12, 31)))
                .hasMessage("Expected bank holidays from 2012-01-01 to 2028-12-31, found one on 2029-01-01");
    }
}
