package stepways.app.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseBusy;
import stepways.app.database.DatabaseSettings;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Facts;
import stepways.engine.run.ItemKey;
import stepways.engine.run.PersonId;

/// Another JVM that submits steps through the service's own commit path as fast as it can, and says which were
/// acknowledged, so that a test can kill it.
final class BurstOfSteps implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private BurstOfSteps(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static BurstOfSteps start(DatabaseSettings database, AuthorityId authority) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dstepways.root=" + System.getProperty("stepways.root"),
                "-cp",
                System.getProperty("java.class.path"),
                BurstOfSteps.class.getName(),
                authority.value());
        builder.environment().put("BURST_URL", database.url());
        builder.environment().put("BURST_APP", database.appPassword());
        builder.environment().put("BURST_SESSION", database.sessionPassword());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(
                Path.of("target", "burst-of-steps.log").toFile()));
        return new BurstOfSteps(builder.start());
    }

    private static final String MARK = "acknowledged ";

    private static void acknowledged(PrintStream out, String key) {
        out.println(MARK + key + ".");
    }

    /// The next acknowledged form's key; null when the process is gone and everything it said has been read. What the
    /// log says between, and a line that a kill cut short, are passed over.
    @Nullable
    String next() throws IOException {
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(MARK) && line.endsWith(".")) {
                return line.substring(MARK.length(), line.length() - 1);
            }
        }
        return null;
    }

    /// What `kill -9` does. What was said before stays readable, which Java's own way of killing would forbid.
    void kill() throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", "-9", Long.toString(process.pid()))
                .start()
                .waitFor();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        said.close();
    }

    /// Runs in the other JVM until it is killed. A database that is away for a moment is waited for.
    public static void main(String[] arguments) {
        var settings = new DatabaseSettings(
                System.getenv("BURST_URL"),
                System.getenv("BURST_APP"),
                System.getenv("BURST_SESSION"),
                4,
                Duration.ofSeconds(5));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (var database = Database.open(settings)) {
            var council = InventedCouncil.again(database, InstantSource.system(), new AuthorityId(arguments[0]));
            var threads = List.of(1, 2, 3).stream()
                    .map(_ -> Thread.ofVirtual().start(() -> work(council, out)))
                    .toList();
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void work(InventedCouncil council, PrintStream out) {
        while (true) {
            try {
                transfer(council, out);
            } catch (DatabaseBusy | DataAccessException | UncheckedIOException away) {
                Thread.onSpinWait();
            }
        }
    }

    /// One transfer from its beginning to the social worker, each step said once it is acknowledged.
    private static void transfer(InventedCouncil council, PrintStream out) {
        var household = council.household(1);
        var run = council.beginStepUp(household);
        acknowledged(out, "begin-" + run);
        step(council, out, run, InventedCouncil.WORKER, item("talk", ""));
        step(
                council,
                out,
                run,
                InventedCouncil.WORKER,
                texts -> new Request.GiveReason(ItemKey.forFamily("plan"), texts.keep("Being rewritten.")));
        step(
                council,
                out,
                run,
                InventedCouncil.WORKER,
                texts -> new Request.AnswerAgreement(
                        "step-up",
                        new PersonId(household.parent().toString()),
                        Facts.Given.GIVEN,
                        Optional.of(texts.keep("Yes."))));
        step(council, out, run, InventedCouncil.MANAGER, council.choice("sent"));
        step(
                council,
                out,
                run,
                InventedCouncil.RECEIVER,
                item("social-worker", council.staff("social-worker").value().toString()));
        step(council, out, run, InventedCouncil.RECEIVER, council.choice("taken-on"));
    }

    private static Casework.Asks item(String name, String value) {
        return texts -> new Request.DoItem(ItemKey.forFamily(name), value, Optional.of(texts.keep("Done.")));
    }

    private static void step(InventedCouncil council, PrintStream out, UUID run, String role, Casework.Asks asks) {
        var form = council.form(run, role);
        var answer = council.casework.submit(council.as(role), run, form, asks);
        if (!(answer instanceof Casework.Answer.Done)) {
            throw new IllegalStateException("Expected the step to be recorded, found " + answer);
        }
        acknowledged(out, form.key());
    }
}
