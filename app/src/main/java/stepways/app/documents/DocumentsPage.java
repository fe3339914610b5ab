package stepways.app.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// The documents of a family with their age, newest first; those withdrawn stay in sight.
public record DocumentsPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        Action primary,
        Form filter,
        List<Row> rows,
        @Nullable String nothing,
        @Nullable Pages pages) {

    public DocumentsPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
    }

    /// One document as it stands.
    ///
    /// - `about`: the children it is about; `unfiled` says for whom it was withdrawn, and why.
    /// - `wants`: what the procedure wants of its age, where it says so.
    public record Row(
            Link link,
            String kind,
            String about,
            List<String> unfiled,
            String dated,
            String age,
            @Nullable Why wants,
            String filed,
            Tag state) {

        public Row {
            unfiled = List.copyOf(unfiled);
        }
    }
}
