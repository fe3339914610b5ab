package stepways.app.web;

/// A record exists, and this person has no working relationship with it. The page says whom to ask.
public final class NotYours extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String whomToAsk;

    /// @param whomToAsk a whole sentence: "Ask Priya Nair, who is the named practitioner."
    public NotYours(String whomToAsk) {
        super("no working relationship");
        this.whomToAsk = whomToAsk;
    }

    public String whomToAsk() {
        return whomToAsk;
    }
}
