package stepways.app.web;

import org.jspecify.annotations.Nullable;

/// What a field points to for screen readers: its hint, then its error.
public final class Described {

    private Described() {}

    /// The ids for `aria-describedby`, or nothing when the field has neither hint nor error.
    public static @Nullable String by(String id, @Nullable String hint, @Nullable String error) {
        if (hint == null && error == null) {
            return null;
        }
        if (hint == null) {
            return id + "-error";
        }
        return error == null ? id + "-hint" : id + "-hint " + id + "-error";
    }
}
