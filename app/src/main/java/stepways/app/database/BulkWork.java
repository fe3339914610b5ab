package stepways.app.database;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is done inside one long transaction, with statements sent in batches: an import.
@FunctionalInterface
public interface BulkWork<T extends @Nullable Object> {

    /// Writes with `sql` and, many rows at a time, with `batches`. Both work until this method returns.
    T with(JdbcClient sql, NamedParameterJdbcOperations batches);
}
