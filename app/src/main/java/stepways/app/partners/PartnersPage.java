package stepways.app.partners;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// Who from outside is asked to lead, how that stands, and how they are asked.
///
/// - `standing`: who is responsible meanwhile: never nobody.
/// - `blocked`: why nobody can be asked now, and what has to come first.
/// - `byHand`: how the council records for them that they have said yes.
public record PartnersPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        String standing,
        @Nullable String blocked,
        List<Asked> asked,
        @Nullable Form ask,
        @Nullable Form byHand,
        Form add) {

    public PartnersPage {
        asked = List.copyOf(asked);
    }

    /// One link.
    public record Asked(
            String id,
            String who,
            Tag state,
            List<Fact> facts,
            List<Action> actions,
            @Nullable Form revoke) {
        public Asked {
            facts = List.copyOf(facts);
            actions = List.copyOf(actions);
        }
    }
}
