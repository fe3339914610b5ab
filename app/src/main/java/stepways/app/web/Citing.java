package stepways.app.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.Basis;
import stepways.engine.policy.Clause;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;

/// Cites the clauses of a procedure, with what an element rests on and how an unclear clause is read.
public record Citing(Policy policy) {

    /// "ABC-12 · must · text, with a reading".
    public Cite cite(ClauseId clause, Basis basis) {
        var home = home(policy, clause);
        var version = home.version();
        var force = home.clause(clause).map(Clause::force).map(f -> f == Clause.Force.INFO ? "information" : f.word());
        var read = reading(clause) != null;
        return new Cite(
                clause.value(),
                "/policy/" + version.pack() + "/" + version.version() + "#" + clause.value(),
                force.orElse("not in the manual"),
                (home == policy ? basis.word() : Basis.NATIONAL.word()) + (read ? ", with a reading" : ""));
    }

    public List<Cite> cites(List<ClauseId> clauses, Basis basis) {
        return clauses.stream().distinct().map(clause -> cite(clause, basis)).toList();
    }

    public List<Cite> cites(List<ClauseId> clauses) {
        return cites(clauses, Basis.TEXT);
    }

    /// A plain sentence, the clauses behind it, and how they are read where they are unclear.
    public Why why(@Nullable String words, List<ClauseId> clauses, Basis basis) {
        Reading reading = null;
        for (var clause : clauses) {
            if (reading == null) {
                reading = reading(clause);
            }
        }
        return new Why(words == null || words.isEmpty() ? null : words, cites(clauses, basis), reading);
    }

    public Why why(@Nullable String words, List<ClauseId> clauses) {
        return why(words, clauses, Basis.TEXT);
    }

    /// A plain sentence and the clauses behind it, for lists: how an unclear one is read stands on the page it leads
    /// to.
    public Why brief(@Nullable String words, List<ClauseId> clauses) {
        return new Why(words == null || words.isEmpty() ? null : words, cites(clauses), null);
    }

    private static String sentence(String words) {
        return words.isEmpty() || words.endsWith(".") ? words : words + ".";
    }

    /// How an unclear clause is read here; null where nobody had to.
    public @Nullable Reading reading(ClauseId clause) {
        for (var layer = policy; layer != null; layer = layer.national()) {
            for (var reading : layer.readings()) {
                if (reading.clause().equals(clause)) {
                    return new Reading(
                            reading.asWritten(),
                            sentence(reading.readAs()),
                            reading.by().isEmpty()
                                    ? "By the pack’s authors, not the council."
                                    : "By " + reading.by() + ".");
                }
            }
        }
        return null;
    }

    /// The words of a clause in the manual; empty where the manual does not hold it.
    public List<String> words(List<ClauseId> clauses) {
        var all = new ArrayList<String>();
        for (var id : clauses) {
            policy.clause(id).map(Clause::text).ifPresent(all::add);
        }
        return all;
    }

    /// The layer whose manual holds the clause: this procedure or the national one.
    private static Policy home(Policy policy, ClauseId clause) {
        for (var layer = policy; layer != null; layer = layer.national()) {
            if (layer.clauses().containsKey(clause)) {
                return layer;
            }
        }
        return policy;
    }
}
