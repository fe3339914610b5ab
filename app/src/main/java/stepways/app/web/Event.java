package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened, on a timeline.
///
/// - `happened` and `recorded`: both in words; `recorded` only when it differs enough to matter ("recorded 17
///   June, 6
/// days later").
/// - `iso`: when it happened, for machines.
/// - `corrected`: what became of it, if it was corrected; the title is then struck through and still readable.
/// - `correct`: where to correct it.
public record Event(
        String id,
        String title,
        @Nullable String by,
        String happened,
        String iso,
        @Nullable String recorded,
        @Nullable String words,
        List<Cite> cites,
        @Nullable String corrected,
        @Nullable Link correct) {

    public Event {
        cites = List.copyOf(cites);
    }
}
