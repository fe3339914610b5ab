package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.app.database.TestRows;
import stepways.app.database.TimeOrderedIds;
import stepways.app.directory.DirectoryImport;
import stepways.app.imports.Progress;
import stepways.app.web.SignedInStaff;

class DirectoryPagesTest {

    @TempDir
    private Path folder;

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff nia = council.staff("Nia Field", "social-worker", "duty-team", null);
    private UUID family = council.family();
    private UUID ellis = family;

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.running("peterborough");
        nia = council.staff("Nia Field", "assessment-social-worker", "assessment-team", null);
        family = council.family();
        ellis = council.child(family, "Ellis", "Rowan", "2015-01-04");
        council.parent(family, "Joanne", "Rowan", ellis);
        council.open(ellis, "assessment", "2026-03-02T09:00:00Z");
        council.lead(ellis, nia, "assessment-social-worker", "assessment", null, "2026-03-02T09:00:00Z");
    }

    private void feed(String json) throws IOException {
        var file = folder.resolve("feed.json");
        Files.writeString(file, json);
        TestService.at(TestService.now().plusSeconds(60).toString());
        new DirectoryImport(
                        council.database(),
                        new TimeOrderedIds(TestService::now),
                        TestService::now,
                        new Progress(_ -> {}))
                .run(new DirectoryImport.Job(council.job().authority(), file, false));
    }

    private static final String TWO = """
            [{"id": "yc-1", "name": "Young carers", "description": "A club on <i>Tuesdays</i> & more", "minimum_age": 8,
              "maximum_age": 17, "email": "hello@carers.example.org", "url": "javascript:alert(1)",
              "organization": {"id": "o-1", "name": "Carers of Ashmere"}},
             {"id": "da-1", "name": "Debt advice"}]
            """;

    @Test
    void an_empty_directory_says_what_to_do() {
        assertThat(TestService.get(nia, "/directory").main())
                .contains("No directory has been read in yet. An administrator imports the council’s feed.");
    }

    @Test
    void a_service_is_found_and_shown_and_nothing_in_it_runs() throws IOException {
        feed(TWO);

        var found = TestService.get(nia, "/directory?words=carer&age=10");
        assertThat(found.main())
                .contains("2 services are listed.")
                .contains("Young carers")
                .contains("8 to 17 years")
                .doesNotContain("Debt advice");
        var page = TestService.get(nia, found.page().select("main h3 a").attr("href"));
        assertThat(page.h1()).isEqualTo("Young carers");
        assertThat(page.main()).contains("A club on Tuesdays & more").contains("hello@carers.example.org");
        assertThat(page.body()).doesNotContain("javascript:alert");
        assertThat(page.page().select("form[action*=signposted]"))
                .as("nobody is chosen for")
                .isEmpty();
    }

    @Test
    void bad_input_is_said_at_its_field() throws IOException {
        feed(TWO);

        var page = TestService.get(nia, "/directory?age=twelve&postcode=nowhere&words=" + "a".repeat(300));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.page().select(".govuk-error-summary a").eachText())
                .contains("Enter an age in years, such as 12", "Enter a postcode, or its first half, such as CV4")
                .anySatisfy(error -> assertThat(error).contains("Shorten this to 200 characters"));
        assertThat(page.page().select("#age").attr("value")).isEqualTo("twelve");
    }

    @Test
    void a_service_chosen_at_the_step_down_to_one_agency_stays_on_the_record_as_it_was() throws IOException {
        feed(TWO);
        var run = council.beginFrom(nia, family, "step-down", "after-assessment", "assessment", ellis);
        var transfer = TestService.get(nia, "/transfers/" + run);
        var choose = transfer.page()
                .select("a:contains(Choose a service from the directory)")
                .attr("href");
        assertThat(choose).isEqualTo("/directory?family=" + family + "&run=" + run);

        var list = TestService.get(nia, choose);
        var link = list.page().select("main h3 a:contains(Young carers)").attr("href");
        var service = TestService.get(nia, link);
        var form = service.page().select("form[action$=/signposted]");
        assertThat(form.select("input[name=children][checked]")).hasSize(1);
        var key = TestRows.anId().toString();
        var fields = new String[] {
            "key",
            key,
            "service",
            form.select("input[name=service]").attr("value"),
            "run",
            run.toString(),
            "children",
            ellis.toString(),
            "purpose",
            "Time for himself, away from caring",
            "on-day",
            "18",
            "on-month",
            "6",
            "on-year",
            "2026"
        };
        var sent = TestService.send(nia, "/families/" + family + "/signposted", fields);
        TestService.send(nia, "/families/" + family + "/signposted", fields);

        assertThat(sent.location()).isEqualTo("/transfers/" + run);
        feed("""
                [{"id": "yc-1", "name": "Something else altogether"}, {"id": "da-1", "name": "Debt advice"}]
                """);
        assertThat(TestService.get(nia, "/transfers/" + run).main())
                .contains("Signposted to")
                .contains("Young carers Carers of Ashmere, 18 June 2026, number yc-1");
        var page = TestService.get(nia, "/families/" + family + "/signposted");
        assertThat(page.page().select("main h2").eachText()).containsExactly("Young carers");
        assertThat(page.main())
                .contains("the directory has renamed it or lists it no longer")
                .contains("hello@carers.example.org");
        assertThat(TestService.get(nia, "/families/" + family + "/timeline").main())
                .contains("Signposted to Young carers, Carers of Ashmere");

        var strike = page.page().select("form[action$=/strike]").attr("action");
        var field = "because-" + strike.replaceAll(".*/signposted/|/strike", "");
        assertThat(TestService.send(nia, strike, field, " ").status()).isEqualTo(400);
        TestService.send(nia, strike, field, "They chose another");
        assertThat(TestService.get(nia, "/families/" + family + "/signposted").main())
                .contains("Struck out by Nia Field: They chose another");
        assertThat(TestService.get(nia, "/transfers/" + run).main()).doesNotContain("number yc-1");
    }

    @Test
    void nobody_is_signposted_to_what_is_not_listed_any_more() throws IOException {
        feed(TWO);
        var id = TestService.get(nia, "/directory?words=debt")
                .page()
                .select("main h3 a")
                .attr("href")
                .replaceAll(".*/", "");
        feed("[{\"id\": \"yc-1\", \"name\": \"Young carers\"}]");

        var page = TestService.get(nia, "/directory/" + id + "?family=" + family);
        var sent = TestService.send(
                nia,
                "/families/" + family + "/signposted",
                "service",
                id,
                "children",
                ellis.toString(),
                "purpose",
                "Debts",
                "on-day",
                "18",
                "on-month",
                "6",
                "on-year",
                "2026");

        assertThat(page.main()).contains("The directory has not listed this service since 18 June 2026.");
        assertThat(page.page().select("form[action*=signposted]")).isEmpty();
        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.main()).contains("Choose another");
    }

    @Test
    void a_colleagues_family_is_not_signposted_and_another_councils_directory_is_not_seen() throws IOException {
        feed(TWO);
        var id = TestService.get(nia, "/directory?words=debt")
                .page()
                .select("main h3 a")
                .attr("href")
                .replaceAll(".*/", "");
        var colleague = council.staff("Otto Vale", "emergency-duty-team", null, null);
        var elsewhere = InventedCouncil.icrt().staff("Ida Moss", "early-help-worker", "early-help-locality", null);

        assertThat(TestService.get(elsewhere, "/directory/" + id).status()).isEqualTo(404);
        assertThat(TestService.get(elsewhere, "/directory").main()).doesNotContain("Debt advice");
        assertThat(TestService.get(colleague, "/directory/" + id).status()).isEqualTo(200);
        assertThat(TestService.get(colleague, "/directory?family=" + family).status())
                .isEqualTo(403);
        assertThat(TestService.send(colleague, "/families/" + family + "/signposted", "service", id)
                        .status())
                .isEqualTo(403);
    }
}
