package stepways.app.database;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is done inside one transaction.
@FunctionalInterface
public interface Work<T extends @Nullable Object> {

    /// Reads or writes with `sql`, which works until this method returns and not after.
    T with(JdbcClient sql);
}
