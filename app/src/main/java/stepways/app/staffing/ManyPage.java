package stepways.app.staffing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;
import stepways.app.web.Why;

/// Many children handed on in one act: who takes on each, or one for all.
///
/// - `facts`: whose families they are, and what else that person holds.
/// - `all`: one for all; a choice in a row goes before it.
/// - `why`: what the procedure says about it.
/// - `ways`: the procedure's own steps, where there is time for them.
/// - `nothing`: said where there is nobody to hand on.
/// - `lists`: what else somebody holds, to be looked at one by one.
public record ManyPage(
        Layout layout,
        String caption,
        String heading,
        List<Tab> tabs,
        List<Fact> facts,
        List<String> words,
        FormPart.@Nullable Select all,
        List<Row> rows,
        @Nullable Form form,
        @Nullable Why why,
        List<Link> ways,
        @Nullable String nothing,
        List<Others> lists) {

    public ManyPage {
        tabs = List.copyOf(tabs);
        facts = List.copyOf(facts);
        words = List.copyOf(words);
        rows = List.copyOf(rows);
        ways = List.copyOf(ways);
        lists = List.copyOf(lists);
    }

    /// One child: who holds them, what is open, who has worked with the family, and who takes over.
    public record Row(
            String child, @Nullable Link family, String held, String open, String worked, FormPart.Select to) {}

    /// Something else that somebody holds.
    public record Others(String id, String heading, List<Line> lines, String nothing) {
        public Others {
            lines = List.copyOf(lines);
        }
    }

    /// One of them, and what to do about it.
    public record Line(Link what, String words) {}
}
