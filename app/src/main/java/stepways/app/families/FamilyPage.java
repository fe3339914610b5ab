package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.Tab;
import stepways.app.web.Tag;

/// A family: who is accountable and since when, what is open and why, what has happened.
///
/// - `warnings`: what must be read before anybody rings, writes or visits.
/// - `practitioner`: the named practitioner, or the duty holder who answers until one is named.
/// - `openServices`, `whyOpen`: who, since when, ends when; why more than one, and what ends it.
/// - `primary`: the next best step.
/// - `history`: a sentence of facts about earlier openings, "not a score".
/// - `clocks`: what is due, with its sum.
/// - `consents`: agreement, exclusions, and the grounds for sharing, each apart.
/// - `timeline`: newest first.
/// - `runs`: transfers and contacts, open ones first.
public record FamilyPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        List<String> warnings,
        @Nullable Genogram drawing,
        Practitioner practitioner,
        @Nullable Action primary,
        List<Action> others,
        List<OpenService> openServices,
        List<Fact> whyOpen,
        String servicesHeading,
        @Nullable String history,
        List<Need> clocks,
        List<Member> members,
        List<Fact> consents,
        List<Event> timeline,
        @Nullable Link wholeTimeline,
        List<Run> runs,
        List<Card> cards) {

    public FamilyPage {
        tabs = List.copyOf(tabs);
        warnings = List.copyOf(warnings);
        others = List.copyOf(others);
        openServices = List.copyOf(openServices);
        whyOpen = List.copyOf(whyOpen);
        clocks = List.copyOf(clocks);
        members = List.copyOf(members);
        consents = List.copyOf(consents);
        timeline = List.copyOf(timeline);
        runs = List.copyOf(runs);
        cards = List.copyOf(cards);
    }

    /// Who answers for the children.
    ///
    /// - `named` is false while only a team's duty holder answers; `needed` then says that a named practitioner is
    ///   needed.
    /// - `since`: "since Monday 8 June 2026 at 9:20am · Assessment Team 2".
    /// - `before`: who it was before, and days without.
    public record Practitioner(
            String name,
            boolean named,
            String since,
            @Nullable Link telephone,
            @Nullable String before,
            @Nullable String needed,
            List<Fact> facts) {

        public Practitioner {
            facts = List.copyOf(facts);
        }
    }

    /// A member of the family. `writing` says how to write to them and what must not be in it.
    public record Member(
            String name, String ageAndRelation, String lives, String responsibility, String writing, boolean careful) {}

    /// A transfer or contact of this family.
    public record Run(Link link, String kind, String children, String where, String when, Tag state) {}
}
