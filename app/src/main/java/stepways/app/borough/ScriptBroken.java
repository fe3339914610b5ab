package stepways.app.borough;

/// The script asks for something that the procedure refuses, or that is not there. The borough is not built: a changed
/// pack is noticed here.
public final class ScriptBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScriptBroken(String message) {
        super(message);
    }
}
