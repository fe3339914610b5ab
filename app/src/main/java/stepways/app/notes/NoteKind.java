package stepways.app.notes;

import java.util.Optional;

/// What kind of note it is. The list is closed: a reader knows each of them.
public enum NoteKind {
    CASE_NOTE("case-note", "Case note", "Notes"),
    VISIT("visit", "Visit", "Visits"),
    TELEPHONE_CALL("telephone-call", "Telephone call", "Notes"),
    MEETING("meeting", "Meeting", "Notes"),
    CHILD_SAYS("child-says", "What the child says", "What children say"),
    MANAGEMENT_DECISION("management-decision", "Management decision", "Decisions");

    private final String word;
    private final String title;
    private final String filed;

    NoteKind(String word, String title, String filed) {
        this.word = word;
        this.title = title;
        this.filed = filed;
    }

    /// As it is stored, and in addresses.
    public String word() {
        return word;
    }

    public String title() {
        return title;
    }

    /// Under which heading of the chronology it stands.
    String filed() {
        return filed;
    }

    static Optional<NoteKind> of(String word) {
        for (var kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
