package stepways.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.LaunchFailed;
import stepways.app.procedures.ProceduresUnfit;
import stepways.packs.StepwaysVersion;

/// Starts everything on this machine: a PostgreSQL of its own, and the service on it.
///
/// The data stays between starts. Only this machine can reach it.
@Command(
        name = "demo",
        description = {
            "Starts everything on this machine, a PostgreSQL of its own included, and prints the address.",
            "The data is kept between starts. Ctrl-C stops it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port; if another program has it, a free one is taken (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where the data is kept (default: .stepways/demo of the project).")
    Path data = Folders.demo();

    @Option(names = "--fresh", description = "Forgets the data of earlier starts.")
    boolean fresh;

    @Override
    public Integer call() throws InterruptedException {
        var began = System.nanoTime();
        var launch = EmbeddedPostgres.in(data).withPrograms(Folders.postgres()).withProgress(DemoCommand::say);
        try {
            if (fresh) {
                launch.erase();
            }
            var postgres = launch.start();
            // Runs after the service has finished its last page.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            var service = RunningService.start(
                    DatabaseSetup.prepare(postgres, "stepways"),
                    "demo",
                    Map.of(
                            "server.address",
                            "127.0.0.1",
                            "server.port",
                            Integer.toString(RunningService.freePort(port)),
                            "logging.file.name",
                            data.resolve("service.log").toString(),
                            "logging.threshold.console",
                            "error"));
            say(String.format(
                    Locale.ROOT,
                    "Stepways is ready after %.1f s: %s",
                    Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0,
                    service.address()));
            service.await();
            return ExitCode.OK;
        } catch (LaunchFailed | ProceduresUnfit failed) {
            System.err.println("stepways: " + failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private static void say(String line) {
        System.out.println("stepways: " + line);
    }
}
