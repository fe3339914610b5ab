package stepways.app.worklist;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.harm.HarmAlarm;
import stepways.app.web.Card;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// My work: what is overdue, due today, in the next five working days and later, and what waits on others.
///
/// - `alarm`: a harm call that nobody has confirmed; above everything.
/// - `caption`: the day and time it was read.
/// - `tabs`: mine, my team's, drafts, covering for somebody.
/// - `groups`: in order of pressing, empty ones left out; `nothing` is the sentence when all are empty.
/// - `rest`: where there are more than are shown, that there are, and the way to them.
public record WorkPage(
        Layout layout,
        @Nullable HarmAlarm alarm,
        String caption,
        String heading,
        List<Tab> tabs,
        List<WorkGroup> groups,
        @Nullable Rest rest,
        @Nullable WaitingGroup waiting,
        @Nullable String nothing,
        List<Card> cards) {

    public record Rest(String words, @Nullable Link all) {}

    public WorkPage {
        tabs = List.copyOf(tabs);
        groups = List.copyOf(groups);
        cards = List.copyOf(cards);
    }
}
