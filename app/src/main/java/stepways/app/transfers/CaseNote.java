package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Press;
import stepways.app.web.Link;
import stepways.app.web.Why;

/// The note in the case system's own words, ready to copy, and into which systems it has been entered.
///
/// `text` keeps its line breaks. `preview` says that the note is what *would* be written once the decision is
/// recorded.
public record CaseNote(String id, String heading, String text, Why why, boolean preview, List<Entry> entries) {

    public CaseNote {
        entries = List.copyOf(entries);
    }

    /// One case system. `entered` says by whom and on which day; until then `enter` records it. `links` lead to the
    /// children's records there.
    public record Entry(
            String system,
            @Nullable String entered,
            @Nullable Press enter,
            List<Link> links) {

        public Entry {
            links = List.copyOf(links);
        }
    }
}
