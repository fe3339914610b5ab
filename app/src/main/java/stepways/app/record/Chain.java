package stepways.app.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The hash of an event: over the hash before it and everything the event's row says. Each run has a chain of its own,
/// so that runs never queue behind each other.
public final class Chain {

    private Chain() {}

    public static byte[] hash(
            byte @Nullable [] before,
            String authority,
            UUID run,
            int seq,
            String type,
            String payload,
            Instant happened,
            Instant recorded,
            String by,
            String role) {
        if (happened.getNano() % 1000 != 0 || recorded.getNano() % 1000 != 0) {
            throw new IllegalArgumentException("Expected times that the database keeps to the microsecond, found "
                    + happened + " and " + recorded);
        }
        var sha = Texts.sha256();
        if (before != null) {
            sha.update(before);
        }
        for (var part : List.of(
                authority,
                run.toString(),
                Integer.toString(seq),
                type,
                payload,
                happened.toString(),
                recorded.toString(),
                by,
                role)) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            sha.update((byte) (bytes.length >>> 24));
            sha.update((byte) (bytes.length >>> 16));
            sha.update((byte) (bytes.length >>> 8));
            sha.update((byte) bytes.length);
            sha.update(bytes);
        }
        return sha.digest();
    }
}
