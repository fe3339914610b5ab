package stepways.app.policy;

import java.util.List;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;

/// The procedures this authority runs, and the national one beneath them.
public record PoliciesPage(Layout layout, String heading, List<Row> rows) {

    public PoliciesPage {
        rows = List.copyOf(rows);
    }

    /// One pack in one version.
    public record Row(Link link, String version, String inForce, String openRuns, String gaps, Tag state) {}
}
