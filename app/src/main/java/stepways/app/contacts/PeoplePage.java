package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Taking a contact, second page: who of those named is recorded already. What was given and what is recorded stand
/// side by side, with why they match.
public record PeoplePage(
        Layout layout,
        Link back,
        String heading,
        List<Person> people,
        @Nullable FormPart family,
        Form form) {

    public PeoplePage {
        people = List.copyOf(people);
    }

    /// One person named in the contact.
    ///
    /// @param searched what was searched, in a sentence
    /// @param given what was said of them
    /// @param guarded what is said of records that this reader may not see: whom to ask
    /// @param pick which record it is; absent where none was found
    public record Person(
            String id,
            String heading,
            String searched,
            List<Fact> given,
            List<Candidate> candidates,
            List<String> guarded,
            @Nullable String nobody,
            @Nullable FormPart pick) {

        public Person {
            given = List.copyOf(given);
            candidates = List.copyOf(candidates);
            guarded = List.copyOf(guarded);
        }
    }

    /// A record that may be theirs.
    public record Candidate(String name, boolean strong, List<String> why, List<Fact> facts) {
        public Candidate {
            why = List.copyOf(why);
            facts = List.copyOf(facts);
        }
    }
}
