package stepways.app.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stepways.app.database.TimeOrderedIds;
import stepways.engine.run.TextRef;

/// Words that people typed with one command. The words go in rows of their own; the events hold salted digests.
public final class Texts {

    private static final SecureRandom CHANCE = new SecureRandom();

    private final TimeOrderedIds ids;
    private final List<Text> written = new ArrayList<>();

    Texts(TimeOrderedIds ids) {
        this.ids = ids;
    }

    record Text(UUID id, String body, byte[] salt) {}

    /// Keeps some words and says how an event refers to them.
    public TextRef keep(String words) {
        var salt = new byte[16];
        CHANCE.nextBytes(salt);
        var text = new Text(ids.next(), words, salt);
        written.add(text);
        return new TextRef(text.id().toString(), digest(salt, words));
    }

    /// Keeps words if there are any: blank is nothing.
    public Optional<TextRef> keepIfAny(String words) {
        return words.isBlank() ? Optional.empty() : Optional.of(keep(words.strip()));
    }

    List<Text> written() {
        return List.copyOf(written);
    }

    /// SHA-256 of the salt and the words, in hexadecimal digits.
    public static String digest(byte[] salt, String words) {
        var sha = sha256();
        sha.update(salt);
        sha.update(words.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
