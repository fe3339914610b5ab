package stepways.app.documents;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What may be put on file. The list is closed: nothing that runs, nothing that has to be unpacked.
enum FileKind {
    PDF("application/pdf", "PDF", "pdf"),
    WORD("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document", "docx"),
    OLD_WORD("application/msword", "Word document", "doc", "dot"),
    OPEN_DOCUMENT("application/vnd.oasis.opendocument.text", "OpenDocument text", "odt"),
    JPEG("image/jpeg", "picture (JPEG)", "jpg", "jpeg"),
    PNG("image/png", "picture (PNG)", "png"),
    GIF("image/gif", "picture (GIF)", "gif"),
    WEBP("image/webp", "picture (WebP)", "webp"),
    HEIC("image/heic", "picture (HEIC)", "heic", "heif"),
    TIFF("image/tiff", "picture (TIFF)", "tif", "tiff"),
    TEXT("text/plain", "plain text", "txt", "csv"),
    MAIL("message/rfc822", "e-mail", "eml"),
    OUTLOOK("application/vnd.ms-outlook", "e-mail (Outlook)", "msg");

    /// What the file field offers first.
    static final String ACCEPT = Stream.of(values())
            .flatMap(kind -> kind.ends.stream())
            .map(end -> "." + end)
            .collect(Collectors.joining(","));

    /// What may be chosen, in words.
    static final String WORDS =
            "a PDF, a Word or OpenDocument text, a picture, a plain text or an e-mail (.eml or .msg)";

    private final String mediaType;
    private final String title;
    private final List<String> ends;

    FileKind(String mediaType, String title, String... ends) {
        this.mediaType = mediaType;
        this.title = title;
        this.ends = List.of(ends);
    }

    String mediaType() {
        return mediaType;
    }

    String title() {
        return title;
    }

    static Optional<FileKind> of(String mediaType) {
        return Stream.of(values())
                .filter(kind -> kind.mediaType.equals(mediaType))
                .findFirst();
    }

    /// Whether a name ends as files of this kind do.
    boolean fits(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return ends.stream().anyMatch(end -> lower.endsWith("." + end));
    }

    /// Whether a name ends as some file does that may be put on file.
    static boolean anyFits(String name) {
        return Stream.of(values()).anyMatch(kind -> kind.fits(name));
    }

    /// The name with the end that belongs to what is in the file: what opens it then knows what it is.
    String named(String name) {
        return fits(name) ? name : name + "." + ends.getFirst();
    }
}
