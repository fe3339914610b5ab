package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.PathStep;
import stepways.app.web.Why;

/// Starting a transfer, one question after another; the route that fits is shown with its clause before anything
/// begins.
///
/// - `answered`: what is settled, each with a link to change it.
/// - `earlier`: earlier episodes and decisions of this family, before anything is typed.
/// - `form`: the present question, a GET form, or the last one that begins it.
/// - `routes`: what was found for the answers; empty until the questions are answered.
public record StartPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        List<Fact> answered,
        List<Event> earlier,
        List<Route> routes,
        @Nullable String noRoute,
        @Nullable Form form,
        boolean posts) {

    public StartPage {
        answered = List.copyOf(answered);
        earlier = List.copyOf(earlier);
        routes = List.copyOf(routes);
    }

    /// A way through the procedure that fits: its stages, what it needs first, and who decides.
    public record Route(
            String id,
            String name,
            Why why,
            List<PathStep> path,
            List<Fact> facts,
            @Nullable Blocked blocked) {

        public Route {
            path = List.copyOf(path);
            facts = List.copyOf(facts);
        }
    }
}
