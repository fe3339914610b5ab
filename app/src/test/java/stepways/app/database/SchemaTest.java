package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Walks the catalog, so that a table which a later migration adds is held to the same rules.
class SchemaTest {

    /// Tables that belong to no authority, each with its reason.
    private static final Set<String> WITHOUT_AUTHORITY = Set.of(
            "flyway_schema_history", // which migrations ran
            "spring_session", // who is signed in: only stepways_session may touch it
            "spring_session_attributes");

    @BeforeAll
    static void migrate() {
        TestDatabase.shared();
    }

    @Test
    void every_table_of_an_authority_is_kept_to_it() throws SQLException {
        var kept = list("""
                select c.relname
                  from pg_class c
                  join pg_policy p on p.polrelid = c.oid
                 where c.relnamespace = 'stepways'::regnamespace
                   and c.relkind in ('r', 'p')
                   and c.relrowsecurity
                   and p.polname = 'rows_of_the_named_authority'
                   and p.polcmd = '*'
                   and p.polpermissive
                   and p.polroles = array['stepways_app'::regrole::oid]
                   and pg_get_expr(p.polqual, c.oid) ~ '^\\((authority|id) = current_setting\\(''stepways.authority''::text, true\\)\\)$'
                   and pg_get_expr(p.polwithcheck, c.oid) = pg_get_expr(p.polqual, c.oid)
                   and (select count(*) from pg_policy other where other.polrelid = c.oid) = 1
                """);

        assertThat(kept).containsExactlyElementsOf(tablesOfAnAuthority()).hasSizeGreaterThan(30);
    }

    @Test
    void every_key_begins_with_the_authority() throws SQLException {
        var keysThatDoNot = list("""
                select k.conrelid::regclass || '.' || k.conname
                  from pg_constraint k
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                 where k.connamespace = 'stepways'::regnamespace
                   and k.contype in ('p', 'u', 'x')
                   and a.attname <> 'authority'
                   and not (k.conrelid = 'stepways.authority'::regclass and a.attname = 'id')
                   and not k.conrelid::regclass::text = any (?)
                """);

        assertThat(keysThatDoNot).isEmpty();
    }

    @Test
    void every_table_has_a_primary_key() throws SQLException {
        assertThat(list("""
                select c.relname
                  from pg_class c
                 where c.relnamespace = 'stepways'::regnamespace
                   and c.relkind in ('r', 'p')
                   and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')
                """)).isEmpty();
    }

    @Test
    void every_unique_index_begins_with_the_authority() throws SQLException {
        assertThat(list("""
                select i.indexrelid::regclass::text
                  from pg_index i
                  join pg_class c on c.oid = i.indrelid
                  left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                 where c.relnamespace = 'stepways'::regnamespace
                   and i.indisunique
                   and a.attname is distinct from 'authority'
                   and not (c.relname = 'authority' and a.attname = 'id')
                   and not c.relname = any (?)
                """)).isEmpty();
    }

    @Test
    void every_reference_names_the_authority_on_both_sides() throws SQLException {
        assertThat(list("""
                select k.conrelid::regclass || '.' || k.conname
                  from pg_constraint k
                  join pg_attribute mine on mine.attrelid = k.conrelid and mine.attnum = k.conkey[1]
                  join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attnum = k.confkey[1]
                 where k.connamespace = 'stepways'::regnamespace
                   and k.contype = 'f'
                   and not k.conrelid::regclass::text = any (?)
                   and (mine.attname <> 'authority'
                        or not (theirs.attname = 'authority' or (k.confrelid = 'stepways.authority'::regclass and theirs.attname = 'id')))
                """)).isEmpty();
    }

    @Test
    void every_table_leads_back_to_an_authority_that_exists() throws SQLException {
        assertThat(list("""
                select c.relname
                  from pg_class c
                 where c.relnamespace = 'stepways'::regnamespace
                   and c.relkind in ('r', 'p')
                   and c.relname <> 'authority'
                   and not c.relname = any (?)
                   and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f')
                """)).isEmpty();
    }

    @Test
    void constraints_have_names_that_read_as_rules() throws SQLException {
        assertThat(list("""
                select k.conrelid::regclass || '.' || k.conname
                  from pg_constraint k
                 where k.connamespace = 'stepways'::regnamespace
                   and k.contype in ('p', 'u', 'x', 'f', 'c')
                   and not k.conrelid::regclass::text = any (?)
                   and k.conname ~ '(_pkey|_key|_fkey|_check|_excl)[0-9]*$'
                   and k.conname !~ '^an?_|^the_|^one_|^no_|^only_'
                """)).isEmpty();
    }

    @Test
    void the_owner_owns_everything_and_the_other_roles_nothing() throws SQLException {
        assertThat(list("""
                select distinct c.relowner::regrole::text
                  from pg_class c
                 where c.relnamespace = 'stepways'::regnamespace
                """)).containsExactly(DatabaseSetup.OWNER);
    }

    @Test
    void no_role_bypasses_row_level_security() throws SQLException {
        assertThat(list("""
                select r.rolname
                  from pg_roles r
                 where r.rolname like 'stepways%'
                   and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
                        or exists (select from pg_auth_members m where m.member = r.oid))
                """)).isEmpty();
    }

