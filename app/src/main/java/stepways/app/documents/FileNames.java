package stepways.app.documents;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// Names of files as people may see and save them: no folder, nothing that hides how a name ends, in
/// every script.
final class FileNames {

    private static final int LONGEST = 120;

    /// Names that Windows keeps for its devices.
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FileNames() {}

    /// The name without a path, without control characters and without marks that turn the direction of
    /// writing.
    static String clean(String sent) {
        var name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        var letters = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC).codePoints().forEach(letter -> {
            switch (Character.getType(letter)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> {
                    // Shows nothing, or something else than it is.
                }
                default -> letters.appendCodePoint("<>:\"|?*".indexOf(letter) >= 0 ? '_' : letter);
            }
        });
        var clean = letters.toString().strip().replaceAll("[\\s\\u00a0]+", " ").replaceAll("^[. ]+|[. ]+$", "");
        clean = shortened(clean);
        var stem = clean.split("\\.", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (clean.isEmpty() || DEVICES.contains(stem)) {
            return clean.isEmpty() ? "document" : "_" + clean;
        }
        return clean;
    }

    /// The beginning of a long name, with its end.
    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        var end = dot > 0 && name.length() - dot <= 6 ? name.substring(dot) : "";
        var stem = name.substring(0, name.length() - end.length());
        return stem.substring(0, stem.offsetByCodePoints(0, LONGEST - end.length()))
                        .strip()
                + end;
    }

    /// A `Content-Disposition` that saves the file and never shows it: an ASCII name for old programs,
    /// and the whole name in UTF-8 (RFC 5987, RFC 6266).
    static String attachment(String name) {
        var ascii = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._ ()-]", "_");
        var utf8 = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + utf8;
    }
}
