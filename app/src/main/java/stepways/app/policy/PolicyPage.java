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
public record PolicyPage(
        Layout layout,
        String caption,
        String heading,
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

    /// A clause in our own words. `used` says where it acts; `gap` leads to the story when its text leaves a hole.
    public record ClauseRow(
            String id,
            String words,
            String force,
            String basis,
            @Nullable Reading reading,
            @Nullable String used,
            @Nullable Link gap) {}

    /// A hole in the council's own words, told as the shortest story that shows it.
    public record Gap(String id, String heading, Tag state, String words, List<Moment> story, List<Fact> facts) {

        public Gap {
            story = List.copyOf(story);
            facts = List.copyOf(facts);
        }
    }

    /// One step of a story.
    public record Moment(String when, String words) {}
}
