package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.transfers.TransferPage;
import stepways.app.web.Action;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// One contact: what is already known first, then who made it and what they said, then what is decided and whether they
/// were told.
///
/// - `facts`: from whom, when it arrived and when it was recorded, how they can be told.
/// - `words`: what was said, each with what it answers.
/// - `run`: what is needed and decided; absent where it has not begun, or is not for this reader any more.
/// - `telling`: whether the referrer was told, with the proof.
public record ContactPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        @Nullable String standing,
        @Nullable PastPart past,
        List<Fact> facts,
        List<Said> words,
        List<Event> additions,
        @Nullable Link add,
        @Nullable TransferPage run,
        @Nullable Action primary,
        @Nullable Telling telling) {

    public ContactPage {
        facts = List.copyOf(facts);
        words = List.copyOf(words);
        additions = List.copyOf(additions);
    }

    /// What was said, under the question it answers.
    public record Said(String question, String words) {}

    /// Whether whoever made the contact was told.
    ///
    /// @param proof one line for each telling
    public record Telling(
            String heading,
            String words,
            boolean owed,
            List<Fact> proof,
            @Nullable Link tell) {

        public Telling {
            proof = List.copyOf(proof);
        }
    }
}
