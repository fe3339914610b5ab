package stepways.app.meetings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;

/// The sittings of the meetings and panels of a procedure: the next ones with their cut-off, and those held.
public record SittingsPage(Layout layout, String heading, List<Row> coming, List<Row> held, String nothing) {

    public SittingsPage {
        coming = List.copyOf(coming);
        held = List.copyOf(held);
    }

    /// One sitting. `cutOff` says until when a request may still be put; `link` is absent while nothing is on its
    /// agenda.
    public record Row(String forum, @Nullable Link link, String when, String cutOff, String items, Tag state) {}
}
