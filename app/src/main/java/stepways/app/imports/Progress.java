package stepways.app.imports;

import java.time.Duration;
import java.util.function.Consumer;

/// Says what is going on, at most every two seconds.
public final class Progress {

    private static final long EVERY = Duration.ofSeconds(2).toNanos();

    private final Consumer<String> listener;
    private long said = System.nanoTime();

    public Progress(Consumer<String> listener) {
        this.listener = listener;
    }

    /// Says it, if the last time was long enough ago.
    public void say(String what) {
        if (System.nanoTime() - said >= EVERY) {
            said = System.nanoTime();
            listener.accept(what);
        }
    }
}
