package stepways.engine.run;

/// Names one person of a family whose answer counts: a parent, a carer, or a child old enough.
public record PersonId(String value) implements Comparable<PersonId> {

    public PersonId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Expected the id of a person, found nothing");
        }
    }

    @Override
    public int compareTo(PersonId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
