package stepways.app.transfers;

import java.util.List;
import stepways.app.web.Action;
import stepways.app.web.Due;
import stepways.app.web.Why;

/// Managers disagree: both views, who reviews (never a party), by when, and what holds meanwhile.
public record Dispute(
        String heading, List<View> views, String reviewer, Due due, String meanwhile, Why why, List<Action> actions) {

    public Dispute {
        views = List.copyOf(views);
        actions = List.copyOf(actions);
    }
}
