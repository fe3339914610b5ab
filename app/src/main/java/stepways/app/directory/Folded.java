package stepways.app.directory;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Words as they are looked for: lower case, without accents and signs.
final class Folded {

    /// Words that stand in every description and find nothing.
    private static final Set<String> COMMON = Set.of(
            "and", "the", "for", "with", "that", "are", "our", "can", "you", "your", "who", "their", "from", "this",
            "have", "all", "any", "not", "may", "will", "was", "has", "its", "they", "www", "http", "https", "com",
            "org");

    private static final int LONGEST = 40;

    private Folded() {}

    static String fold(String words) {
        return Normalizer.normalize(words.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("['’‘]", "")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }

    /// The words of some texts, each once, without the commonest.
    static List<String> words(String... texts) {
        var all = new LinkedHashSet<String>();
        for (var text : texts) {
            for (var word : fold(text).split(" ")) {
                if (word.length() > 2 && !COMMON.contains(word)) {
                    all.add(word.length() > LONGEST ? word.substring(0, LONGEST) : word);
                }
            }
        }
        return new ArrayList<>(all);
    }

    /// The words somebody looks for; a short one is as good as a long one.
    static List<String> sought(String text) {
        var all = new ArrayList<String>();
        for (var word : fold(text).split(" ")) {
            if (!word.isEmpty() && !COMMON.contains(word) && all.size() < 8) {
                all.add(word.length() > LONGEST ? word.substring(0, LONGEST) : word);
            }
        }
        return all;
    }

    /// The first half of a postcode, "CV4" of "cv4 7al"; empty where it is none.
    static Optional<String> postcodeArea(String postcode) {
        var plain = postcode.toUpperCase(Locale.ROOT).replaceAll("\\s+", "");
        if (plain.matches("[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")) {
            return Optional.of(plain.substring(0, plain.length() - 3));
        }
        return plain.matches("[A-Z]{1,2}[0-9][A-Z0-9]?") || plain.matches("[A-Z]{1,2}")
                ? Optional.of(plain)
                : Optional.empty();
    }
}
