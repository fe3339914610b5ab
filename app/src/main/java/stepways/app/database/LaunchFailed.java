package stepways.app.database;

/// PostgreSQL could not be started, in words that someone at a terminal can act on.
public final class LaunchFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaunchFailed(String message) {
        super(message);
    }

    LaunchFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
