package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestRows;
import stepways.app.web.SignedInStaff;

/// Nobody is free, and whom the procedure wants told; and what held after somebody's own step downs.
class NobodyFreeAndMonthTest {

    private static final String TEAM = "east-early-help";
    private static final String SERVICE = "early-help";

    private InventedCouncil council = InventedCouncil.running("dorset");
    private SignedInStaff morag = council.staff("Morag Dunn", "early-help-team-manager", TEAM, null);
    private SignedInStaff sam = morag;
    private SignedInStaff angela = morag;

    @BeforeEach
    void a_team_whose_service_manager_is_named_by_the_procedure() {
        TestService.at("2026-06-18T08:52:00Z");
        council = InventedCouncil.running("dorset");
        morag = council.staff("Morag Dunn", "early-help-team-manager", TEAM, null);
        sam = council.staff("Sam Reed", "early-help-worker", TEAM, null);
        angela = council.staff("Angela Stroud", "service-manager", null, null);
    }

    private UUID unnamed() {
        var family = council.family();
        var child = council.child(family, "Noor", "Castell", "2015-04-01");
        council.open(child, SERVICE, "2026-06-15T09:00:00Z");
        council.lead(child, null, null, SERVICE, TEAM, "2026-06-15T09:00:00Z");
        return family;
    }

    private static TestService.Answer follow(SignedInStaff me, TestService.Answer answer) {
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        return TestService.get(me, String.valueOf(answer.location()));
    }

    private static String allocate(UUID family) {
        return "/trays/" + TEAM + "/" + family + "/allocate";
    }

    // Nobody is free.

    @Test
    void where_nobody_is_free_the_role_that_the_procedure_names_is_told_at_once_and_the_tray_says_since_when() {
        var family = unnamed();

        var page = TestService.get(morag, allocate(family)).page();
        var told = follow(
                morag, OneForm.on(morag, allocate(family), "/nobody-free").send());
        OneForm.on(morag, "/trays/" + TEAM + "/" + family + "/allocate", "/allocate");
        TestService.at("2026-06-18T11:10:00Z");
        var tray = TestService.get(morag, "/trays/" + TEAM);
        var work = TestService.get(angela, "/work");

        assertThat(page.select("main").text())
                .contains("The Locality service manager, education and early help is told at once")
                .contains("DOR-27");
        assertThat(told.main())
                .contains("Nobody is free: raised with the Locality service manager")
                .contains("on 18 June 2026 at 9:52am by Morag Dunn");
        assertThat(tray.page().select("#nobody-free").text())
                .contains(council.reference(family))
                .contains("for 2 hours");
        assertThat(work.page().select("#nobody-free").text())
                .contains("Nobody is free in East locality Early Help")
                .contains("At once");
    }

    @Test
    void the_service_manager_who_was_told_allocates_and_the_call_is_answered_by_it() {
        var family = unnamed();
        follow(morag, OneForm.on(morag, allocate(family), "/nobody-free").send());
        var call =
                TestService.get(angela, "/work").page().select("#nobody-free a").attr("href");

        var page = TestService.get(angela, call);
        var link = page.page().select("a[href$=/allocate]").attr("href");
        var answer =
                follow(angela, OneForm.on(angela, link, "/allocate").send("who", sam.staff() + ":early-help-worker"));

        assertThat(link).isEqualTo(allocate(family));
        assertThat(answer.main()).contains("Sam Reed").contains("1 of 1 done.");
        assertThat(TestService.get(angela, "/work").page().select("#nobody-free"))
                .isEmpty();
        assertThat(TestService.get(morag, "/trays/" + TEAM).page().select("#nobody-free"))
                .isEmpty();
        assertThat(TestService.get(angela, call).status()).isEqualTo(404);
    }

    @Test
    void pressed_twice_it_is_raised_once_and_only_who_was_told_answers() {
        var family = unnamed();
        var form = OneForm.on(morag, allocate(family), "/nobody-free");
        form.send();
        form.send();
        var call =
                TestService.get(angela, "/work").page().select("#nobody-free a").attr("href");

        var empty = OneForm.on(angela, call, call).send();
        var other = TestService.send(morag, call, "answer", "No.");
        var answered = OneForm.on(angela, call, call).send("answer", "West helps out until Friday.");

        assertThat(TestService.get(angela, "/families/" + family).status()).isNotEqualTo(500);
        assertThat(empty.status()).isEqualTo(400);
        assertThat(other.status()).isEqualTo(404);
        assertThat(answered.status()).isEqualTo(302);
        assertThat(calls()).isEqualTo(1);
        assertThat(TestService.get(angela, "/work").page().select("#nobody-free"))
                .isEmpty();
    }

