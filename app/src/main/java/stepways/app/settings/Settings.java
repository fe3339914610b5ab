package stepways.app.settings;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.Snapshot;

/// What one council has set, with a default that is safe where it has set nothing.
public record Settings(Map<String, String> values) {

    /// Who answers at night, at weekends and on bank holidays, and on which number.
    public static final String OUT_OF_HOURS_NAME = "out-of-hours-name";

    public static final String OUT_OF_HOURS_TELEPHONE = "out-of-hours-telephone";

    /// When the offices open and close on a working day, such as `08:30`.
    public static final String DAY_BEGINS = "day-begins";

    public static final String DAY_ENDS = "day-ends";

    /// After how many minutes a harm call that nobody has confirmed goes on to the next person.
    public static final String HARM_MINUTES = "harm-minutes";

    /// Where somebody writes who cannot use a page, and who asks what is held about them.
    public static final String ACCESSIBILITY_CONTACT = "accessibility-contact";

    public static final String PRIVACY_CONTACT = "privacy-contact";

    /// On which day the pages were last tested against the accessibility rules, in words.
    public static final String ACCESSIBILITY_TESTED = "accessibility-tested";

    public Settings {
        values = Map.copyOf(values);
    }

    /// Those of the authority that the transaction has named.
    public static Settings read(JdbcClient sql) {
        return Snapshot.once(Settings.class, () -> {
            var values = new LinkedHashMap<String, String>();
            sql.sql("select name, value from authority_setting").query(rs -> {
                values.put(rs.getString("name"), rs.getString("value"));
            });
            return new Settings(values);
        });
    }

    public Optional<String> of(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    public String outOfHoursName() {
        return of(OUT_OF_HOURS_NAME).orElse("the out-of-hours line");
    }

    public LocalTime dayBegins() {
        return time(DAY_BEGINS, LocalTime.of(8, 30));
    }

    public LocalTime dayEnds() {
        return time(DAY_ENDS, LocalTime.of(17, 30));
    }

    public int harmMinutes() {
        return of(HARM_MINUTES)
                .filter(value -> value.matches("[1-9][0-9]{0,2}"))
                .map(Integer::parseInt)
                .orElse(5);
    }

    private LocalTime time(String name, LocalTime orElse) {
        return of(name).map(value -> {
                    try {
                        return LocalTime.parse(value);
                    } catch (DateTimeParseException unreadable) {
                        return orElse;
                    }
                })
                .orElse(orElse);
    }
}
