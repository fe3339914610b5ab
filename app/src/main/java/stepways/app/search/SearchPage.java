package stepways.app.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;

/// Finding a family. The search is a GET form, so that it can be kept; every search is logged.
///
/// - `purpose`: why this reader may look beyond their own families, when that is asked.
/// - `searched`: what was searched and found, in words; absent before the first search.
public record SearchPage(
        Layout layout,
        String heading,
        String hint,
        Form form,
        @Nullable String searched,
        List<Row> rows,
        List<String> tips,
        @Nullable Pages pages) {

    public SearchPage {
        rows = List.copyOf(rows);
        tips = List.copyOf(tips);
    }

    /// What was found. A restricted record shows only that it exists and whom to ask: then `family` is absent.
    ///
    /// @param twice where other records of the same person are looked for, by those who may search everyone
    public record Row(
            @Nullable Link family,
            String words,
            String born,
            String address,
            String openServices,
            String practitioner,
            @Nullable Link twice) {}
}
