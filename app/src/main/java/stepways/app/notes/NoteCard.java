package stepways.app.notes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Link;
import stepways.app.web.Tag;

/// A note as a page shows it.
///
/// - `title`: what it is, in a few words; leads to the note where `link` is not null.
/// - `recorded`: when it was written down, where that was on a later day than it happened.
/// - `about`: whom it is about, by name.
/// - `says`: each child's own words.
/// - `text`: cut short in a list; `more` then says so.
/// - `corrections`: what became of it, each in a sentence: "Recorded in error for Isla: …".
/// - `struck`: it should not stand here; it stays readable.
public record NoteCard(
        String id,
        String title,
        @Nullable Link link,
        List<Tag> tags,
        String happened,
        String iso,
        @Nullable String recorded,
        String by,
        String about,
        List<Fact> facts,
        List<Fact> says,
        String text,
        boolean more,
        List<String> corrections,
        boolean struck) {

    public NoteCard {
        tags = List.copyOf(tags);
        facts = List.copyOf(facts);
        says = List.copyOf(says);
        corrections = List.copyOf(corrections);
    }
}
