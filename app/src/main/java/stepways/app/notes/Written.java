package stepways.app.notes;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One version of a note as it was written down.
///
/// @param first the version that began it
/// @param reason why it was corrected; null for the first version
/// @param inError whether it says that the note should not stand on this family's record
record Written(
        UUID id,
        UUID first,
        int version,
        @Nullable String reason,
        boolean inError,
        Instant recorded,
        UUID staff,
        String by,
        Note note) {}
