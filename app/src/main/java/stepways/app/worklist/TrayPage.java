package stepways.app.worklist;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Due;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Pages;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// A team's tray: what has arrived for it, oldest first, and the children who need a named practitioner.
///
/// - `duty`: who answers for the team now.
/// - `tabs`: the reader's teams.
/// - `unnamed`: children whom the duty holder answers for until somebody is named; counted in days.
/// - `bulkUrl`: where several families are allocated at once, where there are several.
/// - `calls`: nobody was free for these families; whom it was raised with, and for how long.
public record TrayPage(
        Layout layout,
        String caption,
        String heading,
        String duty,
        List<Tab> tabs,
        List<Row> rows,
        String nothing,
        List<Unnamed> unnamed,
        @Nullable String bulkUrl,
        String team,
        List<Call> calls,
        List<Card> cards,
        @Nullable Pages pages) {

    public TrayPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
        unnamed = List.copyOf(unnamed);
        calls = List.copyOf(calls);
        cards = List.copyOf(cards);
    }

    /// One thing that arrived. `from` names who sent it, `arrived` when.
    public record Row(
            String id,
            String title,
            String url,
            Why why,
            Link family,
            String about,
            String from,
            String arrived,
            Due due,
            Tag state,
            @Nullable Action action) {}

    /// Nobody was free.
    public record Call(@Nullable Link family, String words, String howLong, String said) {}

    /// A family without a named practitioner. `days` says how long, in words; `source` how it came about; `pick` is its
    /// tick box, where the reader may allocate it together with others.
    public record Unnamed(
            Link family,
            String about,
            String days,
            String source,
            @Nullable Action action,
            @Nullable String pick) {}
}
