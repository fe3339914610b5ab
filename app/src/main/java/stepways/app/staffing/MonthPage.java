package stepways.app.staffing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// My month: the step downs that the reader decided or handed over, and what held since. Shown to them and to nobody
/// else; counts with their cases, and no score.
///
/// - `periods`: after 3, 6 and 12 months.
/// - `news`: what came back this month.
/// - `cases`: every step down that is followed.
public record MonthPage(
        Layout layout,
        String caption,
        String heading,
        String words,
        @Nullable Link earlier,
        @Nullable Link later,
        List<Period> periods,
        List<String> news,
        List<Case> cases,
        @Nullable String nothing) {

    public MonthPage {
        periods = List.copyOf(periods);
        news = List.copyOf(news);
        cases = List.copyOf(cases);
    }

    /// How many children had been stepped down so long, how many had not come back by then, and which had.
    public record Period(String title, String held, List<Link> back) {
        public Period {
            back = List.copyOf(back);
        }
    }

    /// One child of one step down.
    public record Case(Link run, String child, String when, String part, String route, String since, boolean back) {}
}
