package stepways.engine.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import stepways.engine.calendar.Due;
import stepways.engine.policy.ClauseId;

/// What a clock says now, and the clauses it comes from.
public sealed interface Clock {

    List<ClauseId> clauses();

    /// It runs until a date, whose sum explains itself.
    record Runs(Due due, List<ClauseId> clauses) implements Clock {}

    /// A window: from `opens` (if known) until a date. Its start advises, its end is the limit.
    record Opens(Optional<LocalDate> opens, Due due, List<ClauseId> clauses) implements Clock {}

    /// What starts it has not happened, or its date is not known.
    record NotStarted(String waitsFor, List<ClauseId> clauses) implements Clock {}

    /// The procedure gives no time; `because` is the pack's sentence, or empty.
    record Silent(List<ClauseId> clauses, String because) implements Clock {}

    /// The date, where there is one.
    default Optional<Due> dated() {
        return switch (this) {
            case Runs(var due, var _) -> Optional.of(due);
            case Opens(var _, var due, var _) -> Optional.of(due);
            case NotStarted _, Silent _ -> Optional.empty();
        };
    }

    /// Whether its date has passed at `now`, whether or not anybody has recorded that.
    default boolean passed(Instant now) {
        return dated().map(due -> !now.isBefore(due.latest())).orElse(false);
    }
}
