package stepways.app.staffing;

import java.util.List;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// The families somebody holds, each with the way to give it back.
public record HeldPage(Layout layout, String caption, String heading, List<Tab> tabs, List<Row> rows, String nothing) {

    public HeldPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
    }

    /// One family. `since` is the earliest of its children's.
    public record Row(Link family, String children, String part, String since, String open, List<Link> acts) {
        public Row {
            acts = List.copyOf(acts);
        }
    }
}
