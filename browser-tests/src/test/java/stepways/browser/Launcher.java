package stepways.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./stepways`, run as a person would run it.
public final class Launcher {

    private Launcher() {}

    /// What a command printed and how it ended.
    ///
    /// @param code 0 all is well, 1 there are findings, 2 not understood
    public record Ended(int code, String output, String errors) {}

    /// Runs a command to its end, at most two minutes, with nobody at the keyboard.
    public static Ended run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root().resolve("stepways").toString()));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("stepways", ".out");
        var errors = Files.createTempFile("stepways", ".err");
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("Expected " + command + " to end within two minutes; it had printed: "
                        + Files.readString(errors));
            }
            return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /// Starts a command that goes on until it is stopped.
    public static Started start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(root().resolve("stepways").toString()));
        command.addAll(List.of(arguments));
        return new Started(new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .start());
    }

    /// A command that runs. Closing it asks it to stop, as Ctrl-C does, and waits until it has.
    public static final class Started implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;

        private Started(Process process) {
            this.process = process;
            this.output = process.inputReader();
        }

        /// Reads until a line has these words, and gives everything read.
        public String until(String words) throws IOException {
            var read = new StringBuilder();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                read.append(line).append('\n');
                if (line.contains(words)) {
                    return read.toString();
                }
            }
            throw new IllegalStateException("Expected '" + words + "', but the command ended after: " + read);
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("Expected the command to stop within a minute");
            }
            output.close();
        }
    }

    /// The folder of the project.
    public static Path root() {
        var root = System.getProperty("stepways.root");
        if (root == null) {
            throw new IllegalStateException(
                    "Expected the system property stepways.root, which the build sets; found none");
        }
        return Path.of(root);
    }
}