    private int calls() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from capacity_call")
                                .query(Integer.class)
                                .single());
    }

    @Test
    void where_the_procedure_names_nobody_another_manager_of_the_service_is_told_and_the_page_says_so() {
        council = InventedCouncil.icrt();
        var manager = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        var above = council.staff("Ola Finch", "early-help-service-manager", null, null);
        var family = council.family();
        var child = council.child(family, "Noor", "Castell", "2015-04-01");
        council.open(child, SERVICE, "2026-06-15T09:00:00Z");
        council.lead(child, null, null, SERVICE, "early-help-locality", "2026-06-15T09:00:00Z");
        var url = "/trays/early-help-locality/" + family + "/allocate";

        var page = TestService.get(manager, url);
        follow(manager, OneForm.on(manager, url, "/nobody-free").send());

        assertThat(page.main())
                .contains("The procedure does not say whom to tell. The Early Help Service Manager manages here");
        assertThat(TestService.get(above, "/work").main()).contains("Nobody is free in Early Help locality team");
    }

    /// The manager has begun the procedure's own steps for another practitioner of the same service.
    private UUID changeOfPractitioner(SignedInStaff from) {
        var family = council.family();
        var child = council.child(family, "Wren", "Castell", "2016-04-01");
        council.open(child, SERVICE, "2026-02-03T09:00:00Z");
        council.lead(child, from, "early-help-worker", SERVICE, null, "2026-02-03T09:00:00Z");
        return council.beginFrom(morag, family, "reallocation", "change-of-practitioner", SERVICE, child);
    }

    private String step(UUID run) {
        return "/trays/" + TEAM + "/" + run + "~new-practitioner/allocate";
    }

    @Test
    void a_step_that_asks_for_a_name_is_allocated_from_the_tray_and_recorded_in_its_run() {
        var run = changeOfPractitioner(sam);
        var priya = council.staff("Priya Nair", "early-help-worker", TEAM, null);

        var tray = TestService.get(morag, "/trays/" + TEAM);
        var answer = follow(
                morag, OneForm.on(morag, step(run), "/allocate").send("who", priya.staff() + ":early-help-worker"));

        assertThat(tray.page().select("a[href=" + step(run) + "]").text()).isEqualTo("Allocate");
        assertThat(answer.main()).contains("1 of 1 done.");
        assertThat(TestService.get(morag, "/transfers/" + run).main()).contains("Priya Nair");
        assertThat(TestService.get(sam, step(run)).status()).isIn(403, 404);
    }

    @Test
    void where_nobody_is_free_for_a_step_the_run_itself_tells_the_service_manager() {
        var run = changeOfPractitioner(sam);

        follow(morag, OneForm.on(morag, step(run), "/nobody-free").send());
        var work = TestService.get(angela, "/work").page();

        assertThat(work.select("#nobody-free")).isEmpty();
        assertThat(work.select("a[href^=/transfers/" + run + "/act/seen]").text())
                .contains("To know");
        assertThat(TestService.get(morag, "/trays/" + TEAM)
                        .page()
                        .select("#nobody-free")
                        .text())
                .contains("Nobody is free. Raised with the Locality service manager");
    }

    @Test
    void where_an_open_transfer_names_the_leaver_for_what_is_to_come_the_next_worker_is_named_instead() {
        var priya = council.staff("Priya Nair", "early-help-worker", TEAM, null);
        var run = changeOfPractitioner(priya);
        follow(morag, OneForm.on(morag, step(run), "/allocate").send("who", sam.staff() + ":early-help-worker"));
        var family = council.family();
        var child = council.child(family, "Noor", "Castell", "2015-04-01");
        council.open(child, SERVICE, "2026-06-15T09:00:00Z");
        council.lead(child, sam, "early-help-worker", SERVICE, null, "2026-06-15T09:00:00Z");
        var third = council.staff("Ned Fry", "early-help-worker", TEAM, null);
        var desk = "/leaving/" + sam.staff();

        var page = TestService.get(morag, desk);
        var answer = follow(
                morag,
                OneForm.on(morag, desk, desk)
                        .send("all", third.staff() + ":early-help-worker", "kind", "leaving", "reason", "A new post."));

        assertThat(page.main()).contains("Named for something to come (1)").contains("Name the new practitioner");
        assertThat(answer.main()).contains("2 of 2 done.");
        assertThat(TestService.get(morag, desk).main()).contains("Named for something to come (0)");
        assertThat(TestService.get(morag, step(run)).status()).isIn(200, 404);
    }

    // My month.

    private UUID steppedDown(SignedInStaff worker, String name, String ended, String closedBy) {
        var family = council.family();
        var child = council.child(family, name, "Castell", "2015-04-01");
        council.open(child, "social-work", "2025-01-03T09:00:00Z");
        council.lead(child, worker, "social-worker", "social-work", null, "2025-01-03T09:00:00Z");
        var run = council.beginFrom(worker, family, "handover", "step-down", "social-work", child);
        council.database().write(council.job(), sql -> {
            sql.sql("update episode set closed_at = :at, closed_by_run = :run where child = :child")
                    .param("at", TestRows.at(ended))
                    .param("run", run)
                    .param("child", child)
                    .update();
            sql.sql("update allocation set held_until = :at, ended_by_run = :run where child = :child")
                    .param("at", TestRows.at(ended))
                    .param("run", run)
                    .param("child", child)
                    .update();
            sql.sql("update run_child set left_at = joined_at where run = :run")
                    .param("run", run)
                    .update();
            return sql.sql("update run set status = 'ended', ended_at = :at where id = :run")
                    .param("at", TestRows.at(ended))
                    .param("run", run)
                    .update();
        });
        return child;
    }

    @Test
    void somebody_sees_first_what_held_after_their_own_step_downs_with_each_case() {
        var worker = council.staff("Iris Vane", "social-worker", "east-social-work", null);
        steppedDown(worker, "Held", "2025-06-10T12:00:00Z", "");
        var back = steppedDown(worker, "Back", "2025-10-01T12:00:00Z", "");
        steppedDown(worker, "Recent", "2026-06-01T12:00:00Z", "");
        council.open(back, "social-work", "2025-11-20T09:00:00Z");

        var page = TestService.get(worker, "/work/month");
        var november = TestService.get(worker, "/work/month?month=2025-11");
        var nobody = TestService.get(sam, "/work/month");

        assertThat(page.h1()).isEqualTo("What held after my step downs, June 2026");
        assertThat(page.page().select("dl.sw-facts").text())
                .contains("After 3 months 1 of 2 children had not come back")
                .contains("Came back: Back, T-")
                .contains("After 12 months 1 of 1 child had not come back");
        assertThat(page.page().select("tbody tr")).hasSize(3);
        assertThat(page.main()).contains("Came back on 20 November 2025").contains("You handed over");
        assertThat(november.main()).contains("New this month").contains("came back on 20 November 2025");
        assertThat(nobody.main()).contains("You decided or handed over no step down in this time.");
    }

    @Test
    void a_month_that_is_none_and_one_to_come_show_this_month() {
        for (var month : java.util.List.of("2026-13", "9999-12", "x", "2099-01")) {
            assertThat(TestService.get(sam, "/work/month?month=" + month).h1())
                    .isEqualTo("What held after my step downs, June 2026");
        }
    }

    @Test
    void whoever_holds_no_family_is_told_so_and_whoever_does_can_give_each_back() {
        var empty = TestService.get(sam, "/work/families");
        var family = council.family();
        var child = council.child(family, "Noor", "Castell", "2015-04-01");
        council.open(child, SERVICE, "2026-06-15T09:00:00Z");
        council.lead(child, sam, "early-help-worker", SERVICE, null, "2026-06-15T09:00:00Z");

        var page = TestService.get(sam, "/work/families");

        assertThat(empty.main()).contains("You hold no families.");
        assertThat(page.main()).contains("Noor Castell (11)").contains("Named practitioner");
        assertThat(page.page().select("a[href$=/give-back]")).hasSize(1);
    }

    @Test
    void the_chronology_says_who_handed_the_child_on_to_whom_and_why() {
        var family = unnamed();
        follow(
                morag,
                OneForm.on(morag, allocate(family), "/allocate")
                        .send("who", sam.staff() + ":early-help-worker", "reason", "Knows the school."));

        var page = TestService.get(sam, "/families/" + family + "/timeline");

        assertThat(page.main())
                .contains("Noor: allocated, the duty holder of East locality Early Help to Sam Reed")
                .contains("Knows the school.");
    }
}
