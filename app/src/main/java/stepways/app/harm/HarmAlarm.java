package stepways.app.harm;

import java.util.List;
import stepways.app.web.Action;
import stepways.app.web.Why;

/// A harm call that nobody has confirmed yet, as it stands above everything on a manager's page.
public record HarmAlarm(
        HarmClock clock, String heading, String words, String next, List<Ring> ring, List<Action> actions, Why why) {

    public HarmAlarm {
        ring = List.copyOf(ring);
        actions = List.copyOf(actions);
    }
}
