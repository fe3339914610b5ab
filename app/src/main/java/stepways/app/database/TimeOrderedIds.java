package stepways.app.database;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

/// Makes identifiers that nobody can guess and that sort by when they were made, so that new rows lie together.
///
/// They are version 7 UUIDs: milliseconds, then a counter within the millisecond, then chance.
public final class TimeOrderedIds {

    private final InstantSource clock;
    private final Random chance;
    private long lastMillis;
    private int counter;

    public TimeOrderedIds(InstantSource clock) {
        this(clock, new SecureRandom());
    }

    TimeOrderedIds(InstantSource clock, Random chance) {
        this.clock = clock;
        this.chance = chance;
    }

    /// The next identifier: greater than all before it from this source.
    public synchronized UUID next() {
        var millis = Math.max(clock.millis(), lastMillis);
        counter = millis == lastMillis ? counter + 1 : 0;
        if (counter > 0xFFF) {
            millis++;
            counter = 0;
        }
        lastMillis = millis;
        return new UUID(millis << 16 | 0x7000L | counter, 0x8000_0000_0000_0000L | chance.nextLong() >>> 2);
    }
}
