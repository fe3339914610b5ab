package stepways.app.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real, migrated database, the same for all tests of one JVM, kept apart by authority: a test begins with an
/// authority of its own and cannot see what another test wrote.
///
/// ```java
/// private final Database database = TestDatabase.shared();
/// private final Viewer viewer = TestDatabase.aNewAuthority();
/// ```
///
/// The server's folder is `target/postgres` of the module. Where another test run of the same module holds it, the next
/// number is taken. The schema is made afresh by each JVM.
public final class TestDatabase {

    /// The moment at which the tests' own rows are recorded.
    public static final Instant NOW = Instant.parse("2026-04-07T09:00:00Z");

    private static final String NAME = "stepways_test";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static @Nullable EmbeddedPostgres server;
    private static @Nullable Database shared;
    private static Path base = Path.of("target", "postgres");

    private TestDatabase() {}

    /// The folder into which all servers of this module's tests unpack the programs.
    public static Path programs() {
        return Path.of("target", "postgres-programs");
    }

    /// The server, started by the first who asks and stopped with the JVM.
    public static synchronized EmbeddedPostgres server() {
        if (server == null) {
            server = launch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::close));
        }
        return server;
    }

    /// Where the server keeps what it has, and what it says.
    public static synchronized Path base() {
        server();
        return base;
    }

    /// The database, of this build's version.
    public static synchronized Database shared() {
        if (shared == null) {
            shared = Database.open(recreate(NAME));
        }
        return shared;
    }

    /// How to reach [#shared()]: for a Spring context on the same database.
    public static synchronized DatabaseSettings settings() {
        shared();
        return DatabaseSetup.settings(server(), NAME);
    }

    /// Another database on the same server: dropped if it was there, set up, and migrated.
    public static synchronized DatabaseSettings recreate(String name) {
        drop(name);
        return DatabaseSetup.prepare(server(), name);
    }

    /// Removes a database, whoever is connected.
    public static synchronized void drop(String name) {
        try (var superuser = DatabaseSetup.superuser(server(), "postgres");
                var statement = superuser.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot drop the test database " + name, e);
        }
    }

    /// Changes the schema itself, as its owner.
    public static void asOwner(String name, String statements) {
        try (var owner = DatabaseSetup.connect(server(), name, DatabaseSetup.OWNER);
                var statement = owner.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot change the test database " + name, e);
        }
    }

    /// Changes the server's own settings.
    public static void asSuperuser(String name, String... statements) {
        try (var superuser = DatabaseSetup.superuser(server(), name);
                var statement = superuser.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot set the test database " + name, e);
        }
    }

    /// A job that works for an authority nobody else has, whose row is there already.
    public static Viewer.Job aNewAuthority() {
        var authority = new AuthorityId("test-" + COUNTER.incrementAndGet());
        var viewer = new Viewer.Job(authority, "test");
        shared().write(
                        viewer,
                        sql -> sql.sql("""
                        insert into authority (id, name, recorded_at)
                        values (:id, :name, :now)
                        """)
                                .param("id", authority.value())
                                .param("name", "Invented council " + COUNTER.get())
                                .param("now", OffsetDateTime.ofInstant(NOW, ZoneOffset.UTC))
                                .update());
        return viewer;
    }

    private static EmbeddedPostgres launch(int number) {
        base = Path.of("target", number == 1 ? "postgres" : "postgres-" + number);
        try {
            return EmbeddedPostgres.in(base)
                    .withPrograms(programs())
                    .withProgress(System.err::println)
                    .start();
        } catch (LaunchFailed e) {
            if (number < 8 && String.valueOf(e.getMessage()).contains("in use")) {
                return launch(number + 1);
            }
            throw e;
        }
    }

    private static synchronized void close() {
        if (shared != null) {
            shared.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
