package stepways.app.contacts;

import java.util.List;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Telling whoever made a contact what was decided, or adding what was learnt of it later.
public record TellPage(
        Layout layout, Link back, String caption, String heading, List<Fact> facts, List<String> preview, Form form) {

    public TellPage {
        facts = List.copyOf(facts);
        preview = List.copyOf(preview);
    }
}
