package stepways.app.consents;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Form;
import stepways.app.web.Layout;

/// Every version of the council's privacy notice, the newest first. `form`: for whoever may publish
/// one.
public record NoticesPage(
        Layout layout,
        String heading,
        List<Notice> notices,
        @Nullable Form form) {

    public NoticesPage {
        notices = List.copyOf(notices);
    }

    public record Notice(String id, String heading, String when, List<String> lines, boolean inForce) {

        public Notice {
            lines = List.copyOf(lines);
        }
    }
}
