package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class RowLevelSecurityTest {

    private final Database database = TestDatabase.shared();
    private final Viewer here = TestDatabase.aNewAuthority();
    private final Viewer elsewhere = TestDatabase.aNewAuthority();
    private final UUID child = new TestRows(database, here).child("Ada", "Invented");

    @Test
    void a_viewer_sees_the_rows_of_their_own_authority() {
        assertThat(countPeople(here)).isEqualTo(1);
    }

    @Test
    void a_viewer_of_another_authority_sees_none_of_them() {
        assertThat(countPeople(elsewhere)).isZero();
    }

    @Test
    void a_row_cannot_be_written_for_another_authority() {
        assertThatThrownBy(() -> database.write(
                        elsewhere,
                        sql -> sql.sql("""
                                insert into family (authority, id, reference, recorded_at)
                                values (:authority, :id, 'F-1', :now)
                                """)
                                .param("authority", here.authority().value())
                                .param("id", TestRows.anId())
                                .param("now", TestRows.at(TestDatabase.NOW))
                                .update()))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    @Test
    void a_row_of_another_authority_cannot_be_changed() {
        int changed = database.write(
                elsewhere,
                sql -> sql.sql("update person set surname = 'Taken' where id = :id")
                        .param("id", child)
                        .update());

        assertThat(changed).isZero();
    }

    @Test
    void a_row_cannot_be_given_away_to_another_authority() {
        assertThatThrownBy(() -> database.write(
                        here,
                        sql -> sql.sql("update person set authority = :other where id = :id")
                                .param("other", elsewhere.authority().value())
                                .param("id", child)
                                .update()))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    @Test
    void a_row_cannot_point_at_a_row_of_another_authority() {
        assertThatThrownBy(() -> database.write(
                        elsewhere,
                        sql -> sql.sql("insert into child_version (authority, child) values (:authority, :child)")
                                .param("authority", elsewhere.authority().value())
                                .param("child", child)
                                .update()))
                .isInstanceOfSatisfying(
                        DataAccessException.class,
                        refusal -> assertThat(BrokenRule.in(refusal))
                                .contains(new BrokenRule("a_version_is_of_a_known_person")));
    }

    @Test
    void where_no_authority_is_named_no_row_of_any_table_is_shown() throws SQLException {
        try (var app = connect()) {
            for (var table : tablesTheAppMayRead(app)) {
                try (var statement = app.createStatement();
                        var rows = statement.executeQuery("select count(*) from " + table)) {
                    rows.next();
                    assertThat(rows.getLong(1)).as(table).isZero();
                }
            }
        }
    }

    @Test
    void where_no_authority_is_named_no_row_can_be_written() throws SQLException {
        try (var app = connect();
                var statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute(
                            "insert into authority (id, name, recorded_at) values ('nobody', 'Nobody', now())"))
                    .hasMessageContaining("row-level security");
            assertThatThrownBy(() ->
                            statement.execute("insert into family (authority, id, reference, recorded_at) values ('"
                                    + here.authority() + "', gen_random_uuid(), 'F-2', now())"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void a_named_authority_is_forgotten_with_its_transaction() throws SQLException {
        try (var app = connect()) {
            app.setAutoCommit(false);
            name(app, here.authority());
            assertThat(countPeople(app)).isEqualTo(1);
            app.commit();

            assertThat(countPeople(app)).isZero();
        }
    }

    @Test
    void before_an_authority_is_named_only_the_directory_answers() {
        long people = database.beforeAnAuthorityIsNamed(
                sql -> sql.sql("select count(*) from person").query(Long.class).single());

        assertThat(people).isZero();
    }

    private long countPeople(Viewer viewer) {
        return database.read(
                viewer,
                sql -> sql.sql("select count(*) from person").query(Long.class).single());
    }

    private static long countPeople(Connection app) throws SQLException {
        try (var statement = app.createStatement();
                var rows = statement.executeQuery("select count(*) from person")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void name(Connection app, AuthorityId authority) throws SQLException {
        try (var statement = app.prepareStatement("select set_config('stepways.authority', ?, true)")) {
            statement.setString(1, authority.value());
            statement.execute();
        }
    }

    private static List<String> tablesTheAppMayRead(Connection app) throws SQLException {
        var tables = new ArrayList<String>();
        try (var statement = app.createStatement();
                var rows = statement.executeQuery("""
                        select c.relname
                          from pg_class c
                         where c.relnamespace = 'stepways'::regnamespace
                           and c.relkind in ('r', 'p', 'v', 'm')
                           and has_table_privilege(c.oid, 'select')
                        """)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertThat(tables).hasSizeGreaterThan(30);
        return tables;
    }

    private static Connection connect() throws SQLException {
        return DatabaseSetup.connect(TestDatabase.server(), "stepways_test", DatabaseSetup.APP);
    }
}
