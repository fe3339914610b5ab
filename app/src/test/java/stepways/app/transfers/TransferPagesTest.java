package stepways.app.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.TestBrowser;
import stepways.app.TestBrowser.Field;
import stepways.app.TestCouncil;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;

class TransferPagesTest {

    private Journey journey = new Journey(TestCouncil.inTheTestDatabase());

    @BeforeEach
    void begin_a_planned_step_up() {
        journey.begin(
                "Priya Nair",
                "UP",
                "step-up|worker-is-worried",
                List.of(journey.council.tyler.toString(), journey.council.maisie.toString()));
    }

    private int events() {
        return TestDatabase.shared()
                .read(
                        new Viewer.Job(journey.council.authority, "test"),
                        sql -> sql.sql("select count(*) from run_event where run = :run::uuid")
                                .param("run", journey.transfer().substring("/transfers/".length()))
                                .query(Integer.class)
                                .single());
    }

    @Test
    void a_planned_step_up_goes_from_the_first_talk_to_the_checkpoint_through_its_pages() {
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        journey.decide("Denise Okafor", "worries-continue", "The worries go on.");
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        journey.decide("Denise Okafor", "sent-to-icrt", "A social worker should look.");
        journey.doWhatIsOpen("Ruth Kavanagh", "Denise Okafor", "Priya Nair");
        journey.decide("Ruth Kavanagh", "threshold-met", "It has built up.");
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        journey.decide("Denise Okafor", "passed-to-duty", "All papers are there.");
        journey.doWhatIsOpen("Colette Marsh");
        journey.decide("Colette Marsh", "allocated", "Samir has room.");

        var page = journey.as("Samir Haddad").get(journey.transfer()).page();
        assertThat(page.select("main").text()).contains("Accountable now: Samir Haddad, Social worker");
        assertThat(page.select("h2").eachText()).contains("After 0 of 2 done");
        assertThat(page.select(".sw-decided h3").eachText().getFirst()).contains("Allocate the social worker");
        assertThat(page.text()).contains("Early Help stays open alongside");
    }

