package stepways.app.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stepways.app.TestCouncil;

class WorkAndTraysTest {

    private final Journey journey = new Journey(TestCouncil.inTheTestDatabase());

    private void begin() {
        journey.begin("Priya Nair", "UP", "step-up|worker-is-worried", List.of(journey.council.tyler.toString()));
    }

    @Test
    void my_work_is_empty_until_something_waits_for_me_and_then_leads_to_it() {
        var before = journey.as("Priya Nair").get("/work");
        begin();

        var after = journey.as("Priya Nair").get("/work").page();

        assertThat(before.page().select("main").text()).contains("Nothing is waiting for you.");
        assertThat(after.title()).isEqualTo("My work – Stepways");
        assertThat(after.select("h1").text()).isEqualTo("My work");
        assertThat(after.select("#undated a").eachText()).contains("Discuss the worries with your own team manager");
        assertThat(after.select("#undated a").eachAttr("href"))
                .contains(journey.transfer() + "/items/talk-with-manager");
    }

    @Test
    void the_worker_sees_what_waits_on_the_manager_and_the_manager_sees_it_as_theirs() {
        begin();

        var worker = journey.as("Priya Nair").get("/work").page();
        var manager = journey.as("Denise Okafor").get("/work").page();

        assertThat(worker.select("#waiting").text()).contains("Decide: Talk with your manager");
        assertThat(manager.select("main").text()).contains("Decide: Talk with your manager");
    }

    @Test
    void what_has_been_passed_on_arrives_in_the_tray_of_the_team_it_is_for() {
        begin();
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        journey.decide("Denise Okafor", "worries-continue", "The worries go on.");
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        journey.decide("Denise Okafor", "sent-to-icrt", "A social worker should look.");
        journey.doWhatIsOpen("Ruth Kavanagh", "Denise Okafor", "Priya Nair");
        journey.decide("Ruth Kavanagh", "threshold-met", "It has built up.");
        journey.doWhatIsOpen("Priya Nair", "Denise Okafor");
        journey.decide("Denise Okafor", "passed-to-duty", "All papers are there.");

        var tray = journey.as("Colette Marsh").get("/trays");
        var worker = journey.as("Samir Haddad").get("/trays").page();

        assertThat(tray.address().getPath()).isEqualTo("/trays/duty-team");
        assertThat(tray.h1()).isEqualTo("Duty Team tray");
        assertThat(tray.page().select("table").text())
                .contains("Name the social worker")
                .contains("Tyler")
                .contains("from Denise Okafor")
                .contains("Allocate");
        assertThat(worker.select("table").text())
                .contains("Name the social worker")
                .doesNotContain("Take it");
    }

    @Test
    void the_tray_of_another_team_says_whom_to_ask() {
        var answer = journey.as("Priya Nair").get("/trays/duty-team");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.h1()).isEqualTo("This is another team’s tray");
        assertThat(answer.page().select("main").text()).contains("You are not in Duty Team. Ask its manager.");
    }

    @Test
    void a_tray_that_is_not_there_is_no_page() {
        assertThat(journey.as("Priya Nair").get("/trays/nowhere").status()).isEqualTo(404);
    }

    @Test
    void a_way_that_is_not_open_begins_nothing_and_says_every_reason() {
        begin();

        var page = journey.as("Priya Nair")
                .get("/transfers/new?family=" + journey.council.family + "&direction=UP&child=" + journey.council.tyler)
                .page();

        assertThat(page.select("main").text()).contains("Tyler Quill is on this route already.");
        assertThat(page.select("input[name=route]").eachAttr("value"))
                .noneMatch(value -> value.startsWith("step-up|worker-is-worried"));
    }
}
