package stepways.app.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// What `postmaster.pid` says of the server that holds a data folder.
///
/// @param pid its process
/// @param port where it listens; 0 while it has not said so
/// @param ready whether it takes connections
record PostmasterFile(long pid, int port, boolean ready) {

    /// The file in `data`, or nothing where there is none or it is only half written.
    static Optional<PostmasterFile> read(Path data) throws IOException {
        try {
            var lines = Files.readAllLines(at(data));
            if (lines.isEmpty() || lines.getFirst().isBlank()) {
                return Optional.empty();
            }
            var port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
            var ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
            return Optional.of(
                    new PostmasterFile(Long.parseLong(lines.getFirst().strip()), port, ready));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Path at(Path data) {
        return data.resolve("postmaster.pid");
    }

    /// Whether the process still runs and is PostgreSQL on `data`. A zombie, and a stranger that was given the
    /// number after a crash, are not.
    boolean isAlive(Path data) throws IOException {
        if (!runs(pid)) {
            return false;
        }
        var info = ProcessHandle.of(pid).map(ProcessHandle::info);
        var program = info.flatMap(ProcessHandle.Info::command).orElse("");
        if (!program.endsWith("/postgres") && !program.endsWith("/postgres (deleted)")) {
            return false;
        }
        var arguments = info.flatMap(ProcessHandle.Info::arguments);
        return arguments.isEmpty() || Arrays.asList(arguments.get()).contains(data.toString());
    }

    /// Whether the process runs. One that has ended and only waits for its parent to notice does not.
    static boolean runs(long pid) throws IOException {
        var handle = ProcessHandle.of(pid);
        if (handle.isEmpty() || !handle.get().isAlive()) {
            return false;
        }
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            return true; // not Linux: ended children do not linger there
        }
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            var state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                return false; // it ended between the two looks
            }
            throw e;
        }
    }
}
