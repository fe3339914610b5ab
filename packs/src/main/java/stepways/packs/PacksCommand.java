package stepways.packs;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The commands that need only the packs: neither Spring nor a database is started for them.
///
/// Every command ends with one of three codes: 0, all is well; 1, there are findings; 2, the command was not
/// understood. An exception that nobody expected ends with 1 too, and its trace is printed.
@Command(
        name = "stepways",
        description = "Reads, checks and explains policy packs.",
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CheckCommand.class, RulesCommand.class, ExamplesCommand.class, ExplainCommand.class})
public final class PacksCommand implements Runnable {

    @Spec
    CommandSpec spec;

    /// Runs one command and ends the process with its code.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The command line with its subcommands, as `main` runs it and as tests call it.
    public static CommandLine commandLine() {
        return new CommandLine(new PacksCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /// Called when no subcommand was named: that is a mistake of usage.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
