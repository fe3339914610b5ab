package stepways.app.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Another JVM that starts a server and waits, so that a test can kill it.
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final String firstWord;

    private OtherProcess(Process process, String firstWord) {
        this.process = process;
        this.firstWord = firstWord;
    }

    /// Starts a server in `base` from a JVM of its own and returns when that JVM has said how it went.
    static OtherProcess launch(Path base, Path programs, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                base.toString(),
                programs.toString()));
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        var process = builder.start();
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = reader.readLine();
        return new OtherProcess(process, String.valueOf(line));
    }

    /// `started PORT PID`, or `failed` and the message.
    String said() {
        return firstWord;
    }

    /// What `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Lets the other process stop its server and end.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Runs in the other JVM: starts the server, says so, and waits until its input ends.
    public static void main(String[] arguments) throws IOException {
        try (var server = EmbeddedPostgres.in(Path.of(arguments[0]))
                .withPrograms(Path.of(arguments[1]))
                .start()) {
            System.out.println("started " + server.port() + " " + server.pid());
            System.out.flush();
            while (System.in.read() >= 0) {
                // only the end matters
            }
        } catch (LaunchFailed e) {
            System.out.println("failed " + e.getMessage());
        }
    }
}
