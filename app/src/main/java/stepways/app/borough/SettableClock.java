package stepways.app.borough;

import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands where the script has got to.
final class SettableClock implements InstantSource {

    private volatile Instant now;

    SettableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void set(Instant moment) {
        now = moment;
    }
}
