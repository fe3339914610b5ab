package stepways.app.web;

import org.jspecify.annotations.Nullable;

/// Earlier and later parts of a long list, paged by key. `words`: "1 to 50 of 212".
public record Pages(
        String words, @Nullable String earlier, @Nullable String later) {}
