package stepways.app.consents;

import java.util.ArrayList;
import java.util.List;
import stepways.app.web.Card;
import stepways.app.web.Dates;

/// How far an agreement reached, as boxes beside a page.
final class ReachCards {

    private ReachCards() {}

    /// @param stopped whether it has been taken back already, so that what waited is stopped
    static List<Card> of(String id, String heading, Reach.All all, boolean stopped) {
        var cards = new ArrayList<Card>();
        cards.add(new Card(
                id + "-passed",
                heading,
                Card.Tone.PLAIN,
                all.passed().isEmpty()
                        ? List.of("Nothing has been shared under it.")
                        : List.of("This has left and cannot be called back. Tell the family, and whoever has it."),
                List.of(),
                all.passed().stream()
                        .map(passed -> new Card.Line(
                                passed.what(), passed.with() + ", " + Dates.date(passed.when()), passed.link()))
                        .toList()));
        if (!all.waiting().isEmpty()) {
            cards.add(new Card(
                    id + "-waiting",
                    stopped ? "Stopped" : "Has not left yet",
                    Card.Tone.WASH,
                    List.of(stopped ? "It did not leave." : "It is stopped when you record this."),
                    List.of(),
                    all.waiting().stream()
                            .map(waiting -> new Card.Line(
                                    waiting.what(),
                                    "to " + waiting.with() + ", " + Dates.date(waiting.when()),
                                    waiting.link()))
                            .toList()));
        }
        if (!all.needs().isEmpty()) {
            cards.add(new Card(
                    id + "-needs",
                    "Transfers that need it",
                    Card.Tone.GAP,
                    List.of("None ends by itself, and none becomes a step up by itself."),
                    List.of(),
                    all.needs().stream()
                            .map(need -> new Card.Line(
                                    null,
                                    need.where()
                                            + (need.asks().isEmpty()
                                                    ? ""
                                                    : ". The " + need.asks() + " looks at the threshold afresh"),
                                    need.link()))
                            .toList()));
        }
        return cards;
    }
}
