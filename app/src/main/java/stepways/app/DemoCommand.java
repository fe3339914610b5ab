package stepways.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import stepways.app.borough.Borough;
import stepways.app.borough.ScriptBroken;
import stepways.app.borough.Stories;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.LaunchFailed;
import stepways.app.imports.Progress;
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
            var settings = DatabaseSetup.prepare(postgres, "stepways");
            if (!borough(settings)) {
                say("the borough was not finished last time; setting it up again");
                postgres.close();
                launch.erase();
                postgres = launch.start();
                settings = DatabaseSetup.prepare(postgres, "stepways");
                borough(settings);
            }
            // Runs after the service has finished its last page.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            var service = RunningService.start(
                    settings,
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
            try (var database = Database.open(settings)) {
                toTry(Stories.all(database)).forEach(DemoCommand::say);
            }
            service.await();
            return ExitCode.OK;
        } catch (LaunchFailed | ProceduresUnfit | ScriptBroken failed) {
            System.err.println("stepways: " + failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    /// Sets the borough up where it is not there, and keeps it up to date where it is.
    ///
    /// @return false where it was begun and never finished: then the data is of no use
    private static boolean borough(DatabaseSettings settings) {
        try (var database = Database.open(settings)) {
            var borough = new Borough(database, Folders.root(), InstantSource.system(), new Progress(DemoCommand::say));
            switch (borough.state()) {
                case ABSENT -> {
                    say(
                            "first start: setting up four invented councils and a quarter of their work; this takes a minute");
                    borough.build();
                }
                case READY -> borough.keepUp();
                case UNFINISHED -> {
                    return false;
                }
            }
            return true;
        }
    }

    /// The stories to try, each with whom to sign in as and what to do.
    static List<String> toTry(List<Stories.Story> stories) {
        if (stories.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("Stories to try. The sign-in page lists the people; choose:");
        int number = 1;
        for (var story : stories) {
            lines.add("  " + number++ + ". " + story.title());
            lines.add("     as " + story.person() + " of " + story.authorityName() + ". " + story.what());
        }
        return lines;
    }

    private static void say(String line) {
        System.out.println("stepways: " + line);
    }
}
