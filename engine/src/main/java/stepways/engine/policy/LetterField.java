package stepways.engine.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a letter may mention. A letter places nobody: there is no field for an address.
public enum LetterField {
    CHILD_FIRST_NAME("child.first-name"),
    CHILD_REFERENCE("child.reference"),
    RECIPIENT_NAME("recipient.name"),
    SENDING_SERVICE("sending.service"),
    SENDING_PRACTITIONER("sending.practitioner"),
    RECEIVING_SERVICE("receiving.service"),
    RECEIVING_PRACTITIONER("receiving.practitioner"),
    CO_WORKER("co-worker.name"),
    DATE_OF_CHANGE("date-of-change"),
    DATE_OF_DECISION("date-of-decision"),
    MEETING_DATE("meeting.date"),
    COUNCIL_NAME("council.name"),
    TEAM_TELEPHONE("team.telephone"),
    REASON("reason-in-plain-words");

    private final String word;

    LetterField(String word) {
        this.word = word;
    }

    public static Optional<LetterField> of(String word) {
        return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(field -> field.word).toList();
    }
}
