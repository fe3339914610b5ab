package stepways.app.letters;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One letter to one recipient as it is on record.
///
/// @param parts what somebody typed, by field
/// @param mailed when its mail left; `mailStopped` if it did not and will not
record Letter(
        UUID id,
        UUID drafted,
        UUID recipient,
        Map<String, String> parts,
        @Nullable String words,
        @Nullable Instant signed,
        @Nullable String signedBy,
        @Nullable String signedRole,
        @Nullable LocalDate posted,
        @Nullable String postedBy,
        @Nullable UUID mail,
        @Nullable String mailTo,
        @Nullable Instant mailed,
        @Nullable String mailStopped,
        @Nullable Instant withdrawn,
        @Nullable String withdrawnBy,
        @Nullable String withdrawnBecause,
        long version) {

    Letter {
        parts = Map.copyOf(parts);
    }

    /// How a letter stands.
    enum State {
        BEGUN,
        SIGNED,
        MAIL_WAITS,
        MAIL_STOPPED,
        MAILED,
        POSTED,
        WITHDRAWN
    }

    State state() {
        if (withdrawn != null) {
            return State.WITHDRAWN;
        }
        if (posted != null) {
            return State.POSTED;
        }
        if (mail != null) {
            return mailed != null ? State.MAILED : mailStopped != null ? State.MAIL_STOPPED : State.MAIL_WAITS;
        }
        return signed != null ? State.SIGNED : State.BEGUN;
    }
}
