package stepways.app.meetings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Cite;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// One sitting of a meeting or panel: its agenda in order, and the item on the table with what is ready and what is
/// not.
///
/// - `agenda`: every item in order, with where it stands; the present one is marked.
/// - `item`: absent while nothing is on the agenda.
/// - `cancel`: calls the sitting off; absent for whoever may not, and once it is held or called off.
/// - `print`: the same for paper. `printed`: by whom and when, on the printed page only.
public record SittingPage(
        Layout layout,
        String caption,
        String heading,
        List<Fact> facts,
        List<AgendaItem> agenda,
        String agendaNote,
        @Nullable Item item,
        List<Item> all,
        @Nullable Form cancel,
        @Nullable Link print,
        @Nullable String printed) {

    public SittingPage {
        facts = List.copyOf(facts);
        agenda = List.copyOf(agenda);
        all = List.copyOf(all);
    }

    /// One family on the agenda.
    public record AgendaItem(String number, String families, String url, String words, Standing standing) {}

    public enum Standing {
        DECIDED,
        STOPPED,
        NOW,
        TO_COME
    }

    /// An item of the agenda, opened.
    ///
    /// - `standing`: who presents it, who is the named practitioner and since when.
    /// - `ready`: what had to be ready; what is not says who can supply it.
    /// - `decide`: where the outcome for each child is recorded; absent when it has been.
    public record Item(
            String heading,
            List<Fact> standing,
            Why why,
            Tag state,
            String readyHeading,
            List<Ready> ready,
            @Nullable Link decide,
            Link transfer) {

        public Item {
            standing = List.copyOf(standing);
            ready = List.copyOf(ready);
        }
    }

    /// Something that had to be ready.
    public record Ready(
            boolean done,
            String words,
            List<Cite> cites,
            @Nullable String whoCan) {

        public Ready {
            cites = List.copyOf(cites);
        }
    }
}
