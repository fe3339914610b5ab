package stepways.app.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Collects rows of many tables and writes each table's together: one statement unfolds an array for each
/// column.
///
/// PostgreSQL refuses its own fast way in (`copy`) to a role that row-level security holds back, and the
/// generator works as the service does. This comes close to it.
final class Rows {

    /// The order in which tables are written: what is referred to comes first.
    private static final List<String> FIRST = List.of(
            "person",
            "person_name_token",
            "child_version",
            "family",
            "family_member",
            "relationship",
            "household",
            "address",
            "household_member",
            "run",
            "run_text",
            "document");

    private final JdbcClient sql;
    private final Map<String, Map<String, String>> types;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private int waiting;

    /// @param types the type of each column, by table
    Rows(JdbcClient sql, Map<String, Map<String, String>> types) {
        this.sql = sql;
        this.types = types;
    }

    /// The type of each column of every table, as the catalog has it.
    static Map<String, Map<String, String>> types(JdbcClient sql) {
        var all = new TreeMap<String, Map<String, String>>();
        sql.sql("""
                        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type
                          from pg_class c
                          join pg_attribute a on a.attrelid = c.oid
                         where c.relnamespace = 'stepways'::regnamespace
                           and c.relkind = 'r'
                           and a.attnum > 0
                           and not a.attisdropped
                           and a.attgenerated = ''
                         order by c.relname, a.attnum
                        """).query(rs -> {
            all.computeIfAbsent(rs.getString("relname"), _ -> new LinkedHashMap<>())
                    .put(rs.getString("attname"), rs.getString("type"));
        });
        return all;
    }

    private static final class Table {
        final List<String> columns;
        final List<List<@Nullable String>> values = new ArrayList<>();

        Table(List<String> columns) {
            this.columns = columns;
            columns.forEach(_ -> values.add(new ArrayList<>()));
        }
    }

    /// One row: names of columns and their values as text, in turn.
    void add(String table, @Nullable Object... namesAndValues) {
        var columns = new ArrayList<String>();
        var values = new ArrayList<@Nullable String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.add(String.valueOf(namesAndValues[i]));
            var value = namesAndValues[i + 1];
            values.add(value == null ? null : value.toString());
        }
        add(table, columns, values);
    }

    void add(String table, List<String> columns, List<@Nullable String> values) {
        var into = tables.computeIfAbsent(table + columns, _ -> new Table(columns));
        for (int i = 0; i < values.size(); i++) {
            into.values.get(i).add(values.get(i));
        }
        waiting++;
    }

    int waiting() {
        return waiting;
    }

    /// Writes what has been collected.
    ///
    /// @param counts how many rows of each table were written so far
    void write(Map<String, Long> counts) {
        var keys = new ArrayList<>(tables.keySet());
        keys.sort((one, other) -> Integer.compare(place(one), place(other)));
        for (var key : keys) {
            var table = tables.get(key);
            if (table != null) {
                write(name(key), table, counts);
            }
        }
        tables.clear();
        waiting = 0;
    }

    private static String name(String key) {
        return key.substring(0, key.indexOf('['));
    }

    private static int place(String key) {
        int place = FIRST.indexOf(name(key));
        return place < 0 ? FIRST.size() : place;
    }

    private void write(String name, Table table, Map<String, Long> counts) {
        var known = types.getOrDefault(name, Map.of());
        var into = new StringJoiner(", ");
        var from = new StringJoiner(", ");
        var arrays = new StringJoiner(", ");
        for (int i = 0; i < table.columns.size(); i++) {
            var column = table.columns.get(i);
            into.add(column);
            from.add("c" + i + "::" + known.getOrDefault(column, "text"));
            arrays.add("?::text[]");
        }
        var names = new StringJoiner(", ");
        for (int i = 0; i < table.columns.size(); i++) {
            names.add("c" + i);
        }
        var statement = sql.sql("insert into " + name + " (" + into + ") select " + from + " from unnest(" + arrays
                + ") as given (" + names + ")");
        for (var values : table.values) {
            statement = statement.param(values.toArray(String[]::new));
        }
        statement.update();
        counts.merge(name, (long) table.values.getFirst().size(), Long::sum);
    }
}
