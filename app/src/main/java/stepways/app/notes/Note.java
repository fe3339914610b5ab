package stepways.app.notes;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one version of a note says.
///
/// @param happened when it took place; the beginning of the day where `dayOnly`
/// @param purpose what it was for; empty where nobody said
/// @param present who was there
/// @param wholeFamily whether it was chosen to be about the whole family; `about` then holds every child
/// of it
public record Note(
        NoteKind kind,
        Instant happened,
        boolean dayOnly,
        String purpose,
        String present,
        String text,
        boolean significant,
        boolean wholeFamily,
        List<About> about,
        Optional<Visit> visit,
        Optional<Decision> decision) {

    /// The longest text, in characters.
    public static final int LONGEST = 20_000;

    public Note {
        about = List.copyOf(about);
        if (visit.isPresent() != (kind == NoteKind.VISIT)
                || decision.isPresent() != (kind == NoteKind.MANAGEMENT_DECISION)) {
            throw new IllegalArgumentException("Expected the details of a " + kind.word());
        }
    }

    /// A child that the note is about.
    ///
    /// @param seen whether the child was seen on a visit; null on other notes
    /// @param says what the child says, in the child's own words
    public record About(UUID child, @Nullable Seen seen, String says) {}

    /// Whether a child was seen.
    public enum Seen {
        ALONE("alone", "seen alone"),
        WITH_OTHERS("with-others", "seen with others"),
        NOT_SEEN("not-seen", "not seen");

        private final String word;
        private final String words;

        Seen(String word, String words) {
            this.word = word;
            this.words = words;
        }

        public String word() {
            return word;
        }

        public String words() {
            return words;
        }

        static @Nullable Seen of(@Nullable String word) {
            for (var seen : values()) {
                if (seen.word.equals(word)) {
                    return seen;
                }
            }
            return null;
        }
    }

    /// The details of a visit.
    ///
    /// @param notPossible why it did not take place; empty where it did
    /// @param home what the home was like
    public record Visit(How how, String notPossible, String home) {

        public boolean tookPlace() {
            return notPossible.isEmpty();
        }
    }

    /// How a visit came about.
    public enum How {
        ANNOUNCED("Planned, and the family knew"),
        UNANNOUNCED("Planned, and the family did not know"),
        UNPLANNED("Not planned");

        private final String words;

        How(String words) {
            this.words = words;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String words() {
            return words;
        }
    }

    /// The details of a management decision; its reasons are the text of the note.
    ///
    /// @param role the managing role in which it was decided
    public record Decision(Sort sort, String role, String decided) {}

    /// What a management decision came out of.
    public enum Sort {
        DECISION("Management decision"),
        SUPERVISION("Supervision"),
        OVERSIGHT("Management oversight");

        private final String title;

        Sort(String title) {
            this.title = title;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String title() {
            return title;
        }
    }
}
