package stepways.app.outgoing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// One message: what it says, where it stands, and the proof that it left.
///
/// - `words`: what it says, where it is kept: a letter's words stand with the letter.
/// - `cancel`: why it should not leave after all; absent once it has.
public record MessagePage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        @Nullable String warning,
        List<Fact> facts,
        List<String> words,
        List<Action> actions,
        @Nullable Form cancel) {

    public MessagePage {
        facts = List.copyOf(facts);
        words = List.copyOf(words);
        actions = List.copyOf(actions);
    }
}