    @Test
    void every_page_of_a_transfer_has_its_title_and_one_heading() {
        var paths = List.of(
                "",
                "/decision",
                "/items/talk-with-manager",
                "/agreements/step-up-for-assessment",
                "/act/ask",
                "/act/outside",
                "/act/fact",
                "/events/1/correct");

        for (var path : paths) {
            var answer = journey.as("Priya Nair").get(journey.transfer() + path);

            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.page().title())
                    .as(path)
                    .endsWith(" – Stepways")
                    .contains("T-")
                    .doesNotContain("Quill");
            assertThat(answer.page().select("h1")).as(path).hasSize(1);
        }
    }

    @Test
    void a_decision_without_an_outcome_or_a_reason_comes_back_with_both_errors_at_their_fields() {
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        var form = journey.as("Denise Okafor")
                .get(journey.transfer() + "/decision")
                .form("form[action$=/decision]");

        var answer = journey.as("Denise Okafor").send(form, List.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().title()).startsWith("Error: ");
        assertThat(answer.errors()).containsExactly("Choose what is decided", "Say why this was decided");
        for (var link : answer.page().select(".govuk-error-summary__list a")) {
            assertThat(answer.page().getElementById(link.attr("href").substring(1)))
                    .isNotNull();
        }
    }

    @Test
    void somebody_without_the_role_sees_who_decides_and_their_post_records_nothing() {
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        var page =
                journey.as("Priya Nair").get(journey.transfer() + "/decision").page();
        var theirs = journey.as("Denise Okafor")
                .get(journey.transfer() + "/decision")
                .form("form[action$=/decision]");
        var before = events();

        var fields = new ArrayList<>(
                TestBrowser.fields(theirs, Journey.choice(theirs, "worries-continue", "I decide this myself.")));
        fields.removeIf(field -> field.name().equals("_csrf"));
        fields.add(new Field("_csrf", page.select("input[name=_csrf]").val()));
        var answer = journey.as("Priya Nair").post(journey.transfer() + "/decision", fields);

        assertThat(page.select("form[action$=/decision]")).isEmpty();
        assertThat(page.select("main").text()).contains("is for the Early Help Team Manager");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors().getFirst())
                .contains("not your role here")
                .contains("The Early Help Team Manager can.");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void a_double_click_records_once() {
        var form = journey.as("Priya Nair")
                .get(journey.transfer() + "/items/talk-with-manager")
                .form("main form.sw-form");
        var before = events();

        var first = journey.as("Priya Nair").send(form, List.of(new Field("note", "We talked.")));
        var recorded = events();
        var second = journey.as("Priya Nair").send(form, List.of(new Field("note", "We talked.")));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(recorded).isGreaterThan(before);
        assertThat(events()).isEqualTo(recorded);
    }

    @Test
    void a_decision_about_a_page_that_has_changed_says_what_changed_and_keeps_what_was_typed() {
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        var form = journey.as("Denise Okafor")
                .get(journey.transfer() + "/decision")
                .form("form[action$=/decision]");
        journey.decide("Denise Okafor", "worries-continue", "First.");

        var answer = journey.as("Denise Okafor")
                .send(form, Journey.choice(form, "stays-with-early-help", "My second thought, typed at length."));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.page().select(".govuk-error-summary__title").text())
                .isEqualTo("This has changed since you opened the page");
        assertThat(answer.page().select(".govuk-error-summary").text()).contains("The worries continue");
        assertThat(answer.page().select("textarea[name=reason]").val())
                .isEqualTo("My second thought, typed at length.");
    }

    @Test
    void what_happens_in_the_future_is_refused_at_its_field_and_the_text_is_kept() {
        var form = journey.as("Priya Nair")
                .get(journey.transfer() + "/items/talk-with-manager")
                .form("main form.sw-form");

        var answer = journey.as("Priya Nair")
                .send(form, List.of(new Field("happened-year", "2096"), new Field("note", "What we said.")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors()).containsExactly("The day it happened cannot be in the future");
        assertThat(answer.page().select("#happened-error").text()).contains("cannot be in the future");
        assertThat(answer.page().select("textarea[name=note]").val()).isEqualTo("What we said.");
    }

    @Test
    void a_day_that_does_not_exist_is_refused() {
        var form = journey.as("Priya Nair")
                .get(journey.transfer() + "/items/talk-with-manager")
                .form("main form.sw-form");

        var answer = journey.as("Priya Nair")
                .send(form, List.of(new Field("happened-day", "31"), new Field("happened-month", "2")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors().getFirst()).startsWith("There is no such day as 31 2");
    }

    @Test
    void a_text_of_a_megabyte_is_refused_in_plain_words_and_kept() {
        var form = journey.as("Priya Nair")
                .get(journey.transfer() + "/items/talk-with-manager")
                .form("main form.sw-form");
        var text = "word ".repeat(210_000).strip();

        var answer = journey.as("Priya Nair").send(form, List.of(new Field("note", text)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors().getFirst()).startsWith("Shorten this to 100,000 characters");
        assertThat(answer.page().select("textarea[name=note]").val()).isEqualTo(text);
    }

    @Test
    void a_name_with_markup_in_it_is_only_a_name() {
        var answer = journey.as("Priya Nair").get(journey.transfer());

        assertThat(answer.body()).contains("Maisie &lt;b&gt;").doesNotContain("Maisie <b>");
    }

    @Test
    void what_is_typed_and_not_sent_is_there_again_until_it_is_recorded() {
        var url = journey.transfer() + "/items/talk-with-manager";
        var form = journey.as("Priya Nair").get(url).form("main form.sw-form");

        var saved = journey.as("Priya Nair")
                .post(form.attr("data-draft"), TestBrowser.fields(form, List.of(new Field("note", "Half a thought"))));
        var reopened = journey.as("Priya Nair").get(url);
        var again = reopened.page();
        journey.as("Priya Nair").send(reopened.form("main form.sw-form"), List.of());

        assertThat(saved.status()).isEqualTo(200);
        assertThat(again.select("textarea[name=note]").val()).isEqualTo("Half a thought");
        assertThat(again.select("[data-saved]").text()).startsWith("Saved at ");
        assertThat(journey.as("Priya Nair")
                        .get("/work/drafts")
                        .page()
                        .select("main")
                        .text())
                .contains("No drafts.");
    }

    @Test
    void a_colleague_who_does_not_work_with_the_family_is_told_whom_to_ask() {
        var answer = journey.as("Hannah Whitlock").get(journey.transfer());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.page().select("main").text()).contains("Ask Priya Nair, who is the named practitioner.");
        assertThat(answer.body()).doesNotContain("Quill");
    }

    @Test
    void another_authority_finds_no_such_page() {
        var elsewhere = TestBrowser.as(TestCouncil.inTheTestDatabase(), "Priya Nair");

        var answer = elsewhere.get(journey.transfer());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.h1()).isEqualTo("There is no such page");
    }

    @Test
    void a_correction_keeps_the_old_the_new_and_the_reason() {
        journey.doWhatIsOpen("Priya Nair");
        var page = journey.as("Priya Nair").get(journey.transfer()).page();
        var link = page.select("a[href*=/events/]").stream()
                .map(each -> each.attr("href"))
                .filter(href -> !href.contains("/events/1/"))
                .findFirst()
                .orElseThrow();
        var form = journey.as("Priya Nair").get(link).form("main form.sw-form");

        var answer = journey.as("Priya Nair")
                .send(form, List.of(new Field("kind", "never"), new Field("reason", "It was another family.")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.page().select("main").text())
                .contains("it did not happen.")
                .contains("It was another family.");
    }

    @Test
    void one_question_is_asked_and_answered_while_the_transfer_stays_where_it_is() {
        var asking =
                journey.as("Denise Okafor").get(journey.transfer() + "/act/ask").form("main form.sw-form");
        journey.as("Denise Okafor")
                .send(
                        asking,
                        List.of(
                                new Field("role", "early-help-worker"),
                                new Field("question", "Was Tyler seen alone?")));
        var page = journey.as("Priya Nair").get(journey.transfer()).page();
        var answer = page.select("a:containsOwn(Answer it)").attr("href");
        var form = journey.as("Priya Nair").get(answer).form("main form.sw-form");

        var after = journey.as("Priya Nair").send(form, List.of(new Field("answer", "Yes, on Monday.")));

        assertThat(page.select("main").text()).contains("A question is open").contains("Was Tyler seen alone?");
        assertThat(after.page().select("main").text())
                .contains("Asked and answered")
                .contains("Yes, on Monday.");
    }

    @Test
    void every_opening_of_a_transfer_is_written_down() {
        journey.as("Denise Okafor").get(journey.transfer());

        var openings = TestDatabase.shared()
                .read(
                        new Viewer.Job(journey.council.authority, "test"),
                        sql -> sql.sql("select count(*) from access_log where act = 'open-run' and staff = :staff")
                                .param("staff", journey.council.staff("Denise Okafor"))
                                .query(Integer.class)
                                .single());

        assertThat(openings).isEqualTo(1);
    }
}
