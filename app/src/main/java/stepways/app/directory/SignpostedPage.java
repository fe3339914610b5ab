package stepways.app.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// Everything a family was signposted to, the newest first, each as it was called that day.
public record SignpostedPage(
        Layout layout, Identity identity, List<Tab> tabs, String heading, Link choose, List<Row> rows) {

    public SignpostedPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
    }

    public record Row(
            String id,
            String name,
            Link now,
            List<Fact> facts,
            @Nullable String struck,
            @Nullable Form strike) {

        public Row {
            facts = List.copyOf(facts);
        }
    }
}
