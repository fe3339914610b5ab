package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import stepways.app.database.TestRows;
import stepways.app.web.SignedInStaff;

/// Who holds which family: allocating, giving back and handing on, with nobody ever left without a holder.
class StaffingTest {

    private static final String TEAM = "early-help-locality";
    private static final String SERVICE = "early-help";
    private static final String WORKER = "early-help-worker";

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff denise = council.staff("Denise Okafor", "early-help-team-manager", TEAM, null);
    private SignedInStaff tom = denise;
    private SignedInStaff priya = denise;
    private SignedInStaff sam = denise;

    @BeforeEach
    void a_team_of_early_help() {
        TestService.at("2026-06-18T08:52:00Z");
        council = InventedCouncil.icrt();
        denise = council.staff("Denise Okafor", "early-help-team-manager", TEAM, "01632 960101");
        tom = council.staff("Tom Bright", "early-help-team-manager", TEAM, null);
        priya = council.staff("Priya Nair", WORKER, TEAM, "01632 960102");
        sam = council.staff("Sam Reed", WORKER, TEAM, null);
    }

    /// A family whose child the duty holder of the team answers for.
    private UUID unnamed(String forename, String surname) {
        var family = council.family();
        var child = council.child(family, forename, surname, "2015-04-01");
        council.open(child, SERVICE, "2026-06-15T09:00:00Z");
        council.lead(child, null, null, SERVICE, TEAM, "2026-06-15T09:00:00Z");
        return family;
    }

    private UUID heldBy(SignedInStaff worker, String forename, String surname) {
        var family = council.family();
        var child = council.child(family, forename, surname, "2015-04-01");
        council.open(child, SERVICE, "2026-02-03T09:00:00Z");
        council.lead(child, worker, WORKER, SERVICE, null, "2026-02-03T09:00:00Z");
        return family;
    }

