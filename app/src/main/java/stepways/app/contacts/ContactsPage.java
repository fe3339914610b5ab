package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// Contacts: those open, those this reader took, those whose referrers are not told yet, and all of them.
public record ContactsPage(
        Layout layout,
        String heading,
        List<Tab> tabs,
        @Nullable Link take,
        List<Row> rows,
        String nothing,
        @Nullable Pages pages) {

    public ContactsPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
    }

    /// @param children by name; empty where the record is guarded from this reader
    public record Row(Link link, String children, String from, String arrived, String decided, Tag told) {}
}
