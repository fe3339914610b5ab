package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.Saying;

/// One thing to do: what it is, why, what is already known, and the form that records it.
///
/// - `clauses`: the words of the manual behind it.
/// - `known`: what the record already holds about it, each with its source and date, so that nothing is typed
///   twice.
/// - `done`: records it done: when it happened, a note, the evidence. Absent when it cannot be recorded now; then
/// `blocked` says why.
/// - `notApplicable`: the reason why not, where the procedure allows one from this reader; `notApplicableWhy`
///   says who
/// may give it.
/// - `earlier`: what was recorded about it before, corrections included.
public record ItemPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Need need,
        List<ClauseText> clauses,
        List<Fact> known,
        @Nullable Form done,
        @Nullable Blocked blocked,
        @Nullable Form notApplicable,
        @Nullable String notApplicableWhy,
        @Nullable Saying saying,
        List<Event> earlier) {

    public ItemPage {
        clauses = List.copyOf(clauses);
        known = List.copyOf(known);
        earlier = List.copyOf(earlier);
    }
}
