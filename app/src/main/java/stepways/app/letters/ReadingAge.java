package stepways.app.letters;

import java.util.Locale;

/// About how old a reader has to be for a text, by the length of its sentences and words (Flesch and Kincaid).
final class ReadingAge {

    private ReadingAge() {}

    /// Years of age; 0 for a text too short to say.
    static int of(String text) {
        var plain = text.replace("*", " ");
        int sentences = Math.max(1, plain.split("[.!?]+(?=\\s|$)|\\n\\s*\\n").length);
        int words = 0;
        int syllables = 0;
        for (var word : plain.split("[^\\p{L}\\p{M}’']+")) {
            if (!word.isBlank()) {
                words++;
                syllables += syllables(word.toLowerCase(Locale.ROOT));
            }
        }
        if (words < 20) {
            return 0;
        }
        double grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
        return Math.clamp(Math.round(grade + 5), 5, 25);
    }

    /// Groups of vowels, less an `e` at the end that is not spoken.
    static int syllables(String word) {
        int groups = 0;
        boolean inVowels = false;
        for (int letter : word.codePoints().toArray()) {
            boolean vowel = "aeiouyàâäéèêëîïôöùûü".indexOf(letter) >= 0;
            if (vowel && !inVowels) {
                groups++;
            }
            inVowels = vowel;
        }
        if (word.endsWith("e") && !word.endsWith("le") && groups > 1) {
            groups--;
        }
        return Math.max(1, groups);
    }
}
