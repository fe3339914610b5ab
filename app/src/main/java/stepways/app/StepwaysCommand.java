package stepways.app;

import org.springframework.boot.SpringApplication;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stepways.packs.StepwaysVersion;

/// The commands that start the service or write to its database.
///
/// Every command ends with one of three codes: 0, all is well; 1, there are findings; 2, the command was not
/// understood.
@Command(
        name = "stepways",
        description = "Runs the service.",
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        synopsisSubcommandLabel = "COMMAND")
public final class StepwaysCommand implements Runnable {

    @Spec
    CommandSpec spec;

    /// Runs one command and ends the process with its code.
    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != CommandLine.ExitCode.OK) {
            System.exit(code);
        }
    }

    /// The command line with its subcommands, as `main` runs it and as tests call it.
    public static CommandLine commandLine() {
        return new CommandLine(new StepwaysCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /// Called when no subcommand was named: that is a mistake of usage.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /// Starts the service on the PostgreSQL server that the settings name, and returns once it answers.
    @Command(
            name = "serve",
            description = "Starts the service on a PostgreSQL server.",
            mixinStandardHelpOptions = true,
            versionProvider = StepwaysVersion.class)
    void serve() {
        SpringApplication.run(StepwaysApplication.class);
    }
}
