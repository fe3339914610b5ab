package stepways.app.partners;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import stepways.app.database.AuthorityId;

/// The token of a link and the code beside it. Neither is kept: of the token its hash, of the code a slow hash.
final class Secrets {

    private static final SecureRandom CHANCE = new SecureRandom();
    private static final BCryptPasswordEncoder SLOWLY = new BCryptPasswordEncoder(10);

    private Secrets() {}

    /// A token says whose link it is, so that one authority can be asked and no other.
    record Token(AuthorityId authority, String whole) {

        static Token fresh(AuthorityId authority) {
            var bytes = new byte[32];
            CHANCE.nextBytes(bytes);
            return new Token(
                    authority,
                    authority.value() + "."
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }

        /// Reads what stands in an address; empty if it cannot be one of ours.
        static Optional<Token> read(String whole) {
            return whole.matches("[a-z][a-z0-9-]{1,39}\\.[A-Za-z0-9_-]{43}")
                    ? Optional.of(new Token(new AuthorityId(whole.substring(0, whole.indexOf('.'))), whole))
                    : Optional.empty();
        }

        byte[] hash() {
            try {
                return MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java platform has SHA-256", impossible);
            }
        }
    }

    /// Six digits, to be said by telephone.
    static String code() {
        return "%06d".formatted(CHANCE.nextInt(1_000_000));
    }

    static String hash(String code) {
        return SLOWLY.encode(code);
    }

    /// People type a code with spaces in it.
    static boolean matches(String typed, String hash) {
        var plain = typed.replaceAll("\\s", "");
        return plain.matches("[0-9]{6}") && SLOWLY.matches(plain, hash);
    }
}
