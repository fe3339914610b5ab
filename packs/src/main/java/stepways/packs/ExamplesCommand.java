package stepways.packs;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Plays the packs' worked examples on the real engine.
@Command(
        name = "examples",
        description = "Runs the packs' worked examples: given, when, then.",
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        footer = {"", "Exit codes: 0 all hold, 1 something is not as expected, 2 the command was not understood."})
final class ExamplesCommand implements Callable<Integer> {

    @Mixin
    private PackChoice choice = new PackChoice();

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only examples whose title, file or clauses contain TEXT.")
    private String only = "";

    @Option(names = "--list", description = "Name every example, not only those that fail.")
    private boolean list;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var chosen = choice.load(spec);
        int passed = 0;
        int failed = 0;
        chosen.print(out, chosen.elsewhere());
        boolean unusable = !chosen.elsewhere().isEmpty();
        for (var pack : chosen.packs()) {
            boolean broken = chosen.unusable(pack);
            var read = ExampleReader.read(pack, chosen.folder(), chosen.problems());
            chosen.print(
                    out,
                    chosen.problemsOf(pack).stream().filter(Problem::isError).toList());
            failed += read.unreadable();
            if (broken) {
                unusable = true;
                out.println(pack.policy().version() + ": its examples were not run, because the pack has errors.");
                continue;
            }
            for (var example : read.examples()) {
                if (!wanted(example)) {
                    continue;
                }
                var result = ExampleRunner.run(pack.policy(), example);
                if (result.passed()) {
                    passed++;
                    if (list) {
                        out.println(example.at().place() + ": passed: " + example.title());
                    }
                } else {
                    failed++;
                    result.differences().forEach(each -> out.println(each.render(chosen.problems(), example)));
                }
            }
        }
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 && !unusable ? 0 : 1;
    }

    private boolean wanted(Example example) {
        var text = only.toLowerCase(Locale.ROOT);
        return example.title().toLowerCase(Locale.ROOT).contains(text)
                || example.at().file().toLowerCase(Locale.ROOT).contains(text)
                || example.proves().stream()
                        .anyMatch(id -> id.value().toLowerCase(Locale.ROOT).equals(text));
    }
}
