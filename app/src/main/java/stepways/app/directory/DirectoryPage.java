package stepways.app.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;

/// The directory: what is looked for, and the services found.
///
/// - `about`: for which family or transfer a service is chosen, and back to it; absent where
///   somebody only looks.
/// - `standing`: how many services are listed and when the feed was read.
public record DirectoryPage(
        Layout layout,
        @Nullable Link about,
        String heading,
        String standing,
        Form form,
        @Nullable String found,
        List<Row> rows,
        @Nullable Pages pages) {

    public DirectoryPage {
        rows = List.copyOf(rows);
    }

    public record Row(Link link, String organisation, String words, String ages, String where) {}
}
