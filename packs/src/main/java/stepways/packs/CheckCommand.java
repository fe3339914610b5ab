package stepways.packs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stepways.engine.check.Explorer;
import stepways.engine.check.Finding;
import stepways.engine.check.Report;
import stepways.engine.policy.ClauseId;

/// Checks that packs are well written, and explores every path through them.
@Command(
        name = "check",
        description = {
            "Reads every pack and reports all that is wrong with it at once; then explores every path through it, and"
                    + " tells the shortest story in which a child could be failed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        footer = {
            "",
            "An error is the pack's own; a gap is in the council's words, and a person of that council accepts it.",
            "Exit codes: 0 no errors (there may be gaps), 1 errors, 2 the command was not understood."
        })
final class CheckCommand implements Callable<Integer> {

    private static final int AT_ONCE = 2;

    @Mixin
    private PackChoice choice = new PackChoice();

    @Option(names = "--no-stories", description = "Name each finding in one line, without its story.")
    private boolean noStories;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private int errors;
    private int warnings;
    private int gaps;
    private long states;
    private boolean complete = true;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var chosen = choice.load(spec);
        for (var pack : chosen.packs()) {
            ExampleReader.read(pack, chosen.folder(), chosen.problems());
        }
        Catalogue.read(chosen.folder(), chosen.problems());
        problems(out, chosen);
        for (var pack : chosen.packs()) {
            if (chosen.unusable(pack)) {
                complete = false;
                out.println(pack.policy().version() + ": not explored, because it has errors.");
            }
        }
        for (var each : explored(chosen).entrySet()) {
            report(out, chosen, each.getKey(), finished(each.getValue()));
        }
        out.println("packs %d: errors %d, gaps %d, states %d, complete %s"
                .formatted(chosen.packs().size(), errors, gaps, states, complete ? "yes" : "no"));
        return errors == 0 ? 0 : 1;
    }

    private void problems(PrintWriter out, PackChoice.Chosen chosen) {
        var some = chosen.everything()
                ? chosen.problems().all()
                : chosen.packs().stream()
                        .flatMap(pack -> chosen.problemsOf(pack).stream())
                        .toList();
        chosen.print(out, some);
        errors += (int) some.stream().filter(Problem::isError).count();
        warnings += some.size() - errors;
        if (!some.isEmpty()) {
            out.println("problems: " + errors + " errors, " + warnings + " warnings");
            out.println();
        }
    }

    private static Map<LoadedPack, Future<Report>> explored(PackChoice.Chosen chosen) {
        var reports = new LinkedHashMap<LoadedPack, Future<Report>>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var pack : chosen.packs()) {
                if (!chosen.unusable(pack)) {
                    reports.put(pack, threads.submit(() -> Explorer.explore(pack.policy())));
                }
            }
        }
        return reports;
    }

    private static Report finished(Future<Report> report) throws InterruptedException {
        try {
            return report.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Expected a report of the explorer, found a failure", e.getCause());
        }
    }

    private void report(PrintWriter out, PackChoice.Chosen chosen, LoadedPack pack, Report report) {
        errors += (int) report.errors();
        gaps += (int) report.gaps();
        states += report.states();
        complete &= report.complete();
        for (var finding : report.findings()) {
            print(out, pack, finding);
        }
        for (var stopped : report.stopped()) {
            out.println(pack.policy().version() + ": not every path was explored: " + stopped);
        }
        out.println("%s: errors %d, gaps %d, states %d, complete %s"
                .formatted(
                        pack.policy().version(),
                        report.errors()
                                + chosen.problemsOf(pack).stream()
                                        .filter(Problem::isError)
                                        .count(),
                        report.gaps(),
                        report.states(),
                        report.complete() ? "yes" : "no"));
        out.println();
    }

    private void print(PrintWriter out, LoadedPack pack, Finding finding) {
        var place = pack.places()
                .of(finding.at())
                .map(Object::toString)
                .orElse(pack.policy().version().toString());
        var severity = finding.severity() == Finding.Severity.ERROR ? "error" : "gap";
        out.println("%s: %s: %s at %s: %s%s"
                .formatted(
                        place, severity, finding.property(), finding.at(), finding.says(), cited(finding.clauses())));
        if (noStories) {
            return;
        }
        out.println("    " + finding.property() + ": " + finding.property().says());
        for (var line : numbered(finding.story())) {
            out.println("    " + line);
        }
    }

    private static String cited(List<ClauseId> clauses) {
        return clauses.isEmpty()
                ? ""
                : " (" + clauses.stream().map(ClauseId::value).collect(Collectors.joining(", ")) + ")";
    }

    private static List<String> numbered(List<String> story) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < story.size(); i++) {
            lines.add("%2d. %s".formatted(i + 1, story.get(i)));
        }
        return lines;
    }
}
