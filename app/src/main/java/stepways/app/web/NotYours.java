package stepways.app.web;

/// A record exists, and this person has no working relationship with it. The page says whom to ask.
public final class NotYours extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String heading;
    private final String whomToAsk;

    /// @param whomToAsk a whole sentence: "Ask Priya Nair, who is the named practitioner."
    public NotYours(String whomToAsk) {
        this("You do not work with this family", whomToAsk);
    }

    /// @param heading what it is that this person has no part in
    public NotYours(String heading, String whomToAsk) {
        super("no working relationship");
        this.heading = heading;
        this.whomToAsk = whomToAsk;
    }

    public String heading() {
        return heading;
    }

    public String whomToAsk() {
        return whomToAsk;
    }
}
