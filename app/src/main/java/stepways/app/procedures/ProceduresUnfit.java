package stepways.app.procedures;

/// The policy packs cannot be used: they have errors, which the message lists as the pack commands do.
public final class ProceduresUnfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProceduresUnfit(String message) {
        super(message);
    }
}
