package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that is needed, was done or is owed: what, why, by whom, by when, how far.
///
/// - `id`: unique on the page; links lead to it.
/// - `url`: where it is done; absent while it cannot start, and then `why` says what unlocks it.
/// - `facts`: what is known so far, one line for each person where people are asked one by one.
/// - `notes`: what else to know, in whole sentences.
/// - `open`: the one to look at now; its sum is shown opened.
public record Need(
        String id,
        String title,
        @Nullable String url,
        Why why,
        String by,
        Due due,
        Tag state,
        List<Fact> facts,
        List<String> notes,
        boolean open) {

    public Need {
        facts = List.copyOf(facts);
        notes = List.copyOf(notes);
    }
}
