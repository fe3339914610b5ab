package stepways.engine.policy;

/// Names one numbered rule of a manual, such as `DOR-21`.
public record ClauseId(String value) implements Comparable<ClauseId> {

    public ClauseId {
        if (!value.matches("[A-Z]{2,6}-[0-9]{1,3}[a-z]?")) {
            throw new IllegalArgumentException("Expected a clause id such as DOR-21, found '" + value + "'");
        }
    }

    @Override
    public int compareTo(ClauseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
