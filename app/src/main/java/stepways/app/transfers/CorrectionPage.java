package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Putting something recorded right: what it says now, what it should say, and what is worked out again.
///
/// - `now`: what is recorded, line by line, with who recorded it and when.
/// - `consequences`: what a correction would change: dates, clocks, who is accountable.
/// - both versions stay readable.
public record CorrectionPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        List<Fact> now,
        List<String> consequences,
        @Nullable Form form,
        @Nullable Blocked blocked,
        List<Event> earlier) {

    public CorrectionPage {
        now = List.copyOf(now);
        consequences = List.copyOf(consequences);
        earlier = List.copyOf(earlier);
    }
}
