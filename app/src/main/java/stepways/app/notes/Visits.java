package stepways.app.notes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stepways.app.web.SignedInStaff;

/// Records visits for other parts of the service, such as the joint visit of a handover. What is recorded
/// here stands among the family's notes and can be corrected there.
@Component
public class Visits {

    private final NoteBook book;

    Visits(NoteBook book) {
        this.book = book;
    }

    /// A visit to a family.
    ///
    /// @param run the run in which it was made; null where there is none
    /// @param happened when it took place, never later than now
    /// @param dayOnly whether nobody recorded a time; `happened` is then the beginning of the day
    /// @param present who was there
    /// @param notPossible why it did not take place; empty where it did
    /// @param home what the home was like
    /// @param text what happened
    /// @param children each child that it was about, whether seen, and what the child says
    public record Visit(
            UUID family,
            @Nullable UUID run,
            Instant happened,
            boolean dayOnly,
            Note.How how,
            String purpose,
            String present,
            String notPossible,
            String home,
            String text,
            boolean significant,
            List<Note.About> children) {

        public Visit {
            children = List.copyOf(children);
        }
    }

    /// Records a visit. The reader has been let in to the family before.
    ///
    /// @param key the key of the form: a second sending records nothing and finds the first
    /// @return the note that it stands in, at `/families/{family}/notes/{note}`
    public UUID record(SignedInStaff me, String key, Visit visit) {
        return book.write(
                me,
                key,
                visit.family(),
                visit.run(),
                new Note(
                        NoteKind.VISIT,
                        visit.happened().truncatedTo(ChronoUnit.MILLIS),
                        visit.dayOnly(),
                        visit.purpose(),
                        visit.present(),
                        visit.text(),
                        visit.significant(),
                        false,
                        visit.children(),
                        Optional.of(new Note.Visit(visit.how(), visit.notPossible(), visit.home())),
                        Optional.empty()));
    }
}
