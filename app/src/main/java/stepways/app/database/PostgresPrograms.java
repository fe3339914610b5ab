package stepways.app.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL, unpacked from the class path once.
///
/// They are unpacked beside their place and moved there in one step, so that a launch that was cut short leaves
/// nothing that looks whole, and two launches at once cannot disturb each other.
final class PostgresPrograms {

    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(3);

    private PostgresPrograms() {}

    /// The folder that holds `bin`, `lib` and `share` of this version, below `folder`.
    static Path in(Path folder, Consumer<String> progress) throws IOException {
        var home = folder.resolve("pg-" + EmbeddedPostgres.VERSION);
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(folder);
        progress.accept("Unpacking PostgreSQL " + EmbeddedPostgres.VERSION + " (first start only)");
        var unpacked = Files.createTempDirectory(
                folder,
                "pg-unpacking-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try {
            try (var archive = open()) {
                unpack(archive, unpacked, progress);
            }
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            deleteTree(unpacked);
        }
        return home;
    }

    /// Removes a folder and all in it; one that is not there is gone already.
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path :
                    paths.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static InputStream open() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        var kind = system.startsWith("linux") ? "linux" : system.startsWith("mac") ? "darwin" : system;
        var bits = processor.equals("amd64") || processor.equals("x86_64")
                ? "x86_64"
                : processor.equals("aarch64") || processor.equals("arm64") ? "arm_64" : processor;
        var name = "/postgres-" + kind + "-" + bits + ".txz";
        var stream = PostgresPrograms.class.getResourceAsStream(name);
        if (stream == null) {
            throw new LaunchFailed("This build holds no PostgreSQL for " + system + " on " + processor + " (looked for "
                    + name.substring(1) + "). Use Linux, macOS or WSL, or name a PostgreSQL server in the settings.");
        }
        return stream;
    }

    private static void unpack(InputStream archive, Path target, Consumer<String> progress) throws IOException {
        int files = 0;
        var nextMessage = System.nanoTime() + BETWEEN_MESSAGES.toNanos();
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive of PostgreSQL names a file outside itself: " + entry.getName());
                }
                files++;
                if (System.nanoTime() > nextMessage) {
                    progress.accept("Still unpacking PostgreSQL (" + files + " files so far)");
                    nextMessage = System.nanoTime() + BETWEEN_MESSAGES.toNanos();
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                var parent = path.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                if (entry.isSymbolicLink()) {
                    link(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
                } else {
                    Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
                    var runnable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(runnable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static void link(Path path, Path to) throws IOException {
        try {
            Files.createSymbolicLink(path, to);
        } catch (FileAlreadyExistsException e) {
            Files.delete(path);
            Files.createSymbolicLink(path, to);
        }
    }
}
