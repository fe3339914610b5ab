package stepways.app.consents;

import java.util.List;

/// Small pieces of sentences.
final class Words {

    private Words() {}

    /// "Ellis", "Ellis and Isla", "Ellis, Isla and Sam".
    static String and(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /// The first letter as a capital.
    static String sentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
