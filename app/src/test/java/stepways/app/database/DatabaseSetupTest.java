package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseSetupTest {

    private static final String NAME = "stepways_setup_test";

    private final EmbeddedPostgres server = TestDatabase.server();

    @AfterEach
    void drop() {
        TestDatabase.drop(NAME);
    }

    @Test
    void an_empty_server_is_brought_to_this_builds_version() {
        var settings = TestDatabase.recreate(NAME);

        try (var database = Database.open(settings)) {
            assertThat(new AuthorityDirectory(database).authorities()).isEmpty();
        }
    }

    @Test
    void preparing_again_changes_nothing_and_uses_no_superuser() throws SQLException {
        TestDatabase.recreate(NAME);
        asSuperuser(
                "postgres", "create role way_back superuser login password '" + server.passwordOf("way_back") + "'");
        try {
            asSuperuser("postgres", "alter role postgres nologin");

            var settings = DatabaseSetup.prepare(server, NAME);

            assertThatCode(() -> Database.open(settings).close()).doesNotThrowAnyException();
        } finally {
            try (var wayBack = DatabaseSetup.connect(server, "postgres", "way_back");
                    var statement = wayBack.createStatement()) {
                statement.execute("alter role postgres login");
            }
            asSuperuser("postgres", "drop role way_back");
        }
    }

    @Test
    void a_set_up_that_was_cut_short_is_finished_by_the_next() throws SQLException {
        TestDatabase.recreate(NAME);
        asSuperuser(NAME, "drop schema stepways cascade");
        asSuperuser(NAME, "comment on database " + NAME + " is null");

        var settings = DatabaseSetup.prepare(server, NAME);

        assertThatCode(() -> Database.open(settings).close()).doesNotThrowAnyException();
    }

    @Test
    void a_database_of_another_version_is_refused() throws SQLException {
        var settings = TestDatabase.recreate(NAME);
        asSuperuser(NAME, "comment on schema stepways is 'migrations to 999 123456789abc'");

        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(DatabaseUnfit.class)
                .hasMessageContaining(
                        "was made by migrations to 999 123456789abc, this build needs " + Migrations.ofThisBuild());
    }

    @Test
    void a_migration_that_was_changed_after_it_ran_is_refused() throws SQLException {
        TestDatabase.recreate(NAME);
        asSuperuser(NAME, "comment on schema stepways is null");
        asSuperuser(NAME, "update stepways.flyway_schema_history set checksum = 1 where version = '001'");

        assertThatThrownBy(() -> DatabaseSetup.prepare(server, NAME))
                .isInstanceOf(DatabaseUnfit.class)
                .hasMessageContaining("checksum mismatch");
    }

    @Test
    void a_role_that_could_do_more_is_refused() throws SQLException {
        var settings = TestDatabase.recreate(NAME);
        for (var more : new String[][] {
            {"alter role stepways_app bypassrls", "alter role stepways_app nobypassrls"},
            {"alter role stepways_app createdb", "alter role stepways_app nocreatedb"},
            {"grant stepways_owner to stepways_app", "revoke stepways_owner from stepways_app"},
            {"grant create on schema stepways to stepways_app", "revoke create on schema stepways from stepways_app"},
            {
                "grant temporary on database " + NAME + " to public",
                "revoke temporary on database " + NAME + " from public"
            }
        }) {
            asSuperuser(NAME, more[0]);
            try {
                assertThatThrownBy(() -> Database.open(settings))
                        .as(more[0])
                        .isInstanceOf(DatabaseUnfit.class)
                        .hasMessageContaining("can do more than it should");
            } finally {
                asSuperuser(NAME, more[1]);
            }
        }
        assertThatCode(() -> Database.open(settings).close()).doesNotThrowAnyException();
    }

    @Test
    void a_database_out_of_reach_is_said_plainly() {
        var settings =
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/nowhere", "x", "x", 1, Duration.ofMillis(300));

        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(DatabaseUnfit.class)
                .hasMessageContaining("Cannot use the database at jdbc:postgresql://127.0.0.1:1/nowhere");
    }

    @Test
    void the_script_for_production_does_what_the_set_up_here_does() {
        assertThat(DatabaseSetup.script())
                .contains("create role stepways_app login noinherit")
                .contains("\\password stepways_owner", "\\password stepways_app", "\\password stepways_session")
                .contains("create database %I owner stepways_owner")
                .contains("create extension if not exists btree_gist with schema public")
                .doesNotContain("superuser;", "trust");
    }

    private void asSuperuser(String database, String statement) throws SQLException {
        try (var superuser = DatabaseSetup.superuser(server, database);
                var execution = superuser.createStatement()) {
            execution.execute(statement);
        }
    }
}
