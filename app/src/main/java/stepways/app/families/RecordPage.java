package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Form;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Recording one thing about a child: a birth, a death, a date. `then`: what recording it will do.
public record RecordPage(
        Layout layout,
        Identity identity,
        Link back,
        String heading,
        List<String> then,
        @Nullable Form form,
        @Nullable String nothing) {

    public RecordPage {
        then = List.copyOf(then);
    }
}
