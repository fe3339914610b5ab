package stepways.engine.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a run is. A stage waits for one role, has one list and ends by one decision.
///
/// @param due when the decision itself is due
/// @param perChild whether each child gets an outcome; where they lead apart, the run divides
/// @param doorstep a plain sentence that tells the family where things are
public record Stage(
        String name,
        String title,
        String waitsFor,
        List<Item> checklist,
        Decider decider,
        List<Outcome> outcomes,
        List<DueRule> due,
        @Nullable NotBefore notBefore,
        boolean perChild,
        List<ClauseId> clauses,
        String doorstep) {

    public Stage {
        checklist = List.copyOf(checklist);
        outcomes = List.copyOf(outcomes);
        due = List.copyOf(due);
        clauses = List.copyOf(clauses);
    }

    public Optional<Outcome> outcome(String name) {
        for (var outcome : outcomes) {
            if (outcome.name().equals(name)) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }

    /// The item of this name, also where it stands inside a one-of.
    public Optional<Item> item(String name) {
        for (var item : checklist) {
            if (item.name().equals(name)) {
                return Optional.of(item);
            }
            if (item.kind() instanceof Item.Kind.OneOf(var options)) {
                for (var option : options) {
                    if (option.name().equals(name)) {
                        return Optional.of(option);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
