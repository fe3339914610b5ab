package stepways.app.record;

/// Somebody was quicker: the run or one of its children has changed since it was read.
final class Clash extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Clash(String message) {
        super(message);
    }
}
