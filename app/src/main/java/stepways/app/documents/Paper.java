package stepways.app.documents;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One version of a document as it was put on file, with a copy for each child that it is about.
///
/// @param id the act of filing
/// @param begins the versions that began it, one for each copy: other versions of the document share them
/// @param file what was uploaded; null where the document is kept elsewhere
/// @param heldAt where it is kept, if somebody said
/// @param by who filed it; null where an extract noted it
/// @param source `person`, `import` or `invented`
/// @param run the reference of the run that noted it
record Paper(
        UUID id,
        List<UUID> begins,
        String kind,
        String title,
        LocalDate dated,
        int version,
        @Nullable Kept file,
        @Nullable String heldAt,
        Instant recorded,
        @Nullable String by,
        String source,
        @Nullable String run,
        List<Copy> copies) {

    Paper {
        begins = List.copyOf(begins);
        copies = List.copyOf(copies);
    }

    /// The file of a document.
    record Kept(UUID id, String name, String mediaType, long size, String sha256) {}

    /// The document on the record of one child, or of the family where there is none.
    ///
    /// @param replaced whether a newer version has taken its place
    record Copy(
            UUID id,
            @Nullable UUID child,
            boolean replaced,
            @Nullable Withdrawal withdrawn) {

        /// Whether it counts as what is on file.
        boolean stands() {
            return withdrawn == null && !replaced;
        }
    }

    /// Why a copy no longer counts.
    record Withdrawal(String reason, String by, Instant recorded) {}

    /// Whether any copy counts.
    boolean stands() {
        return copies.stream().anyMatch(Copy::stands);
    }

    boolean withdrawnWholly() {
        return copies.stream().allMatch(copy -> copy.withdrawn() != null);
    }

    List<UUID> children() {
        return copies.stream()
                .map(Copy::child)
                .filter(java.util.Objects::nonNull)
                .map(java.util.Objects::requireNonNull)
                .toList();
    }
}
