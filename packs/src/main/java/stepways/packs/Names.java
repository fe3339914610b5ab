package stepways.packs;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Form;
import stepways.engine.policy.Policy;

/// Every name that a pack may use: its own and those of the national layer.
final class Names {

    /// The lawful bases on which papers may pass without agreement.
    static final Set<String> LAWFUL_BASES = Set.of("public-task", "legal-obligation", "vital-interests");

    final Set<String> services = new LinkedHashSet<>();
    final Set<String> teams = new LinkedHashSet<>();
    final Set<String> roles = new LinkedHashSet<>();
    final Map<String, FactType> facts = new LinkedHashMap<>();
    final Set<String> documents = new LinkedHashSet<>();
    final Map<String, Form> forms = new LinkedHashMap<>();
    final Set<String> agreements = new LinkedHashSet<>();
    final Set<String> forums = new LinkedHashSet<>();
    final Set<String> letters = new LinkedHashSet<>();
    final Set<ClauseId> clauses = new HashSet<>();

    static Names of(@Nullable Policy national) {
        var names = new Names();
        if (national != null) {
            names.services.addAll(national.services().keySet());
            names.teams.addAll(national.teams().keySet());
            names.roles.addAll(national.roles().keySet());
            names.facts.putAll(national.facts());
            names.documents.addAll(national.documents().keySet());
            names.forms.putAll(national.forms());
            names.agreements.addAll(national.agreements().keySet());
            names.forums.addAll(national.forums().keySet());
            names.letters.addAll(national.letters().keySet());
            names.clauses.addAll(national.clauses().keySet());
        }
        return names;
    }

    List<ClauseId> clauses(Yaml at) {
        var all = new java.util.ArrayList<ClauseId>();
        for (var each : at.list()) {
            each.parse(ClauseId::new).ifPresent(id -> {
                if (!clauses.contains(id)) {
                    each.error(
                            "no clause " + id + " in the manual",
                            Problems.nearest(
                                            id.value(),
                                            clauses.stream()
                                                    .map(ClauseId::value)
                                                    .toList())
                                    .orElse(""));
                }
                all.add(id);
            });
        }
        return all;
    }
}
