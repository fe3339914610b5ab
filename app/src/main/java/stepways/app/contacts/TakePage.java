package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Taking a contact, last page: what is already known stands first, then what was said.
///
/// - `openAlready`: contacts about the same children that nobody has decided on yet; what was said now is added to one
/// of them.
public record TakePage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        PastPart past,
        List<Fact> about,
        List<Blocked> closed,
        List<Link> openAlready,
        @Nullable Form form) {

    public TakePage {
        about = List.copyOf(about);
        closed = List.copyOf(closed);
        openAlready = List.copyOf(openAlready);
    }
}
