package stepways.app.partners;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;

/// The page behind a link, for somebody who has no account here: first the code, then what is asked, then the answer.
///
/// - `words`: what this is, or why nothing can be answered and what to do instead.
/// - `facts`: who asks, about whom, by when; only once the code is right.
public record LeadPage(
        Layout layout,
        String heading,
        List<String> words,
        List<Fact> facts,
        @Nullable String asked,
        @Nullable Form form) {

    public LeadPage {
        words = List.copyOf(words);
        facts = List.copyOf(facts);
    }
}
