package stepways.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import stepways.app.StepwaysApplication;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.Viewer;
import stepways.app.generate.Generator;
import stepways.app.generate.Size;
import stepways.app.imports.Progress;
import stepways.app.procedures.Procedures;
import stepways.packs.Packs;

/// The pages of the service over HTTP, on a real PostgreSQL that waits for its disk, on authorities of
/// several sizes.
///
/// So many requests a second begin whether or not earlier ones have been answered, and each is counted from
/// the moment at which it was due. Beside the pages twenty notes and questions a second are recorded, about
/// many families. The same load on an empty page shows what the machine and the way to it take.
public final class Pages {

    /// Of six one is a write: a hundred requests and twenty writes a second, unless less is asked for.
    private static final int OF_EACH_SIX = 5;
    private static final int PEOPLE = 24;

    private static final String EMPTY = "an empty page";
    private static final String WRITE = "a note or question";

    private final URI service;
    private final List<Person> people = new ArrayList<>();
    private final Map<String, List<Request>> pages = new LinkedHashMap<>();
    private final List<Write> writes = new ArrayList<>();

    private final int requests;
    private final int writing;

    private Pages(URI service, int requests) {
        this.service = service;
        this.requests = requests;
        this.writing = requests / OF_EACH_SIX;
    }

    /// Somebody who has signed in.
    private record Person(String key, HttpClient browser) {}

    private record Request(Person who, String path) {}

    /// A note or a question, ready to be recorded again and again.
    private record Write(Person who, String path, String fields) {}

    private record Taken(String page, long nanos, int status) {
        /// Answered now, counted from when it was due.
        Taken after(long due) {
            return new Taken(page, System.nanoTime() - due, status);
        }
    }

