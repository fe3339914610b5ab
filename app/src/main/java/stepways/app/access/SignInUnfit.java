package stepways.app.access;

/// Nobody could sign in, or anybody could: the service does not start.
public final class SignInUnfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SignInUnfit(String message) {
        super(message);
    }
}
