package stepways.app.consents;

import java.util.List;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// A registration and consent form, to print and sign. It shows what stood in the record when it
/// was made.
public record SignedFormPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        Link back,
        String heading,
        String made,
        String agreement,
        List<Line> children,
        List<Line> people,
        List<Line> services,
        String notice,
        List<String> signatures,
        Link sign) {

    public SignedFormPage {
        tabs = List.copyOf(tabs);
        children = List.copyOf(children);
        people = List.copyOf(people);
        services = List.copyOf(services);
        signatures = List.copyOf(signatures);
    }

    /// What is known, and where it comes from.
    public record Line(String words, String source) {}
}