    /// @param arguments `--size SIZE` (several), `--seconds N` for each turn, `--warm N` seconds before the
    ///     first, `--rate N` requests a second, `--data FOLDER`
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var sizes = new ArrayList<Size>();
        int seconds = 20;
        int warm = 60;
        int rate = 100;
        var root = Path.of(System.getProperty("stepways.root", "")).toAbsolutePath();
        var data = root.resolve(".stepways/bench");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--size" -> sizes.add(Size.valueOf(arguments[i + 1].toUpperCase(Locale.ROOT)));
                case "--seconds" -> seconds = Integer.parseInt(arguments[i + 1]);
                case "--warm" -> warm = Integer.parseInt(arguments[i + 1]);
                case "--rate" -> rate = Integer.parseInt(arguments[i + 1]);
                case "--data" -> data = Path.of(arguments[i + 1]);
                default ->
                    throw new IllegalArgumentException(
                            "Expected --size, --seconds, --warm, --rate or --data, found " + arguments[i]);
            }
        }
        if (sizes.isEmpty()) {
            sizes.addAll(List.of(Size.HUNDREDTH, Size.KENT));
        }
        var medians = new LinkedHashMap<Size, Map<String, Double>>();
        for (var size : sizes) {
            medians.put(size, measure(size, seconds, warm, rate, root, data));
        }
        compare(sizes, medians);
    }

    private static void compare(List<Size> sizes, Map<Size, Map<String, Double>> medians) {
        if (sizes.size() < 2) {
            return;
        }
        var small = medians.getOrDefault(sizes.getFirst(), Map.of());
        var large = medians.getOrDefault(sizes.getLast(), Map.of());
        large.forEach((page, time) -> System.out.printf(
                Locale.ROOT,
                "pages: %s, %s against %s: %.2f x the time at the median (bar: 1.5 for 100 x the data)%n",
                page,
                word(sizes.getLast()),
                word(sizes.getFirst()),
                time / small.getOrDefault(page, time)));
    }

    private static String word(Size size) {
        return size.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Double> measure(Size size, int seconds, int warm, int rate, Path root, Path data)
            throws IOException, InterruptedException {
        var launch = EmbeddedPostgres.in(data.resolve(word(size))).withPrograms(root.resolve(".stepways/postgres"));
        try (var server = launch.start()) {
            var settings = DatabaseSetup.prepare(server, "stepways");
            var authority = new AuthorityId(word(size));
            generate(settings, authority, size, root);
            analyze(server);
            var arguments = new LinkedHashMap<String, Object>(settings.asProperties());
            arguments.put("server.port", "0");
            arguments.put("server.address", "127.0.0.1");
            arguments.put("logging.level.root", "warn");
            arguments.put("stepways.rounds.seconds", "0");
            arguments.put("stepways.packs", root.resolve("policy-packs").toString());
            try (var context = new SpringApplicationBuilder(StepwaysApplication.class)
                            .profiles("demo")
                            .run(arguments.entrySet().stream()
                                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                                    .toArray(String[]::new));
                    var database = Database.open(settings)) {
                var web = ((WebServerApplicationContext) context).getWebServer();
                if (web == null) {
                    throw new IllegalStateException("Expected a web server in the service, found none");
                }
                var bench = new Pages(URI.create("http://127.0.0.1:" + web.getPort() + "/"), rate);
                bench.prepare(database, authority);
                return bench.turns(size, seconds, warm);
            }
        }
    }

    private static void generate(DatabaseSettings settings, AuthorityId authority, Size size, Path root) {
        var packs = Packs.load(root.resolve("policy-packs"));
        try (var database = Database.open(settings)) {
            if (Generator.state(database, authority) == Generator.State.READY) {
                return;
            }
            var made = new Generator(
                            database,
                            new Procedures(root.resolve("policy-packs"), packs),
                            InstantSource.system().instant(),
                            new Progress(line -> System.out.println("pages: " + line)))
                    .make(new Generator.Plan(
                            authority,
                            "Invented council, " + word(size),
                            packs.pack("icrt").orElseThrow(),
                            size,
                            1));
            System.out.printf(
                    Locale.ROOT,
                    "pages: made %s in %.1f s: %,d rows%n",
                    word(size),
                    made.took().toMillis() / 1000.0,
                    made.rows().values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private static void analyze(EmbeddedPostgres server) {
        try (var connection = DriverManager.getConnection(
                        server.url("stepways"),
                        EmbeddedPostgres.SUPERUSER,
                        server.passwordOf(EmbeddedPostgres.SUPERUSER));
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot gather statistics", e);
        }
    }

    // Who asks for what.

    /// People of every sort of work, those with most to do among them, and what each of them looks at in a
    /// day.
    private void prepare(Database database, AuthorityId authority) throws IOException, InterruptedException {
        var ids = database.read(
                new Viewer.Job(authority, "bench"),
                sql -> sql.sql("""
                                select staff
                                  from (select r.staff, r.role,
                                               row_number() over (partition by r.role order by held.families desc, r.staff) as place
                                          from staff_role r
                                          left join lateral (
                                               select count(*) as families
                                                 from allocation a
                                                where a.authority = r.authority and a.staff = r.staff and a.held_until is null) held on true
                                         where r.held_until is null) placed
                                 where place in (1, 3)
                                 order by place, role
                                 limit :people
                                """).param("people", PEOPLE).query(UUID.class).list());
        for (var id : ids) {
            people.add(signIn(authority.value() + ":" + id));
        }
        for (var person : people) {
            add("work list", person, "/work");
            add(EMPTY, person, "/help");
            var families = links(get(person, "/work/families"), "/families/[0-9a-f-]{36}");
            if (families.isEmpty()) {
                families = links(get(person, "/families"), "/families/[0-9a-f-]{36}");
            }
            families.stream().limit(15).forEach(path -> add("family", person, path));
            tray(person);
            for (var name : List.of("smith", "khan", "ashton", "kowalski", "oakbridge", "brien")) {
                add("search", person, "/search?name=" + name + "&purpose=a+call+from+the+school");
            }
            var runs = links(get(person, "/work"), "/transfers/[0-9a-f-]{36}");
            runs.stream().limit(8).forEach(path -> add("transfer", person, path));
            for (var run : runs.stream().limit(8).toList()) {
                write(person, run + "/act/ask", run + "/act/ask");
            }
            for (var family : families.stream().limit(8).toList()) {
                write(person, family + "/notes/new", family + "/notes");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "pages: %d people, %s addresses, %d forms%n",
                people.size(),
                pages.values().stream().mapToInt(List::size).sum(),
                writes.size());
        if (writes.isEmpty()) {
            throw new IllegalStateException(
                    "Expected transfers and families about which something can be written, found none");
        }
    }

    /// The trays that somebody is shown; one who has a single tray is led there at once.
    private void tray(Person person) throws IOException, InterruptedException {
        var answer = person.browser()
                .send(HttpRequest.newBuilder(service.resolve("/trays")).build(), BodyHandlers.ofString());
        var all = new ArrayList<String>();
        answer.headers()
                .firstValue("Location")
                .ifPresent(to -> all.add(URI.create(to).getPath()));
        links(answer.body(), "/trays/[a-z0-9-]+(?:/[a-z0-9-]+)?").stream()
                .filter(path -> !path.endsWith("/take"))
                .limit(2)
                .forEach(all::add);
        if (answer.statusCode() == 200 && all.isEmpty()) {
            all.add("/trays");
        }
        all.forEach(path -> add("tray", person, path));
    }

    private void add(String page, Person person, String path) {
        pages.computeIfAbsent(page, _ -> new ArrayList<>()).add(new Request(person, path));
    }

    private Person signIn(String key) throws IOException, InterruptedException {
        var person = new Person(
                key,
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build());
        var token = hidden(get(person, "/sign-in"), "_csrf");
        post(person, "/sign-in", "_csrf=" + encode(token) + "&person=" + encode(key));
        return person;
    }

    /// A form as somebody fills it in: what stands in it already, the first choice of each list, and a few
    /// words. One that the person is not given, or that wants more than this, is passed over.
    private void write(Person person, String form, String to) throws IOException, InterruptedException {
        var page = get(person, form);
        var fields = new StringJoiner("&");
        Pattern.compile("<input\\b([^>]*)>")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .forEach(input -> {
                    var type = attribute(input, "type");
                    boolean chosen = !List.of("checkbox", "radio").contains(type) || input.contains(" checked");
                    if (chosen
                            && !List.of("file", "submit", "search").contains(type)
                            && !attribute(input, "name").equals("key")) {
                        fields.add(encode(attribute(input, "name")) + "=" + encode(attribute(input, "value")));
                    }
                });
        Pattern.compile("(?s)<select\\b([^>]*)>(.*?)</select>")
                .matcher(page)
                .results()
                .forEach(select -> {
                    var option = Pattern.compile("<option value=\"([^\"]+)\"").matcher(select.group(2));
                    if (option.find()) {
                        fields.add(attribute(select.group(1), "name") + "=" + encode(option.group(1)));
                    }
                });
        Pattern.compile("<textarea\\b([^>]*)>")
                .matcher(page)
                .results()
                .forEach(area -> fields.add(
                        attribute(area.group(1), "name") + "=" + encode("When can we talk about the visit?")));
        var write = new Write(person, to, fields.toString());
        if (page.contains("<textarea") && record(write) < 400) {
            writes.add(write);
        }
    }

    private static String attribute(String tag, String name) {
        var found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? found.group(1) : "";
    }

    private int record(Write write) throws IOException, InterruptedException {
        return post(write.who(), write.path(), write.fields() + "&key=" + UUID.randomUUID());
    }

    private static List<String> links(String page, String pattern) {
        return Pattern.compile("href=\"(" + pattern + ")\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private static String hidden(String page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        return found.find() ? found.group(1) : "";
    }

    private static String encode(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    private String get(Person person, String path) throws IOException, InterruptedException {
        return person.browser()
                .send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private int post(Person person, String path, String fields) throws IOException, InterruptedException {
        return person.browser()
                .send(
                        HttpRequest.newBuilder(service.resolve(path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(fields))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    // The load.

    private Map<String, Double> turns(Size size, int seconds, int warm) throws InterruptedException {
        var all = new ArrayList<>(pages.keySet());
        all.remove(EMPTY);
        turn(all, warm); // the JVM compiles what is run often, as it has in a service that has been up for a morning
        var empty = turn(List.of(EMPTY), seconds);
        var real = turn(all, seconds);
        var none = empty.getOrDefault(EMPTY, List.of());
        var medians = new LinkedHashMap<String, Double>();
        System.out.printf(
                Locale.ROOT,
                "pages: %s, %d requests/s and %d writes/s, %d s each; %s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                word(size),
                requests,
                writing,
                seconds,
                EMPTY,
                at(none, 50),
                at(none, 95),
                at(none, 99));
        real.forEach((page, times) -> {
            medians.put(page, at(times, 50));
            System.out.printf(
                    Locale.ROOT,
                    "pages: %s, %-19s p50 %6.1f ms, p95 %6.1f ms, p99 %6.1f ms; %.1f x and %.1f x an empty page (p50, p99); %d answers, %d addresses%n",
                    word(size),
                    page + ":",
                    at(times, 50),
                    at(times, 95),
                    at(times, 99),
                    at(times, 50) / at(none, 50),
                    at(times, 99) / at(none, 99),
                    times.size(),
                    pages.getOrDefault(page, List.of()).size());
        });
        return medians;
    }

    private static double at(List<Long> sorted, int percent) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }

    /// Sends the load for so many seconds.
    ///
    /// @return the times of each page, sorted
    private Map<String, List<Long>> turn(List<String> which, int seconds) throws InterruptedException {
        var taken = new ConcurrentLinkedQueue<Taken>();
        var random = new SplittableRandom(1);
        long began = System.nanoTime();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            int number = 0;
            for (long tick = 0; tick < (long) seconds * (requests + writing); tick++) {
                long due = began + tick * 1_000_000_000L / (requests + writing);
                long early = due - System.nanoTime();
                if (early > 0) {
                    TimeUnit.NANOSECONDS.sleep(early);
                }
                if (tick % (OF_EACH_SIX + 1) == OF_EACH_SIX) {
                    var write = writes.get(random.nextInt(writes.size()));
                    all.submit(() -> taken.add(new Taken(WRITE, 0, record(write)).after(due)));
                } else {
                    var page = which.get(number++ % which.size());
                    var some = pages.getOrDefault(page, List.of());
                    var request = some.get(random.nextInt(some.size()));
                    all.submit(() -> taken.add(new Taken(
                                    page,
                                    0,
                                    request.who()
                                            .browser()
                                            .send(
                                                    HttpRequest.newBuilder(service.resolve(request.path()))
                                                            .build(),
                                                    BodyHandlers.ofByteArray())
                                            .statusCode())
                            .after(due)));
                }
            }
        }
        long wrong = taken.stream().filter(each -> each.status() >= 400).count();
        if (wrong > 0) {
            var statuses = new LinkedHashMap<String, Integer>();
            taken.stream()
                    .filter(each -> each.status() >= 400)
                    .forEach(each -> statuses.merge(each.page() + " " + each.status(), 1, Integer::sum));
            System.out.println(
                    "pages: " + wrong + " of " + taken.size() + " were not answered as they should be: " + statuses);
        }
        var times = new LinkedHashMap<String, List<Long>>();
        for (var page : which) {
            times.put(page, sorted(taken, page));
        }
        times.put(WRITE, sorted(taken, WRITE));
        return times;
    }

    private static List<Long> sorted(ConcurrentLinkedQueue<Taken> taken, String page) {
        var times = taken.stream()
                .filter(each -> each.page().equals(page) && each.status() < 400)
                .mapToLong(Taken::nanos)
                .toArray();
        Arrays.sort(times);
        return Arrays.stream(times).boxed().toList();
    }
}
