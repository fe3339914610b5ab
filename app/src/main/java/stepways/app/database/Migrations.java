package stepways.app.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Brings the schema to this build's version, forward only, as the owner role.
public final class Migrations {

    private static final String LOCATION = "classpath:db/migration";

    private Migrations() {}

    /// Runs what is missing in the database at `url`. Where nothing is missing, nothing happens.
    public static void migrate(String url, String ownerPassword) {
        try {
            var flyway = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(url, DatabaseSetup.OWNER, ownerPassword)
                    .schemas(DatabaseSetup.SCHEMA)
                    .createSchemas(false)
                    .locations(LOCATION)
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load();
            flyway.migrate();
            try (var owner = flyway.getConfiguration().getDataSource().getConnection();
                    var statement = owner.createStatement()) {
                // The service looks at start whether the schema is its own version.
                statement.execute("grant select on flyway_schema_history to " + DatabaseSetup.APP);
            }
        } catch (FlywayException | SQLException e) {
            throw new DatabaseUnfit("The migration of the database failed: " + e.getMessage(), e);
        }
    }

    /// The version of the newest migration in this build.
    public static String newest() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver(Migrations.class.getClassLoader())
                            .getResources(LOCATION + "/V*.sql"))
                    .map(resource -> String.valueOf(resource.getFilename()))
                    .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
                    .max(Comparator.naturalOrder())
                    .map(MigrationVersion::getVersion)
                    .orElseThrow(() -> new IllegalStateException("This build holds no migrations"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses a database whose schema is not of this build's version.
    static void check(Connection app) throws SQLException {
        try (var statement = app.createStatement();
                var answer = statement.executeQuery("""
                        select version
                          from flyway_schema_history
                         where success and version is not null
                         order by installed_rank desc
                         limit 1
                        """)) {
            var found = answer.next() ? answer.getString(1) : "none";
            if (!found.equals(newest())) {
                throw new DatabaseUnfit("The schema of the database is of version " + found + ", this build needs "
                        + newest() + ". Run 'stepways migrate' of this build first.");
            }
        }
    }
}
