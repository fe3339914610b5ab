package stepways.app.partners;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Shown once: the code to say by telephone, and the link where somebody sends it themselves.
public record MadePage(
        Layout layout,
        Link back,
        String heading,
        String code,
        @Nullable String link,
        List<String> words) {

    public MadePage {
        words = List.copyOf(words);
    }
}
