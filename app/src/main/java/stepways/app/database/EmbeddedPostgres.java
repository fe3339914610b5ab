package stepways.app.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL server in a folder, for the demo, for development and for tests.
///
/// The folder keeps the data between starts, with the same promises as any server: writes reach the disk before they
/// are acknowledged. The server outlives a killed JVM; the next start takes it over. One launch holds the folder at
/// a time. Whoever starts it closes it: there is no shutdown hook, because the database must stay until the service
/// has finished its last page.
///
/// ```
/// base/pg-17.11.0   the programs          base/data         the data
/// base/passwords    of the roles (0600)   base/server.log   what the server said
/// ```
public final class EmbeddedPostgres implements AutoCloseable {

    /// The version of PostgreSQL that is packed into the build.
    public static final String VERSION = "17.11.0";

    /// The name of the role that may do everything. Only set-up uses it.
    public static final String SUPERUSER = "postgres";

    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(3);

    /// Folders held by this JVM. A second lock from within one process would not refuse, it would undo the first.
    private static final Set<Path> HELD = new HashSet<>();

    private final Path base;
    private final Path data;
    private final Path home;
    private final PostgresUser user;
    private final PasswordFile passwords;
    private final Consumer<String> progress;
    private final FolderLock lock;

    private long pid;
    private int port;
    private boolean tookOver;
    private boolean closed;

    private EmbeddedPostgres(Launch launch, FolderLock lock) throws IOException {
        this.base = launch.base;
        this.data = base.resolve("data");
        this.progress = launch.progress;
        this.lock = lock;
        this.passwords = new PasswordFile(base.resolve("passwords"));
        this.user = PostgresUser.onThisMachine(base);
        user.letThrough(base);
        this.home = PostgresPrograms.in(launch.programs, progress);
        user.requireReachable(home.resolve("bin/postgres"));
        if (!Files.isDirectory(data)) {
            prepareData();
        }
        user.own(data);
        start(0);
    }

    /// A launch in `base`, which is made when it is not there. Nothing happens before [Launch#start()].
    public static Launch in(Path base) {
        var folder = base.toAbsolutePath().normalize();
        return new Launch(folder, folder, message -> {});
    }

    /// What to launch, and how to hear of it.
    ///
    /// @param base the folder for data, passwords and log
    /// @param programs the folder for the unpacked programs; the base folder unless several servers share them
    /// @param progress told in one line each what a long start is doing, at least every five seconds
    public record Launch(Path base, Path programs, Consumer<String> progress) {

        /// Unpacks the programs into this folder, or finds them there.
        public Launch withPrograms(Path folder) {
            return new Launch(base, folder.toAbsolutePath().normalize(), progress);
        }

        /// Says what a start is doing.
        public Launch withProgress(Consumer<String> listener) {
            return new Launch(base, programs, listener);
        }

        /// Starts the server, or takes over the one that a killed JVM left running, and returns once it answers.
        ///
        /// @throws LaunchFailed with a sentence for the terminal, also where another process holds the folder
        public EmbeddedPostgres start() {
            try {
                if (Files.notExists(base)) {
                    Files.createDirectories(base);
                    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
                }
                var lock = FolderLock.take(base);
                try {
                    return new EmbeddedPostgres(this, lock);
                } catch (Throwable failure) {
                    lock.release();
                    throw failure;
                }
            } catch (IOException e) {
                throw new LaunchFailed("Cannot start PostgreSQL in " + base + ": " + e, e);
            }
        }

        /// Forgets everything in this folder: data, passwords, logs. A server that a killed JVM left there is stopped
        /// first. A folder that is not there is forgotten already.
        ///
        /// @throws LaunchFailed where another process holds the folder
        public void erase() {
            if (Files.notExists(base)) {
                return;
            }
            try {
                var lock = FolderLock.take(base);
                try {
                    var data = base.resolve("data");
                    var left = PostmasterFile.read(data);
                    if (left.isPresent() && left.get().isAlive(data)) {
                        stop(left.get().pid(), base);
                    }
                    PostgresPrograms.deleteTree(base);
                } finally {
                    lock.release();
                }
            } catch (IOException e) {
                throw new LaunchFailed("Cannot erase " + base + ": " + e, e);
            }
        }
    }

    /// Where the server listens, on 127.0.0.1 only.
    public synchronized int port() {
        return port;
    }

    /// The process of the server.
    public synchronized long pid() {
        return pid;
    }

    /// Whether this start found the server running and took it over.
    public synchronized boolean tookOver() {
        return tookOver;
    }

    /// The password kept for `role` in this folder; made now if the role had none.
    public String passwordOf(String role) {
        return passwords.of(role);
    }

    /// The address of a database of this server, as JDBC wants it.
    public synchronized String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// Whether the server's process runs.
    public synchronized boolean isRunning() {
        try {
            return !closed && PostmasterFile.runs(pid);
        } catch (IOException e) {
            throw new LaunchFailed("Cannot look for PostgreSQL's process " + pid + ": " + e, e);
        }
    }

