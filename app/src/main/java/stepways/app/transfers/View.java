package stepways.app.transfers;

import java.util.List;
import stepways.app.web.Cite;
import stepways.app.web.Fact;

/// What one side says. `by` names who wrote it and when; `paragraphs` are facts with a label or plain words with an
/// empty one.
public record View(String id, String side, String by, List<Cite> cites, List<Fact> paragraphs) {

    public View {
        cites = List.copyOf(cites);
        paragraphs = List.copyOf(paragraphs);
    }
}
