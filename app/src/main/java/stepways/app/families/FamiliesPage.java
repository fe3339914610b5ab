package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// The families that this reader holds, or that one of their teams holds.
public record FamiliesPage(
        Layout layout,
        String heading,
        List<Tab> tabs,
        List<Row> rows,
        String nothing,
        @Nullable Pages pages) {

    public FamiliesPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
    }

    /// One family. `holder` is the named practitioner, or the duty holder who answers until one is named.
    public record Row(Link link, String children, String services, String holder, String since, Tag state) {}
}
