package stepways.app.letters;

import java.util.List;
import stepways.app.web.Layout;

/// A letter on paper: the words that were signed, and the recipient's own address.
public record LetterPrint(
        Layout layout,
        String council,
        List<String> address,
        String date,
        List<LetterText.Paragraph> text,
        String foot) {

    public LetterPrint {
        address = List.copyOf(address);
        text = List.copyOf(text);
    }
}
