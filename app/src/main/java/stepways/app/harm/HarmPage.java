package stepways.app.harm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Why;

/// Harm now: the numbers first, then who answered, then every child of the household, then the record.
///
/// - `clock`: the time since it was raised; absent until it is raised, and stopped once a person is confirmed.
/// - `told`: "Nobody has been told yet", or who confirmed, and when.
/// - `whom`: whom it is about, when that is not known yet: a family, a name, or nobody the service knows.
/// - `confirm`: who answered, and when.
/// - `children`: each child of the household, and what was seen.
/// - `held`: what is held back from the family, each to be released by a manager.
/// - `nothingInTheWay`: what is not needed, in whole sentences.
public record HarmPage(
        Layout layout,
        String heading,
        @Nullable HarmClock clock,
        boolean confirmed,
        String told,
        String words,
        List<Ring> ring,
        Ring outOfHours,
        String outOfHoursWords,
        String hoursNow,
        @Nullable Form whom,
        @Nullable Form confirm,
        @Nullable Form children,
        List<Fact> soFar,
        List<String> nothingInTheWay,
        List<Held> held,
        Why why,
        Link leave,
        String leaveWords) {

    public HarmPage {
        ring = List.copyOf(ring);
        soFar = List.copyOf(soFar);
        nothingInTheWay = List.copyOf(nothingInTheWay);
        held = List.copyOf(held);
    }

    /// A letter, invitation or notice that waits for a manager.
    public record Held(String words, @Nullable Action action) {}
}
