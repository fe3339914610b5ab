package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// The handover visit, as it is recorded at the door, and what the family need not tell again.
class HandoverTest {

    private InventedCouncil council;
    private SignedInStaff worker;
    private SignedInStaff manager;
    private SignedInStaff helper;
    private UUID family;
    private UUID child;
    private UUID sister;
    private UUID parent;
    private String transfer;

    /// A step down at the Coventry handover: the manager has agreed it and the new worker is named.
    @BeforeEach
    void a_step_down_that_was_agreed() {
        TestService.at("2026-06-01T09:00:00Z");
        council = InventedCouncil.running("icrt");
        worker = council.staff("Samir Haddad", "social-worker", "duty-team", null);
        manager = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        helper = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
        family = council.family();
        child = council.child(family, "Tyler", "Quill", "2015-02-28");
        sister = council.child(family, "Maisie", "Quill", "2018-02-28");
        parent = council.parent(family, "Kerry", "Quill", child, sister);
        for (var each : List.of(child, sister)) {
            council.open(each, "assessment", "2026-05-01T09:00:00Z");
            council.open(each, "early-help", "2026-04-01T09:00:00Z");
            council.lead(each, worker, "social-worker", "assessment", null, "2026-05-01T09:00:00Z");
        }
        transfer = "/transfers/" + council.begin(worker, family, "step-down", "open-to-early-help", child, sister);
        moved(OneForm.on(manager, transfer + "/items/continuing-worker", "/items/continuing-worker")
                .send("value", helper.staff().toString()));
    }

    @AfterEach
    void back_to_the_usual_day() {
        TestService.at("2026-06-18T07:52:00Z");
    }

    private static void moved(TestService.Answer answer) {
        assertThat(answer.status())
                .as(answer.page().select(".govuk-error-summary").text())
                .isEqualTo(302);
    }

    private TestService.Answer record(SignedInStaff who, String... typed) {
        var form = Objects.requireNonNull(
                TestService.get(who, transfer + "/handover").page().selectFirst("main form[action$=/handover]"));
        assertThat(form).isNotNull();
        return TestService.send(who, transfer + "/handover", OneForm.with(form, typed));
    }

    private String[] met(String... more) {
        var typed = new ArrayList<String>(List.of("kind", "held"));
        for (var who : List.of(
                "staff:" + worker.staff(),
                "staff:" + helper.staff(),
                "person:" + child,
                "person:" + sister,
                "person:" + parent)) {
            typed.addAll(List.of("present", who));
        }
        typed.addAll(List.of("said", "We talked about mornings.", "wanted", "Ring before you come."));
        typed.addAll(List.of(more));
        return typed.toArray(String[]::new);
    }

    @Test
    void a_visit_is_recorded_once_with_everybody_there_and_its_step_is_done() {
        var form = Objects.requireNonNull(
                TestService.get(worker, transfer + "/handover").page().selectFirst("main form[action$=/handover]"));
        var fields = OneForm.with(form, met());

        moved(TestService.send(worker, transfer + "/handover", fields));
        moved(TestService.send(worker, transfer + "/handover", fields));

        var page = TestService.get(helper, transfer + "/handover");
        assertThat(page.page().select("#visits ~ .sw-timeline li, #visits + * li"))
                .hasSize(1);
        assertThat(page.main())
                .contains("Samir Haddad")
                .contains("Tyler Quill")
                .contains("The family wants the new worker to know: Ring before you come.");
        assertThat(TestService.get(worker, transfer)
                        .page()
                        .select("#need-handover-meeting .sw-need__state")
                        .text())
                .isEqualTo("Completed");
    }

