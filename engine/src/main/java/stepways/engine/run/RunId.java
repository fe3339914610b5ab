package stepways.engine.run;

/// Names one run.
public record RunId(String value) implements Comparable<RunId> {

    public RunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Expected the id of a run, found nothing");
        }
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
