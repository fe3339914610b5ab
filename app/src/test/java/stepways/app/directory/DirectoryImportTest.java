package stepways.app.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;
import stepways.app.imports.RowProblem;

class DirectoryImportTest {

    private static final Path SAMPLES = Path.of("src", "test", "resources", "open-referral-uk");

    private final Database database = TestDatabase.shared();
    private final Viewer.Job viewer = TestDatabase.aNewAuthority();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-18T09:00:00Z"));

    @TempDir
    private Path folder;

    private DirectoryImport.Answer run(Path file) throws IOException {
        return run(file, false);
    }

    private DirectoryImport.Answer run(Path file, boolean acceptLosses) throws IOException {
        now.set(now.get().plusSeconds(60));
        return new DirectoryImport(database, new TimeOrderedIds(now::get), now::get, new Progress(_ -> {}))
                .run(new DirectoryImport.Job(viewer.authority(), file, acceptLosses));
    }

    private DirectoryImport.Answer.Imported imported(String feed) throws IOException {
        return (DirectoryImport.Answer.Imported) run(file(feed));
    }

    private Path file(String feed) throws IOException {
        var file = folder.resolve("feed.json");
        Files.writeString(file, feed);
        return file;
    }

    private List<Services.Service> find(String words) {
        return database.read(viewer, sql -> new Services(sql).find(new Services.Sought(words, null, "", "", 0)));
    }

    private Services.Service named(String feedId) {
        return database.read(viewer, sql -> {
            var id = sql.sql("select id from directory_service where feed_id = :id")
                    .param("id", feedId)
                    .query(java.util.UUID.class)
                    .single();
            return new Services(sql).one(id).orElseThrow();
        });
    }

    private static String service(String id, String name, String... more) {
        var fields = new ArrayList<>(List.of("\"id\": \"" + id + "\"", "\"name\": \"" + name + "\""));
        fields.addAll(List.of(more));
        return "{" + String.join(", ", fields) + "}";
    }

    @Test
    void the_standards_own_full_example_comes_in_with_all_that_is_shown() throws IOException {
        var answer = run(SAMPLES.resolve("service_full.json"));

        assertThat(answer).isInstanceOf(DirectoryImport.Answer.Imported.class);
        var service = find("counselling").getFirst();
        assertThat(service.name()).isEqualTo("Community Counselling");
        assertThat(service.feedId()).isEqualTo("ac148810-d857-441c-9679-408f346de14b");
        assertThat(service.organisation()).isEqualTo("Example Organization Inc.");
        assertThat(service.ages()).isEqualTo("12 to 100 years");
        assertThat(service.fees()).isEqualTo("Under 18s and Over 60s £35 per 1 hour session");
        assertThat(service.whenOpen()).startsWith("The service is available from 10 am to 6pm weekdays.");
        var lines = database.read(viewer, sql -> new Services(sql).lines(service.id()));
        assertThat(lines)
                .contains(new Services.Line(
                        "place", "MyCity Civic Center, 1-30 Main Street, MyCity, MyRegion, MyState, ABC 1234"))
                .contains(new Services.Line("term", "name"));
    }

    @Test
    void a_page_that_is_one_of_ten_comes_in_and_marks_nothing_as_gone() throws IOException {
        imported("[" + service("one", "Young carers") + "]");

        var answer = (DirectoryImport.Answer.Imported) run(SAMPLES.resolve("service_list.json"));

        assertThat(answer.kept()).contains("the file is not the whole feed");
        assertThat(answer.problems())
                .extracting(RowProblem::toString)
                .contains("service_list.json, total_pages: the feed has 10 pages, and the file holds 1");
        assertThat(named("one").listed()).isTrue();
    }

    @Test
    void the_same_feed_again_changes_nothing_and_a_changed_row_changes_that_row() throws IOException {
        var feed = "[" + service("one", "Young carers") + "," + service("two", "Debt advice") + "]";
        imported(feed);
        var before = named("two");

        var again = run(file(feed));
        var changed =
                imported("[" + service("one", "Young carers of Ashmere") + "," + service("two", "Debt advice") + "]");

        assertThat(again).isInstanceOf(DirectoryImport.Answer.AlreadyImported.class);
        assertThat(changed.counts()).containsEntry("changed services", 1).containsEntry("unchanged services", 1);
        assertThat(named("one").name()).isEqualTo("Young carers of Ashmere");
        assertThat(named("two")).isEqualTo(before);
        assertThat(find("ashmere")).hasSize(1);
    }

