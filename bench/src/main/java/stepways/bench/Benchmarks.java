package stepways.bench;

import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.runner.RunnerException;

/// The benchmarks: `decisions`, `steps`, or both where none is named.
public final class Benchmarks {

    private Benchmarks() {}

    /// Exit codes: 0 it ran, 2 the benchmark is not known. A slow machine is never a failure.
    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        var which = arguments.length == 0 ? "all" : arguments[0];
        var rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (which) {
            case "decisions" -> Decisions.measure();
            case "steps" -> Steps.main(rest);
            case "all" -> {
                Decisions.measure();
                Steps.main(rest);
            }
            case "-h", "--help" -> System.out.println(help());
            default -> {
                System.err.println("Unknown benchmark: '" + which + "'\n" + help());
                System.exit(2);
            }
        }
    }

    private static String help() {
        return """
                Usage: ./stepways bench [decisions | steps [SECONDS [ROUNDS]]]
                  decisions   decisions a second on one core under the Dorset procedure, beside the bar
                  steps       whole steps a second (load, decide, commit) beside pgbench's simple-update on the same server
                Without a name both run. Figures are printed as ratios; nothing here fails a build.""";
    }
}
