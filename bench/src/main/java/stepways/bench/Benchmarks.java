package stepways.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/// Runs the JMH benchmarks of this module whose names match the pattern given, or all of them.
public final class Benchmarks {

    private Benchmarks() {}

    /// Takes the options of JMH, such as `-f 1 -wi 2 -i 3 Decide`.
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        new Runner(new CommandLineOptions(arguments)).run();
    }
}
