package stepways.app.database;

/// The database did not get round to this in time; nothing was changed. Asking again later may succeed.
///
/// The web layer answers 503 and keeps what was typed.
public final class DatabaseBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseBusy(String message, Throwable cause) {
        super(message, cause);
    }
}
