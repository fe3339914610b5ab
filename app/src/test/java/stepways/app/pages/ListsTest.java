package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.UUID;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

class ListsTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    }

    private UUID heldByTom(String forename, String surname) {
        var family = council.family();
        var child = council.child(family, forename, surname, "2015-01-04");
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return family;
    }

    @Test
    void a_list_leaves_whole_whatever_fits_on_one_page() {
        for (int i = 0; i < 53; i++) {
            heldByTom("Child " + i, "Rowan");
        }

        var file = TestService.get(tom, "/lists/csv?of=%2Ffamilies%3Fwhose%3Dmine");

        assertThat(file.status()).isEqualTo(200);
        var lines = file.body().split("\r?\n");
        assertThat(lines[0]).isEqualTo("\ufeffReference,Children,Open services,Who answers,State");
        assertThat(lines).hasSize(54);
        assertThat(file.body()).contains("Tom Ferreira · since 2 March 2026");
    }

    @Test
    void a_workbook_holds_the_same_rows() throws IOException {
        heldByTom("محمد", "الأحمد");

        var file = TestService.file(tom, "/lists/xlsx?of=%2Ffamilies");

        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file));
                var rows = workbook.getFirstSheet().openStream()) {
            assertThat(rows.map(row -> row.getCellText(1)).toList())
                    .hasSize(2)
                    .element(1)
                    .asString()
                    .contains("محمد");
        }
    }

    @Test
    void a_spreadsheet_takes_no_name_for_a_formula() {
        heldByTom("=HYPERLINK(1)", "Rowan");

        assertThat(TestService.get(tom, "/lists/csv?of=%2Ffamilies").body()).contains(",'=HYPERLINK(1)");
    }

    @Test
    void a_file_holds_only_what_its_reader_may_see() {
        var family = heldByTom("Ellis", "Rowan");
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);

        assertThat(TestService.get(colleague, "/lists/csv?of=%2Ffamilies").body())
                .doesNotContain("Rowan");
        assertThat(TestService.get(colleague, "/lists/csv?of=%2Ffamilies%2F" + family)
                        .status())
                .isEqualTo(403);
        assertThat(TestService.get(tom, "/lists/csv?of=%2Fhelp").status()).isEqualTo(404);
        assertThat(TestService.get(tom, "/lists/csv?of=https%3A%2F%2Felsewhere.example")
                        .status())
                .isEqualTo(404);
        assertThat(TestService.get(tom, "/lists/csv?of=%2Flists%2Fcsv").status())
                .isEqualTo(404);
    }

    @Test
    void a_page_for_paper_has_everything_unfolded_and_says_who_printed_it() {
        var family = heldByTom("Ellis", "Rowan");

        var page = TestService.get(tom, "/families/" + family + "?view=print").page();

        assertThat(page.select("nav[aria-label=Menu]")).isEmpty();
        assertThat(page.select("details:not([open])")).isEmpty();
        assertThat(page.text())
                .contains("Printed by Tom Ferreira on 18 June 2026 at 8:48am")
                .contains("Ellis Rowan");
    }

    @Test
    void a_kept_list_is_shared_with_a_team_and_opens_with_each_readers_own_rights() {
        var mate = council.staff("Nia Field", "early-help-worker", "early-help-locality", null);
        var other = council.staff("Sol Reyes", "social-worker", "duty-team", null);

        TestService.send(
                tom,
                "/views",
                "name",
                "Ours",
                "of",
                "/families?whose=team&purpose=x&after=F-1",
                "team",
                "early-help-locality");
        TestService.send(tom, "/views", "name", "Ours", "of", "/families?whose=team", "team", "early-help-locality");

        assertThat(TestService.get(tom, "/views").page().select("main tbody tr").eachText())
                .containsExactly("Ours shared with Early Help locality team Remove");
        var shared = TestService.get(mate, "/views").page();
        assertThat(shared.select("main tbody tr").text())
                .isEqualTo("Ours shared by Tom Ferreira with Early Help locality team");
        assertThat(shared.select("main tbody a").attr("href")).isEqualTo("/families?whose=team");
        assertThat(TestService.get(other, "/views").main()).contains("No lists are kept");
    }

    @Test
    void a_kept_list_is_removed_by_its_owner_alone_and_comes_back() {
        var mate = council.staff("Nia Field", "early-help-worker", "early-help-locality", null);
        TestService.send(tom, "/views", "name", "Mine", "of", "/families", "team", "");
        var remove = TestService.get(tom, "/views")
                .page()
                .select("main form[action$=remove]")
                .attr("action");

        assertThat(TestService.send(mate, remove).status()).isEqualTo(404);
        TestService.send(tom, remove);
        assertThat(TestService.get(tom, "/views").main()).contains("No lists are kept");
        TestService.send(tom, remove.replace("/remove", "/put-back"));

        assertThat(TestService.get(tom, "/views").main()).contains("Mine");
    }

    @Test
    void a_list_without_a_name_or_for_a_strange_team_is_asked_for_again() {
        var page = TestService.send(tom, "/views", "name", " ", "of", "/families", "team", "duty-team");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.page().select(".govuk-error-summary li").eachText())
                .containsExactly(
                        "Give the list a name that you will know it by", "Choose one of your own teams, or nobody");
    }

    @Test
    void a_draft_thrown_away_can_be_taken_back_for_thirty_days() {
        TestService.send(tom, "/drafts/note:one", "text", "Ellis said that the house is cold.", "page", "/work");
        TestService.send(tom, "/work/drafts/throw-away", "draft", "note:one");
        assertThat(TestService.get(tom, "/work/drafts").main())
                .contains("No drafts. We save as you type.")
                .contains("Thrown away on 18 June 2026 at 8:48am. Kept until 18 July 2026.")
                .contains("Ellis said that the house is cold.");
        var back = TestService.get(tom, "/work/drafts")
                .page()
                .select("main form[action$=take-back]")
                .attr("action");
        var mate = council.staff("Nia Field", "early-help-worker", "early-help-locality", null);

        assertThat(TestService.send(mate, back).status()).isEqualTo(404);
        TestService.send(tom, back);

        assertThat(TestService.get(tom, "/work/drafts").main())
                .contains("Saved on 18 June")
                .doesNotContain("Thrown away");
    }

    @Test
    void text_that_was_deleted_by_mistake_can_be_taken_back() {
        var words = "A long account of the visit, with what each child said about school and home.";
        TestService.send(tom, "/drafts/note:two", "text", words);

        TestService.send(tom, "/drafts/note:two", "text", "A");

        assertThat(TestService.get(tom, "/work/drafts").main())
                .contains("Much of it was deleted on")
                .contains(words);
        TestService.at("2026-07-19T07:48:00Z");
        assertThat(TestService.get(tom, "/work/drafts").main()).doesNotContain(words);
    }
}
