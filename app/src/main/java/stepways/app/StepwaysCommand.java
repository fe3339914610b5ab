package stepways.app;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            ImportCommand.class,
            GenerateCommand.class,
            RehearseCommand.class
        })
public final class StepwaysCommand implements Runnable {

    @Spec
    CommandSpec spec;

    /// Runs one command and ends the process with its code.
    public static void main(String[] arguments) {
        // Until Spring sets logging up, only what someone must know is said.
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
        System.exit(commandLine().execute(arguments));
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
}
