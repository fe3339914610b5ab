package stepways.app.web;

/// There is no such thing for this viewer: the same answer for what does not exist and for what is another authority's.
public final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotFound(String what) {
        super(what);
    }
}
