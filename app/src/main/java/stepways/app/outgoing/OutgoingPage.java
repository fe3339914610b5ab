package stepways.app.outgoing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// What leaves the service: what waits, what is held, what left and how that is known, and what did not leave.
///
/// - `warning`: that nothing leaves at all, where no mail server is set.
/// - `whose`: whose messages these are: all of the council's for a manager, one's own for everybody else.
public record OutgoingPage(
        Layout layout,
        String heading,
        @Nullable String warning,
        String whose,
        List<Tab> tabs,
        List<Row> rows,
        String nothing,
        @Nullable Link older) {

    public OutgoingPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
    }

    /// One message: what it is, to whom, how it stands and what shows that.
    public record Row(Link what, String about, String to, String when, String proof, Tag state) {}
}
