package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// One fact of a family: what it says, what it said before, and the form that records, corrects or ends it.
///
/// - `who`: whom it is about, with the birth date, so that nobody takes one child for another.
/// - `words`: what recording it will do.
/// - `says`: what is said now; empty for a new fact.
/// - `clash`: what somebody else recorded meanwhile, beside what was typed.
/// - `before`: what it said before, the newest first.
public record FactPage(
        Layout layout,
        Identity identity,
        Link back,
        String heading,
        @Nullable String who,
        List<String> words,
        List<Fact> says,
        List<Both> clash,
        @Nullable Form form,
        List<Action> actions,
        List<Before> before) {

    public FactPage {
        words = List.copyOf(words);
        says = List.copyOf(says);
        clash = List.copyOf(clash);
        actions = List.copyOf(actions);
        before = List.copyOf(before);
    }

    /// A line of two texts side by side.
    public record Both(String label, String theirs, String yours, boolean differs) {}

    /// What was said before, who wrote it, and what took its place why.
    public record Before(
            String title,
            String written,
            List<Fact> lines,
            @Nullable String replaced,
            boolean struck) {

        public Before {
            lines = List.copyOf(lines);
        }
    }
}
