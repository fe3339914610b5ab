package stepways.app.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Layout;
import stepways.app.web.Link;

/// Records that may be of one person: those that may be like this one, or two of them side by side.
///
/// - `records`: side by side.
/// - `against`: why they cannot be read as one as things stand.
/// - `merges`: merges this record took part in.
/// - `form`: which one stays and why; absent where nothing can be merged.
public record DuplicatesPage(
        Layout layout,
        Link back,
        String heading,
        String words,
        List<Record> records,
        List<String> against,
        List<Merged> merges,
        @Nullable Form form) {

    public DuplicatesPage {
        records = List.copyOf(records);
        against = List.copyOf(against);
        merges = List.copyOf(merges);
    }

    /// One record.
    ///
    /// @param why what it has in common with the one asked about
    /// @param compare where the two stand side by side
    public record Record(
            String id,
            String heading,
            List<Fact> facts,
            List<String> why,
            @Nullable Link compare) {
        public Record {
            facts = List.copyOf(facts);
            why = List.copyOf(why);
        }
    }

    /// A merge, with the form that undoes it.
    public record Merged(String words, @Nullable Form undo) {}
}
