package stepways.app.contacts;

import java.util.Optional;

/// Who made a contact, by kind.
enum Source {
    PROFESSIONAL("professional", "A professional", "For example a school, a health visitor, a doctor."),
    POLICE("police", "The police", "A notice, or a call from an officer."),
    FAMILY("family", "The family", "A child, a parent, a relative."),
    SERVICE("service", "Another service or council", "For example another authority, housing, a helpline."),
    OTHER("other", "Somebody else", "For example a neighbour, or somebody who gave no name.");

    private final String word;
    private final String title;
    private final String hint;

    Source(String word, String title, String hint) {
        this.word = word;
        this.title = title;
        this.hint = hint;
    }

    String word() {
        return word;
    }

    String title() {
        return title;
    }

    String hint() {
        return hint;
    }

    static Optional<Source> of(String word) {
        for (var source : values()) {
            if (source.word.equals(word)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
