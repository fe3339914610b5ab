package stepways.app.documents;

import java.util.List;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// The form that puts a document on file, files a newer version, or withdraws one.
public record DocumentFormPage(
        Layout layout, Identity identity, Link back, String heading, List<String> words, Form form) {

    public DocumentFormPage {
        words = List.copyOf(words);
    }
}
