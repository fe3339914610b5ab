package stepways.app.meetings;

import java.util.List;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// The sittings of a team's meetings and panels: the next ones with their cut-off, and those held.
public record SittingsPage(
        Layout layout,
        String caption,
        String heading,
        List<Tab> tabs,
        List<Row> coming,
        List<Row> held,
        String nothing) {

    public SittingsPage {
        tabs = List.copyOf(tabs);
        coming = List.copyOf(coming);
        held = List.copyOf(held);
    }

    /// One sitting. `cutOff` says until when a request may still be put.
    public record Row(Link link, String when, String cutOff, String items, Tag state) {}
}
