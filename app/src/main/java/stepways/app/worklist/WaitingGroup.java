package stepways.app.worklist;

import java.util.List;
import stepways.app.web.Link;
import stepways.app.web.Why;

/// What others have to do before the reader can go on.
public record WaitingGroup(String id, String heading, String countWords, List<Row> rows) {

    public WaitingGroup {
        rows = List.copyOf(rows);
    }

    /// `who` it waits on, in which `role`, and `since` when.
    public record Row(
            String title, String url, Why why, Link family, String about, String who, String role, String since) {}
}
