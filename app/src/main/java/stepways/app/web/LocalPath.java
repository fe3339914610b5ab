package stepways.app.web;

import org.jspecify.annotations.Nullable;

/// A path of this service, to lead somebody back to; anything else leads to *My work*.
public final class LocalPath {

    private LocalPath() {}

    public static String of(@Nullable String path) {
        return path != null && path.matches("/(?![/\\\\])[A-Za-z0-9/._~:?=&%@+-]{0,1000}") ? path : "/work";
    }
}
