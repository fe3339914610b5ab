package stepways.app.database;

import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;

/// The name of the constraint that refused a write, such as `a_child_has_one_accountable_holder_at_a_time`.
public record BrokenRule(String name) {

    /// The rule that `refusal` speaks of; empty where the refusal was of another kind.
    public static Optional<BrokenRule> in(DataAccessException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException postgres) {
                var message = postgres.getServerErrorMessage();
                var constraint = message == null ? null : message.getConstraint();
                return Optional.ofNullable(constraint).map(BrokenRule::new);
            }
        }
        return Optional.empty();
    }
}