    /// Starts the server again on its old port where it has died. Does nothing where it runs.
    public synchronized void revive() {
        if (closed) {
            throw new LaunchFailed("PostgreSQL in " + base + " has been stopped.");
        }
        if (isRunning()) {
            return;
        }
        try {
            start(port);
        } catch (IOException e) {
            throw new LaunchFailed("Cannot start PostgreSQL in " + base + " again: " + e, e);
        }
    }

    /// Stops the server: it ends its connections, writes everything and leaves the folder to the next start.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop(pid, base);
        } finally {
            lock.release();
        }
    }

    private static void stop(long pid, Path base) {
        try {
            if (PostmasterFile.runs(pid)) {
                signal(pid, "INT");
                if (!endsWithin(pid, STOP_LIMIT)) {
                    signal(pid, "QUIT");
                    if (!endsWithin(pid, STOP_LIMIT)) {
                        throw new LaunchFailed("PostgreSQL (process " + pid + ") in " + base + " does not stop.");
                    }
                }
            }
        } catch (IOException e) {
            throw new LaunchFailed("Cannot stop PostgreSQL (process " + pid + ") in " + base + ": " + e, e);
        }
    }

    /// Makes the data folder beside its place and moves it there whole.
    private void prepareData() throws IOException {
        progress.accept("Preparing the data folder (first start only)");
        var making = base.resolve("data-making");
        var passwordForInitdb = base.resolve("data-making-password");
        PostgresPrograms.deleteTree(making);
        Files.deleteIfExists(passwordForInitdb);
        Files.createDirectory(
                making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(
                passwordForInitdb, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordForInitdb, passwords.of(SUPERUSER));
        user.own(making);
        user.own(passwordForInitdb);
        try {
            var command = new ArrayList<>(List.of(
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    making.toString(),
                    "-U",
                    SUPERUSER,
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "-A",
                    "scram-sha-256",
                    "--pwfile",
                    passwordForInitdb.toString(),
                    "--no-instructions"));
            if (LINUX) {
                command.add("--sync-method=syncfs");
            }
            var log = base.resolve("initdb.log");
            var process = run(user.command(command), log);
            var code = waitFor(process, "Still preparing the data folder");
            if (code != 0) {
                throw new LaunchFailed("PostgreSQL could not prepare " + data + " (initdb ended with " + code + "):\n"
                        + lastLines(log));
            }
            Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(passwordForInitdb);
        }
    }

    /// Takes over a living server or starts one. `wantedPort` 0 means any free one.
    private void start(int wantedPort) throws IOException {
        if (!passwords.exists()) {
            throw new LaunchFailed("The data in " + data + " has lost its passwords: the file "
                    + base.resolve("passwords") + " is missing. Put it back, or move the folder away to begin afresh.");
        }
        var limit = System.nanoTime() + START_LIMIT.toNanos();
        var found = PostmasterFile.read(data);
        if (found.isPresent() && found.get().isAlive(data)) {
            progress.accept(
                    "Taking over the running PostgreSQL (process " + found.get().pid() + ")");
            if (becomesReady(found.get().pid(), limit)) {
                tookOver = true;
                return;
            }
        }
        tookOver = false;
        progress.accept("Starting PostgreSQL");
        int attempt = 0;
        while (true) {
            attempt++;
            // What a dead server left would make PostgreSQL refuse for as long as the process number is taken.
            var left = PostmasterFile.read(data);
            if (left.isEmpty() || !left.get().isAlive(data)) {
                Files.deleteIfExists(PostmasterFile.at(data));
            }
            var log = freshLog();
            var logBegins = Files.size(log);
            var process = run(server(wantedPort == 0 ? freePort() : wantedPort), log);
            if (becomesReady(process.pid(), limit)) {
                return;
            }
            var said = from(log, logBegins);
            var portTaken = said.contains("could not bind") || said.contains("could not create any TCP/IP sockets");
            var workersLeft = said.contains("pre-existing shared memory block") || said.contains("lock file");
            if (attempt >= 20 || !(portTaken || workersLeft)) {
                throw new LaunchFailed("PostgreSQL did not start in " + data + ":\n" + lastLines(log));
            }
            pause(Duration.ofMillis(250));
        }
    }

    private List<String> server(int onPort) {
        var command = new ArrayList<String>();
        // A group of its own: Ctrl-C at the terminal reaches the service, which then stops the server last.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(user.command(List.of(home.resolve("bin/postgres").toString(), "-D", data.toString())));
        for (var setting : List.of(
                "port=" + onPort,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=150",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C",
                "password_encryption=scram-sha-256",
                // A family's details must not reach the log with an error.
                "log_error_verbosity=terse",
                "log_min_error_statement=panic",
                "log_parameter_max_length=0")) {
            command.add("-c");
            command.add(setting);
        }
        if (LINUX) {
            // After a crash all files are brought to the disk by one call instead of one each.
            command.add("-c");
            command.add("recovery_init_sync_method=syncfs");
        }
        return command;
    }

    /// Waits until the server of process `candidate` answers; false if the process ends first.
    private boolean becomesReady(long candidate, long limit) throws IOException {
        var nextMessage = System.nanoTime() + BETWEEN_MESSAGES.toNanos();
        while (System.nanoTime() < limit) {
            var file = PostmasterFile.read(data);
            if (file.isPresent() && file.get().pid() == candidate && file.get().ready()) {
                pid = candidate;
                port = file.get().port();
                return true;
            }
            if (!PostmasterFile.runs(candidate)) {
                return false;
            }
            if (System.nanoTime() > nextMessage) {
                progress.accept("Waiting for PostgreSQL");
                nextMessage = System.nanoTime() + BETWEEN_MESSAGES.toNanos();
            }
            pause(Duration.ofMillis(10));
        }
        throw new LaunchFailed("PostgreSQL (process " + candidate + ") in " + data + " is not ready after "
                + START_LIMIT.toMinutes() + " minutes:\n" + lastLines(base.resolve("server.log")));
    }

    private Process run(List<String> command, Path log) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LD_LIBRARY_PATH", home.resolve("lib").toString());
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private int waitFor(Process process, String message) throws IOException {
        var limit = System.nanoTime() + START_LIMIT.toNanos();
        var nextMessage = System.nanoTime() + BETWEEN_MESSAGES.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > limit) {
                process.destroyForcibly();
                throw new LaunchFailed("PostgreSQL could not prepare its data in " + base + " within "
                        + START_LIMIT.toMinutes() + " minutes.");
            }
            if (System.nanoTime() > nextMessage) {
                progress.accept(message);
                nextMessage = System.nanoTime() + BETWEEN_MESSAGES.toNanos();
            }
            pause(Duration.ofMillis(10));
        }
        return process.exitValue();
    }

    private static boolean endsWithin(long pid, Duration patience) throws IOException {
        var limit = System.nanoTime() + patience.toNanos();
        while (PostmasterFile.runs(pid)) {
            if (System.nanoTime() > limit) {
                return false;
            }
            pause(Duration.ofMillis(10));
        }
        return true;
    }

    /// Java can ask a process to end only in ways that PostgreSQL reads as "when all clients have gone" and "crash".
    private static void signal(long pid, String name) throws IOException {
        var process = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailed("Interrupted while stopping PostgreSQL", e);
        }
    }

    /// The log to write to; what earlier starts said is kept once, so that the folder does not grow for ever.
    private Path freshLog() throws IOException {
        var log = base.resolve("server.log");
        if (Files.exists(log) && Files.size(log) > 4_000_000) {
            Files.move(log, base.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.notExists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return log;
    }

    /// What the log says after its first `bytes`.
    private static String from(Path log, long bytes) throws IOException {
        try (var stream = Files.newInputStream(log)) {
            stream.skipNBytes(bytes);
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String lastLines(Path log) throws IOException {
        try {
            var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        } catch (NoSuchFileException e) {
            return "(it said nothing)";
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailed("Interrupted while waiting for PostgreSQL", e);
        }
    }

    /// The right of one launch to a base folder. A killed JVM loses it with its life.
    private static final class FolderLock {

        private final Path base;
        private final FileChannel channel;
        private final FileLock lock;

        private FolderLock(Path base, FileChannel channel, FileLock lock) {
            this.base = base;
            this.channel = channel;
            this.lock = lock;
        }

        static FolderLock take(Path base) throws IOException {
            var real = base.toRealPath();
            var file = real.resolve("in-use");
            synchronized (HELD) {
                if (!HELD.add(real)) {
                    throw inUse(base, "this process");
                }
                @Nullable FileChannel channel = null;
                try {
                    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.tryLock();
                    if (lock == null) {
                        var holder = Files.readString(file).strip();
                        throw inUse(base, holder.isEmpty() ? "another process" : "process " + holder);
                    }
                    channel.truncate(0);
                    channel.write(StandardCharsets.UTF_8.encode(
                            ProcessHandle.current().pid() + "\n"));
                    return new FolderLock(real, channel, lock);
                } catch (Throwable failure) {
                    HELD.remove(real);
                    if (channel != null) {
                        channel.close();
                    }
                    throw failure;
                }
            }
        }

        void release() {
            synchronized (HELD) {
                try (channel) {
                    lock.release();
                } catch (IOException e) {
                    throw new LaunchFailed("Cannot give up the folder " + base + ": " + e, e);
                } finally {
                    HELD.remove(base);
                }
            }
        }

        private static LaunchFailed inUse(Path base, String holder) {
            return new LaunchFailed("The folder " + base + " is in use by another Stepways (" + holder
                    + "). Stop that one first, or choose another folder.");
        }
    }
}
