package stepways.app.consents;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whoever is to learn something about a child: somebody of the family, a professional, or an
/// organisation.
///
/// @param person the person's own record, where there is one
/// @param name as a sentence says it
/// @param organisation for whom they work; empty where there is none
public record Recipient(@Nullable UUID person, String name, String organisation) {

    /// Somebody who has a record, such as a parent.
    public static Recipient person(UUID id, String name) {
        return new Recipient(id, name, "");
    }

    /// A school, a practice, a charity, a service.
    public static Recipient organisation(String name) {
        return new Recipient(null, name, name);
    }

    /// A professional of an organisation.
    public static Recipient professional(String name, String organisation) {
        return new Recipient(null, name, organisation);
    }

    /// Whether words that somebody wrote down name this recipient. "School" names every school:
    /// where it is not certain it is taken to be meant.
    boolean isNamedBy(String words) {
        return overlap(words, name) || overlap(words, organisation);
    }

    /// Whether words that somebody wrote down name this recipient and nobody wider: "Oakfield
    /// School" does not name "School". A permission is read narrowly.
    boolean isExactly(String words) {
        var wanted = plain(words);
        return !wanted.isBlank() && (wanted.equals(plain(name)) || wanted.equals(plain(organisation)));
    }

    private static boolean overlap(String one, String other) {
        var a = plain(one);
        var b = plain(other);
        return !a.isBlank() && !b.isBlank() && (a.contains(b) || b.contains(a));
    }

    /// Lower case, words apart by one space, without "the" and without signs; a space on each side,
    /// so that only whole words meet.
    private static String plain(String words) {
        return " "
                + words.toLowerCase(Locale.ROOT)
                        .replaceAll("[\\p{Punct}’‘]+", " ")
                        .replaceAll("\\bthe\\b", " ")
                        .replaceAll("\\s+", " ")
                        .strip()
                + " ";
    }
}
