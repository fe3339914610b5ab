package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Needs that belong together, with how many are done ("2 of 3 done") or what the group is for.
public record NeedGroup(String heading, @Nullable String note, List<Need> needs) {

    public NeedGroup {
        needs = List.copyOf(needs);
    }
}
