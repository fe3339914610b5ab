package stepways.app.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.NoSuchElementException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SmartDataSource;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/// The only way to the stored record.
///
/// Every use is one transaction for one [Viewer], and the database shows it the rows of that viewer's authority and no
/// others: row-level security, set for the transaction and gone with it. What throws is rolled back; what returns is
/// committed.
///
/// ```java
/// var family = database.read(viewer, sql -> sql.sql("select … where id = :id").param("id",
/// id).query(Family.class).optional());
/// ```
public final class Database implements AutoCloseable {

    /// The state of a wait or a statement that ran out of time, of a deadlock, and of a server that takes no more.
    private static final Set<String> BUSY = Set.of("55P03", "57014", "40P01", "40001", "53300", "57P03");

    /// More than the service has statements, so that each is read and prepared once.
    private static final int STATEMENTS = 1024;

    private static final String READING = """
            set transaction isolation level repeatable read, read only; \
            select set_config('stepways.authority', ?, true)\
            """;
    private static final String WRITING = "select set_config('stepways.authority', ?, true)";
    private static final String BULK = """
            select set_config('stepways.authority', ?, true), set_config('statement_timeout', '10min', true), \
            set_config('plan_cache_mode', 'auto', true)\
            """;

    private final HikariDataSource pool;
    private final HikariDataSource sessions;
    private final ScopedValue<Connection> transaction = ScopedValue.newInstance();
    private final NamedParameterJdbcTemplate batches;
    private final JdbcClient sql;

    private Database(DatabaseSettings settings) {
        this.pool =
                pool("stepways", settings, DatabaseSetup.APP, settings.appPassword(), settings.connections(), false);
        this.sessions = pool(
                "stepways-sessions",
                settings,
                DatabaseSetup.SESSION,
                settings.sessionPassword(),
                Math.min(4, settings.connections()),
                true);
        this.batches = new NamedParameterJdbcTemplate(new JdbcTemplate(new CurrentTransaction()));
        this.batches.setCacheLimit(STATEMENTS);
        this.sql = JdbcClient.create(batches);
    }

    /// Opens the database, and refuses one that is not of this build's version or whose role could do more than the
    /// service should be able to.
    public static Database open(DatabaseSettings settings) {
        var database = new Database(settings);
        try {
            database.check(settings);
            return database;
        } catch (Throwable failure) {
            database.close();
            throw failure;
        }
    }

    /// Reads what was true at one moment: later statements of `work` see what its first one saw.
    public <T extends @Nullable Object> T read(Viewer viewer, Work<T> work) {
        return inTransaction(READING, viewer.authority().value(), () -> work.with(sql));
    }

    /// Reads and writes, all of it or none. An `update` names the version it expects and looks at the row count.
    public <T extends @Nullable Object> T write(Viewer viewer, Work<T> work) {
        return inTransaction(WRITING, viewer.authority().value(), () -> work.with(sql));
    }

    /// Writes very many rows, all of them or none, in statements that may take minutes.
    public <T extends @Nullable Object> T bulk(Viewer viewer, BulkWork<T> work) {
        return inTransaction(BULK, viewer.authority().value(), () -> work.with(sql, batches));
    }

    /// Reads what may be known before an authority is named. No row of any authority is shown.
    <T extends @Nullable Object> T beforeAnAuthorityIsNamed(Work<T> work) {
        return inTransaction(READING, "", () -> work.with(sql));
    }

    /// Connections of a role that may touch the web sessions and nothing else.
    public DataSource sessions() {
        return sessions;
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }

    private interface Body<T extends @Nullable Object> {
        T run();
    }

    private <T extends @Nullable Object> T inTransaction(String beginning, String authority, Body<T> body) {
        if (transaction.isBound()) {
            throw new IllegalStateException(
                    "A transaction is open already: hand its JdbcClient on instead of beginning another");
        }
        try (var connection = borrow()) {
            T result;
            try {
                begin(connection, beginning, authority);
                var scope = ScopedValue.where(transaction, connection);
                result = (beginning.equals(READING) ? Snapshot.begin(scope) : scope)
                        .<T, RuntimeException>call(body::run);
            } catch (Throwable failure) {
                rollBack(connection, failure);
                throw failure;
            }
            connection.commit();
            return result;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && isBusy(cause)) {
                throw busy(cause);
            }
            throw e;
        } catch (SQLException e) {
            if (isBusy(e)) {
                throw busy(e);
            }
            var translated = new SQLExceptionSubclassTranslator().translate("transaction", null, e);
            throw translated != null
                    ? translated
                    : new DataAccessResourceFailureException("The transaction could not be completed", e);
        }
    }

    private Connection borrow() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new DatabaseBusy(
                    "No connection to the database came free within " + pool.getConnectionTimeout() + " ms", e);
        }
    }

    private static void begin(Connection connection, String beginning, String authority) throws SQLException {
        try (var statement = connection.prepareStatement(beginning)) {
            statement.setString(1, authority);
            statement.execute();
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isBusy(SQLException e) {
        return BUSY.contains(String.valueOf(e.getSQLState()));
    }

    private static DatabaseBusy busy(SQLException e) {
        return new DatabaseBusy("The database gave up waiting (" + e.getSQLState() + ")", e);
    }

    private void check(DatabaseSettings settings) {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("""
                        select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
                               or exists (select from pg_auth_members m where m.member = r.oid)
                               or exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass
                                             and d.refobjid = r.oid and d.deptype = 'o')
                               or has_database_privilege(current_database(), 'create, temporary')
                               or has_schema_privilege('stepways', 'create')
                          from pg_roles r
                         where r.rolname = current_user
                        """)) {
            if (!answer.next() || answer.getBoolean(1)) {
                throw new DatabaseUnfit("The role " + DatabaseSetup.APP + " can do more than it should: it must own"
                        + " nothing, belong to no other role, create nothing and bypass no row-level security."
                        + " Run the set-up script again.");
            }
            Migrations.check(connection);
            connection.rollback();
        } catch (SQLException e) {
            throw new DatabaseUnfit("Cannot use the database at " + settings.url() + ": " + e.getMessage(), e);
        }
    }

    private static HikariDataSource pool(
            String name, DatabaseSettings settings, String role, String password, int size, boolean autoCommit) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setUsername(role);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(settings.patience().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(autoCommit);
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Each statement is planned once for each connection: see the settings of the role in roles.sql.
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("preparedStatementCacheQueries", Integer.toString(STATEMENTS));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // The detail of a refused row names the values of a family's record, which belong in no log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }

    /// Hands the connection of the running transaction to Spring's templates, and none outside one.
    private final class CurrentTransaction extends AbstractDataSource implements SmartDataSource {

        @Override
        public Connection getConnection() {
            try {
                return transaction.get();
            } catch (NoSuchElementException e) {
                throw new IllegalStateException("This JdbcClient is used after its transaction has ended", e);
            }
        }

        @Override
        public Connection getConnection(String username, String password) {
            throw new UnsupportedOperationException("Connections are made for a viewer, not for a user name");
        }

        @Override
        public boolean shouldClose(Connection connection) {
            return false;
        }
    }
}
