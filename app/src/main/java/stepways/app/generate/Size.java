package stepways.app.generate;

/// How large an invented authority is.
///
/// `KENT` is the largest council of England: the figures are those that the pages are measured with.
/// `AVERAGE` is the middle of them, a fifth of that. `HUNDREDTH` is a hundredth of the largest, for what
/// has to be quick. All of them are the least that is made: a procedure whose runs wait for little needs
/// more runs for as many lines of work.
public enum Size {
    HUNDREDTH(3_000, 100, 200, 1_500, 40),
    AVERAGE(60_000, 2_000, 5_000, 30_000, 500),
    KENT(300_000, 10_000, 30_000, 150_000, 3_000);

    private final int people;
    private final int openRuns;
    private final int endedRuns;
    private final int lines;
    private final int staff;

    Size(int people, int openRuns, int endedRuns, int lines, int staff) {
        this.people = people;
        this.openRuns = openRuns;
        this.endedRuns = endedRuns;
        this.lines = lines;
        this.staff = staff;
    }

    public int people() {
        return people;
    }

    public int openRuns() {
        return openRuns;
    }

    public int endedRuns() {
        return endedRuns;
    }

    /// Lines of work that wait for somebody, as work lists and trays show them; those that have a date,
    /// with their clock.
    public int lines() {
        return lines;
    }

    public int staff() {
        return staff;
    }
}
