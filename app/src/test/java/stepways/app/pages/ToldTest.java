package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// A yes that is taken back, and the manager who has to know.
class ToldTest {

    private static final String AGREEMENT = "/agreements/step-up-for-assessment";

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff worker = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
    private SignedInStaff manager =
            council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
    private SignedInStaff socialWorker = council.staff("Samir Haddad", "social-worker", "duty-team", null);
    private UUID mother = UUID.randomUUID();
    private String transfer = "";

    @BeforeEach
    void an_agreement_was_given_and_is_taken_back() {
        TestService.at("2026-06-11T09:00:00Z");
        council = InventedCouncil.icrt();
        worker = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
        manager = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        socialWorker = council.staff("Samir Haddad", "social-worker", "duty-team", null);
        var family = council.family();
        var child = council.child(family, "Tyler", "Hathersage", "2013-03-09");
        mother = council.parent(family, "Kerry", "Hathersage", child);
        council.open(child, "early-help", "2026-02-03T09:00:00Z");
        council.lead(child, worker, "early-help-worker", "early-help", null, "2026-02-03T09:00:00Z");
        transfer = "/transfers/" + council.begin(worker, family, "step-up", "worker-is-worried", child);
        assertThat(OneForm.on(manager, transfer + "/act/outside", "/act/outside")
                        .send("to", "request", "reason", "The talk was held by telephone.")
                        .status())
                .isEqualTo(302);
        answer("given", "She agrees.");
        answer("withdrawn", "She wants to wait until the summer.");
    }

    private void answer(String given, String words) {
        assertThat(OneForm.on(worker, transfer + AGREEMENT + "?person=" + mother, AGREEMENT)
                        .send("answer", given, "how", "in-person", "evidence", words)
                        .status())
                .isEqualTo(302);
    }

    @Test
    void the_manager_reads_on_the_transfer_what_happened_and_says_that_they_have_seen_it() {
        var before = TestService.get(manager, transfer);

        var seen = OneForm.on(manager, transfer, "/act/seen").send();

        assertThat(before.page().select("section[id^=told-]").text())
                .contains("For you to know")
                .contains("Kerry Hathersage has taken back a yes: “Agreement to step up for assessment”.")
                .contains("Look at the threshold afresh")
                .contains("She wants to wait until the summer.")
                .contains("I have seen this");
        assertThat(seen.status()).isEqualTo(302);
        assertThat(TestService.get(manager, transfer).page().select("section[id^=told-]"))
                .isEmpty();
        assertThat(TestService.get(worker, transfer)
                        .page()
                        .select(".sw-timeline")
                        .text())
                .contains("Seen by whoever was told by Denise Okafor");
    }

    @Test
    void my_work_leads_the_manager_to_it_and_the_note_stays_in_the_history() {
        var row = TestService.get(manager, "/work").page().select("a[href*='/act/seen?told=']");

        var page = row.attr("href");
        var sent = OneForm.on(manager, page, "/act/seen").send("note", "I ring her on Friday.");

        assertThat(row.text()).isEqualTo("To know: Agreement to step up for assessment");
        assertThat(TestService.get(manager, page).main()).contains("The history says who");
        assertThat(sent.status()).isEqualTo(302);
        assertThat(TestService.get(manager, "/work").page().select("a[href*='/act/seen?told=']"))
                .isEmpty();
        assertThat(TestService.get(worker, transfer)
                        .page()
                        .select(".sw-timeline")
                        .text())
                .contains("I ring her on Friday.");
    }

    @Test
    void somebody_who_was_not_told_is_not_asked_and_their_post_is_refused_in_a_sentence() {
        var page = TestService.get(manager, "/work")
                .page()
                .select("a[href*='/act/seen?told=']")
                .attr("href");

        var theirs = TestService.get(worker, transfer);
        var opened = TestService.get(worker, page);
        var posted = OneForm.on(manager, page, "/act/seen").sendAs(worker);

        assertThat(theirs.page().select("section[id^=told-]")).isEmpty();
        assertThat(opened.page().select("form[action$='/act/seen']")).isEmpty();
        assertThat(opened.main()).contains("is for the Early Help Team Manager, and that is not your role here.");
        assertThat(posted.status()).isEqualTo(400);
        assertThat(posted.page().select(".govuk-error-summary").text())
                .contains("“Agreement to step up for assessment” is for the Early Help Team Manager");
        assertThat(TestService.get(manager, transfer).page().select("section[id^=told-]"))
                .hasSize(1);
    }

    @Test
    void something_nobody_was_told_is_no_page() {
        assertThat(TestService.get(manager, transfer + "/act/seen?told=1").status())
                .isEqualTo(404);
        assertThat(TestService.get(manager, transfer + "/act/seen?told=999").status())
                .isEqualTo(404);
    }

    @Test
    void the_social_worker_who_joins_later_may_record_that_a_yes_is_taken_back_and_not_that_it_is_given() {
        answer("given", "She agrees after all.");
        assertThat(OneForm.on(manager, transfer + "/act/outside", "/act/outside")
                        .send("to", "allocation", "reason", "It is urgent for the school place.")
                        .status())
                .isEqualTo(302);
        var form = OneForm.on(socialWorker, transfer + AGREEMENT + "?person=" + mother, AGREEMENT);

        var given = form.send("answer", "given", "how", "in-person", "evidence", "");
        var withdrawn = form.send("answer", "withdrawn", "how", "in-person", "evidence", "At the door.");

        assertThat(given.status()).isEqualTo(400);
        assertThat(given.main()).contains("not your role here");
        assertThat(withdrawn.status()).isEqualTo(302);
    }
}
