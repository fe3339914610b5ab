package stepways.app.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// One service of the directory. `choose`: the form that signposts a family there, where one is
/// chosen for; `closed`: why nobody can be sent there.
public record ServicePage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        @Nullable String closed,
        @Nullable String alert,
        List<String> description,
        List<Fact> facts,
        @Nullable String page,
        @Nullable String chooseHeading,
        @Nullable Form choose) {

    public ServicePage {
        description = List.copyOf(description);
        facts = List.copyOf(facts);
    }
}
