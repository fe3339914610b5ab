package stepways.app.database;

import java.util.UUID;

/// Names one member of an authority's staff.
public record StaffId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
