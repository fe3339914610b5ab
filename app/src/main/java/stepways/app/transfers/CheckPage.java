package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// Whether the file is ready to move: what the pathway needs against what the record holds, and who signs it off.
///
/// - `count`: "7 of 9 ready".
/// - `lines`: each thing, ready or not, with where to put it right.
/// - `signs`: the steps of the procedure with which a manager says so.
public record CheckPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        Why why,
        String count,
        List<Line> lines,
        List<Need> signs,
        @Nullable String noSign) {

    public CheckPage {
        lines = List.copyOf(lines);
        signs = List.copyOf(signs);
    }

    public record Line(
            String what, String words, Tag state, @Nullable Link link, String clauses) {}
}
