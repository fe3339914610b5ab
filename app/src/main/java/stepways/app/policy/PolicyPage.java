package stepways.app.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Card;
import stepways.app.web.Fact;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Reading;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// A procedure as it runs: its flow as a drawing and as an outline, its clauses, its readings and its gaps.
///
/// - `standing`: that this is a paraphrase, and what its words rest on.
/// - `flow`: absent on the page of the whole manual.
public record PolicyPage(
        Layout layout,
        String caption,
        String heading,
        String standing,
        List<Tab> tabs,
        @Nullable Flow flow,
        List<Gap> gaps,
        String clausesHeading,
        List<ClauseRow> clauses,
        List<Card> cards) {

    public PolicyPage {
        tabs = List.copyOf(tabs);
        gaps = List.copyOf(gaps);
        clauses = List.copyOf(clauses);
        cards = List.copyOf(cards);
    }

    /// A clause in our own words. `used` says where it acts and on what basis; `gaps` lead to the stories where its
    /// text leaves a hole; `state` says what became of a clause that nothing executes.
    public record ClauseRow(
            String id,
            String words,
            String force,
            String basis,
            @Nullable String reference,
            List<Reading> readings,
            List<Use> used,
            @Nullable String state,
            List<Link> gaps) {

        public ClauseRow {
            readings = List.copyOf(readings);
            used = List.copyOf(used);
            gaps = List.copyOf(gaps);
        }
    }

    /// An element that acts on a clause. `url` is the drawing it stands in, if any.
    public record Use(String words, @Nullable String url, String basis) {}

    /// A hole in the council's own words, told as the shortest story that shows it.
    public record Gap(String id, String heading, Tag state, String words, List<String> story, List<Fact> facts) {

        public Gap {
            story = List.copyOf(story);
            facts = List.copyOf(facts);
        }
    }
}
