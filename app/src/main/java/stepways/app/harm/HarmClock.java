package stepways.app.harm;

import org.jspecify.annotations.Nullable;

/// The minutes since a harm call was raised. `startedIso` lets the page count on by itself while nobody has
/// confirmed.
public record HarmClock(
        String minutes, String words, @Nullable String startedIso) {}
