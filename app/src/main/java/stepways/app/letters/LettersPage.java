package stepways.app.letters;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// The letters of one transfer: one for each recipient, and how each stands.
public record LettersPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        String standing,
        List<Drafted> drafted,
        String nothing) {

    public LettersPage {
        drafted = List.copyOf(drafted);
    }

    /// One letter that the procedure drafted, and everybody it is to.
    ///
    /// @param dates when the change happens and when the letter was drafted
    /// @param held why nothing of it may leave now
    /// @param add how a professional is added who should have it
    public record Drafted(
            String id,
            String title,
            Why why,
            String dates,
            @Nullable String held,
            List<Row> rows,
            @Nullable Form add) {
        public Drafted {
            rows = List.copyOf(rows);
        }
    }

    /// One recipient.
    public record Row(Link name, String relation, String note, Tag state) {}
}
