package stepways.app.notes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// One note, whole, with every version that it had before. `copy` is the note of a decision for the case
/// system.
public record NotePage(
        Layout layout,
        Identity identity,
        Link back,
        String heading,
        NoteCard note,
        List<Action> actions,
        List<NoteCard> earlier,
        @Nullable String copy) {

    public NotePage {
        actions = List.copyOf(actions);
        earlier = List.copyOf(earlier);
    }
}
