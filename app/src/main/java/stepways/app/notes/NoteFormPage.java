package stepways.app.notes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Card;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// The form of a note, or of its correction.
///
/// - `standing`: how the note stands now, for whoever corrects it.
/// - `before`: what was written about the family last, so that nobody writes it twice.
public record NoteFormPage(
        Layout layout,
        Identity identity,
        Link back,
        String heading,
        List<String> words,
        @Nullable NoteCard standing,
        Form form,
        @Nullable Card before) {

    public NoteFormPage {
        words = List.copyOf(words);
    }
}
