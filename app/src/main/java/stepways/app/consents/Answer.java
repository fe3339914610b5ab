package stepways.app.consents;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An answer as it stands in the ledger, with how somebody was asked where that is on record.
///
/// @param rows its rows in the ledger, one for each child
/// @param asking how they were asked; null where it came from a run without more, or from another
///     system
/// @param run the run in which it was recorded, and its reference
/// @param note what was written in that run
/// @param struck why it was struck out, if it was
record Answer(
        List<UUID> rows,
        @Nullable UUID asking,
        String agreement,
        String status,
        UUID person,
        String name,
        List<UUID> children,
        Instant happened,
        Instant recorded,
        @Nullable String recordedBy,
        @Nullable Details details,
        @Nullable UUID run,
        @Nullable String reference,
        @Nullable String note,
        @Nullable Struck struck,
        @Nullable UUID corrects) {

    Answer {
        rows = List.copyOf(rows);
        children = List.copyOf(children);
    }

    /// How somebody was asked.
    record Details(
            UUID askedBy,
            String askedByName,
            String how,
            String language,
            @Nullable String interpreter,
            String information,
            String sharedWith,
            @Nullable LocalDate until,
            @Nullable UUID evidence,
            @Nullable String evidenceTitle,
            String evidenceWords,
            @Nullable UUID judgedBy,
            @Nullable String judgedByName,
            @Nullable String judgedBecause) {}

    record Struck(String because, Instant at, String by) {}

    /// Whether it counts now.
    boolean standsOn(LocalDate day) {
        return struck == null && !overOn(day);
    }

    /// Whether its time is over.
    boolean overOn(LocalDate day) {
        return details != null && details.until() != null && details.until().isBefore(day);
    }
}
