package stepways.app.letters;

import java.util.Set;
import stepways.engine.policy.LetterField;

/// What the placeholders of letters are called on a page, and which of them somebody may always reword.
final class LetterFields {

    /// The record knows a day or a number for these, and the person who writes may know better.
    private static final Set<LetterField> TO_BE_CHECKED = Set.of(
            LetterField.DATE_OF_CHANGE, LetterField.MEETING_DATE, LetterField.TEAM_TELEPHONE, LetterField.REASON);

    private LetterFields() {}

    static String title(String word) {
        return LetterField.of(word).map(LetterFields::title).orElse(word);
    }

    private static String title(LetterField field) {
        return switch (field) {
            case CHILD_FIRST_NAME -> "the child’s first name";
            case CHILD_REFERENCE -> "our reference";
            case RECIPIENT_NAME -> "the recipient’s name";
            case SENDING_SERVICE -> "the service that hands over";
            case SENDING_PRACTITIONER -> "the worker until now";
            case RECEIVING_SERVICE -> "the service that takes over";
            case RECEIVING_PRACTITIONER -> "the worker from now on";
            case CO_WORKER -> "the co-worker";
            case DATE_OF_CHANGE -> "the date of the change";
            case DATE_OF_DECISION -> "the date of the decision";
            case MEETING_DATE -> "the date of the meeting";
            case COUNCIL_NAME -> "the council";
            case TEAM_TELEPHONE -> "the number to ring";
            case REASON -> "the reason in plain words";
        };
    }

    static boolean mayBeReworded(String word) {
        return LetterField.of(word).map(TO_BE_CHECKED::contains).orElse(false);
    }
}
