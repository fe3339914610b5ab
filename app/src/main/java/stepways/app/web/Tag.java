package stepways.app.web;

/// The state of a thing in one or two words. `PLAIN` is only words: what is finished needs no colour.
public record Tag(String words, Tone tone) {

    public enum Tone {
        PLAIN,
        GREY,
        BLUE,
        RED,
        PLUM
    }

    public static Tag notStarted() {
        return new Tag("Not started", Tone.GREY);
    }

    public static Tag inProgress() {
        return new Tag("In progress", Tone.BLUE);
    }

    public static Tag completed() {
        return new Tag("Completed", Tone.PLAIN);
    }

    public static Tag cannotStartYet() {
        return new Tag("Cannot start yet", Tone.GREY);
    }

    public static Tag waiting() {
        return new Tag("Waiting", Tone.GREY);
    }

    public static Tag paused() {
        return new Tag("Paused", Tone.GREY);
    }

    public static Tag overdue() {
        return new Tag("Overdue", Tone.RED);
    }

    public static Tag problem() {
        return new Tag("There is a problem", Tone.RED);
    }
}
