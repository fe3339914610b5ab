package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Due;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Why;

/// Managers disagree: both views side by side on the same evidence, who reviews and why them, by when, and who does
/// what for the children until it is decided.
///
/// - `sides`: one view for each side; a side that has written nothing says so.
/// - `reviewers`: who may review, by which rule, and who may not because they took part.
/// - `plan`: the holding plan as it stands, and `agree` to agree to it.
/// - `viewForm` and `planForm`: for somebody of a side only.
public record DisputePage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        String meanwhile,
        Due due,
        List<View> sides,
        List<View> earlier,
        List<Fact> reviewers,
        List<Fact> plan,
        @Nullable String planWords,
        Action.@Nullable Press agree,
        @Nullable Form viewForm,
        @Nullable Form planForm,
        List<Action> actions,
        List<Card> cards) {

    public DisputePage {
        sides = List.copyOf(sides);
        earlier = List.copyOf(earlier);
        reviewers = List.copyOf(reviewers);
        plan = List.copyOf(plan);
        actions = List.copyOf(actions);
        cards = List.copyOf(cards);
    }
}
