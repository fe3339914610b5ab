package stepways.app.outgoing;

/// A message did not leave.
final class MailFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /// What kind of failure it is, and so what is done about it.
    enum Kind {
        /// The server could not be reached at all: every other message would fail as well.
        NO_SERVER,
        /// Trying again later may help.
        FOR_NOW,
        /// The server refuses this message for good.
        FOR_GOOD
    }

    private final Kind kind;

    MailFailed(Kind kind, String words, Throwable cause) {
        super(words, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
