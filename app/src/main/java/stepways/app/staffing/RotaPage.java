package stepways.app.staffing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// A team's duty rota, one week at a time.
///
/// - `now`: who answers for the team now.
/// - `gaps`: how many stretches of the week are still to come with nobody on the rota; null if none.
/// - `add`: the form for a duty; absent for readers who do not manage the team.
/// - `changes`: who changed what, newest first.
public record RotaPage(
        Layout layout,
        String caption,
        String heading,
        String now,
        List<Tab> teams,
        @Nullable Link earlier,
        @Nullable Link later,
        @Nullable String gaps,
        List<Day> days,
        @Nullable Form add,
        @Nullable String whoMay,
        List<String> changes) {

    public RotaPage {
        teams = List.copyOf(teams);
        days = List.copyOf(days);
        changes = List.copyOf(changes);
    }

    /// One day or one night. `gaps` are said in red words.
    public record Day(
            String id, String when, String kind, String hours, List<Stretch> duties, List<String> gaps, boolean past) {
        public Day {
            duties = List.copyOf(duties);
            gaps = List.copyOf(gaps);
        }
    }

    /// Who answers within it, and until when.
    public record Stretch(
            String name, String words, @Nullable Link change, Action.@Nullable Press remove) {}
}
