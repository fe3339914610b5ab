package stepways.packs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stepways.engine.policy.Clause;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;

/// What became of every clause of one pack, and whether anybody would notice if its element were not there.
final class Rules {

    private static final int MOST_NAMED = 4;

    private final LoadedPack pack;
    private final Path repository;
    private final Map<ClauseId, List<Citation>> cited = new LinkedHashMap<>();
    private final Map<ClauseId, List<Proof>> proofs = new LinkedHashMap<>();

    /// An example, and the policy it is an example of: the pack's own, or one that stands on it.
    record Proof(Policy policy, Example example) {}

    /// @param proofs the examples that hold
    /// @param repository where the tests are that `product` names
    Rules(LoadedPack pack, List<Proof> proofs, Path repository) {
        this.pack = pack;
        this.repository = repository;
        for (var citation : Citation.of(pack.policy())) {
            cited.computeIfAbsent(citation.clause(), _ -> new ArrayList<>()).add(citation);
        }
        for (var proof : proofs) {
            for (var clause : new LinkedHashSet<>(proof.example().proves())) {
                if (pack.policy().clauses().containsKey(clause)) {
                    this.proofs.computeIfAbsent(clause, _ -> new ArrayList<>()).add(proof);
                }
            }
        }
    }

    enum State {
        EXECUTED,
        PRODUCT,
        PLANNED,
        GUIDANCE,
        UNACCOUNTED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// One rule.
    ///
    /// @param clause empty if the manual does not have it
    /// @param why the elements and examples, or the reason, or what is missing
    /// @param mistake what is wrong with it; empty if nothing
    record Rule(ClauseId id, Optional<Clause> clause, State state, String why, int examples, String mistake) {

        String force() {
            return clause.map(c -> c.force().word()).orElse("");
        }
    }

    Rule rule(ClauseId id) {
        var clause = pack.policy().clauses().get(id);
        if (clause == null) {
            return new Rule(id, Optional.empty(), State.UNACCOUNTED, "not in the manual", 0, "");
        }
        var elements = cited.getOrDefault(id, List.of());
        var examples = proofs.getOrDefault(id, List.of());
        var said = pack.states().get(id);
        boolean executed = !elements.isEmpty() && !examples.isEmpty();
        if (executed) {
            var mistake =
                    said == null ? "" : "is executed, and must not stand in rules.yaml (line " + said.line() + ")";
            return new Rule(
                    id,
                    Optional.of(clause),
                    State.EXECUTED,
                    elements(elements) + "; examples: " + examples.size(),
                    examples.size(),
                    mistake);
        }
        if (said != null) {
            return said(id, clause, said);
        }
        var missing = elements.isEmpty()
                ? examples.isEmpty() ? "no element cites it" : "an example proves it, but no element cites it"
                : elements(elements) + "; no example that holds proves it";
        return new Rule(id, Optional.of(clause), State.UNACCOUNTED, missing, examples.size(), "");
    }

    private Rule said(ClauseId id, Clause clause, LoadedPack.RuleState said) {
        return switch (said.kind()) {
            case GUIDANCE -> new Rule(id, Optional.of(clause), State.GUIDANCE, said.why(), 0, "");
            case PLANNED -> new Rule(id, Optional.of(clause), State.PLANNED, said.why(), 0, "");
            case PRODUCT -> {
                var missing = missing(id, said);
                yield missing.isEmpty()
                        ? new Rule(id, Optional.of(clause), State.PRODUCT, said.why() + "; test: " + said.test(), 0, "")
                        : new Rule(id, Optional.of(clause), State.UNACCOUNTED, missing, 0, "");
            }
        };
    }

    /// What is missing for a rule that a feature satisfies; empty if nothing.
    private String missing(ClauseId id, LoadedPack.RuleState said) {
        if (said.test().isEmpty()) {
            return "product, but no test is named: " + said.why();
        }
        var test = repository.resolve(said.test());
        if (!Files.isRegularFile(test)) {
            return "product, but there is no test " + said.test();
        }
        return Packs.text(test).contains(id.value()) ? "" : "product, but " + said.test() + " does not cite it";
    }

    private static String elements(List<Citation> citations) {
        var all = new LinkedHashSet<String>();
        citations.forEach(citation -> all.add(citation.what()));
        var some = all.stream().limit(MOST_NAMED).collect(java.util.stream.Collectors.joining(", "));
        return all.size() <= MOST_NAMED ? some : some + " and " + (all.size() - MOST_NAMED) + " more";
    }

    /// What taking out the elements of one executed rule showed.
    ///
    /// @param noticed whether an example that proves the rule came out otherwise
    /// @param unnoticed the elements whose removal, each alone, nothing noticed
    /// @param broken elements that could not be taken out, and why: what was left was no policy
    record Removal(Rule rule, boolean noticed, List<String> unnoticed, List<String> broken) {}

    /// Takes each element that cites the rule out in turn, then all of them together, and asks the examples that prove
    /// it.
    Removal remove(Rule rule) {
        var elements = cited.getOrDefault(rule.id(), List.of());
        var examples = proofs.getOrDefault(rule.id(), List.of());
        var unnoticed = new ArrayList<String>();
        var broken = new ArrayList<String>();
        boolean noticed = false;
        for (var element : elements) {
            if (notices(List.of(element), examples, broken)) {
                noticed = true;
            } else {
                unnoticed.add(element.what());
            }
        }
        if (!noticed && elements.size() > 1) {
            noticed = notices(elements, examples, broken);
        }
        return new Removal(rule, noticed, unnoticed, broken);
    }

    private boolean notices(List<Citation> elements, List<Proof> proofs, List<String> broken) {
        var changed = pack.policy();
        for (var element : elements) {
            changed = element.without().apply(changed);
        }
        for (var proof : proofs) {
            var under = proof.policy() == pack.policy() ? changed : Without.onNational(proof.policy(), changed);
            try {
                var result = ExampleRunner.run(under, proof.example());
                if (!result.passed() && (result.began() || isGone(changed, proof.example()))) {
                    return true;
                }
            } catch (IllegalArgumentException | IllegalStateException e) {
                broken.add(elements(elements) + " (" + proof.example().title() + "): " + e.getMessage());
            }
        }
        return false;
    }

    /// Whether the very door of the example was taken out.
    private static boolean isGone(Policy changed, Example example) {
        var pathway = changed.pathways().get(example.pathway());
        return pathway != null && !pathway.doors().containsKey(example.door());
    }
}
