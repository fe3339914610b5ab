package stepways.app.contacts;

import java.util.List;
import stepways.app.web.Action;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Stop and think: a new record is about to be made beside one that is very likely the same person.
public record BesidePage(
        Layout layout, String heading, List<String> words, List<String> records, Link useIt, Action.Press makeNew) {

    public BesidePage {
        words = List.copyOf(words);
        records = List.copyOf(records);
    }
}
