package stepways.bench;

import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.runner.RunnerException;

/// The benchmarks: `decisions`, `steps`, `pages`, or the first two where none is named.
public final class Benchmarks {

    private Benchmarks() {}

    /// Exit codes: 0 it ran, 2 the benchmark is not known. A slow machine is never a failure.
    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        var which = arguments.length == 0 ? "all" : arguments[0];
        var rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (which) {
            case "decisions" -> Decisions.measure();
            case "steps" -> Steps.main(rest);
            case "pages" -> Pages.main(rest);
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
                Usage: ./stepways bench [decisions | steps [SECONDS [ROUNDS]] | pages [--size SIZE]... [--seconds N] [--rate N] [--data FOLDER]]
                  decisions   decisions a second on one core under the Dorset procedure, beside the bar
                  steps       whole steps a second (load, decide, commit) beside pgbench's simple-update on the same server
                  pages       what people open all day, over HTTP at 100 requests/s with 20 writes/s, beside an empty
                              page, on invented councils of the sizes named (hundredth, average, kent)
                Without a name decisions and steps run. Figures are printed as ratios; nothing here fails a build.""";
    }
}