    @Test
    void a_service_gone_from_the_feed_is_not_listed_any_more_and_comes_back() throws IOException {
        imported("[" + service("one", "Young carers") + "," + service("two", "Debt advice") + "]");

        var without = imported("[" + service("one", "Young carers") + "]");

        assertThat(without.counts()).containsEntry("no longer listed", 1);
        assertThat(named("two").listed()).isFalse();
        assertThat(find("debt")).isEmpty();
        imported("[" + service("one", "Young carers") + "," + service("two", "Debt advice") + "]");
        assertThat(named("two").listed()).isTrue();
        assertThat(find("debt")).hasSize(1);
    }

    @Test
    void bad_rows_are_left_out_with_their_place_and_good_ones_come_in() throws IOException {
        var answer = imported("{\"total_items\": 31, \"total_pages\": 1, \"contents\": ["
                + String.join(
                        ",",
                        service("one", "Young carers", "\"url\": \"carers.example.org\"", "\"minimum_age\": \"8\""),
                        "{\"id\": \"two\"}",
                        "{\"name\": \"Nobody knows its id\"}",
                        "17",
                        service("one", "Young carers once more"),
                        service(
                                "five",
                                "Debt <b>advice</b>",
                                "\"email\": \"ring us\"",
                                "\"url\": \"not a page at all\"",
                                "\"status\": \"thriving\"",
                                "\"minimum_age\": 90",
                                "\"maximum_age\": 5",
                                "\"assured_date\": \"31/02/2026\"",
                                "\"description\": null",
                                "\"attributes\": \"none\"",
                                "\"organization\": [1, 2]"),
                        service("six", "مركز الأسرة", "\"description\": \"<script>alert(1)</script>Family centre\""))
                + "]}");

        assertThat(answer.counts())
                .containsEntry("new services", 3)
                .containsEntry("left out", 3)
                .containsEntry("no longer listed", 0);
        assertThat(answer.problems())
                .extracting(RowProblem::toString)
                .contains(
                        "feed.json, row 1, url: has no scheme: read as https",
                        "feed.json, row 2, name: is missing: the service is left out",
                        "feed.json, row 3, id: is missing: the service is left out",
                        "feed.json, row 4: is no service",
                        "feed.json, row 5, id: stands in the feed before: this one is left out",
                        "feed.json, row 6, status: “thriving” is none of the standard’s: read as active",
                        "feed.json, row 6, minimum_age: 90 is over the maximum of 5: both are left out",
                        "feed.json, row 6, email: “ring us” is no email address: left out",
                        "feed.json, row 6, url: “not a page at all” is no address of a page: left out",
                        "feed.json, row 6, assured_date: “31/02/2026” is no date: left out");
        assertThat(named("one").url()).isEqualTo("https://carers.example.org");
        assertThat(named("five").name()).isEqualTo("Debt advice");
        assertThat(named("six").description()).isEqualTo("alert(1)Family centre");
        assertThat(find("مركز")).hasSize(1);
        int kept = database.read(
                viewer,
                sql -> sql.sql("select count(*) from import_row_error")
                        .query(Integer.class)
                        .single());
        assertThat(kept).isEqualTo((int) answer.problemCount());
    }

    @Test
    void a_service_that_could_not_be_read_this_time_is_not_gone() throws IOException {
        imported("[" + service("one", "Young carers") + "," + service("two", "Debt advice") + "]");

        imported("[" + service("one", "Young carers") + ", {\"id\": \"two\", \"name\": \" \"}]");

        assertThat(named("two").listed()).isTrue();
    }

    @Test
    void a_file_that_breaks_off_gives_what_stands_before_and_marks_nothing_as_gone() throws IOException {
        imported("[" + service("one", "Young carers") + "," + service("two", "Debt advice") + "]");

        var answer = imported("[" + service("one", "Young carers now") + ",\n{\"id\": \"two\", \"name\": \"Debt adv");

        assertThat(answer.problems().getFirst().toString()).contains("the file is not JSON from line 2");
        assertThat(answer.kept()).isPresent();
        assertThat(named("one").name()).isEqualTo("Young carers now");
        assertThat(named("two").listed()).isTrue();
    }

