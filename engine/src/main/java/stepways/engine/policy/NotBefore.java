package stepways.engine.policy;

import java.util.List;
import stepways.engine.calendar.Age;
import stepways.engine.calendar.Amount;

/// A minimum: the outcome or item is refused until it has passed.
public record NotBefore(Moment moment, Condition when, List<ClauseId> clauses) {

    public NotBefore {
        clauses = List.copyOf(clauses);
    }

    /// What has to have passed.
    public sealed interface Moment {

        /// This much time since something happened.
        record Wait(Amount amount, String of) implements Moment {}

        /// A dated event, or an outcome, item or mark of the run.
        record Event(String name) implements Moment {}

        /// An age of the child.
        record AtAge(Age age) implements Moment {}
    }
}
