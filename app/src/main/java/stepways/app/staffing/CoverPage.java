package stepways.app.staffing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Who is away, and who covers: the reader's own, and of those whose team they manage.
public record CoverPage(
        Layout layout,
        String caption,
        String heading,
        List<String> words,
        List<Row> rows,
        String nothing,
        Form form,
        List<String> changes) {

    public CoverPage {
        words = List.copyOf(words);
        rows = List.copyOf(rows);
        changes = List.copyOf(changes);
    }

    /// Somebody away, and who covers. `deputy` is empty where nobody does, which is said in red words.
    public record Row(
            String away,
            @Nullable Link desk,
            String why,
            String when,
            @Nullable String deputy,
            Action.@Nullable Press end) {}
}
