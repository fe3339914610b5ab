package stepways.app.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// As whom PostgreSQL runs. It refuses to run as root, so root starts it in a user namespace of its own, and where
/// that is forbidden as the user `nobody`.
enum PostgresUser {
    /// An ordinary user: nothing needs to be done.
    SELF(List.of()),
    /// Root, or a user without a name, seen as an ordinary user from inside. Files stay as they are.
    NAMESPACE(List.of("unshare", "-U")),
    /// Root gives its rights away. Data files become `nobody`'s, and all folders above must let it through.
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final int NOBODY_ID = 65534;

    private final List<String> prefix;

    PostgresUser(List<String> prefix) {
        this.prefix = prefix;
    }

    /// Whichever works on this machine. `folder` is one this process may write to.
    static PostgresUser onThisMachine(Path folder) throws IOException {
        if (!isRoot(folder)) {
            // PostgreSQL wants its user to have a name. A container may run as a bare number: inside a namespace it has
            // one.
            var named = !"?".equals(System.getProperty("user.name"));
            return named || !succeeds(NAMESPACE.command(List.of("true"))) ? SELF : NAMESPACE;
        }
        for (var user : List.of(NAMESPACE, NOBODY)) {
            if (succeeds(user.command(List.of("true")))) {
                return user;
            }
        }
        throw new LaunchFailed("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here."
                + " Run Stepways as an ordinary user.");
    }

    /// Whether this process is root: what it writes then belongs to user 0.
    private static boolean isRoot(Path folder) throws IOException {
        var written = Files.createTempFile(folder, "who-", "");
        try {
            return uid(written) == 0;
        } finally {
            Files.delete(written);
        }
    }

    /// `command` as this user runs it.
    List<String> command(List<String> command) {
        var all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /// Lets this user own `path` and all in it, whoever ran PostgreSQL on it before.
    void own(Path path) throws IOException {
        int wanted = this == NOBODY ? NOBODY_ID : 0;
        if (this == SELF || uid(path) == wanted || (this == NAMESPACE && uid(path) != NOBODY_ID)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted((a, b) -> b.getNameCount() - a.getNameCount()).forEach(each -> {
                try {
                    Files.setAttribute(each, "unix:uid", wanted, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(each, "unix:gid", wanted, LinkOption.NOFOLLOW_LINKS);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /// Lets this user pass through `base` to what lies in it, or says why it cannot.
    void letThrough(Path base) throws IOException {
        if (this == NOBODY) {
            Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
            requireReachable(base);
        }
    }

    /// Says so where this user cannot reach `path` because of the folders above it.
    void requireReachable(Path path) {
        if (this == NOBODY && !succeeds(command(List.of("test", "-x", path.toString())))) {
            throw new LaunchFailed("PostgreSQL runs as the user 'nobody' here, and 'nobody' cannot reach " + path
                    + ". Choose a folder whose parents let everybody through, or run Stepways as an ordinary user.");
        }
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean succeeds(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false; // the program is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailed("Interrupted while starting PostgreSQL", e);
        }
    }
}
