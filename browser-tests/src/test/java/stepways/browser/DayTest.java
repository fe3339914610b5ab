package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What workers and managers do in a day beside the routes themselves, each walked to the record that it should leave.
class DayTest {

    private static final LocalDate EIGHT = LocalDate.of(2018, 5, 4);

    private Council council = Council.under("icrt");

    @BeforeEach
    void it_is_a_working_morning() {
        Service.at("2026-06-04T10:00");
        council = Council.under("icrt");
    }

    private Council.Family family(String surname) {
        return council.family(surname, "early-help", "early-help-worker", EIGHT, 2, Map.of());
    }

    @Test
    void a_note_shared_between_brothers_stands_on_each_and_in_the_chronology() {
        var family = family("Farrow");
        try (var worker = Person.signsIn(council, council.name("early-help-worker"), Person.Way.KEYBOARD)) {
            worker.goTo("/families/" + family.id() + "/notes/new");
            worker.looks("day-note");
            worker.sends(
                    "",
                    Map.of(
                            "kind",
                            "telephone-call",
                            "present",
                            "Morgan Farrow, mother",
                            "text",
                            "Both slept well this week.",
                            "about",
                            "family"));

            assertThat(worker.told()).contains("Alex Farrow").contains("Robin Farrow");
            worker.goTo("/families/" + family.id() + "/timeline");
            assertThat(worker.main()).contains("Both slept well this week.");
        }
    }

    @Test
    void a_visit_is_recorded_on_a_phone_and_each_child_is_seen() {
        var family = family("Farrow");
        try (var worker = Person.signsIn(council, council.name("early-help-worker"))) {
            worker.page.setViewportSize(320, 640);
            worker.goTo("/families/" + family.id() + "/visits/new");
            worker.looksOnAPhone("day-visit");
            worker.page.setViewportSize(320, 640);
            worker.fillsIn("main form.sw-form");
            worker.sends("", Map.of());

            assertThat(worker.told()).as("%s", worker.main()).contains("Recorded");
            worker.goTo("/families/" + family.id() + "/notes?kind=visit");
            assertThat(worker.main()).contains("both children were seen");
        }
    }

    @Test
    void a_file_is_put_on_file_and_one_that_is_not_what_its_name_says_is_refused_beside_its_field() {
        var family = family("Farrow");
        try (var worker = Person.signsIn(council, council.name("early-help-worker"))) {
            var address = "/families/" + family.id() + "/documents";
            worker.goTo(address);
            worker.page.locator("main a[href$='/documents/new']").first().click();
            worker.looks("day-document");
            worker.fillsIn("main form.sw-form");
            worker.page.locator("input[name=held-at]").fill("");
            worker.page
                    .locator("input[type=file]")
                    .setInputFiles(new FilePayload(
                            "plan.pdf",
                            "application/pdf",
                            "MZ\u0090this is a program".getBytes(StandardCharsets.ISO_8859_1)));
            worker.sends("", Map.of());

            assertThat(worker.page.title()).startsWith("Error");
            assertThat(worker.page
                            .locator("#file-error, .govuk-error-message")
                            .first()
                            .innerText())
                    .isNotBlank();
            worker.page.locator("input[type=file]").setInputFiles(new FilePayload("plan.pdf", "application/pdf", PDF));
            worker.sends("", Map.of());

            assertThat(worker.page.title()).as("%s", worker.main()).doesNotStartWith("Error");
            worker.goTo(address);
            assertThat(worker.main()).contains("Early Help Assessment").contains("On file");
        }
    }

    private static final byte[] PDF = """
            %PDF-1.4
            1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
            2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
            trailer<</Root 1 0 R>>
            %%EOF
            """.getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void an_agreement_is_given_and_taken_back_and_its_reach_is_listed() {
        var family = family("Farrow");
        try (var worker = Person.signsIn(council, council.name("early-help-worker"), Person.Way.NO_SCRIPTS)) {
            for (var answer : List.of("given", "withdrawn")) {
                worker.goTo("/families/" + family.id() + "/consents/answer");
                worker.fillsIn("main form.sw-form", Map.of("answer", answer));
                worker.sends("", Map.of());
                assertThat(worker.page.title()).as("%s", worker.main()).doesNotStartWith("Error");
                Service.at("2026-06-04T10:30");
            }

            worker.goTo("/families/" + family.id() + "/consents");
            assertThat(worker.main()).contains("Withdrawn");
        }
    }

    @Test
    void a_leavers_families_are_handed_on_and_no_child_has_a_gap() {
        var family = family("Farrow");
        var second = family("Lindqvist");
        try (var manager = Person.signsIn(council, council.name("early-help-team-manager"), Person.Way.KEYBOARD)) {
            manager.goTo("/leaving/" + council.staff("early-help-worker"));
            manager.looks("day-leaving");
            var who = manager.page
                    .locator("select[name=all] option")
                    .filter(new Locator.FilterOptions().setHasText(council.second("early-help-worker")))
                    .first()
                    .getAttribute("value");
            manager.sends("", Map.of("all", String.valueOf(who), "kind", "leaving", "reason", "A new post elsewhere."));

            assertThat(manager.heading()).contains("handed on");
            assertThat(manager.main()).contains("4 of 4 done").contains("0 minutes without an accountable holder");
            manager.looks("day-handed-on");
            for (var each : List.of(family, second)) {
                manager.goTo("/families/" + each.id());
                assertThat(manager.main()).contains(council.second("early-help-worker"));
            }
        }
    }

    @Test
    void the_handover_visit_is_recorded_on_a_phone_in_two_minutes() {
        try (var walk = Walk.begin(
                new Walk.Start(
                        "dorset",
                        "social-work",
                        "social-worker",
                        EIGHT,
                        1,
                        Map.of(),
                        "down",
                        "handover|step-down",
                        "social-worker"),
                Person.Way.POINTER)) {
            walk.decide("requested");
            walk.everybodyDoesTheirs();
            Service.at("2026-06-09T14:30");
            walk.decide("handover-agreed");
            walk.decide("planned");
            walk.person(walk.council().name("social-work-team-manager")).doesWhatIsOpen(walk.transfer());
            Service.at("2026-06-12T15:00");
            var worker = walk.person(walk.council().name("social-worker"));
            var began = System.nanoTime();
            worker.page.setViewportSize(320, 640);
            worker.goTo(walk.transfer() + "/handover");
            worker.looksOnAPhone("day-handover");
            worker.page.setViewportSize(320, 640);
            worker.fillsIn("main form[action$='/handover']");
            worker.sends("[action$='/handover']", Map.of());
            var seconds = (System.nanoTime() - began) / 1_000_000_000;

            assertThat(worker.page.title()).as("%s", worker.main()).doesNotStartWith("Error");
            assertThat(worker.main()).contains("both children were seen");
            System.out.println(
                    "handover visit on a phone: " + seconds + " s, the pages and the checks of them included");
            assertThat(seconds).isLessThan(120);
        }
    }
}
