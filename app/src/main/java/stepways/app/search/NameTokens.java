package stepways.app.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.jspecify.annotations.Nullable;

/// Turns names into what is stored in `person_name_token` and looked for there: words as they are spelled, found from
/// their beginning, and keys of how they sound, found by equality.
///
/// Accents, case and apostrophes make no difference. Names in Arabic and other scripts are kept as they are spelled,
/// with
/// the few letters made equal that people write either way; a sound is worked out for Latin letters only.
///
/// ```java
/// NameTokens.of("Zoë", "O’Brien-Nowak", null)
/// // spelling: zoe, obrien, nowak, brien   sound: S, APRN, PRN, NK, NFK
/// ```
public final class NameTokens {

    private static final int LONGEST_SOUND = 6;

    /// Letters that no accent explains.
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("ß", "ss"),
            Map.entry("æ", "ae"),
            Map.entry("œ", "oe"),
            Map.entry("ø", "o"),
            Map.entry("ł", "l"),
            Map.entry("đ", "d"),
            Map.entry("ð", "d"),
            Map.entry("þ", "th"),
            Map.entry("ı", "i"),
            Map.entry("أ", "ا"),
            Map.entry("إ", "ا"),
            Map.entry("آ", "ا"),
            Map.entry("ٱ", "ا"),
            Map.entry("ى", "ي"),
            Map.entry("ة", "ه"),
            Map.entry("ـ", ""));

    private NameTokens() {}

    /// One row of `person_name_token`.
    ///
    /// @param kind `spelling` or `sound`
    public record Token(String kind, String token) {}

    /// The rows of one person: forename, surname, the name they go by. Absent and empty names are left out.
    public static Set<Token> of(@Nullable String... names) {
        var tokens = new LinkedHashSet<Token>();
        for (var name : names) {
            if (name == null) {
                continue;
            }
            for (var word : words(name)) {
                tokens.add(new Token("spelling", word));
                sounds(word).forEach(sound -> tokens.add(new Token("sound", sound)));
            }
        }
        return tokens;
    }

    /// The words of a name, folded. `O'Brien` is one word and is also found as `Brien`.
    static List<String> words(String name) {
        var words = new LinkedHashSet<String>();
        for (var part : fold(name).split("[^\\p{L}\\p{N}']+")) {
            var whole = part.replace("'", "");
            if (!whole.isEmpty()) {
                words.add(whole);
            }
            if (part.contains("'")) {
                for (var piece : part.split("'")) {
                    if (piece.length() > 2) {
                        words.add(piece);
                    }
                }
            }
        }
        return new ArrayList<>(words);
    }

    /// How a word sounds; nothing for what is not in Latin letters, or too short to sound like anything.
    static Set<String> sounds(String word) {
        var all = new LinkedHashSet<String>();
        if (!word.matches("[a-z]{2,}")) {
            return all;
        }
        var metaphone = new DoubleMetaphone();
        metaphone.setMaxCodeLen(LONGEST_SOUND);
        for (boolean alternate : new boolean[] {false, true}) {
            var sound = metaphone.doubleMetaphone(word, alternate);
            if (sound != null && !sound.isEmpty()) {
                all.add(sound);
            }
        }
        return all;
    }

    /// Lower case, without accents, one kind of apostrophe.
    private static String fold(String name) {
        var lower = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        for (var letter : LETTERS.entrySet()) {
            lower = lower.replace(letter.getKey(), letter.getValue());
        }
        return Normalizer.normalize(lower, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[’‘ʼ`´]", "'");
    }
}
