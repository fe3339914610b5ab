package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// "How is this worked out?": the sum that gave a date.
///
/// - `caption`: "5 working days from Friday 12 June, the case discussion".
/// - `weeks`: a small calendar that counts; empty where days are not what is counted, or there are too many.
/// - `steps`: the sum as lines, for hours, ages, months and sittings.
/// - `notes`: what was left out and why, and who set the time if the procedure is silent.
public record Sum(
        String caption,
        List<Week> weeks,
        List<Fact> steps,
        List<String> notes,
        @Nullable Reading reading) {

    public Sum {
        weeks = List.copyOf(weeks);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /// Monday to Sunday.
    public record Week(List<Day> days) {

        public Week {
            days = List.copyOf(days);
        }
    }

    /// One day of the calendar. `count` is its number in the sum; `words` says "start", "off" or names a bank
    /// holiday.
    public record Day(
            String number,
            Mark mark,
            @Nullable String count,
            @Nullable String words,
            boolean today) {}

    /// What a day is to the sum.
    public enum Mark {
        OUTSIDE,
        START,
        COUNTED,
        OFF,
        DUE
    }
}