    @Test
    void a_file_without_any_service_is_refused_and_nothing_is_written() throws IOException {
        assertThat(run(file("<html>Service unavailable</html>"))).isInstanceOf(DirectoryImport.Answer.Refused.class);
        assertThat(run(file(""))).isInstanceOf(DirectoryImport.Answer.Refused.class);
        assertThat(run(file("[]"))).isInstanceOf(DirectoryImport.Answer.Refused.class);
        assertThat(run(file("null"))).isInstanceOf(DirectoryImport.Answer.Refused.class);
        int batches = database.read(
                viewer,
                sql -> sql.sql("select count(*) from import_batch")
                        .query(Integer.class)
                        .single());
        assertThat(batches).isZero();
    }

    @Test
    void a_feed_that_has_lost_most_of_its_services_has_lost_them_by_mistake_until_somebody_says_not()
            throws IOException {
        var all = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            all.add(service("s" + i, "Service number " + i));
        }
        imported("[" + String.join(",", all) + "]");

        var lost = imported("[" + String.join(",", all.subList(0, 5)) + "]");
        assertThat(lost.kept().orElseThrow()).contains("has lost 35 of 40 services");
        assertThat(named("s30").listed()).isTrue();

        imported("[" + String.join(",", all.subList(0, 6)) + "]");
        var accepted =
                (DirectoryImport.Answer.Imported) run(file("[" + String.join(",", all.subList(0, 5)) + "]"), true);
        assertThat(accepted.counts()).containsEntry("no longer listed", 35);
    }

    @Test
    void pages_in_a_list_and_one_service_after_another_are_read_too() throws IOException {
        var pages = imported("[{\"total_pages\": 2, \"contents\": [" + service("one", "Young carers")
                + "]}, {\"total_pages\": 2, \"contents\": [" + service("two", "Debt advice") + "]}]");
        var lines = imported(service("one", "Young carers") + "\n" + service("three", "Speech and language"));

        assertThat(pages.kept()).isEmpty();
        assertThat(pages.counts()).containsEntry("new services", 2);
        assertThat(lines.counts()).containsEntry("new services", 1).containsEntry("no longer listed", 1);
    }

    @Test
    void a_service_that_says_too_much_is_left_out_and_the_next_one_comes_in() throws IOException {
        var file = folder.resolve("feed.json");
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("[{\"id\": \"huge\", \"name\": \"Huge\", \"attributes\": [");
            for (int i = 0; i < 400_000; i++) {
                out.write("{\"taxonomy_term\": {\"name\": \"term " + i + "\"}},");
            }
            out.write("{}]}," + service("two", "Debt advice") + "]");
        }

        var answer = (DirectoryImport.Answer.Imported) run(file);

        assertThat(answer.counts()).containsEntry("new services", 1);
        assertThat(answer.problems().getFirst().toString()).contains("row 1: says more than");
    }

    @Test
    void a_search_is_by_every_word_age_postcode_and_kind() throws IOException {
        imported("["
                + String.join(
                        ",",
                        service(
                                "one",
                                "Young carers’ café",
                                "\"minimum_age\": 8",
                                "\"maximum_age\": 17",
                                "\"service_at_locations\": [{\"location\": {\"addresses\": [{\"address_1\": \"2 Hill Road\","
                                        + " \"postal_code\": \"XA4 7AL\"}]}}]",
                                "\"attributes\": [{\"taxonomy_term\": {\"name\": \"Carers’ support\"}}]"),
                        service(
                                "two",
                                "Carers of adults",
                                "\"minimum_age\": 18",
                                "\"service_at_locations\": [{\"location\": {\"addresses\": [{\"postal_code\": \"XA47 1AA\"}]}}]"),
                        service("three", "Closed café", "\"status\": \"temporarily closed\""))
                + "]");

        assertThat(names("care", null, "", "")).containsExactly("Carers of adults", "Young carers’ café");
        assertThat(names("cafe young", null, "", "")).containsExactly("Young carers’ café");
        assertThat(names("", 12, "", "")).containsExactly("Young carers’ café");
        assertThat(names("", null, "XA4", "")).containsExactly("Young carers’ café");
        assertThat(names("", null, "XA", "")).hasSize(2);
        assertThat(names("", null, "", "carers support")).containsExactly("Young carers’ café");
        assertThat(names("closed", null, "", "")).isEmpty();
        assertThat(names("% _ ' \"", null, "", "")).hasSize(2);
    }

    private List<String> names(
            String words, @org.jspecify.annotations.Nullable Integer age, String postcode, String term) {
        return database
                .read(viewer, sql -> new Services(sql).find(new Services.Sought(words, age, postcode, term, 0)))
                .stream()
                .map(Services.Service::name)
                .toList();
    }
}
