package stepways.app.access;

import java.util.List;
import stepways.app.web.Layout;

/// The way to the council's identity provider.
public record OpenIdPage(Layout layout, String heading, List<String> words, String url) {
    public OpenIdPage {
        words = List.copyOf(words);
    }
}
