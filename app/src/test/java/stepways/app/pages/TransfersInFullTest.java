package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// What a transfer offers beyond its steps: a preview, a return with one thing missing, a disagreement with both views,
/// the check of the file, the return ticket, and a tick for each decision.
class TransfersInFullTest {

    private InventedCouncil council;
    private SignedInStaff priya;
    private SignedInStaff denise;
    private SignedInStaff ruth;
    private SignedInStaff colette;
    private UUID family;
    private UUID child;
    private UUID parent;
    private String transfer;

    @BeforeEach
    void a_step_up_before_the_threshold_is_decided() {
        TestService.at("2026-06-11T09:00:00Z");
        council = InventedCouncil.icrt();
        priya = council.staff("Priya Nair", "early-help-worker", "early-help-locality", null);
        denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        ruth = council.staff("Ruth Kavanagh", "icrt-team-manager", "front-door", null);
        colette = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
        family = council.family();
        child = council.child(family, "Tyler", "Quill", "2014-02-28");
        parent = council.parent(family, "Kerry", "Quill", child);
        council.open(child, "early-help", "2026-02-01T09:00:00Z");
        council.lead(child, priya, "early-help-worker", "early-help", null, "2026-02-03T09:00:00Z");
        transfer = "/transfers/" + council.begin(priya, family, "step-up", "worker-is-worried", child);
        moved(OneForm.on(priya, transfer + "/items/talk-with-manager", "/items/talk-with-manager")
                .send("note", "A private note about the father."));
        outside("icrt-view");
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

    private void outside(String stage) {
        moved(OneForm.on(denise, transfer + "/act/outside", "/act/outside")
                .send("to", stage, "reason", "The request was made by telephone."));
    }

    /// The deciding side does what stands on its own list, and decides.
    private void decide(String outcome, String reason) {
        for (var link : TestService.get(ruth, transfer).page().select(".sw-need__title a[href*=/items/]")) {
            var form = TestService.get(ruth, link.attr("href")).page().selectFirst("main form.sw-form");
            if (form != null) {
                moved(TestService.send(ruth, form.attr("action"), OneForm.with(form, Walkers.fits(form))));
            }
        }
        moved(OneForm.on(ruth, transfer + "/decision", "/decision").send("outcome", outcome, "reason", reason));
    }

    // Preview.

    @Test
    void before_it_is_accepted_the_deciding_side_sees_what_is_asked_and_not_the_record() {
        var page = TestService.get(ruth, transfer);
        var whole = TestService.get(denise, transfer);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.main())
                .contains("What you see before you accept")
                .contains("Tyler (12)")
                .contains("Papers on file")
                .contains("The request was made by telephone.");
        assertThat(page.body())
                .doesNotContain("Quill")
                .doesNotContain("private note")
                .doesNotContain("/families/" + family);
        assertThat(whole.main()).contains("Quill").contains("private note").contains("Not the notes");
    }

    @Test
    void before_it_is_accepted_no_other_page_gives_the_record_away() {
        for (var url : new String[] {
            "/decision", "/items/talk-with-manager", "/act/ask", "/act/fact", "/agreements/step-up-for-assessment"
        }) {
            assertThat(TestService.get(ruth, transfer + url).body())
                    .as(url)
                    .doesNotContain("Quill")
                    .doesNotContain("private note");
        }
        assertThat(TestService.get(ruth, transfer + "/handover").status()).isEqualTo(403);
        assertThat(TestService.get(ruth, transfer + "/check").status()).isEqualTo(403);
        var record = TestService.get(colette, "/families/" + family);
        assertThat(record.status()).isEqualTo(403);
        assertThat(record.body()).doesNotContain("Quill");
    }

    @Test
    void once_it_is_accepted_the_receiving_side_sees_all() {
        decide("threshold-met", "It has built up.");

        assertThat(TestService.get(ruth, transfer).body()).contains("Quill").contains("private note");
    }

    // One thing missing.

