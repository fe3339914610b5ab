package stepways.engine.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.Age;
import stepways.engine.calendar.Amount;

/// One line of a clock: what the time limit is and what starts it. The first line whose condition holds counts.
///
/// @param clauses the rules that give the limit; where empty, those of the item or stage it belongs to
public record DueRule(Limit limit, Condition when, List<ClauseId> clauses, Basis basis) {

    public DueRule {
        clauses = List.copyOf(clauses);
    }

    /// The limit itself. `of` names what starts it: an outcome, an item, a mark, `started`, `stage`, `sitting`
    /// or a dated fact.
    public sealed interface Limit {

        /// At once, counted in minutes from the start.
        record Immediately(String of) implements Limit {}

        /// Before the end of the day on which it starts.
        record SameDay(String of) implements Limit {}

        /// Within an amount of time; `thenEvery` repeats it after each time it is met.
        record Within(Amount amount, String of, @Nullable Amount thenEvery) implements Limit {}

        /// Before an event that lies ahead, by at least `amount` if one is given.
        record Before(@Nullable Amount amount, String event) implements Limit {}

        /// On the day of an event that lies ahead.
        record DayOf(String event) implements Limit {}

        /// Between two dated events.
        record Between(String opens, String closes) implements Limit {}

        /// A window counted backwards from an event that may move: not earlier than `opens`, not later than `closes`
        /// before it.
        record WindowBefore(Amount opens, Amount closes, String event) implements Limit {}

        /// At an age of the child.
        record AtAge(Age age) implements Limit {}

        /// Between two ages of the child.
        record BetweenAges(Age opens, Age closes) implements Limit {}

        /// No date, on purpose, and why.
        record None(String because) implements Limit {}
    }
}
