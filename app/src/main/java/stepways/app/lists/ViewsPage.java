package stepways.app.lists;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Kept views, and the form that keeps one where a list is to be kept.
public record ViewsPage(
        Layout layout,
        List<Row> rows,
        @Nullable Form keep,
        @Nullable String about) {

    public ViewsPage {
        rows = List.copyOf(rows);
    }

    /// One view. `shared`: with whom, or by whom.
    public record Row(Link link, String shared, Action.@Nullable Press remove) {}
}
