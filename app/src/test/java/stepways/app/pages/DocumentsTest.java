package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MvcResult;
import stepways.app.database.TestRows;
import stepways.app.web.SignedInStaff;

class DocumentsTest {

    private static final byte[] PDF = "%PDF-1.7\nInvented.\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

    private InventedCouncil council = InventedCouncil.running("dorset");
    private SignedInStaff tom = worker();
    private SignedInStaff bea = tom;
    private UUID family = council.family();
    private UUID ellis = family;
    private UUID isla = family;

    @BeforeEach
    void a_family_of_two_children() {
        TestService.at("2026-06-18T07:52:00Z");
        council = InventedCouncil.running("dorset");
        tom = worker();
        bea = council.staff("Bea Lindqvist", "early-help-team-manager", "east-early-help", null);
        family = council.family();
        ellis = held(family, "Ellis", "Rowan", "2015-01-04");
        isla = held(family, "Isla", "Rowan", "2019-11-04");
        council.parent(family, "Joanne", "Rowan", ellis, isla);
    }

    private SignedInStaff worker() {
        return council.staff("Tom Ferreira", "early-help-worker", "east-early-help", null);
    }

    private UUID held(UUID of, String forename, String surname, @Nullable String born) {
        var child = council.child(of, forename, surname, born);
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return child;
    }

    private String url(String more) {
        return "/families/" + family + "/documents" + more;
    }

    private static MvcResult upload(SignedInStaff me, String path, byte @Nullable [] file, String... fields) {
        var request = multipart(URI.create(path));
        if (file != null) {
            request.file(new MockMultipartFile("file", "plan.pdf", "application/pdf", file));
        }
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return TestService.perform(me, request);
    }

