package stepways.app.staffing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Card;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;

/// What became of an act, row by row, as the record says it.
///
/// - `summary`: how many were done and how many not.
/// - `letters`: what was drafted for the families, or that the procedure gives no letter.
public record HandedOnPage(
        Layout layout,
        String caption,
        String heading,
        String summary,
        List<String> words,
        List<Row> rows,
        List<Letter> letters,
        List<Card> cards,
        List<Link> next) {

    public HandedOnPage {
        words = List.copyOf(words);
        rows = List.copyOf(rows);
        letters = List.copyOf(letters);
        cards = List.copyOf(cards);
        next = List.copyOf(next);
    }

    /// A letter that was drafted and leads to its words, or why there is none.
    public record Letter(String words, @Nullable Link read) {}

    /// One child or one step. `gap` is worked out from the allocations as they are stored.
    public record Row(
            Link subject,
            String about,
            String from,
            String to,
            String when,
            String gap,
            boolean gapBad,
            Tag state,
            @Nullable String whyNot) {}
}
