package stepways.app.consents;

import java.util.List;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// Consent and sharing of a family: agreement, being told, the lawful ground, and who must not
/// know. Each of the four has a section of its own.
public record ConsentsPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        List<Card> cards,
        List<Section> sections,
        List<Person> people,
        List<Action> actions) {

    public ConsentsPage {
        tabs = List.copyOf(tabs);
        cards = List.copyOf(cards);
        sections = List.copyOf(sections);
        people = List.copyOf(people);
        actions = List.copyOf(actions);
    }

    /// One of the four.
    ///
    /// - `nothing`: what stands there while nothing is recorded.
    /// - `history`: everything that was ever recorded, corrected lines too; the newest first.
    public record Section(
            String id,
            String heading,
            String words,
            List<Entry> entries,
            String nothing,
            Link add,
            List<Event> history) {

        public Section {
            entries = List.copyOf(entries);
            history = List.copyOf(history);
        }
    }

    /// What stands now, as a card.
    public record Entry(String id, String heading, Tag tag, List<Fact> facts, List<Link> links) {

        public Entry {
            facts = List.copyOf(facts);
            links = List.copyOf(links);
        }
    }

    /// Somebody of the family: whether they can agree, and why or why not.
    public record Person(String name, boolean can, String why) {}
}
