package stepways.app.policy;

import java.util.List;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;

/// The procedures this authority runs, and the national one beneath them. `words`: what they are and are not.
public record PoliciesPage(Layout layout, String heading, String words, List<Row> rows) {

    public PoliciesPage {
        rows = List.copyOf(rows);
    }

    /// One pack in one version.
    public record Row(Link link, String version, String inForce, String openRuns, String gaps, Tag state) {}
}
