package stepways.engine.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One route of the procedure: its doors, its stages, and what goes on beside them.
public record Pathway(
        String name,
        String title,
        Kind kind,
        Map<String, Door> doors,
        Map<String, Stage> stages,
        List<Alongside> alongside,
        List<AnyTime> anyTime,
        List<Silence> silences,
        List<ClauseId> clauses) {

    public Pathway {
        doors = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(doors));
        stages = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(stages));
        alongside = List.copyOf(alongside);
        anyTime = List.copyOf(anyTime);
        silences = List.copyOf(silences);
        clauses = List.copyOf(clauses);
    }

    /// What travels through it.
    public enum Kind {
        TRANSFER,
        CONTACT,
        /// Harm now: begins without any condition.
        URGENT
    }

    public enum Direction {
        UP,
        DOWN,
        ACROSS,
        CO_WORKING,
        CONTACT
    }

    /// Who begins a run, where it begins, and what is already open.
    ///
    /// @param from the services it may come from; empty for a contact
    /// @param to the services it may go to; empty where the decision finds it
    /// @param heldBy the team whose duty holder is accountable for a child nobody holds yet; empty if the
    ///     record already shows a holder
    public record Door(
            String name,
            String title,
            Direction direction,
            List<String> from,
            List<String> to,
            String at,
            String by,
            Condition when,
            List<String> alsoOpen,
            String heldBy,
            List<ClauseId> clauses,
            Basis basis) {
        public Door {
            from = List.copyOf(from);
            to = List.copyOf(to);
            alsoOpen = List.copyOf(alsoOpen);
            clauses = List.copyOf(clauses);
        }
    }

    /// A service that stays open, or a person who joins, from one outcome until another.
    ///
    /// While the line runs, nothing may close the service that stays. It never routes.
    ///
    /// @param stays the service that stays open, or empty
    /// @param joins the named person who works beside, or empty
    public record Alongside(
            String name,
            String stays,
            String joins,
            Set<String> from,
            Set<String> until,
            Condition when,
            List<ClauseId> clauses,
            Basis basis) {
        public Alongside {
            from = Set.copyOf(from);
            until = Set.copyOf(until);
            clauses = List.copyOf(clauses);
        }
    }

    /// An act that is allowed in every open stage and moves nothing.
    public record AnyTime(
            String name, String title, String by, List<Effect> then, List<ClauseId> clauses, Basis basis) {
        public AnyTime {
            then = List.copyOf(then);
            clauses = List.copyOf(clauses);
        }
    }

    /// Stages for which the text gives no time, and the sentence that says so.
    public record Silence(Set<String> stages, String because) {
        public Silence {
            stages = Set.copyOf(stages);
        }
    }

    public Stage stage(String name) {
        var stage = stages.get(name);
        if (stage == null) {
            throw new IllegalArgumentException("Expected a stage of pathway " + this.name + ", found '" + name + "'");
        }
        return stage;
    }

    public Optional<Item> item(String name) {
        for (var stage : stages.values()) {
            var item = stage.item(name);
            if (item.isPresent()) {
                return item;
            }
        }
        return Optional.empty();
    }
}
