package stepways.app.database;

/// The database is not one the service may work on: out of reach, of another version, or open wider than it should be.
public final class DatabaseUnfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseUnfit(String message) {
        super(message);
    }

    DatabaseUnfit(String message, Throwable cause) {
        super(message, cause);
    }
}
