package stepways.app.generate;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/// Identifiers like those of the service, the same for the same seed: they sort by when they were made.
final class Ids {

    private final SplittableRandom random;

    Ids(SplittableRandom random) {
        this.random = random;
    }

    UUID at(Instant made) {
        return new UUID(
                made.toEpochMilli() << 16 | 0x7000L | random.nextInt(0x1000),
                0x8000_0000_0000_0000L | random.nextLong() >>> 2);
    }
}
