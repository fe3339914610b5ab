package stepways.app.letters;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Why;

/// One letter to one recipient, as it would leave: what is still missing, what may be reworded, and how it leaves.
///
/// - `mind`: what must not stand in it, or why it may not go at all.
/// - `held`: why nothing may leave now.
/// - `edit`: what somebody may fill in or add; absent once it is signed.
/// - `sign`: the signature, or why it cannot be signed.
/// - `earlier`: letters to the same recipient that were withdrawn, with who and why.
public record LetterPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        @Nullable String mind,
        @Nullable String held,
        List<Fact> facts,
        List<String> missing,
        List<LetterText.Paragraph> text,
        @Nullable Form edit,
        @Nullable Action sign,
        List<Action> actions,
        @Nullable Form post,
        @Nullable Form mail,
        @Nullable Form withdraw,
        List<String> earlier) {

    public LetterPage {
        facts = List.copyOf(facts);
        missing = List.copyOf(missing);
        text = List.copyOf(text);
        actions = List.copyOf(actions);
        earlier = List.copyOf(earlier);
    }
}
