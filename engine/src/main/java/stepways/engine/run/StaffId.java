package stepways.engine.run;

/// Names one person who works with families: staff, or a partner who leads.
public record StaffId(String value) implements Comparable<StaffId> {

    public StaffId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Expected the id of a member of staff, found nothing");
        }
    }

    @Override
    public int compareTo(StaffId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
