package stepways.app.web;

import org.jspecify.annotations.Nullable;

/// A label, what is known, and perhaps where to change it. `strong` when it stands in the way.
public record Fact(String label, String words, @Nullable Link link, boolean strong) {

    public static Fact of(String label, String words) {
        return new Fact(label, words, null, false);
    }
}
