package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Event;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;
import stepways.app.web.Tab;

/// Everything recorded about a family in order, across services, with the gaps measured.
///
/// - `filter`: what to show, a form that asks by its address.
/// - `narrowed`: whether something is left out.
/// - `words`: how many, in which order. `gaps`: from when on a gap is shown, and whose number that is.
public record ChronologyPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        Form filter,
        boolean narrowed,
        String words,
        String gaps,
        List<Link> links,
        List<Entry> entries,
        @Nullable Pages pages) {

    public ChronologyPage {
        tabs = List.copyOf(tabs);
        links = List.copyOf(links);
        entries = List.copyOf(entries);
    }

    /// One entry. `mark`: the button that marks it, or takes the mark back; absent for a gap.
    public record Entry(
            Event event,
            String kind,
            boolean gap,
            boolean significant,
            @Nullable String marked,
            Action.@Nullable Press mark) {}
}
