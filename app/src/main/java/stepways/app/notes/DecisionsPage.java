package stepways.app.notes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Event;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Pages;
import stepways.app.web.Tab;

/// What managers decided about a family, inside transfers and outside them, newest first.
public record DecisionsPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        String words,
        Action primary,
        List<Line> lines,
        @Nullable String nothing,
        @Nullable Pages pages) {

    public DecisionsPage {
        tabs = List.copyOf(tabs);
        lines = List.copyOf(lines);
    }

    /// One decision: `event` where it was taken in a transfer, `note` where a manager recorded it by
    /// itself.
    public record Line(
            @Nullable Event event,
            @Nullable String where,
            @Nullable String url,
            @Nullable NoteCard note) {}
}
