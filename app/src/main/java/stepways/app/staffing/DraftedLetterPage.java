package stepways.app.staffing;

import java.util.List;
import stepways.app.letters.LetterText;
import stepways.app.web.Fact;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// A letter about a change of worker, as it was drafted: to be read, put right and sent by a person.
public record DraftedLetterPage(
        Layout layout,
        String caption,
        String heading,
        List<Fact> facts,
        List<String> warnings,
        List<LetterText.Paragraph> text,
        Link back) {

    public DraftedLetterPage {
        facts = List.copyOf(facts);
        warnings = List.copyOf(warnings);
        text = List.copyOf(text);
    }
}