    private static String[] with(String[] fields, String... more) {
        var all = new ArrayList<>(List.of(fields));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /// An Early Help Plan of a day of 2026.
    private static String[] plan(String day, String month, String... more) {
        return with(
                new String[] {"kind", "early-help-plan", "dated-day", day, "dated-month", month, "dated-year", "2026"},
                more);
    }

    private static String[] about(UUID... children) {
        var fields = new ArrayList<String>();
        for (var child : children) {
            fields.add("about");
            fields.add(child.toString());
        }
        return fields.toArray(String[]::new);
    }

    /// Files it, and answers where it stands.
    private String filed(String... fields) {
        var result = upload(tom, url(""), PDF, fields);
        var location = result.getResponse().getRedirectedUrl();
        assertThat(location)
                .as(String.valueOf(result.getResponse().getStatus()))
                .isNotNull();
        return String.valueOf(location);
    }

    private static String notice(MvcResult result) {
        return String.valueOf(result.getFlashMap().get("notice"));
    }

    private int rows(String table) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from " + table)
                                .query(Integer.class)
                                .single());
    }

    // Filing.

    @Test
    void a_document_about_two_children_stands_for_each_with_its_age_and_what_the_procedure_wants() {
        var result = upload(tom, url(""), PDF, with(plan("12", "3"), about(ellis, isla)));

        assertThat(notice(result)).isEqualTo("On file for Ellis Rowan and Isla Rowan.");
        var list = TestService.get(tom, url(""));
        assertThat(list.main())
                .contains("Early Help Plan Filed 18 June 2026 by Tom Ferreira")
                .contains("Ellis Rowan and Isla Rowan")
                .contains("12 March 2026 3 months old")
                .contains(
                        "The procedure wants one not older than 6 months: this one can be used until 12 September 2026.")
                .contains("DOR-40")
                .contains("On file");
        assertThat(TestService.get(tom, url("?child=" + isla)).main()).contains("Early Help Plan");
        assertThat(rows("stored_file")).isEqualTo(1);
    }

    @Test
    void a_document_that_is_too_old_says_since_when_and_one_without_a_limit_says_nothing() {
        filed(with(plan("12", "1"), about(ellis)));
        TestService.at("2026-08-20T08:00:00Z");

        var old = TestService.get(tom, url("")).main();
        upload(
                tom,
                url(""),
                PDF,
                with(
                        new String[] {"kind", "chronology", "dated-day", "1", "dated-month", "2", "dated-year", "2024"},
                        about(ellis)));
        var other = TestService.get(tom, url("?kind=chronology")).main();

        assertThat(old).contains("Too old").contains("this one has been too old since 13 July 2026");
        assertThat(other).contains("2 years old").doesNotContain("The procedure wants");
    }

    @Test
    void a_document_that_is_kept_elsewhere_is_noted_with_the_place() {
        var result = upload(tom, url(""), null, with(plan("12", "3", "held-at", "Mosaic, plans"), about(ellis)));

        var page = TestService.get(tom, String.valueOf(result.getResponse().getRedirectedUrl()));
        assertThat(page.main())
                .contains("Kept elsewhere")
                .contains("Kept in Mosaic, plans")
                .doesNotContain("Save “");
        assertThat(TestService.get(tom, result.getResponse().getRedirectedUrl() + "/file")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void another_document_needs_a_name_and_a_name_may_hold_markup_and_any_script() {
        var fields = with(plan("12", "3"), about(ellis));
        fields[1] = "other";
        var without = upload(tom, url(""), PDF, fields);
        filed(with(fields, "title", "<b>رسالة</b> from school"));

        assertThat(without.getResponse().getStatus()).isEqualTo(400);
        var list = TestService.get(tom, url(""));
        assertThat(list.body()).doesNotContain("<b>رسالة");
        assertThat(list.main()).contains("<b>رسالة</b> from school");
    }

    @Test
    void every_error_stands_at_its_field() {
        var answer = TestService.send(
                tom, url(""), "kind", "spell", "dated-day", "19", "dated-month", "6", "dated-year", "2026");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select(".govuk-error-summary li").eachText())
                .containsExactly(
                        "Choose what kind of document it is",
                        "Tick each child it is about, or the whole family",
                        "The date of the document cannot be in the future",
                        "Choose the file, or say where the document is kept");
        for (var link : answer.page().select(".govuk-error-summary a")) {
            assertThat(answer.page().getElementById(link.attr("href").substring(1)))
                    .as(link.attr("href"))
                    .isNotNull();
        }
        assertThat(answer.page().select("form.sw-form").attr("enctype")).isEqualTo("multipart/form-data");
    }

    @Test
    void a_double_click_files_one_document() throws Exception {
        var fields = with(plan("12", "3", "key", TestRows.anId().toString()), about(ellis, isla));
        try (var pool = Executors.newFixedThreadPool(3)) {
            Callable<Integer> click =
                    () -> upload(tom, url(""), PDF, fields).getResponse().getStatus();
            for (var answer : pool.invokeAll(List.of(click, click, click))) {
                assertThat(answer.get()).isEqualTo(302);
            }
        }

        assertThat(rows("document")).isEqualTo(2);
    }

    // Versions.

    @Test
    void a_newer_version_takes_the_place_and_both_stay_readable() {
        var first = filed(with(plan("12", "3"), about(ellis)));

        var result =
                upload(tom, first + "/new-version", PDF, "dated-day", "2", "dated-month", "6", "dated-year", "2026");

        assertThat(notice(result)).isEqualTo("Version 2 is on file. The earlier one stays readable.");
        var second = String.valueOf(result.getResponse().getRedirectedUrl());
        var page = TestService.get(tom, second);
        assertThat(page.main()).contains("Version 2, shown here").contains("Version 1 Earlier version");
        assertThat(TestService.get(tom, first + "/file").status()).isEqualTo(200);
        assertThat(TestService.get(tom, url("")).page().select("tbody tr")).hasSize(1);
        assertThat(TestService.get(tom, url("")).main()).contains("2 June 2026");
    }

    @Test
    void of_two_newer_versions_at_once_one_is_filed_and_the_other_is_told() throws Exception {
        var first = filed(with(plan("12", "3"), about(ellis)));
        var answers = new ArrayList<Integer>();
        try (var pool = Executors.newFixedThreadPool(3)) {
            Callable<Integer> send = () -> upload(
                            tom,
                            first + "/new-version",
                            PDF,
                            "dated-day",
                            "2",
                            "dated-month",
                            "6",
                            "dated-year",
                            "2026")
                    .getResponse()
                    .getStatus();
            for (var answer : pool.invokeAll(List.of(send, send, send))) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsOnlyOnce(302).containsOnly(302, 409);
        assertThat(rows("document")).isEqualTo(2);
    }

    // Withdrawing.

    @Test
    void a_document_of_the_wrong_child_is_withdrawn_for_that_child_and_stays_listed() {
        var filed = filed(with(plan("12", "3"), about(ellis, isla)));
        var form = TestService.get(tom, filed + "/withdraw").page();
        var copy = form.select("input[name=copies]").get(1).val();
        assertThat(form.select("main").text()).contains("Isla Rowan");

        var without = TestService.send(tom, filed + "/withdraw", "copies", copy);
        var result = upload(tom, filed + "/withdraw", null, "copies", copy, "reason", "It is about Ellis only");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main()).contains("Say why it is withdrawn");
        assertThat(notice(result))
                .isEqualTo("Withdrawn for Isla Rowan. It stays listed and counts as evidence of nothing.");
        assertThat(TestService.get(tom, url("")).main())
                .contains("Withdrawn for Isla Rowan by Tom Ferreira on 18 June 2026: It is about Ellis only");
        assertThat(TestService.get(tom, filed + "/file").status())
                .as("still Ellis’s")
                .isEqualTo(200);
    }

    @Test
    void what_is_withdrawn_for_everybody_only_a_manager_can_open() {
        var filed = filed(with(plan("12", "3"), about(ellis)));
        TestService.send(tom, filed + "/withdraw", "reason", "It is another family’s");

        var page = TestService.get(tom, filed);
        assertThat(page.main()).contains("Withdrawn").contains("A manager of the service can open it.");
        assertThat(TestService.get(tom, filed + "/file").status()).isEqualTo(403);
        assertThat(TestService.get(bea, filed + "/file").status()).isEqualTo(200);
        assertThat(TestService.get(tom, filed + "/new-version").status()).isEqualTo(200);
        assertThat(upload(tom, filed + "/new-version", PDF, "dated-day", "2", "dated-month", "6", "dated-year", "2026")
                        .getResponse()
                        .getStatus())
                .isEqualTo(409);
    }

    @Test
    void every_version_of_a_misfiled_document_is_withdrawn_together_or_only_the_last() {
        var first = filed(with(plan("12", "3"), about(ellis)));
        var second = String.valueOf(
                upload(tom, first + "/new-version", PDF, "dated-day", "2", "dated-month", "6", "dated-year", "2026")
                        .getResponse()
                        .getRedirectedUrl());

        assertThat(TestService.send(tom, second + "/withdraw", "reason", "Wrong")
                        .main())
                .contains("Say whether every version was filed wrongly");
        TestService.send(tom, second + "/withdraw", "reason", "The wrong scan", "which", "this");
        assertThat(TestService.get(tom, first).main()).as("counts again").contains("On file");
        var third = upload(tom, first + "/new-version", PDF, "dated-day", "3", "dated-month", "6", "dated-year", "2026")
                .getResponse()
                .getRedirectedUrl();
        assertThat(TestService.get(tom, String.valueOf(third)).main()).contains("Version 3, shown here");

        TestService.send(tom, third + "/withdraw", "reason", "Another family’s", "which", "all");
        assertThat(TestService.get(tom, first).main()).contains("Withdrawn").doesNotContain("On file");
    }

    // Who may.

    @Test
    void another_councils_document_is_not_there_and_a_colleagues_or_a_guarded_one_cannot_be_opened() {
        var filed = filed(with(plan("12", "3"), about(ellis)));
        var elsewhere =
                InventedCouncil.running("dorset").staff("Otto Vale", "early-help-worker", "east-early-help", null);
        var colleague = council.staff("Nia Field", "social-worker", "west-social-work", null);
        var other = council.family();
        held(other, "Zuri", "Obuya", "2016-05-04");
        var id = filed.substring(filed.lastIndexOf('/') + 1);

        assertThat(TestService.get(elsewhere, filed).status()).isEqualTo(404);
        assertThat(TestService.get(elsewhere, filed + "/file").status()).isEqualTo(404);
        assertThat(upload(elsewhere, url(""), PDF, with(plan("12", "3"), about(ellis)))
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
        assertThat(TestService.get(colleague, filed + "/file").status()).isEqualTo(403);
        assertThat(TestService.get(tom, "/families/" + other + "/documents/" + id + "/file")
                        .status())
                .as("under another family")
                .isEqualTo(404);

        council.restrict(ellis, "restricted", "head-of-service");
        assertThat(TestService.get(bea, filed + "/file").main())
                .contains("A record exists. Ask the Head of service.")
                .doesNotContain("Rowan");
    }

    @Test
    void saving_a_file_is_written_down() {
        var filed = filed(with(plan("12", "3"), about(ellis)));

        TestService.get(tom, filed + "/file");

        var saved = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select count(*) from access_log where act = 'save-document' and family = :family")
                                .param("family", family)
                                .query(Integer.class)
                                .single());
        assertThat(saved).isEqualTo(1);
    }

    @Test
    void a_file_that_somebody_else_sent_cannot_be_filed_by_naming_it() {
        var wrong = upload(tom, url(""), PDF, with(plan("31", "2"), about(ellis)));
        var kept = org.jsoup.Jsoup.parse(body(wrong))
                .select("input[name=file-kept]")
                .val();
        assertThat(kept).isNotEmpty();

        var stolen = upload(bea, url(""), null, with(plan("12", "3", "file-kept", kept), about(ellis)));

        assertThat(stolen.getResponse().getStatus()).isEqualTo(400);
        assertThat(body(stolen)).contains("Choose the file, or say where the document is kept");
    }

    private static String body(MvcResult result) {
        try {
            return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
        } catch (java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    // What a transfer asks for.

    private String transfer() {
        var transfer = "/transfers/" + council.begin(tom, family, "step-up", "child-in-need", ellis, isla);
        var moved = OneForm.on(bea, transfer + "/act/outside", "/act/outside")
                .send("to", "request", "reason", "For the test to begin here.");
        assertThat(moved.status()).as(moved.main()).isEqualTo(302);
        return transfer;
    }

    private List<String> waits() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select item from work_item order by item")
                                .query(String.class)
                                .list());
    }

    private boolean waitsForThePlan() {
        return waits().stream().anyMatch(item -> item.contains("early-help-plan"));
    }

    @Test
    void a_document_on_file_for_each_child_satisfies_an_open_transfer_at_once_and_a_withdrawn_one_does_not() {
        transfer();
        assertThat(waitsForThePlan()).isTrue();

        filed(with(plan("12", "3"), about(ellis)));
        assertThat(waitsForThePlan()).as("Isla has none").isTrue();
        var filed = filed(with(plan("12", "3"), about(isla)));
        assertThat(waitsForThePlan()).isFalse();

        TestService.send(tom, filed + "/withdraw", "reason", "It is Ellis’s");
        assertThat(waitsForThePlan()).isTrue();
    }

    @Test
    void a_version_with_an_older_date_is_what_counts() {
        transfer();
        var filed = filed(with(plan("12", "6"), about(ellis, isla)));
        assertThat(waitsForThePlan()).isFalse();

        upload(tom, filed + "/new-version", PDF, "dated-day", "12", "dated-month", "6", "dated-year", "2025");

        assertThat(waitsForThePlan()).as("the date was wrong: it is a year old").isTrue();
    }

    @Test
    void a_step_chooses_a_document_that_is_on_file_and_notes_it_no_second_time() {
        var transfer = transfer();
        filed(with(plan("12", "3"), about(ellis, isla)));
        var page = TestService.get(tom, transfer + "/items/early-help-plan");
        assertThat(page.main())
                .contains("on file, dated 12 March 2026, 3 months old")
                .contains("Early Help Plan, dated 12 March 2026, 3 months old");
        var choice = page.page().select("input[name=evidence]").getFirst().val();

        var answer = OneForm.on(tom, transfer + "/items/early-help-plan", "/items/early-help-plan")
                .send("evidence", choice);

        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        assertThat(rows("document")).isEqualTo(2);
        assertThat(waitsForThePlan()).isFalse();
    }

    @Test
    void a_step_puts_a_new_file_on_file_for_every_child_it_is_about() {
        var transfer = transfer();

        var result = upload(
                tom,
                transfer + "/items/early-help-plan",
                PDF,
                "value-day",
                "2",
                "value-month",
                "6",
                "value-year",
                "2026",
                "version",
                TestService.get(tom, transfer + "/items/early-help-plan")
                        .page()
                        .select("input[name=version]")
                        .val());

        assertThat(result.getResponse().getStatus()).isEqualTo(302);
        assertThat(waitsForThePlan()).isFalse();
        assertThat(TestService.get(tom, url("")).main())
                .contains("Early Help Plan")
                .contains("Ellis Rowan and Isla Rowan")
                .contains("2 June 2026");
        assertThat(rows("document")).isEqualTo(2);
    }

    @Test
    void a_step_refuses_a_program_beside_the_field_and_still_takes_where_a_document_is_kept() {
        var transfer = transfer();
        var program = new byte[] {'M', 'Z', (byte) 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0};

        var refused = upload(
                tom,
                transfer + "/items/early-help-plan",
                program,
                "value-day",
                "2",
                "value-month",
                "6",
                "value-year",
                "2026",
                "note",
                "Mosaic, plans");
        var kept = OneForm.on(tom, transfer + "/items/early-help-plan", "/items/early-help-plan")
                .send("value-day", "2", "value-month", "6", "value-year", "2026", "note", "Mosaic, plans");

        assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        assertThat(body(refused)).contains("is a Windows program").contains("Mosaic, plans");
        assertThat(kept.status()).isEqualTo(302);
        assertThat(rows("stored_file")).isZero();
        assertThat(waitsForThePlan()).isFalse();
    }

    @Test
    void a_document_chosen_together_with_a_new_file_is_asked_about() {
        var transfer = transfer();
        var filed = filed(with(plan("12", "3"), about(ellis, isla)));

        var refused = upload(
                tom, transfer + "/items/early-help-plan", PDF, "evidence", filed.substring(filed.lastIndexOf('/') + 1));

        assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        assertThat(body(refused)).contains("You chose a document that is on file and sent another.");
    }

    // In the chronology.

    @Test
    void notes_visits_and_documents_stand_in_the_chronology_once() {
        filed(with(plan("12", "3"), about(ellis)));
        TestService.send(
                tom,
                "/families/" + family + "/notes",
                "kind",
                "meeting",
                "happened-day",
                "17",
                "happened-month",
                "6",
                "happened-year",
                "2026",
                "happened-time",
                "",
                "text",
                "We met at school.",
                "about",
                ellis.toString(),
                "significant",
                "yes");

        var page = TestService.get(tom, "/families/" + family + "/timeline");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.main()).contains("We met at school.");
        assertThat(page.page().select(".sw-timeline__title").eachText())
                .filteredOn(title -> title.contains("Early Help Plan"))
                .containsExactly("Early Help Plan, Ellis by Tom Ferreira");
    }
}
