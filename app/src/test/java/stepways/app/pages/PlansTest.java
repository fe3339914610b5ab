package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.LivingService;
import stepways.app.ServiceOn;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.generate.Generator;
import stepways.app.generate.Size;
import stepways.app.imports.Progress;
import stepways.app.procedures.Procedures;
import stepways.packs.Packs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every statement that the pages send is answered from indexes, behind row-level security.
///
/// PostgreSQL itself writes down the plan of each statement while people walk through the whole service and
/// send its forms, on an authority made for the purpose. It is told to avoid reading a table from end to
/// end wherever it can, so that where it still does there is no index for the question.
class PlansTest {

    private static final String NAME = "stepways_plans";

    /// Tables that stay small in the largest council, and why.
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("authority", "one row for each council"),
            Map.entry("authority_setting", "some settings of a council"),
            Map.entry("kept_procedure", "the versions of a procedure that were ever in force"),
            Map.entry("team", "the teams of a council"),
            Map.entry("staff", "some thousands at most, each read with their roles"),
            Map.entry("staff_role", "one or two for each of the staff"),
            Map.entry("duty_rota", "one row for each team and half day"),
            Map.entry("cover", "who is away now"),
            Map.entry("calendar_closure", "some days a year"),
            Map.entry("sitting", "one row for each meeting that was ever planned"),
            Map.entry("import_batch", "one row for each extract"),
            Map.entry("saved_view", "a few for each of the staff"));

    /// Questions that this test does not judge, by some of their words, and why.
    private static final Map<String, String> NOT_JUDGED = Map.of(
            "c.told_at is not null as told", "the list of contacts: nobody has made a contact in this authority yet",
            "select pack_id, pack_version, pack_hash, count(*) as runs", "how many transfers run under each version",
            "select distinct e.run",
                    "in which open runs somebody is named: behind row-level security the expression of"
                            + " its index is compared only after the rows of the council were read; asked when somebody leaves");

    /// A table with fewer rows than this cannot show which index a question would use.
    private static final int TOO_FEW = 50;

    /// The planner is made to believe that every table which can grow has grown to a hundred times its
    /// size, which is that of the largest council: on a few rows one index is as good as another.
    private static final String AS_IF_LARGE = """
            do $$
            declare
                each record;
            begin
                for each in
                    select oid, relname
                      from pg_class
                     where relnamespace = 'stepways'::regnamespace
                       and relkind = 'r'
                       and relname <> all (array['%s'])
                loop
                    execute format('alter table stepways.%%I set (autovacuum_enabled = false)', each.relname);
                    update pg_class
                       set reltuples = 100 * greatest(reltuples, 100), relpages = greatest(1, pg_relation_size(each.oid) / 8192)
                     where oid = each.oid;
                end loop;
            end
            $$
            """.formatted(String.join("', '", SMALL.keySet()));

    /// One place where a plan reads a table.
    private record Scan(String table, String how, String index, String condition) {
        boolean narrow() {
            return condition.contains("authority")
                    && condition
                            .replaceAll("\\(?authority = current_setting\\('stepways.authority'::text, true\\)\\)?", "")
                            .matches("(?s).*[a-z_]+.*(=|<|>|ANY|IS).*");
        }
    }

    @Test
    void every_statement_of_the_pages_reads_large_tables_through_an_index_that_begins_with_the_authority()
            throws IOException {
        var settings = TestDatabase.recreate(NAME);
        var packs = Path.of("../policy-packs");
        var authority = new AuthorityId("planned");
        var plans = new LinkedHashMap<String, Set<Scan>>();
        var count = new AtomicInteger();
        var few = new TreeSet<String>();
        int pages;
        int sent = 0;
        try (var database = Database.open(settings)) {
            var procedures = new Procedures(packs, Packs.load(packs));
            new Generator(database, procedures, java.time.InstantSource.system().instant(), new Progress(_ -> {}))
                    .make(new Generator.Plan(
                            authority, "Planned", procedures.newest("icrt").orElseThrow(), Size.HUNDREDTH, 3));
            TestDatabase.asOwner(NAME, "analyze");
            TestDatabase.asSuperuser(
                    NAME,
                    AS_IF_LARGE,
                    "alter database " + NAME + " set session_preload_libraries = 'auto_explain'",
                    "alter database " + NAME + " set auto_explain.log_min_duration = 0",
                    "alter database " + NAME + " set auto_explain.log_format = 'json'",
                    "alter database " + NAME + " set auto_explain.log_nested_statements = on",
                    "alter database " + NAME + " set enable_seqscan = off",
                    "alter database " + NAME + " set enable_hashjoin = off",
                    "alter database " + NAME + " set enable_mergejoin = off");
            long before = Files.size(log());
            try (var service = ServiceOn.database(settings)) {
                var every = new EveryForm(70, 2);
                var visitors = new LinkedHashMap<String, Visitor>();
                var people = LivingService.people(database, authority.value()).stream()
                        .sorted(Comparator.comparingInt(LivingService.Person::work)
                                .reversed())
                        .limit(6)
                        .toList();
                for (var person : people) {
                    var visitor = new Visitor(service.address());
                    visitor.signIn(person.key());
                    visitors.put(person.key(), visitor);
                    every.walk(person, visitor);
                    for (var sought : List.of(
                            "name=smith",
                            "name=kowalksi",
                            "name=ashton&born-day=1&born-month=2&born-year=2018",
                            "name=&born-day=4&born-month=5&born-year=2017",
                            "name=zz12+3ab",
                            "name=F-100012",
                            "name=T-1012")) {
                        visitor.get("/search?" + sought);
                    }
                }
                pages = every.pages();
                for (var found : every.forms().values()) {
                    var visitor = visitors.get(found.who().key());
                    if (visitor != null && !found.signature().contains("/sign-")) {
                        sent += send(found, visitor);
                    }
                }
            }
            plans(before, plan -> {
                count.incrementAndGet();
                plans.computeIfAbsent(plan.path("Query Text").asString("").strip(), _ -> new LinkedHashSet<>())
                        .addAll(scans(plan.path("Plan"), new ArrayList<>()));
            });
            few.addAll(database.<List<String>>read(new Viewer.Job(authority, "test"), PlansTest::few));
        }
        TestDatabase.drop(NAME);

        var wrong = new TreeMap<String, TreeSet<String>>();
        var statements = new TreeSet<String>();
        var tables = new TreeSet<String>();
        plans.forEach((query, scans) -> {
            statements.add(query.replaceAll("\\$[0-9]+", "?"));
            for (var scan : scans) {
                tables.add(scan.table());
                boolean judged = !SMALL.containsKey(scan.table())
                        && !few.contains(scan.table())
                        && !scan.table().startsWith("pg_")
                        && !scan.table().startsWith("spring_session")
                        && NOT_JUDGED.keySet().stream().noneMatch(query::contains);
                if (judged && !scan.narrow()) {
                    wrong.computeIfAbsent(query, _ -> new TreeSet<>()).add(scan.toString());
                }
            }
        });
        System.out.printf(
                Locale.ROOT,
                "plans: %d pages and %d forms, %d statements, %d of them distinct, reading %d tables; %d not through an index;"
                        + " too few rows to tell: %s%n",
                pages,
                sent,
                count.get(),
                statements.size(),
                tables.size(),
                wrong.size(),
                few.stream().filter(tables::contains).toList());
        assertThat(statements.size()).as("distinct statements").isGreaterThan(100);
        assertThat(tables)
                .contains("person", "run", "run_event", "work_item", "allocation", "episode", "person_name_token");
        assertThat(wrong.entrySet().stream()
                        .map(each -> each.getValue() + "\n" + each.getKey())
                        .toList())
                .isEmpty();
    }

    private static List<String> few(JdbcClient sql) {
        var names = sql.sql("""
                        select relname
                          from pg_class c
                         where relnamespace = 'stepways'::regnamespace
                           and relkind = 'r'
                           and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'authority')
                        """).query((rs, _) -> rs.getString(1)).list();
        return names.stream()
                .filter(name -> has(sql, name, "select")
                        && sql.sql("select count(*) from (select from " + name + " limit " + TOO_FEW + ") rows_there")
                                        .query(Integer.class)
                                        .single()
                                < TOO_FEW)
                .toList();
    }

    private static boolean has(JdbcClient sql, String table, String privilege) {
        return sql.sql("select has_table_privilege('stepways.' || :table, :privilege)")
                .param("table", table)
                .param("privilege", privilege)
                .query(Boolean.class)
                .single();
    }

    private static int send(EveryForm.Form found, Visitor visitor) {
        var form = EveryForm.find(visitor.get(found.page()).page(), found.page(), found.signature());
        if (form.isEmpty() || !form.get().attr("method").equalsIgnoreCase("post")) {
            return 0;
        }
        for (var input : List.of(HostileInput.NOTHING, HostileInput.RIGHT_TO_LEFT)) {
            var path = EveryForm.local(form.get().attr("action"), found.page()).orElse(found.page());
            visitor.post(path, input.fields(form.get(), ""));
        }
        return 1;
    }

    private static Path log() {
        return TestDatabase.base().resolve("server.log");
    }

    /// Hands on each plan that the server wrote down since then. One begins on a line of its own and goes on, indented.
    private static void plans(long since, Consumer<JsonNode> then) throws IOException {
        try (var in = Files.newInputStream(log())) {
            in.skipNBytes(since);
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            var plan = new StringBuilder();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("\t") && !plan.isEmpty()) {
                    plan.append(line, 1, line.length()).append('\n');
                    continue;
                }
                whole(plan, then);
                if (line.contains(" ms  plan:")) {
                    plan.append(' ');
                }
            }
            whole(plan, then);
        }
    }

    private static void whole(StringBuilder plan, Consumer<JsonNode> then) {
        if (plan.length() > 1) {
            then.accept(JsonMapper.shared().readTree(plan.toString()));
        }
        plan.setLength(0);
    }

    private static List<Scan> scans(JsonNode node, List<Scan> all) {
        var type = node.path("Node Type").asString("");
        if (node.path("Filter").asString("").contains("= ANY ('{}'")) {
            return all; // It asks for none of a list of none, for which any index is good.
        }
        var table = node.path("Relation Name").asString("");
        if (type.equals("Bitmap Heap Scan")) {
            for (var index : node.path("Plans")) {
                bitmap(table, index, all);
            }
        } else if (!table.isEmpty() && type.contains("Scan")) {
            all.add(new Scan(
                    table,
                    type,
                    node.path("Index Name").asString(""),
                    node.path("Index Cond").asString("")));
        }
        if (!type.equals("Bitmap Heap Scan")) {
            node.path("Plans").forEach(below -> scans(below, all));
        }
        return all;
    }

    private static void bitmap(String table, JsonNode node, List<Scan> all) {
        if (node.path("Node Type").asString("").equals("Bitmap Index Scan")) {
            all.add(new Scan(
                    table,
                    "Bitmap Index Scan",
                    node.path("Index Name").asString(""),
                    node.path("Index Cond").asString("")));
        }
        node.path("Plans").forEach(below -> bitmap(table, below, all));
    }

    @Test
    void reading_a_whole_authority_is_not_an_answer_from_an_index() {
        var whole = "(authority = current_setting('stepways.authority'::text, true))";
        assertThat(new Scan("run", "Index Scan", "a_run_has_one_row", whole).narrow())
                .isFalse();
        assertThat(new Scan("run", "Seq Scan", "", "").narrow()).isFalse();
        assertThat(new Scan("run", "Index Scan", "i", "(id = 'x'::uuid)").narrow())
                .isFalse();
        assertThat(new Scan("run", "Index Scan", "i", "(" + whole + " AND (id = 'x'::uuid))").narrow())
                .isTrue();
    }
}
