package stepways.app.notes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Pages;
import stepways.app.web.Tab;

/// What is written about a family, newest first. `primary` is the one button; `nothing` what the page
/// says while it is empty.
public record NotesPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        Action primary,
        List<Action> others,
        Form filter,
        List<NoteCard> notes,
        @Nullable String nothing,
        @Nullable Pages pages) {

    public NotesPage {
        tabs = List.copyOf(tabs);
        others = List.copyOf(others);
        notes = List.copyOf(notes);
    }
}
