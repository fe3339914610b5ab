package stepways.app.database;

/// Names one council, the owner of its data: a short lower-case word such as `dorset`.
public record AuthorityId(String value) {

    public AuthorityId {
        if (!value.matches("[a-z][a-z0-9-]{1,39}")) {
            throw new IllegalArgumentException(
                    "Expected an authority id of 2 to 40 lower-case letters, digits and hyphens, found '" + value
                            + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
