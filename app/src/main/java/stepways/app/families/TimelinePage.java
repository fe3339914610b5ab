package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Event;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;
import stepways.app.web.Tab;

/// Everything recorded about a family in order, with the gaps measured. `filters` narrow it to one kind of event.
public record TimelinePage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        List<Tab> filters,
        String heading,
        String words,
        List<Event> events,
        @Nullable Link order,
        @Nullable Pages pages) {

    public TimelinePage {
        tabs = List.copyOf(tabs);
        filters = List.copyOf(filters);
        events = List.copyOf(events);
    }
}