    private List<Map<String, Object>> leads(UUID family) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("""
                                        select coalesce(s.name, a.duty_of_team) as holder, a.held_from, a.held_until
                                          from allocation a
                                          left join staff s on s.id = a.staff
                                         where a.part = 'lead'
                                           and a.child in (select person from family_member where family = :family)
                                         order by a.child, a.held_from
                                        """)
                                .param("family", family)
                                .query()
                                .listOfRows());
    }

    private List<String> holders(UUID family) {
        return leads(family).stream()
                .filter(row -> row.get("held_until") == null)
                .map(row -> String.valueOf(row.get("holder")))
                .toList();
    }

    private static String allocate(UUID family) {
        return "/trays/" + TEAM + "/" + family + "/allocate";
    }

    private static TestService.Answer follow(SignedInStaff me, TestService.Answer answer) {
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        return TestService.get(me, String.valueOf(answer.location()));
    }

    private String who(SignedInStaff worker) {
        return worker.staff() + ":" + WORKER;
    }

    // Allocating.

    @Test
    void a_manager_sees_what_each_worker_holds_and_who_knows_the_family_and_allocates() {
        var family = unnamed("Noor", "Castell");
        heldBy(sam, "Zadie", "Marl");
        council.database().write(council.job(), sql -> sql.sql("""
                        insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, held_until, recorded_at)
                        select authority, gen_random_uuid(), child, 'lead', :staff, 'early-help-worker', 'early-help',
                               timestamptz '2024-01-08T09:00:00Z', timestamptz '2025-06-04T09:00:00Z', now()
                          from allocation
                         where child in (select person from family_member where family = :family)
                        """).param("staff", sam.staff()).param("family", family).update());

        var page = TestService.get(denise, allocate(family)).page();
        var answer = follow(denise, OneForm.on(denise, allocate(family), "/allocate").send("who", who(sam)));

        assertThat(page.select("h1").text()).startsWith("Allocate F-");
        assertThat(page.select("tbody tr").eachText().getFirst())
                .contains("Sam Reed")
                .contains("Named practitioner until 4 June 2025");
        assertThat(answer.h1()).isEqualTo("Allocated");
        assertThat(answer.main())
                .contains("Noor Castell")
                .contains("duty holder of Early Help locality team")
                .contains("0 minutes without an accountable holder")
                .contains("1 of 1 done.");
        assertThat(holders(family)).containsExactly("Sam Reed");
        var rows = leads(family);
        assertThat(rows.getLast().get("held_from")).isEqualTo(rows.get(rows.size() - 2).get("held_until"));
    }

    @Test
    void a_double_click_allocates_once() {
        var family = unnamed("Noor", "Castell");
        var key = UUID.randomUUID().toString();
        var form = OneForm.on(denise, allocate(family), "/allocate");

        var first = form.send("who", who(sam), "key", key);
        var second = form.send("who", who(sam), "key", key);

        assertThat(first.location()).isEqualTo("/handed-on/" + key);
        assertThat(second.location()).isEqualTo(first.location());
        assertThat(leads(family)).hasSize(2);
        assertThat(acts()).isEqualTo(1);
    }

    private int acts() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from staffing_act")
                                .query(Integer.class)
                                .single());
    }

    @Test
    void of_two_managers_who_allocate_one_child_at_once_one_wins_and_the_other_is_told_who() throws Exception {
        var family = unnamed("Noor", "Castell");
        var one = OneForm.on(denise, allocate(family), "/allocate");
        var other = OneForm.on(tom, allocate(family), "/allocate");
        var together = new CountDownLatch(2);

        TestService.Answer first;
        TestService.Answer second;
        try (var both = Executors.newFixedThreadPool(2)) {
            var a = both.submit(() -> {
                together.countDown();
                together.await();
                return one.send("who", who(sam));
            });
            var b = both.submit(() -> {
                together.countDown();
                together.await();
                return other.send("who", who(priya));
            });
            first = a.get();
            second = b.get();
        }

        assertThat(holders(family)).hasSize(1);
        assertThat(leads(family)).hasSize(2);
        boolean deniseWon = holders(family).getFirst().equals("Sam Reed");
        var loser = deniseWon ? second : first;
        var told = loser.status() == 302 ? follow(deniseWon ? tom : denise, loser) : loser;
        assertThat(told.main()).contains("Somebody was quicker");
        if (loser.status() == 302) {
            assertThat(told.main())
                    .contains(deniseWon ? "Sam Reed holds Noor since" : "Priya Nair holds Noor since")
                    .contains("0 of 1 done");
        }
    }

    @Test
    void several_families_are_allocated_at_once_and_one_impossible_row_undoes_none_of_the_others() {
        var one = unnamed("Noor", "Castell");
        var two = unnamed("Zadie", "Marl");
        var three = unnamed("Ivo", "Penrose");
        var url = "/allocate?team=" + TEAM + "&pick=" + one + "&pick=" + two + "&pick=" + three;
        var form = OneForm.on(denise, url, "/allocate");
        follow(tom, OneForm.on(tom, allocate(two), "/allocate").send("who", who(priya)));

        var answer = follow(denise, form.send("all", who(sam)));

        assertThat(TestService.get(denise, "/trays/" + TEAM).page().select("form#together"))
                .isEmpty();
        assertThat(answer.h1()).isEqualTo("Some of it could not be done");
        assertThat(answer.main())
                .contains("2 of 3 done; 1 not done")
                .contains("Somebody was quicker: Priya Nair holds Zadie since 9:52am, recorded by Tom Bright.");
        assertThat(holders(one)).containsExactly("Sam Reed");
        assertThat(holders(two)).containsExactly("Priya Nair");
        assertThat(holders(three)).containsExactly("Sam Reed");
    }

    @Test
    void the_tray_offers_tick_boxes_and_says_when_something_was_dealt_with_last() {
        unnamed("Noor", "Castell");
        var two = unnamed("Zadie", "Marl");

        var tray = TestService.get(denise, "/trays/" + TEAM).page();
        follow(denise, OneForm.on(denise, allocate(two), "/allocate").send("who", who(sam)));
        var after = TestService.get(denise, "/trays/" + TEAM);

        assertThat(tray.select("input[name=pick]")).hasSize(2).allMatch(box -> box.attr("form")
                .equals("together"));
        assertThat(tray.select("form#together").attr("action")).isEqualTo("/allocate");
        assertThat(after.main()).contains("The tray is empty. Last item dealt with at 9:52am.");
    }

    @Test
    void what_was_typed_is_kept_where_nobody_was_chosen_and_where_the_day_is_in_the_future() {
        var family = unnamed("Noor", "Castell");

        var answer = OneForm.on(denise, allocate(family), "/allocate")
                .send("reason", "Knows the <b>school</b>.", "happened-year", "2031");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.page().select(".govuk-error-summary").text())
                .contains("Choose who takes it on")
                .contains("cannot be in the future");
        assertThat(answer.page().select("textarea[name=reason]").text()).isEqualTo("Knows the <b>school</b>.");
        assertThat(holders(family)).containsExactly(TEAM);
    }

    @Test
    void nobody_is_handed_on_before_the_day_their_holder_took_over() {
        var family = unnamed("Noor", "Castell");

        var answer = follow(
                denise,
                OneForm.on(denise, allocate(family), "/allocate")
                        .send("who", who(sam), "happened-day", "1", "happened-month", "6", "happened-time", "9am"));

        assertThat(answer.main()).contains("It cannot have been handed on before that.");
        assertThat(holders(family)).containsExactly(TEAM);
    }

    @Test
    void somebody_of_another_service_cannot_be_slipped_into_the_form() {
        var family = unnamed("Noor", "Castell");
        var iris = council.staff("Iris Vane", "social-worker", "duty-team", null);

        var answer = OneForm.on(denise, allocate(family), "/allocate").send("who", iris.staff() + ":social-worker");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(holders(family)).containsExactly(TEAM);
    }

    @Test
    void another_teams_manager_and_another_council_are_kept_out() {
        var family = unnamed("Noor", "Castell");
        var duty = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
        var elsewhere = InventedCouncil.icrt().staff("Olu Grange", "early-help-team-manager", TEAM, null);
        var form = OneForm.on(denise, allocate(family), "/allocate");

        assertThat(TestService.get(duty, allocate(family)).status()).isEqualTo(403);
        assertThat(form.sendAs(duty, "who", who(sam)).status()).isEqualTo(403);
        assertThat(TestService.get(elsewhere, allocate(family)).status()).isEqualTo(404);
        assertThat(form.sendAs(elsewhere, "who", who(sam)).status()).isEqualTo(404);
        assertThat(holders(family)).containsExactly(TEAM);
    }

    @Test
    void a_worker_takes_on_a_family_from_the_tray_where_the_procedure_leaves_it_open() {
        var family = unnamed("Noor", "Castell");

        var tray = TestService.get(sam, "/trays/" + TEAM).page();
        var answer = follow(sam, OneForm.on(sam, allocate(family), "/allocate").send());

        assertThat(tray.select("#unnamed a").eachText()).contains("Take it on");
        assertThat(answer.h1()).isEqualTo("You have taken it on");
        assertThat(holders(family)).containsExactly("Sam Reed");
    }

    // Never without a holder.

    @Test
    void the_database_itself_refuses_to_leave_a_child_without_an_accountable_holder() {
        var family = heldBy(sam, "Noor", "Castell");

        assertThatThrownBy(() -> council.database()
                        .write(
                                council.job(),
                                sql -> sql.sql("""
                                                update allocation
                                                   set held_until = :now
                                                 where child in (select person from family_member where family = :family)
                                                """)
                                        .param("now", TestRows.at("2026-06-18T08:00:00Z"))
                                        .param("family", family)
                                        .update()))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("cannot be left without an accountable holder");
        assertThat(holders(family)).containsExactly("Sam Reed");
    }
}
