package stepways.app.generate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.record.Chain;
import stepways.app.record.Texts;

/// Everything that the service wrote about one family whose transfers were played by its own commands,
/// ready to be stamped out for other families.
///
/// A copy has identifiers, staff, texts and salts of its own; every digest of a text and every hash of a
/// chain is worked out anew, so that the verifier finds each copy as whole as the original.
final class Played {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /// Tables about the family itself, which each copy has of its own, and those that belong to a person
    /// who works.
    private static final List<String> NOT_COPIED = List.of(
            "person",
            "person_name_token",
            "child_version",
            "family",
            "family_member",
            "relationship",
            "household",
            "household_member",
            "address",
            "idempotency_key",
            "access_log",
            "draft",
            "earlier_draft");

    /// The columns by which a table says that a row is about a run or a child.
    private static final List<String> ABOUT =
            List.of("run", "child", "family", "begun_by_run", "opened_by_run", "call", "from_run");

    private record Row(String table, List<String> columns, List<@Nullable String> values) {
        @Nullable
        String value(String column) {
            int place = columns.indexOf(column);
            return place < 0 ? null : values.get(place);
        }
    }

    private final List<UUID> children;
    private final List<UUID> parents;
    private final UUID family;
    private final List<Row> rows;
    private final List<String> texts;
    private final LinkedHashSet<String> own;
    private final int openRuns;
    private final int work;
    private final int dated;
    private final Instant begins;

    private Played(List<UUID> children, List<UUID> parents, UUID family, List<Row> rows, Instant begins) {
        this.children = children;
        this.parents = parents;
        this.family = family;
        this.rows = rows;
        this.begins = begins;
        this.texts = rows.stream()
                .filter(row -> row.table().equals("run_text"))
                .map(row -> String.valueOf(row.value("id")))
                .toList();
        this.own = new LinkedHashSet<>();
        for (var row : rows) {
            var id = row.value("id");
            if (id != null && ID.matcher(id).matches()) {
                own.add(id);
            }
        }
        this.openRuns = (int) rows.stream()
                .filter(row -> row.table().equals("run") && "open".equals(row.value("status")))
                .count();
        this.work = (int)
                rows.stream().filter(row -> row.table().equals("work_item")).count();
        this.dated = (int) rows.stream()
                .filter(row -> row.table().equals("work_item") && row.value("due_at") != null)
                .count();
    }

    /// How many of them have a date.
    int dated() {
        return dated;
    }

    int children() {
        return children.size();
    }