    @Test
    void only_the_sign_in_functions_run_with_the_rights_of_the_owner() throws SQLException {
        assertThat(list("""
                select p.proname
                  from pg_proc p
                 where p.pronamespace = 'stepways'::regnamespace
                   and p.prosecdef
                """))
                .containsExactly(
                        "authorities_served", "staff_who_sign_in_with_email", "staff_who_sign_in_with_subject");
    }

    @Test
    void functions_that_run_with_the_rights_of_the_owner_fix_where_they_look() throws SQLException {
        assertThat(list("""
                select p.proname
                  from pg_proc p
                 where p.pronamespace = 'stepways'::regnamespace
                   and p.prosecdef
                   and not coalesce(p.proconfig, '{}') @> array['search_path=stepways, pg_temp']
                """)).isEmpty();
    }

    @Test
    void nobody_may_call_a_function_unless_a_migration_said_so() throws SQLException {
        assertThat(list("""
                select p.proname
                  from pg_proc p
                 where p.pronamespace = 'stepways'::regnamespace
                   and has_function_privilege('stepways_session', p.oid, 'execute')
                """)).isEmpty();
    }

    @Test
    void no_view_hides_whose_rights_it_uses() throws SQLException {
        assertThat(list("""
                select c.relname
                  from pg_class c
                 where c.relnamespace = 'stepways'::regnamespace
                   and c.relkind in ('v', 'm')
                   and not coalesce(c.reloptions, '{}') @> array['security_invoker=true']
                """)).isEmpty();
    }

    @Test
    void events_and_reads_can_only_be_added() throws SQLException {
        assertThat(list("""
                select c.relname || ' ' || privilege
                  from pg_class c, unnest(array['update', 'delete', 'truncate']) as privilege
                 where c.relname in ('run_event', 'access_log')
                   and c.relnamespace = 'stepways'::regnamespace
                   and (has_table_privilege('stepways_app', c.oid, privilege)
                        or (privilege = 'update' and has_any_column_privilege('stepways_app', c.oid, 'update')))
                """)).isEmpty();
    }

    @Test
    void the_session_role_reaches_the_session_tables_and_nothing_else() throws SQLException {
        assertThat(list("""
                select c.relname
                  from pg_class c
                 where c.relnamespace = 'stepways'::regnamespace
                   and c.relkind in ('r', 'p', 'v', 'm')
                   and (has_any_column_privilege('stepways_session', c.oid, 'select, insert, update')
                        or has_table_privilege('stepways_session', c.oid, 'delete, truncate'))
                """)).containsExactly("spring_session", "spring_session_attributes");
    }

    @Test
    void the_app_role_reaches_no_session() throws SQLException {
        assertThat(list("""
                select c.relname
                  from pg_class c
                 where c.relname like 'spring_session%'
                   and c.relkind = 'r'
                   and (has_any_column_privilege('stepways_app', c.oid, 'select, insert, update')
                        or has_table_privilege('stepways_app', c.oid, 'delete, truncate'))
                """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table run_event disable row level security",
                "alter table run_event disable trigger all",
                "drop policy rows_of_the_named_authority on person",
                "create policy all_rows on person for select using (true)",
                "create table mine (id int)",
                "create table public.mine (id int)",
                "create temporary table mine (id int)",
                "create schema mine",
                "create function mine() returns int language sql as 'select 1'",
                "truncate access_log",
                "truncate run_event",
                "update run_event set payload = '{}'",
                "delete from run_event",
                "update access_log set act = 'nothing'",
                "delete from authority",
                "select * from spring_session",
                "update flyway_schema_history set success = true",
                "set role stepways_owner",
                "set session authorization postgres",
                "set session_replication_role = replica",
                "alter role stepways_app bypassrls",
                "alter system set fsync = off",
                "call keep_to_its_authority('person')",
                "copy person to program 'cat'",
                "select pg_read_file('postgresql.conf')"
            })
    void the_app_role_may_not(String statement) throws SQLException {
        try (var app = DatabaseSetup.connect(TestDatabase.server(), "stepways_test", DatabaseSetup.APP);
                var attempt = app.createStatement()) {
            assertThatThrownBy(() -> attempt.execute(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState())
                                    .as("%s: %s", statement, refusal.getMessage())
                                    .isEqualTo("42501"));
        }
    }

    private static List<String> tablesOfAnAuthority() throws SQLException {
        return list("""
                select c.relname
                  from pg_class c
                 where c.relnamespace = 'stepways'::regnamespace
                   and c.relkind in ('r', 'p')
                   and not c.relname = any (?)
                """);
    }

    private static List<String> list(String query) throws SQLException {
        try (var owner = DatabaseSetup.connect(TestDatabase.server(), "stepways_test", DatabaseSetup.OWNER);
                var statement = owner.prepareStatement(query)) {
            if (query.contains("any (?)")) {
                statement.setArray(1, owner.createArrayOf("text", WITHOUT_AUTHORITY.toArray()));
            }
            var found = new TreeSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return new ArrayList<>(found);
        }
    }
}