    @Test
    void a_visit_without_the_family_or_without_the_other_practitioner_is_refused_and_kept() {
        var nobody = record(worker, "kind", "held", "present", "staff:" + worker.staff(), "said", "<b>Said</b>");
        var alone = record(
                worker,
                "kind",
                "held",
                "present",
                "staff:" + worker.staff(),
                "present",
                "person:" + child,
                "said",
                "x");

        assertThat(nobody.status()).isEqualTo(400);
        assertThat(nobody.page().select("textarea[name=said]").val()).isEqualTo("<b>Said</b>");
        assertThat(nobody.page().select(".govuk-error-summary").text()).contains("Tick who of the family was there");
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.page().select(".govuk-error-summary").text()).contains("Without Priya Nair");
    }

    @Test
    void a_visit_that_was_not_possible_needs_its_reason_and_what_the_family_was_told() {
        var answer = record(worker, "kind", "not-possible", "why-not", "Kerry was in hospital.");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select(".govuk-error-summary").text())
                .contains("Say how it was explained to the family");
        assertThat(answer.page().select("textarea[name=why-not]").val()).isEqualTo("Kerry was in hospital.");
    }

    @Test
    void a_child_who_dies_while_the_form_is_open_is_not_recorded_as_present_and_nothing_typed_is_lost() {
        var form = Objects.requireNonNull(
                TestService.get(worker, transfer + "/handover").page().selectFirst("main form[action$=/handover]"));
        var fields = OneForm.with(form, met());
        moved(OneForm.on(worker, "/families/" + family + "/record?what=death", "/record")
                .send("child", sister.toString(), "day-day", "31", "day-month", "5", "day-year", "2026"));

        var sent = TestService.send(worker, transfer + "/handover", fields);

        var again = TestService.get(worker, transfer + "/handover").page();
        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.page().select(".govuk-error-summary").text()).contains("Maisie");
        assertThat(sent.page().select("textarea[name=said]").val()).isEqualTo("We talked about mornings.");
        assertThat(again.select("input[name=present][value='person:" + child + "']"))
                .isNotEmpty();
        assertThat(again.select("input[name=present][value='person:" + sister + "']"))
                .isEmpty();
    }

    @Test
    void a_visit_recorded_a_week_late_keeps_both_days_and_one_in_the_future_is_refused() {
        TestService.at("2026-06-11T09:00:00Z");

        var future = record(
                worker,
                met("happened-day", "12", "happened-month", "6", "happened-year", "2026", "happened-time", "9am"));
        var impossible = record(
                worker,
                met("happened-day", "31", "happened-month", "6", "happened-year", "2026", "happened-time", "9am"));
        moved(record(
                worker,
                met("happened-day", "4", "happened-month", "6", "happened-year", "2026", "happened-time", "2pm")));

        assertThat(future.status()).isEqualTo(400);
        assertThat(impossible.status()).isEqualTo(400);
        assertThat(TestService.get(worker, transfer + "/handover").main())
                .contains("4 June 2026 at 2pm")
                .contains("recorded 11 June 2026");
        assertThat(TestService.get(worker, transfer).main()).contains("4 June 2026 at 2pm");
    }

    @Test
    void a_correction_keeps_the_old_recording_and_moves_the_step_to_the_right_day() {
        TestService.at("2026-06-11T09:00:00Z");
        moved(record(worker, met()));
        var link = TestService.get(worker, transfer + "/handover")
                .page()
                .select("a[href*=correct=]")
                .attr("href");
        var form = Objects.requireNonNull(
                TestService.get(worker, link).page().selectFirst("main form[action$=/handover]"));

        moved(TestService.send(
                worker,
                transfer + "/handover",
                OneForm.with(
                        form,
                        met(
                                "because", "It was the day before.",
                                "happened-day", "10",
                                "happened-month", "6",
                                "happened-year", "2026",
                                "happened-time", "2pm"))));

        var page = TestService.get(worker, transfer + "/handover").main();
        assertThat(page)
                .contains("Corrected because: It was the day before.")
                .contains("Corrected by a later recording");
        assertThat(TestService.get(worker, transfer).main()).contains("it happened on 10 June 2026 at 2pm");
    }

    @Test
    void a_visit_that_turns_out_not_to_have_been_possible_opens_its_step_again() {
        moved(record(worker, met()));
        var link = TestService.get(worker, transfer + "/handover")
                .page()
                .select("a[href*=correct=]")
                .attr("href");
        var form = Objects.requireNonNull(
                TestService.get(worker, link).page().selectFirst("main form[action$=/handover]"));

        moved(TestService.send(
                worker,
                transfer + "/handover",
                OneForm.with(
                        form,
                        "kind",
                        "not-possible",
                        "why-not",
                        "Nobody was in.",
                        "explained",
                        "By telephone, the same day.",
                        "because",
                        "I wrote up the wrong family.")));

        assertThat(TestService.get(worker, transfer)
                        .page()
                        .select("#need-handover-meeting .sw-need__state")
                        .text())
                .isNotEqualTo("Completed");
        assertThat(TestService.get(worker, transfer + "/handover").main())
                .contains("Nobody was in.")
                .contains("I wrote up the wrong family.");
    }

    @Test
    void the_receiver_says_that_they_have_read_it_and_the_sender_sees_who_and_what_is_new_since() {
        moved(record(worker, met()));
        var before = TestService.get(worker, transfer + "/handover").main();
        moved(OneForm.on(helper, transfer + "/handover", "/handover/read").send());

        TestService.at("2026-06-02T09:00:00Z");
        var read = TestService.get(worker, transfer + "/handover").main();

        assertThat(before)
                .contains("Nobody has said yet that they have read it.")
                .contains("on record");
        assertThat(read).contains("Priya Nair has read it, 1 June 2026 at 10am");
        assertThat(TestService.get(helper, transfer + "/handover").page().select("form[action$=/handover/read]"))
                .isEmpty();
    }

    @Test
    void another_team_is_told_whom_to_ask_and_another_council_that_there_is_nothing() {
        var colleague = council.staff("Owen Prys", "early-help-worker", null, null);
        var elsewhere = InventedCouncil.icrt().staff("Ada Vance", "social-worker", "duty-team", null);

        assertThat(TestService.get(colleague, transfer + "/handover").status()).isEqualTo(403);
        assertThat(TestService.get(elsewhere, transfer + "/handover").status()).isEqualTo(404);
    }
}
