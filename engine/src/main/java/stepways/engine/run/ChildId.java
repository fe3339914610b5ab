package stepways.engine.run;

/// Names one child, born or not yet born.
public record ChildId(String value) implements Comparable<ChildId> {

    public ChildId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Expected the id of a child, found nothing");
        }
    }

    @Override
    public int compareTo(ChildId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
