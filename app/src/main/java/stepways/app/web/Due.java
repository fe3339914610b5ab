package stepways.app.web;

import org.jspecify.annotations.Nullable;

/// When something is due: relative words and the real date together.
///
/// - `words`: "3 working days late", "Due tomorrow", "Done 9 June", "No date yet".
/// - `date`: "was due Monday 15 June", "Friday 19 June", "the procedure gives none".
/// - `url`: in lists, the place where the sum is shown.
/// - `sum`: how the date was worked out, shown in place.
public record Due(
        String words,
        @Nullable String date,
        State state,
        @Nullable String url,
        @Nullable Sum sum) {

    /// How pressing it is. The words say it too; the bar is only the second sign.
    public enum State {
        LATE,
        TODAY,
        OPEN,
        DONE,
        PAUSED
    }
}
