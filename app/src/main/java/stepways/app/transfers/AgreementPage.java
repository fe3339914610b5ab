package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Saying;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// Agreement, person by person: who was asked, what they said, when and how; and the form for the next answer.
///
/// - `strength`: what the procedure asks for: obtained, or sought, or not needed, and from whom.
/// - `scope`: to what exactly.
/// - `lawfulBasis`: the ground for sharing, kept apart from agreement.
/// - `ifNo`: what happens if somebody says no; never a dead end, never an automatic step up.
/// - `form`: the answer of the person chosen; absent when there is nobody left to ask.
public record AgreementPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        String strength,
        String scope,
        List<Person> people,
        Fact lawfulBasis,
        String ifNo,
        @Nullable String formHeading,
        @Nullable Form form,
        @Nullable Saying saying,
        List<Event> earlier) {

    public AgreementPage {
        people = List.copyOf(people);
        earlier = List.copyOf(earlier);
    }

    /// One person who is asked. `answer` is "Given", "Refused", "Withdrawn", "Asked, no answer yet" or "Not asked
    /// yet".
    public record Person(
            String name,
            String relation,
            Tag answer,
            String when,
            String how,
            @Nullable Link record) {}
}
