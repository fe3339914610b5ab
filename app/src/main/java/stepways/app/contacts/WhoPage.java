package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Taking a contact, first page: whom it is about, as far as anybody said.
///
/// - `children`: one group of fields for each child.
/// - `more`: whether another child can be added.
public record WhoPage(
        Layout layout,
        Link back,
        String heading,
        String hint,
        List<Group> children,
        boolean more,
        List<FormPart> household,
        Form form,
        @Nullable String draftUrl) {

    public WhoPage {
        children = List.copyOf(children);
        household = List.copyOf(household);
    }

    /// The fields of one person.
    public record Group(String id, String heading, List<FormPart> parts) {
        public Group {
            parts = List.copyOf(parts);
        }
    }
}
