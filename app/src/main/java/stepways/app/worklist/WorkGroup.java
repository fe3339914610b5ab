package stepways.app.worklist;

import java.util.List;

/// Things to do that fall due alike. `id` is where the count at the top leads; `countWords` is "overdue", "due
/// today".
public record WorkGroup(String id, String heading, String countWords, List<WorkRow> rows) {

    public WorkGroup {
        rows = List.copyOf(rows);
    }
}
