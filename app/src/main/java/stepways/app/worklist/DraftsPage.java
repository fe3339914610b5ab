package stepways.app.worklist;

import java.util.List;
import stepways.app.web.Action;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// What somebody has typed and not recorded. `earlier` can be taken back for a while.
public record DraftsPage(Layout layout, List<Tab> tabs, List<Row> drafts, List<Row> earlier) {

    public DraftsPage {
        tabs = List.copyOf(tabs);
        drafts = List.copyOf(drafts);
        earlier = List.copyOf(earlier);
    }

    /// One draft. `begins` is how its longest text begins, so that its writer knows it again; may be empty.
    public record Row(Link link, String words, String begins, Action.Press press) {}
}
