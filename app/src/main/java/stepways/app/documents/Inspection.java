package stepways.app.documents;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.springframework.core.io.InputStreamSource;

/// What a file is, from its bytes alone: a name says nothing, and nothing is unpacked.
sealed interface Inspection {

    /// It may be put on file.
    record Fit(FileKind kind) implements Inspection {}

    /// It may not. `what` it is, with its article: "a Windows program".
    record Unfit(String what) implements Inspection {}

    static Inspection of(InputStreamSource file, long size) throws IOException {
        String type;
        try (var in = new BufferedInputStream(file.getInputStream(), 1 << 16)) {
            type = MimeTypes.getDefaultMimeTypes()
                    .detect(in, new Metadata())
                    .getBaseType()
                    .toString();
        }
        return switch (type) {
            case "application/x-tika-ooxml", "application/zip" -> zip(Containers.zipNames(file, size));
            case "application/x-tika-msoffice" -> ole(Containers.oleNames(file));
            default -> FileKind.of(type).<Inspection>map(Fit::new).orElseGet(() -> new Unfit(words(type)));
        };
    }

    private static Inspection zip(Set<String> names) {
        if (names.contains("word/document.xml")) {
            return names.contains("word/vbaProject.bin")
                    ? new Unfit("a Word document with a program (macros) in it")
                    : new Fit(FileKind.WORD);
        }
        if (names.contains("xl/workbook.xml") || names.contains("xl/workbook.bin")) {
            return new Unfit("a spreadsheet");
        }
        return new Unfit(names.contains("ppt/presentation.xml") ? "a presentation" : "an archive of files (ZIP)");
    }

    private static Inspection ole(Set<String> names) {
        if (names.contains("__properties_version1.0") && names.contains("__nameid_version1.0")) {
            return new Fit(FileKind.OUTLOOK);
        }
        if (names.contains("WordDocument")) {
            return names.contains("Macros") || names.contains("_VBA_PROJECT")
                    ? new Unfit("a Word document with a program (macros) in it")
                    : new Fit(FileKind.OLD_WORD);
        }
        if (names.contains("Workbook") || names.contains("Book")) {
            return new Unfit("a spreadsheet");
        }
        return new Unfit(
                names.contains("PowerPoint Document") ? "a presentation" : "none of the files that can be kept");
    }

    private static String words(String type) {
        return switch (type) {
            case "application/x-msdownload",
                    "application/x-dosexec",
                    "application/x-msdos-program",
                    "application/x-bat",
                    "application/x-ms-installer" -> "a Windows program";
            case "application/x-executable",
                    "application/x-elf",
                    "application/x-sharedlib",
                    "application/x-object",
                    "application/x-mach-o",
                    "application/java-vm",
                    "application/java-archive" -> "a program";
            case "application/x-sh", "application/javascript", "text/javascript", "text/x-python", "text/x-perl" ->
                "a script";
            case "text/html", "application/xhtml+xml" -> "a web page";
            case "image/svg+xml" -> "a drawing that can carry a program (SVG)";
            case "application/rtf" -> "a rich text (RTF)";
            case "application/vnd.oasis.opendocument.spreadsheet" -> "a spreadsheet";
            case "application/vnd.oasis.opendocument.presentation" -> "a presentation";
            case "application/gzip",
                    "application/x-7z-compressed",
                    "application/x-rar-compressed",
                    "application/x-tar" -> "an archive of files";
            default ->
                type.startsWith("video/")
                        ? "a film"
                        : type.startsWith("audio/") ? "a sound recording" : "none of the files that can be kept";
        };
    }
}
