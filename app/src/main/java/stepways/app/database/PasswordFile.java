package stepways.app.database;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/// The passwords of the database roles of one base folder, made here once and readable by the owner of the folder only.
final class PasswordFile {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;

    PasswordFile(Path file) {
        this.file = file;
    }

    /// The password of `role`: the one already kept, or a new one that is on the disk before it is returned.
    synchronized String of(String role) {
        try {
            var passwords = read();
            var kept = passwords.get(role);
            if (kept != null) {
                return kept;
            }
            var bytes = new byte[24];
            RANDOM.nextBytes(bytes);
            var made = HexFormat.of().formatHex(bytes);
            passwords.put(role, made);
            write(passwords);
            return made;
        } catch (IOException e) {
            throw new LaunchFailed("Cannot read or write the password file " + file + ": " + e.getMessage(), e);
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    private TreeMap<String, String> read() throws IOException {
        var passwords = new TreeMap<String, String>();
        if (Files.exists(file)) {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            properties.forEach((role, password) -> passwords.put(role.toString(), password.toString()));
        }
        return passwords;
    }

    private void write(TreeMap<String, String> passwords) throws IOException {
        var text = new StringBuilder();
        passwords.forEach((role, password) ->
                text.append(role).append('=').append(password).append('\n'));
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOwner)) {
            channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