    /// For each child who is held by somebody now, in which role.
    List<String> held() {
        return rows.stream()
                .filter(row -> row.table().equals("allocation")
                        && "lead".equals(row.value("part"))
                        && row.value("held_until") == null)
                .map(row -> row.value("worker_role"))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    int openRuns() {
        return openRuns;
    }

    /// How many lines of work its open runs wait for.
    int work() {
        return work;
    }

    /// Reads what the service wrote about a family.
    ///
    /// @param types every table and its columns
    static Played read(
            JdbcClient sql,
            Map<String, Map<String, String>> types,
            UUID family,
            List<UUID> children,
            List<UUID> parents,
            Instant begins) {
        var runs = sql.sql("select distinct run from run_child where child = any(:children)")
                .param("children", children.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
        var about = new ArrayList<UUID>(runs);
        about.addAll(children);
        about.add(family);
        var rows = new ArrayList<Row>();
        types.forEach((table, columns) -> {
            if (NOT_COPIED.contains(table) || !columns.containsKey("authority")) {
                return;
            }
            if (table.equals("run")) {
                rows.addAll(read(sql, table, columns, "id = any(:about)", about));
                return;
            }
            var by = ABOUT.stream()
                    .filter(column -> "uuid".equals(columns.get(column)))
                    .map(column -> column + " = any(:about)")
                    .toList();
            if (!by.isEmpty()) {
                rows.addAll(read(sql, table, columns, String.join(" or ", by), about));
            }
        });
        rows.sort(Comparator.comparing(
                row -> row.table().equals("run_event") ? Integer.parseInt(String.valueOf(row.value("seq"))) : 0));
        return new Played(children, parents, family, rows, begins);
    }

    private static List<Row> read(
            JdbcClient sql, String table, Map<String, String> columns, String where, List<UUID> about) {
        var names = List.copyOf(columns.keySet());
        var selected = names.stream()
                .map(name -> switch (columns.getOrDefault(name, "text")) {
                    case "timestamp with time zone" ->
                        "to_char(" + name + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.USZ')";
                    default -> name + "::text";
                })
                .toList();
        return sql.sql("select " + String.join(", ", selected) + " from " + table + " where " + where)
                .param("about", about.toArray(UUID[]::new))
                .query((rs, _) -> {
                    var values = new ArrayList<@Nullable String>();
                    for (int i = 1; i <= names.size(); i++) {
                        values.add(rs.getString(i));
                    }
                    return new Row(table, names, values);
                })
                .list();
    }

    /// The family for which a copy is made.
    record Others(UUID family, List<UUID> children, List<UUID> parents) {}

    /// Stamps a copy out.
    ///
    /// @param colleague for somebody at work here, who does the same there
    /// @param reference the next reference of a run
    void stamp(
            Rows into,
            String authority,
            Others others,
            UnaryOperator<String> colleague,
            UnaryOperator<String> reference,
            SplittableRandom random) {
        var ids = new Ids(random);
        var to = new HashMap<String, String>();
        to.put(family.toString(), others.family().toString());
        for (int i = 0; i < children.size(); i++) {
            to.put(children.get(i).toString(), others.children().get(i).toString());
        }
        for (int i = 0; i < parents.size(); i++) {
            var parent = others.parents().get(Math.min(i, others.parents().size() - 1));
            to.put(parents.get(i).toString(), parent.toString());
        }
        own.forEach(id -> to.put(id, ids.at(begins).toString()));
        var copies = new ArrayList<Row>();
        var salts = new HashMap<String, String>();
        for (var row : rows) {
            var values = new ArrayList<@Nullable String>();
            for (var value : row.values()) {
                values.add(value == null ? null : replaced(value, to, colleague));
            }
            copies.add(new Row(row.table(), row.columns(), values));
        }
        digests(copies, salts, random);
        chains(copies, authority, salts);
        for (var row : copies) {
            if (row.table().equals("run")) {
                set(row, "reference", reference.apply(String.valueOf(row.value("reference"))));
            }
            into.add(row.table(), row.columns(), row.values());
        }
    }

    private static String replaced(String value, Map<String, String> to, UnaryOperator<String> colleague) {
        if (value.length() < 36) {
            return value;
        }
        return ID.matcher(value).replaceAll(found -> {
            var there = to.get(found.group());
            return there == null ? colleague.apply(found.group()) : there;
        });
    }

    private static void set(Row row, String column, @Nullable String value) {
        row.values().set(row.columns().indexOf(column), value);
    }

    /// Each text gets a salt of its own, and the events that name it the digest that follows.
    private void digests(List<Row> copies, Map<String, String> digests, SplittableRandom random) {
        int place = 0;
        var before = new LinkedHashMap<String, String>();
        for (var row : rows) {
            if (row.table().equals("run_text") && row.value("salt") != null) {
                before.put(
                        texts.get(place++),
                        Texts.digest(bytes(String.valueOf(row.value("salt"))), String.valueOf(row.value("body"))));
            }
        }
        place = 0;
        for (var row : copies) {
            if (row.table().equals("run_text") && row.value("salt") != null) {
                var salt = new byte[16];
                random.nextBytes(salt);
                set(row, "salt", "\\x" + HexFormat.of().formatHex(salt));
                var old = before.get(texts.get(place++));
                if (old != null) {
                    digests.put(old, Texts.digest(salt, String.valueOf(row.value("body"))));
                }
            }
        }
    }

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private static byte[] bytes(String value) {
        return value.startsWith("\\x")
                ? HexFormat.of().parseHex(value.substring(2))
                : value.getBytes(StandardCharsets.UTF_8);
    }

    /// The hashes of each run, from its first event; a run that divided off goes on from its parent's.
    private static void chains(List<Row> copies, String authority, Map<String, String> digests) {
        var parents = new HashMap<String, @Nullable String>();
        for (var row : copies) {
            if (row.table().equals("run")) {
                parents.put(String.valueOf(row.value("id")), row.value("divided_from"));
            }
        }
        var hashes = new HashMap<String, byte[]>();
        for (var row : copies) {
            if (!row.table().equals("run_event")) {
                continue;
            }
            var run = String.valueOf(row.value("run"));
            int seq = Integer.parseInt(String.valueOf(row.value("seq")));
            var payload = DIGEST.matcher(String.valueOf(row.value("payload")))
                    .replaceAll(found -> digests.getOrDefault(found.group(), found.group()));
            set(row, "payload", payload);
            var before = hashes.get(run + seq(seq - 1));
            for (var parent = parents.get(run); before == null && parent != null; parent = parents.get(parent)) {
                before = hashes.get(parent + seq(seq - 1));
            }
            var staff = row.value("by_staff");
            var hash = Chain.hash(
                    before,
                    authority,
                    UUID.fromString(run),
                    seq,
                    String.valueOf(row.value("type")),
                    payload,
                    instant(row, "happened_at"),
                    instant(row, "recorded_at"),
                    staff == null ? "job:" + row.value("by_job") : staff,
                    String.valueOf(row.value("role")));
            hashes.put(run + seq(seq), hash);
            set(
                    row,
                    "previous_hash",
                    before == null ? null : "\\x" + HexFormat.of().formatHex(before));
            set(row, "hash", "\\x" + HexFormat.of().formatHex(hash));
        }
        for (var row : copies) {
            if (row.table().equals("run")) {
                var head =
                        hashes.get(row.value("id") + seq(Integer.parseInt(String.valueOf(row.value("event_count")))));
                if (head == null) {
                    throw new IllegalStateException("Expected the newest event of run " + row.value("reference"));
                }
                set(row, "head_hash", "\\x" + HexFormat.of().formatHex(head));
            }
        }
    }

    private static String seq(int seq) {
        return "#" + seq;
    }

    private static Instant instant(Row row, String column) {
        return OffsetDateTime.parse(String.valueOf(row.value(column))).toInstant();
    }
}
