package stepways.app.meetings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.transfers.ActPage;
import stepways.app.web.Action;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Cite;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// One sitting of a meeting or panel: its agenda, and the item on the table with an outcome for each child.
///
/// - `agenda`: every item in order, with what is decided; the present one is marked.
/// - `item`: absent while no item is chosen.
public record SittingPage(
        Layout layout,
        String caption,
        String heading,
        List<Fact> facts,
        List<AgendaPart> agenda,
        String agendaNote,
        @Nullable Item item,
        List<Action> actions) {

    public SittingPage {
        facts = List.copyOf(facts);
        agenda = List.copyOf(agenda);
        actions = List.copyOf(actions);
    }

    /// Part of the agenda: "Decided: 5", "To come: 13".
    public record AgendaPart(String heading, List<AgendaItem> items) {

        public AgendaPart {
            items = List.copyOf(items);
        }
    }

    /// One family on the agenda.
    public record AgendaItem(
            String number,
            String families,
            String url,
            @Nullable String outcome,
            @Nullable String words,
            Standing standing) {}

    public enum Standing {
        DECIDED,
        STOPPED,
        NOW,
        TO_COME
    }

    /// The item on the table.
    ///
    /// - `summary`: the pack in short, with links to read.
    /// - `ready`: what had to be ready; what is not says who can supply it.
    /// - `workers`: who could receive the family, with workload and whether they have worked with it before.
    /// - `form`: the outcome for each child, the reasons, the actions; absent when this reader does not record.
    /// - `then`: what confirming will do.
    public record Item(
            List<String> standing,
            Why why,
            @Nullable Time time,
            List<Fact> summary,
            String readyHeading,
            List<Ready> ready,
            @Nullable String workersHeading,
            List<Worker> workers,
            String formHeading,
            @Nullable Form form,
            @Nullable Blocked blocked,
            List<Fact> actions,
            List<ActPage.Effect> then) {

        public Item {
            standing = List.copyOf(standing);
            summary = List.copyOf(summary);
            ready = List.copyOf(ready);
            workers = List.copyOf(workers);
            actions = List.copyOf(actions);
            then = List.copyOf(then);
        }
    }

    /// Minutes used of those planned.
    public record Time(String words, String pace, int percent) {}

    /// Something that had to be ready.
    public record Ready(boolean done, String words, List<Cite> cites) {

        public Ready {
            cites = List.copyOf(cites);
        }
    }

    /// Somebody who could receive the family.
    public record Worker(String name, @Nullable Tag tag, String families, int percent, String goodToKnow) {}
}
