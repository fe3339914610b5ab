package stepways.app.borough;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is played in one authority: its families and what happens to them.
///
/// @param unnamed how many families open to early help keep no named practitioner
record Script(
        String authority,
        String name,
        String pack,
        int unnamed,
        Map<String, Invented> families,
        List<Story> stories,
        List<Try> tries) {

    Script {
        stories = List.copyOf(stories);
        tries = List.copyOf(tries);
    }

    /// A family that the extract does not hold.
    ///
    /// @param open the service and, after a colon, the role of the practitioner who holds the children
    record Invented(
            List<Child> children,
            List<Adult> adults,
            String service,
            String holder,
            int openDays,
            boolean addressWithheld,
            Map<String, String> facts,
            List<String> documents,
            List<String> agreed) {
        Invented {
            children = List.copyOf(children);
            adults = List.copyOf(adults);
            documents = List.copyOf(documents);
            agreed = List.copyOf(agreed);
        }
    }

    /// @param knownAs in Latin letters, where the name is written in others
    /// @param age in months; negative for a child who is not born yet
    record Child(String forename, String surname, String knownAs, int months, boolean restricted) {}

    record Adult(String forename, String surname, String kind, boolean responsible, boolean apart) {}

    /// A family and one run of its children.
    ///
    /// @param family the invented family it is about; empty to take the next of the extract that fits
    /// @param open what a family of the extract has to be open to
    /// @param children how many children it has at least
    /// @param same another story whose family and children it is about
    record Story(
            String key,
            String family,
            String open,
            int children,
            String same,
            String door,
            String from,
            String to,
            Optional<When> begins,
            Optional<String> requests,
            List<Step> steps,
            int times) {
        Story {
            steps = List.copyOf(steps);
        }
    }

    /// Something that happens.
    ///
    /// @param at when; empty for the next working day
    /// @param happened when it really happened, where it is recorded late
    /// @param by the role it is done in; empty for whoever the pack gives it to
    /// @param words what is written down; empty for something that fits
    record Step(Act act, Optional<When> at, Optional<When> happened, String by, String words) {}

    /// What it is.
    sealed interface Act {

        /// Everything the outcome needs is done, and then it is chosen.
        record Go(String outcome) implements Act {}

        /// Everything the outcome needs is done, but these items.
        record Prepare(String outcome, List<String> but) implements Act {
            public Prepare {
                but = List.copyOf(but);
            }
        }

        /// One of the two managers chooses.
        record Half(String outcome) implements Act {}

        /// Children go apart: the first child's outcome, the second's, and so on.
        record Each(List<String> outcomes) implements Act {
            public Each {
                outcomes = List.copyOf(outcomes);
            }
        }

        record Do(String item, String value) implements Act {}

        record Reason(String item) implements Act {}

        record Agree(String agreement, String answer, int person) implements Act {}

        record State(String fact, String value) implements Act {}

        record Take(String act) implements Act {}

        record Dispute(String name) implements Act {}

        record Resolve(String outcome) implements Act {}

        record Harm() implements Act {}

        record Ask(String role) implements Act {}

        record Reply() implements Act {}

        record Correct(String item) implements Act {}

        record Born(int child, int daysAgo) implements Act {}

        record Died(int child, int daysAgo) implements Act {}

        record Enter(String system, String value) implements Act {}

        record Outside(String stage) implements Act {}

        /// The story goes on with the run that began last.
        record Follow() implements Act {}

        record NoteDeadlines() implements Act {}
    }

    /// A story to try: where, as whom, and what.
    record Try(String story, String title, String as, String what) {}
}
