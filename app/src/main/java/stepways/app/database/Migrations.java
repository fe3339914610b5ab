package stepways.app.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Brings the schema to this build's version, forward only, as the owner role.
///
/// The schema carries the fingerprint of the migrations that made it. Where it is this build's, a start need not look
/// further, and a service that meets another one refuses to work on it.
public final class Migrations {

    private static final String LOCATION = "classpath:db/migration";

    private Migrations() {}

    /// Runs what is missing in the database at `url`. Where nothing is missing, nothing happens.
    public static void migrate(String url, String ownerPassword) {
        try (var owner = DriverManager.getConnection(url, DatabaseSetup.OWNER, ownerPassword)) {
            if (found(owner).equals(ofThisBuild())) {
                return;
            }
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(url, DatabaseSetup.OWNER, ownerPassword)
                    .schemas(DatabaseSetup.SCHEMA)
                    .createSchemas(false)
                    .locations(LOCATION)
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
            try (var statement = owner.createStatement()) {
                statement.execute("comment on schema " + DatabaseSetup.SCHEMA + " is '" + ofThisBuild() + "'");
            }
        } catch (FlywayException | SQLException e) {
            throw new DatabaseUnfit("The migration of the database failed: " + e.getMessage(), e);
        }
    }

    /// The migrations in this build: the newest version, and a fingerprint over all of them.
    static String ofThisBuild() {
        try {
            var files = new TreeMap<MigrationVersion, Resource>();
            var loader = new PathMatchingResourcePatternResolver(Migrations.class.getClassLoader());
            for (var file : loader.getResources(LOCATION + "/V*.sql")) {
                var name = String.valueOf(file.getFilename());
                files.put(MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))), file);
            }
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (var file : files.values()) {
                sha256.update(file.getContentAsByteArray());
            }
            return "migrations to " + files.lastKey() + " " + HexFormat.of().formatHex(sha256.digest(), 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// Refuses a database whose schema was not made by this build's migrations.
    static void check(Connection app) throws SQLException {
        var found = found(app);
        if (!found.equals(ofThisBuild())) {
            throw new DatabaseUnfit("The schema of the database was made by " + found + ", this build needs "
                    + ofThisBuild() + ". Let this build bring it up to date first, as the owner role.");
        }
    }

    private static String found(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("""
                        select obj_description(oid, 'pg_namespace')
                          from pg_namespace
                         where nspname = 'stepways'
                        """)) {
            var made = answer.next() ? answer.getString(1) : null;
            return made == null ? "no migrations" : made;
        }
    }
}
