package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Card;
import stepways.app.web.Event;

/// The panel of what is already known, as a page shows it.
public record PastPart(@Nullable String summary, @Nullable String nothing, List<Event> events, List<Card.Line> knew) {

    public PastPart {
        events = List.copyOf(events);
        knew = List.copyOf(knew);
    }

    static PastPart of(Past past) {
        return new PastPart(
                past.summary().isEmpty() ? null : past.summary(),
                past.nothing(),
                past.events(),
                past.knew().stream()
                        .map(each -> new Card.Line(each.name(), each.words(), null))
                        .toList());
    }
}
