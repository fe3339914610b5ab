package stepways.app.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// One document: what it is, how old it is, every version of it.
public record DocumentPage(
        Layout layout,
        Identity identity,
        Link back,
        String heading,
        Tag state,
        List<String> unfiled,
        List<Fact> facts,
        @Nullable Why wants,
        @Nullable Action open,
        List<Action> actions,
        List<Version> versions) {

    public DocumentPage {
        unfiled = List.copyOf(unfiled);
        facts = List.copyOf(facts);
        actions = List.copyOf(actions);
        versions = List.copyOf(versions);
    }

    /// A version in the list of versions. `here` marks the one whose page this is.
    public record Version(Link link, boolean here, String words, Tag state) {}
}
