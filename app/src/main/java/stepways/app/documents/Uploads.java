package stepways.app.documents;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// The file field of a form: draws it, and reads what was sent.
///
/// A file that is fit is kept at once. When something else in the form is wrong it need not be sent
/// again; and when the file is refused, everything typed stays.
@Component
public class Uploads {

    private static final String KEPT = "-kept";

    private final StoredFiles files;
    private final long largest;

    Uploads(StoredFiles files, @Value("${stepways.documents.largest-megabytes:25}") int largestMegabytes) {
        if (largestMegabytes < 1 || largestMegabytes > 100) {
            throw new IllegalArgumentException(
                    "Expected stepways.documents.largest-megabytes from 1 to 100, found " + largestMegabytes);
        }
        this.files = files;
        this.largest = largestMegabytes * 1_000_000L;
    }

    /// A file that was sent, is fit, and waits to be filed.
    ///
    /// @param renamed what it is, where its name said something else; null where the name was true
    public record Sent(UUID id, String name, @Nullable String renamed) {}

    /// The field.
    public FormPart.FileUpload field(SignedInStaff me, Typed typed, String id, String label) {
        return new FormPart.FileUpload(
                id,
                label,
                "Up to " + megabytes(largest) + ": " + FileKind.WORDS + ".",
                FileKind.ACCEPT,
                kept(me, typed, id).map(StoredFiles.Stored::name).orElse(null),
                typed.error(id));
    }

    /// What the form carries along, so that a file that was kept is not asked for again.
    public Hidden hidden(Typed typed, String id) {
        return new Hidden(id + KEPT, typed.value(id + KEPT));
    }

    /// The file that was sent with this form, or with an earlier sending of it; empty where there is
    /// none, or where it is refused, with the reason at the field.
    public Optional<Sent> read(HttpServletRequest request, SignedInStaff me, Typed typed, String id) {
        var sent = sent(request, id);
        if (sent.isEmpty()) {
            return kept(me, typed, id).map(stored -> new Sent(stored.id(), stored.name(), null));
        }
        var file = sent.get();
        var name = FileNames.clean(String.valueOf(file.getOriginalFilename()));
        if (file.getSize() == 0) {
            typed.fail(id, "“" + name + "” is empty. Check the file and choose it again");
            return Optional.empty();
        }
        if (file.getSize() > largest) {
            typed.fail(
                    id,
                    "“" + name + "” has " + megabytes(file.getSize()) + "; the most that can be kept is "
                            + megabytes(largest) + ". Save it smaller, or say where it is kept");
            return Optional.empty();
        }
        try {
            return switch (Inspection.of(file, file.getSize())) {
                case Inspection.Unfit(var what) -> {
                    typed.fail(
                            id,
                            "“" + name + "” is " + what
                                    + (FileKind.anyFits(name) ? ", whatever its name says" : "") + ". Choose "
                                    + FileKind.WORDS);
                    yield Optional.empty();
                }
                case Inspection.Fit(var kind) -> {
                    var stored = files.keep(me, kind.named(name), kind, file);
                    typed.carry(id + KEPT, stored.id().toString());
                    yield Optional.of(new Sent(stored.id(), stored.name(), kind.fits(name) ? null : kind.title()));
                }
            };
        } catch (IOException broken) {
            typed.fail(id, "“" + name + "” did not arrive whole. Choose it again");
            return Optional.empty();
        }
    }

    private static Optional<MultipartFile> sent(HttpServletRequest request, String id) {
        return Optional.ofNullable(WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class))
                .map(parts -> parts.getFile(id))
                .filter(file -> !(file.getSize() == 0
                        && String.valueOf(file.getOriginalFilename()).isBlank()));
    }

    private Optional<StoredFiles.Stored> kept(SignedInStaff me, Typed typed, String id) {
        var kept = typed.value(id + KEPT);
        return kept.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? files.waiting(me, UUID.fromString(kept))
                : Optional.empty();
    }

    /// "2.4 MB", "640 KB".
    static String megabytes(long bytes) {
        if (bytes < 1_000_000) {
            return Math.max(1, Math.round(bytes / 1000.0)) + " KB";
        }
        long tenths = Math.round(bytes / 100_000.0);
        return tenths % 10 == 0 ? tenths / 10 + " MB" : tenths / 10 + "." + tenths % 10 + " MB";
    }
}
