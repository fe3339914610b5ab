package stepways.app.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The addresses of our style sheets, scripts and icons, each with a piece of its content's hash, so that
/// browsers may
/// keep
/// them for a year and still get a changed one at once.
public record Assets(Map<String, String> urls) {

    /// Every file that a page may ask for.
    public static final List<String> FILES = List.of("govuk.css", "app.css", "stepways.js", "favicon.svg");

    public Assets {
        urls = Map.copyOf(urls);
    }

    /// Reads the files once, at start.
    public static Assets fromClasspath() {
        var urls = new LinkedHashMap<String, String>();
        for (var file : FILES) {
            urls.put(file, "/assets/" + file + "?v=" + hash("/static/assets/" + file));
        }
        return new Assets(urls);
    }

    /// The address of `file`.
    public String url(String file) {
        var url = urls.get(file);
        if (url == null) {
            throw new IllegalArgumentException("Expected one of " + urls.keySet() + ", found " + file);
        }
        return url;
    }

    private static String hash(String resource) {
        try (var in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Expected the file " + resource + " in the build, found none");
            }
            var digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
