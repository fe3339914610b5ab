package stepways.app.web;

/// One stage on the strip that shows where something is in the procedure. `words`: "9 to 11 June", "by the duty
/// manager".
public record PathStep(String label, String words, Progress progress) {

    public enum Progress {
        DONE,
        NOW,
        AHEAD
    }
}
