package stepways.packs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stepways.engine.policy.Clause;
import stepways.engine.policy.ClauseId;

/// Says what became of every rule of the councils' documents.
@Command(
        name = "rules",
        description = {
            "Lists the catalogued rules and the state of each: executed (an element cites it and an example proves it),"
                    + " product (a feature satisfies it and a test cites it), planned, guidance, or unaccounted."
        },
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        footer = {
            "",
            "Exit codes: 0 every rule is accounted for (and every removal noticed), 1 one is not, 2 the command was not"
                    + " understood."
        })
final class RulesCommand implements Callable<Integer> {

    @Mixin
    private PackChoice choice = new PackChoice();

    @Option(
            names = "--remove",
            description = "Take the elements of each executed rule out in turn, and require that an example that proves"
                    + " the rule comes out otherwise.")
    private boolean remove;

    @Option(names = "--elements", description = "With --remove: also name each single element that nothing misses.")
    private boolean elements;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Map<Rules.State, Integer> counted = new EnumMap<>(Rules.State.class);
    private final Map<Rules.State, Integer> beside = new EnumMap<>(Rules.State.class);
    private final List<String> mistakes = new ArrayList<>();
    private final List<Rules.Removal> removals = new ArrayList<>();
    private int mustsWithOneExample;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var chosen = choice.load(spec);
        var catalogue = Catalogue.read(chosen.folder(), chosen.problems());
        var repository = java.util.Optional.ofNullable(
                        chosen.folder().toAbsolutePath().getParent())
                .orElse(Path.of("."));
        chosen.elsewhere().forEach(problem -> mistakes.add(problem.file() + ": " + problem.message()));
        var proofs = proofs(chosen);
        var national = new ArrayList<String>();
        for (var name : packs(catalogue, chosen)) {
            var pack = chosen.all().pack(name);
            if (pack.isEmpty()) {
                catalogue.of(name).forEach(id -> show(out, missing(id)));
                continue;
            }
            var errors = chosen.problemsOf(pack.get()).stream()
                    .filter(Problem::isError)
                    .toList();
            if (!errors.isEmpty()) {
                mistakes.add(pack.get().policy().version() + " has " + errors.size()
                        + (errors.size() == 1 ? " error" : " errors") + ", see ./stepways check " + name);
            }
            var rules = new Rules(pack.get(), proofs, repository);
            for (var id : ids(catalogue, pack.get())) {
                var rule = rules.rule(id);
                if (!rule.mistake().isEmpty()) {
                    mistakes.add(id + " " + rule.mistake());
                }
                if (catalogue.counts(id)) {
                    show(out, rule);
                    count(rule, rules);
                } else {
                    national.add(line(rule));
                    beside.merge(rule.state(), 1, Integer::sum);
                    if (remove && rule.state() == Rules.State.EXECUTED) {
                        national.addAll(told(rules.remove(rule)));
                    }
                }
            }
        }
        if (!national.isEmpty()) {
            out.println();
            out.println("Beside the catalogue, and not counted: " + summary(beside));
            national.forEach(out::println);
        }
        return conclude(out);
    }

    /// Every example that holds, of whatever pack: a council's may prove a national rule.
    private static List<Rules.Proof> proofs(PackChoice.Chosen chosen) {
        var all = new ArrayList<Rules.Proof>();
        for (var pack : chosen.all().packs()) {
            var read = ExampleReader.read(pack, chosen.folder(), chosen.problems());
            if (!chosen.unusable(pack)) {
                read.examples().stream()
                        .filter(example ->
                                ExampleRunner.run(pack.policy(), example).passed())
                        .forEach(example -> all.add(new Rules.Proof(pack.policy(), example)));
            }
        }
        return all;
    }

    private static List<String> packs(Catalogue catalogue, PackChoice.Chosen chosen) {
        var all = new ArrayList<>(chosen.everything() ? catalogue.packs() : List.<String>of());
        for (var pack : chosen.packs()) {
            var name = pack.policy().version().pack();
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        return all;
    }

    private static List<ClauseId> ids(Catalogue catalogue, LoadedPack pack) {
        var all = new ArrayList<>(catalogue.of(pack.policy().version().pack()));
        for (var id : pack.policy().clauses().keySet()) {
            if (!all.contains(id)) {
                all.add(id);
            }
        }
        return all;
    }

    private static Rules.Rule missing(ClauseId id) {
        return new Rules.Rule(
                id, java.util.Optional.empty(), Rules.State.UNACCOUNTED, "there is no pack for it", 0, "");
    }

    private void show(PrintWriter out, Rules.Rule rule) {
        out.println(line(rule));
        counted.merge(rule.state(), 1, Integer::sum);
    }

    private static String line(Rules.Rule rule) {
        return "%-8s %-6s %-11s %s"
                .formatted(rule.id(), rule.force(), rule.state().word(), rule.why());
    }

    private void count(Rules.Rule rule, Rules rules) {
        if (rule.state() != Rules.State.EXECUTED) {
            return;
        }
        boolean must = rule.clause()
                .map(Clause::force)
                .filter(Clause.Force.MUST::equals)
                .isPresent();
        if (must && rule.examples() == 1) {
            mustsWithOneExample++;
        }
        if (remove) {
            removals.add(rules.remove(rule));
        }
    }

    private List<String> told(Rules.Removal removal) {
        var all = new ArrayList<String>();
        removal.broken().forEach(what -> all.add("error: could not take out " + what));
        if (!removal.noticed()) {
            all.add("unnoticed: " + removal.rule().id() + ": nothing misses " + String.join(", ", removal.unnoticed()));
        } else if (elements) {
            removal.unnoticed()
                    .forEach(what ->
                            all.add("not missed alone: " + removal.rule().id() + ": " + what));
        }
        return all;
    }

    private int conclude(PrintWriter out) {
        out.println();
        mistakes.forEach(mistake -> out.println("error: " + mistake));
        if (mustsWithOneExample > 0) {
            out.println("warning: executed musts with one example only: " + mustsWithOneExample);
        }
        int unaccounted = counted.getOrDefault(Rules.State.UNACCOUNTED, 0);
        long unnoticed = removals.stream().filter(removal -> !removal.noticed()).count();
        removals.forEach(removal -> told(removal).forEach(out::println));
        out.println("rules " + summary(counted));
        if (remove) {
            out.println("removed %d, noticed %d, unnoticed %d"
                    .formatted(removals.size(), removals.size() - unnoticed, unnoticed));
        }
        return unaccounted == 0 && mistakes.isEmpty() && unnoticed == 0 ? 0 : 1;
    }

    private static String summary(Map<Rules.State, Integer> counts) {
        var parts = new ArrayList<String>();
        for (var state : Rules.State.values()) {
            parts.add(state.word() + " " + counts.getOrDefault(state, 0));
        }
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        return total + ": " + String.join(", ", parts);
    }
}
