package stepways.app.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGConnection;

/// Makes the roles, the database and its schema, once, as superuser. Nothing after it needs a superuser.
///
/// What it runs on the embedded server is word for word what [#script()] prints for the administrator of a production
/// server.
public final class DatabaseSetup {

    /// Owns the schema and runs the migrations.
    public static final String OWNER = "stepways_owner";
    /// What the service works as.
    public static final String APP = "stepways_app";
    /// May touch the web sessions and nothing else.
    public static final String SESSION = "stepways_session";
    /// The schema that holds every table.
    public static final String SCHEMA = "stepways";

    private static final String ROLES = read("roles.sql");
    private static final String DATABASE = read("database.sql");
    private static final String CREATE =
            "create database :\"database\" owner stepways_owner template template0 encoding 'UTF8'"
                    + " locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'";
    private static final String MARK = "Stepways set-up " + fingerprint();

    /// Wrong password, unknown role, unknown database, no right to connect: what an owner meets before the set-up.
    private static final Set<String> NOT_SET_UP = Set.of("28P01", "28000", "3D000", "42501");

    private DatabaseSetup() {}

    /// Sets `database` up on `server` where it is not yet, brings it to this build's version, and says how to reach it.
    public static DatabaseSettings prepare(EmbeddedPostgres server, String database) {
        setUp(server, database);
        Migrations.migrate(server.url(database), server.passwordOf(OWNER));
        return settings(server, database);
    }

    /// How to reach `database` on `server` once it has been prepared.
    public static DatabaseSettings settings(EmbeddedPostgres server, String database) {
        return new DatabaseSettings(
                server.url(database), server.passwordOf(APP), server.passwordOf(SESSION), 10, Duration.ofSeconds(2));
    }

    /// Makes roles, database and schema on `server`. Where the owner finds them as this build wants them, no superuser
    /// connection is opened at all.
    public static void setUp(EmbeddedPostgres server, String database) {
        requireName(database);
        try {
            if (isSetUp(server, database)) {
                return;
            }
            try (var superuser = superuser(server, "postgres")) {
                run(superuser, ROLES);
                for (var role : new String[] {OWNER, APP, SESSION}) {
                    superuser
                            .unwrap(PGConnection.class)
                            .alterUserPassword(role, server.passwordOf(role).toCharArray(), "scram-sha-256");
                }
                if (!exists(superuser, database)) {
                    run(superuser, named(CREATE, database));
                }
            }
            try (var superuser = superuser(server, database)) {
                run(superuser, named(DATABASE, database));
                run(superuser, named("comment on database :\"database\" is '" + MARK + "'", database));
            }
        } catch (SQLException e) {
            throw new DatabaseUnfit("The set-up of the database " + database + " failed: " + e.getMessage(), e);
        }
    }

    /// The set-up as a script for `psql`, for a production server.
    public static String script() {
        return """
                -- Stepways: roles, database and schema. Run once as a superuser, with psql, on PostgreSQL 17 or newer:
                --     psql -v database=stepways -f set-up.sql
                -- It asks for three passwords. Running it again changes nothing but them.
                \\set ON_ERROR_STOP on
                \\if :{?database} \\else
                \\set database stepways
                \\endif

                %s
                \\password stepways_owner
                \\password stepways_app
                \\password stepways_session

                select format($create$%s$create$, :'database')
                 where not exists (select from pg_database where datname = :'database')
                \\gexec
                \\connect :"database"

                %s""".formatted(ROLES, CREATE.replace(":\"database\"", "%I"), DATABASE);
    }

    private static boolean isSetUp(EmbeddedPostgres server, String database) throws SQLException {
        try (var owner = connect(server, database, OWNER);
                var query = owner.prepareStatement("""
                        select shobj_description(oid, 'pg_database') = ?
                          from pg_database
                         where datname = current_database()
                        """)) {
            query.setString(1, MARK);
            try (var answer = query.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        } catch (SQLException e) {
            if (NOT_SET_UP.contains(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static boolean exists(Connection superuser, String database) throws SQLException {
        try (var query = superuser.prepareStatement("select from pg_database where datname = ?")) {
            query.setString(1, database);
            try (var answer = query.executeQuery()) {
                return answer.next();
            }
        }
    }

    static Connection superuser(EmbeddedPostgres server, String database) throws SQLException {
        return connect(server, database, EmbeddedPostgres.SUPERUSER);
    }

    static Connection connect(EmbeddedPostgres server, String database, String role) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", server.passwordOf(role));
        properties.setProperty("logServerErrorDetail", "false");
        return DriverManager.getConnection(server.url(database), properties);
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    private static String named(String script, String database) {
        return script.replace(":\"database\"", '"' + database + '"');
    }

    private static void requireName(String database) {
        if (!database.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "Expected a database name of lower-case letters, digits and underscores, found '" + database + "'");
        }
    }

    private static String read(String resource) {
        try (var stream = DatabaseSetup.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("This build lacks " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes with the scripts, so that a database set up by an earlier build is set up again.
    private static String fingerprint() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            var bytes = (ROLES + CREATE + DATABASE).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(sha256.digest(bytes), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
