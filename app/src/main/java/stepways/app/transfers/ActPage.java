package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Cite;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Saying;
import stepways.app.web.Why;

/// Any other single act on a transfer: ask one question, return it with the one thing missing, accept, allocate a
/// worker, give
/// a view in a dispute, go outside the written procedure, do not go on.
///
/// - `facts`: what to have in mind before doing it.
/// - `then`: what recording it will do.
/// - `form`: absent when it cannot be done now; then `blocked` says why and who can.
public record ActPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        List<Fact> facts,
        @Nullable Form form,
        @Nullable Blocked blocked,
        List<Effect> then,
        @Nullable Saying saying) {

    public ActPage {
        facts = List.copyOf(facts);
        then = List.copyOf(then);
    }

    /// One thing that recording it will do, with the clause that asks for it.
    public record Effect(String words, List<Cite> cites) {

        public Effect {
            cites = List.copyOf(cites);
        }
    }
}
