package stepways.app.staffing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Why;

/// Who takes on a family: everybody who could, what they hold already, and whether they know the family.
///
/// - `facts`: what is to be decided, for whom, and who answers until then.
/// - `error`: at the table of people, where nobody was chosen.
/// - `nobody`: what to do where nobody is free; `raised` says since when it has been raised.
/// - `ways`: the procedure's own steps for a change of worker, where it has them.
public record AllocatePage(
        Layout layout,
        String caption,
        String heading,
        List<Fact> facts,
        @Nullable String error,
        List<Person> people,
        Form form,
        List<String> raised,
        @Nullable Nobody nobody,
        List<Link> ways,
        @Nullable Why why) {

    public AllocatePage {
        facts = List.copyOf(facts);
        people = List.copyOf(people);
        raised = List.copyOf(raised);
        ways = List.copyOf(ways);
    }

    /// Somebody who could take it on. `worked` is when they have worked with this family.
    public record Person(
            String value,
            String name,
            String role,
            String families,
            String children,
            String recent,
            String away,
            String worked,
            boolean chosen,
            boolean able) {}

    /// Nobody is free: whom the procedure wants told, and the button that tells them.
    public record Nobody(String heading, Why why, Action.Press press) {}
}
