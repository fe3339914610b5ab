package stepways.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stepways.app.access.SignInUnfit;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.DatabaseUnfit;
import stepways.app.database.Migrations;
import stepways.app.procedures.ProceduresUnfit;
import stepways.packs.StepwaysVersion;

/// Starts the service on a PostgreSQL server, as production runs it.
@Command(
        name = "serve",
        description = "Starts the service on a PostgreSQL server.",
        footer = {
            "",
            "From the environment, where no list of processes shows it:",
            "  STEPWAYS_DATABASE_URL               jdbc:postgresql://host:port/database?sslmode=verify-full",
            "  STEPWAYS_DATABASE_APP_PASSWORD      of the role stepways_app",
            "  STEPWAYS_DATABASE_SESSION_PASSWORD  of the role stepways_session",
            "  STEPWAYS_DATABASE_OWNER_PASSWORD    of the role stepways_owner; where it is given, the schema is",
            "                                      brought to this version first"
        },
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class)
final class ServeCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many transactions may run at one time (default: ${DEFAULT-VALUE}).")
    int connections;

    @Option(
            names = "--print-set-up",
            description = "Prints the script that a database administrator runs once with psql, and starts nothing.")
    boolean printSetUp;

    @Override
    public Integer call() throws InterruptedException {
        if (printSetUp) {
            spec.commandLine().getOut().println(DatabaseSetup.script());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        var settings = ServerSettings.read(spec.commandLine(), connections);
        try {
            ServerSettings.ownerPassword().ifPresent(owner -> Migrations.migrate(settings.url(), owner));
            try (var service =
                    RunningService.start(settings, "production", Map.of("server.port", Integer.toString(port)))) {
                service.await();
            }
            return ExitCode.OK;
        } catch (DatabaseUnfit | ProceduresUnfit | SignInUnfit unfit) {
            spec.commandLine().getErr().println("stepways: " + unfit.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}
