package stepways.app.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;

/// The same as the drawing, as a list: for those who do not see it, and for print.
final class Outline {

    private Outline() {}

    static List<Flow.Step> of(Policy policy, Pathway pathway) {
        var words = new Words(policy);
        var steps = new ArrayList<Flow.Step>();
        for (var door : pathway.doors().values()) {
            steps.add(new Flow.Step(
                    "Door: " + door.title() + ", by " + words.role(door.by()) + cited(door.clauses()) + ".",
                    List.of("Begins at “" + pathway.stage(door.at()).title() + "”.")));
        }
        for (var stage : pathway.stages().values()) {
            var due = stage.due().stream()
                    .map(rule -> words.limit(rule.limit()))
                    .filter(limit -> !limit.isEmpty())
                    .findFirst();
            steps.add(new Flow.Step(
                    stage.title() + ". Waits for " + words.role(stage.waitsFor()) + ". Decided by "
                            + words.decides(stage.decider())
                            + due.map(limit -> ", " + limit).orElse("")
                            + cited(stage.clauses().isEmpty() ? stage.decider().clauses() : stage.clauses()) + ".",
                    stage.outcomes().stream()
                            .map(outcome -> way(policy, pathway, words, outcome))
                            .toList()));
        }
        for (var line : pathway.alongside()) {
            steps.add(new Flow.Step(
                    (line.stays().isEmpty()
                                    ? "Somebody works alongside: " + Words.spaced(line.joins())
                                    : words.service(line.stays()) + " stays open alongside")
                            + cited(line.clauses()) + ".",
                    List.of("From " + titles(pathway, line.from()) + " until " + titles(pathway, line.until()) + ".")));
        }
        for (var act : pathway.anyTime()) {
            steps.add(new Flow.Step(
                    "At any time: " + act.title() + ", by " + words.role(act.by()) + cited(act.clauses()) + ".",
                    List.of()));
        }
        if (pathway.kind() != Pathway.Kind.URGENT) {
            var harm = policy.harm().map(route -> cited(route.clauses())).orElse("");
            steps.add(
                    new Flow.Step("Harm now is open from every stage, and nothing blocks it" + harm + ".", List.of()));
        }
        return steps;
    }

    private static String way(Policy policy, Pathway pathway, Words words, Outcome outcome) {
        var effects = words.effects(outcome.then());
        var gap = policy.gaps().stream()
                .filter(found -> found.at().equals(pathway.name() + "." + outcome.name()))
                .findFirst();
        return outcome.title() + ": " + Words.go(pathway, outcome)
                + (effects.isEmpty() ? "" : "; " + String.join("; ", effects))
                + cited(outcome.clauses()) + "."
                + gap.map(found -> " Gap: " + found.says()).orElse("");
    }

    private static String titles(Pathway pathway, java.util.Set<String> outcomes) {
        return outcomes.stream()
                .sorted()
                .map(name -> "“"
                        + pathway.stages().values().stream()
                                .flatMap(stage -> stage.outcome(name).stream())
                                .map(Outcome::title)
                                .findFirst()
                                .orElse(Words.spaced(name))
                        + "”")
                .collect(Collectors.joining(" or "));
    }

    private static String cited(List<ClauseId> clauses) {
        return clauses.isEmpty()
                ? ""
                : " (" + clauses.stream().map(ClauseId::value).distinct().collect(Collectors.joining(", ")) + ")";
    }
}
