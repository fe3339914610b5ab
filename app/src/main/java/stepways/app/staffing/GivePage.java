package stepways.app.staffing;

import java.util.List;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;

/// One short form about a family or about people: what is known, and what is asked.
public record GivePage(Layout layout, String caption, String heading, List<Fact> facts, List<String> words, Form form) {

    public GivePage {
        facts = List.copyOf(facts);
        words = List.copyOf(words);
    }
}