    @Test
    void a_request_goes_back_with_one_thing_missing_and_comes_back_to_whoever_sent_it_back() {
        var form = OneForm.on(ruth, transfer + "/return", "/return");
        var nothing = form.send("words", "The plan.");
        moved(form.send("missing", "words", "words", "Who looks after the baby in the week?"));
        var again = OneForm.with(Objects.requireNonNull(
                TestService.get(ruth, transfer + "/act/ask").page().selectFirst("main form.sw-form")));

        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.page().select("textarea[name=words]").val()).isEqualTo("The plan.");
        assertThat(again).isNotEmpty();
        assertThat(TestService.get(ruth, transfer + "/return").main()).contains("it has been returned already");
        var sender = TestService.get(denise, transfer);
        assertThat(sender.main())
                .contains("Returned: one thing is missing")
                .contains("Who looks after the baby in the week?")
                .contains("Ruth Kavanagh sent it back");
        var answer = sender.page().select("a[href*=act/answer]").attr("href");
        moved(OneForm.on(priya, answer, "/act/answer").send("answer", "Her grandmother."));
        assertThat(TestService.get(ruth, transfer).main())
                .contains("Returned, and supplied")
                .contains("Her grandmother.")
                .contains("it is with them again");
    }

    @Test
    void only_whoever_decides_sends_a_request_back() {
        assertThat(TestService.get(priya, transfer + "/return").page().select("main form[action$=/return]"))
                .isEmpty();
        assertThat(TestService.send(priya, transfer + "/return", "missing", "words", "words", "x")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void two_clicks_on_return_send_it_back_once() {
        var page = Objects.requireNonNull(
                TestService.get(ruth, transfer + "/return").page().selectFirst("main form[action$=/return]"));
        var fields = OneForm.with(page, "missing", "words", "words", "The plan.");

        moved(TestService.send(ruth, transfer + "/return", fields));
        moved(TestService.send(ruth, transfer + "/return", fields));

        assertThat(count("select count(*) from returned_request")).isEqualTo(1);
    }

    // A disagreement.

    @Test
    void each_side_writes_its_view_and_both_agree_what_holds_until_it_is_decided() {
        var assessment = council.staff("Graham Tully", "assessment-team-manager", "duty-team", null);
        decide("threshold-not-met", "It has not built up.");
        var link = TestService.get(denise, transfer)
                .page()
                .select("a[href*=act/dispute]")
                .attr("href");
        moved(OneForm.on(denise, link, "/act/dispute").send("reason", "It has built up over 18 months."));
        moved(OneForm.on(denise, transfer + "/dispute", "/dispute/view")
                .send("view", "Noah carries too much. <script>alert(1)</script>"));
        moved(OneForm.on(denise, transfer + "/dispute", "/dispute/plan").send("plan", "Priya sees Tyler on Monday."));
        var page = TestService.get(assessment, transfer + "/dispute");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.main())
                .contains("Noah carries too much.")
                .contains("It has built up over 18 months.")
                .contains("It has not built up.")
                .contains("Priya sees Tyler on Monday.")
                .contains("has not agreed yet")
                .contains("Denise Okafor raised it");
        assertThat(page.body()).doesNotContain("<script>alert(1)");
        moved(OneForm.on(assessment, transfer + "/dispute", "/dispute/agree").send());
        assertThat(TestService.get(denise, transfer + "/dispute").main()).contains("agreed: Graham Tully");
        assertThat(TestService.get(denise, transfer + "/dispute").page().select(".sw-card--harm a"))
                .isNotEmpty();
    }

    @Test
    void an_empty_view_is_refused_and_a_plan_that_changed_is_not_agreed_to() {
        var assessment = council.staff("Graham Tully", "assessment-team-manager", "duty-team", null);
        decide("threshold-not-met", "It has not built up.");
        var link = TestService.get(denise, transfer)
                .page()
                .select("a[href*=act/dispute]")
                .attr("href");
        moved(OneForm.on(denise, link, "/act/dispute").send("reason", "It has."));
        var empty = OneForm.on(denise, transfer + "/dispute", "/dispute/view").send("view", "  ");
        moved(OneForm.on(denise, transfer + "/dispute", "/dispute/plan").send("plan", "The first plan."));
        var old = OneForm.on(assessment, transfer + "/dispute", "/dispute/agree");
        TestService.at("2026-06-11T10:00:00Z");
        moved(OneForm.on(denise, transfer + "/dispute", "/dispute/plan").send("plan", "The second plan."));

        moved(old.send());

        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.page().select(".govuk-error-summary").text()).contains("Write your side’s view");
        assertThat(count("select count(*) from holding_plan_agreed where side = 'receiving'"))
                .isZero();
    }

    // The file.

    @Test
    void the_file_check_says_of_each_thing_whether_it_is_ready_and_where_to_put_it_right() {
        var page = TestService.get(denise, transfer + "/check");

        assertThat(page.main())
                .contains("Is the file ready to move?")
                .contains("No current address.")
                .contains("1 person has it.")
                .contains("No note yet.")
                .contains("Not on file.")
                .containsPattern("[0-9]+ of [0-9]+ ready");
        assertThat(page.page().select("a[href=/families/" + family + "/notes]")).isNotEmpty();
    }

    // Ticks and links.

    @Test
    void each_decision_is_ticked_on_its_own_and_only_in_a_system_that_the_pack_knows() {
        council.setting("case-link-lcs", "https://lcs.example/person/{reference}");
        council.setting("case-link-ehm", "javascript:alert('{reference}')");
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update person set authority_person_id = 'P 77' where id = :id")
                                .param("id", child)
                                .update());
        decide("threshold-met", "It has built up.");
        var page = TestService.get(denise, transfer);
        var form = Objects.requireNonNull(page.page().selectFirst("main form[action$=/entered]"));
        assertThat(form).isNotNull();

        var unknown = TestService.send(denise, transfer + "/entered", OneForm.with(form, "system", "notepad"));
        moved(TestService.send(denise, transfer + "/entered", OneForm.with(form)));

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.page().select(".govuk-error-summary").text()).contains("notepad");
        assertThat(TestService.get(denise, transfer).main()).contains("by Denise Okafor on 11 June 2026");
        assertThat(page.body()).contains("https://lcs.example/person/P+77").doesNotContain("javascript:alert");
    }

    private int count(String question) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(question).query(Integer.class).single());
    }

    // The return ticket.

    @Test
    void a_family_goes_up_again_from_a_closed_step_down_within_the_weeks_and_not_after() {
        var worker = council.staff("Samir Haddad", "social-worker", "duty-team", null);
        var assessment = council.staff("Graham Tully", "assessment-team-manager", "duty-team", null);
        var other = council.child(council.family(), "Billie", "Hathersage", "2015-01-01");
        var theirs = council.family();
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("update family_member set family = :family where person = :child")
                                .param("family", theirs)
                                .param("child", other)
                                .update());
        council.parent(theirs, "Lisa", "Hathersage", other);
        council.open(other, "assessment", "2026-03-01T09:00:00Z");
        council.open(other, "early-help", "2026-03-01T09:00:00Z");
        council.lead(other, worker, "social-worker", "assessment", null, "2026-03-01T09:00:00Z");
        var down = "/transfers/" + council.begin(worker, theirs, "step-down", "open-to-early-help", other);
        moved(OneForm.on(denise, down + "/items/continuing-worker", "/items/continuing-worker")
                .send("value", priya.staff().toString()));
        var form = Objects.requireNonNull(
                TestService.get(worker, down + "/handover").page().selectFirst("main form[action$=/handover]"));
        moved(TestService.send(
                worker,
                down + "/handover",
                OneForm.with(
                        form,
                        "kind",
                        "held",
                        "present",
                        "staff:" + worker.staff(),
                        "present",
                        "staff:" + priya.staff(),
                        "present",
                        "person:" + other,
                        "said",
                        "We met.")));
        moved(OneForm.on(assessment, down + "/decision", "/decision")
                .send("outcome", "met-and-ready", "reason", "They met."));
        for (var item : new String[] {"transfer-papers", "assessment-over", "notes-in-lcs-and-ehm"}) {
            moved(OneForm.on(worker, down + "/items/" + item, "/items/" + item)
                    .send("value-day", "10", "value-month", "6", "value-year", "2026", "note", "Done."));
        }
        moved(OneForm.on(worker, down + "/decision", "/decision")
                .send("outcome", "transferred-to-ehm", "reason", "All is there."));

        var ticket = OneForm.on(priya, down + "/reopen", "/reopen");
        var page = TestService.get(priya, down + "/reopen");
        var way = page.page().select("input[name=way]").stream()
                .map(each -> each.attr("value"))
                .filter(each -> each.startsWith("step-up|"))
                .findFirst()
                .orElseThrow();
        var nothing = ticket.send("way", way, "reason", "");
        var begun = ticket.send("way", way, "reason", "It has grown worse again.");
        var twice = ticket.send("way", way, "reason", "It has grown worse again.");
        TestService.at("2026-10-11T09:00:00Z");
        var late = TestService.get(priya, down + "/reopen");

        assertThat(page.main()).contains("No new referral").contains("12 weeks").contains("No text sets that");
        assertThat(nothing.status()).isEqualTo(400);
        moved(begun);
        assertThat(twice.location()).isEqualTo(begun.location());
        assertThat(TestService.get(priya, String.valueOf(begun.location())).main())
                .contains("A return after a step down")
                .contains("It has grown worse again.");
        assertThat(late.main()).contains("Too late for a return");
        assertThat(count("select count(*) from reopening")).isEqualTo(1);
    }
}
