package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.Saying;
import stepways.app.web.Why;

/// The handover: the visit with the family, and what the family has told already.
///
/// - `form`: the visit, short enough for a phone at the door; `shut` says why there is none.
/// - `steps`: the steps of the procedure that the visit fulfils.
/// - `visits`: those on record, newest first.
/// - `count`: how complete the pack is, in words.
/// - `asked` and `open`: what the family has been asked, and what it has not.
/// - `readers`: who has read it; `confirm` is the reader's own button.
public record HandoverPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        @Nullable Form form,
        @Nullable String shut,
        String formHeading,
        List<Need> steps,
        List<Event> visits,
        String count,
        List<AskedAlready.Line> asked,
        List<Fact> open,
        List<String> readers,
        Action.@Nullable Press confirm,
        @Nullable Saying saying) {

    public HandoverPage {
        steps = List.copyOf(steps);
        visits = List.copyOf(visits);
        asked = List.copyOf(asked);
        open = List.copyOf(open);
        readers = List.copyOf(readers);
    }
}
