package stepways.app.web;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows how a date was worked out.
final class Sums {

    private Sums() {}

    static @Nullable Sum of(stepways.engine.calendar.Sum sum, LocalDate today) {
        return sum.words().isEmpty() ? null : new Sum(sum.words(), List.of(), List.of(), List.of(), null);
    }
}
