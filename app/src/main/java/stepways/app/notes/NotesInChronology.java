package stepways.app.notes;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.web.SignedInStaff;

/// Tells notes, visits, management decisions and what children say in the family's chronology.
@Component
class NotesInChronology implements ChronologyPart {

    private static final int MOST = 2_000;

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        return new NoteRows(sql)
                .page(family, null, null, null, MOST).stream()
                        .map(chain -> entry(family, chain))
                        .toList();
    }

    private static Entry entry(UUID family, Chain chain) {
        var written = chain.now();
        var note = written.note();
        var people = new HashSet<UUID>();
        note.about().forEach(about -> people.add(about.child()));
        chain.unticked().forEach(untick -> people.add(untick.child()));
        return new Entry(
                note.kind().filed(),
                note.happened(),
                note.dayOnly(),
                chain.first().recorded(),
                NoteViews.title(note),
                words(note),
                chain.first().by(),
                "/families/" + family + "/notes/" + chain.first().id(),
                people,
                note.significant(),
                written.inError() ? "Recorded in error: " + written.reason() : null);
    }

    private static @Nullable String words(Note note) {
        var said = note.about().stream()
                .map(Note.About::says)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" · "));
        var words =
                note.decision().map(Note.Decision::decided).orElse(note.text().isEmpty() ? said : note.text());
        return words.isEmpty() ? null : NoteViews.shortened(words);
    }
}
