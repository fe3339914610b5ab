package stepways.app.consents;

import java.util.List;
import stepways.app.web.Card;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// One form of the consent pages. `words`: what to know before it is filled in.
public record ConsentFormPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        Link back,
        String heading,
        List<String> words,
        Form form,
        List<Card> cards) {

    public ConsentFormPage {
        tabs = List.copyOf(tabs);
        words = List.copyOf(words);
        cards = List.copyOf(cards);
    }
}
