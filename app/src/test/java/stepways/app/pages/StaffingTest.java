package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
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

    private List<Map<String, @Nullable Object>> leads(UUID family) {
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
                                        """).param("family", family).query().listOfRows());
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
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("""
                        insert into allocation (authority, id, child, part, staff, worker_role, service, held_from, held_until, recorded_at)
                        select authority, gen_random_uuid(), child, 'lead', :staff, 'early-help-worker', 'early-help',
                               timestamptz '2024-01-08T09:00:00Z', timestamptz '2025-06-04T09:00:00Z', now()
                          from allocation
                         where child in (select person from family_member where family = :family)
                        """)
                                .param("staff", sam.staff())
                                .param("family", family)
                                .update());

        var page = TestService.get(denise, allocate(family)).page();
        var answer =
                follow(denise, OneForm.on(denise, allocate(family), "/allocate").send("who", who(sam)));

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
        assertThat(rows.getLast().get("held_from"))
                .isEqualTo(rows.get(rows.size() - 2).get("held_until"));
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

        assertThat(tray.select("input[name=pick]"))
                .hasSize(2)
                .allMatch(box -> box.attr("form").equals("together"));
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

    // Giving back.

    @Test
    void a_practitioner_gives_a_family_back_to_the_duty_holder_in_the_same_instant_and_with_a_reason() {
        var family = heldBy(sam, "Noor", "Castell");
        council.onDuty(tom, TEAM, "2026-06-18T07:00:00Z", "2026-06-18T17:00:00Z");
        var url = "/families/" + family + "/give-back";

        var without = OneForm.on(sam, url, "/give-back").send();
        var answer = follow(sam, OneForm.on(sam, url, "/give-back").send("reason", "I am at my limit."));

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main()).contains("Say why you give the family back");
        assertThat(answer.main())
                .contains("Sam Reed")
                .contains("duty holder of Early Help locality team")
                .contains("0 minutes without an accountable holder");
        assertThat(holders(family)).containsExactly(TEAM);
        assertThat(leads(family).getLast().get("held_from"))
                .isEqualTo(leads(family).getFirst().get("held_until"));
        assertThat(TestService.get(tom, "/trays/" + TEAM)
                        .page()
                        .select("#unnamed")
                        .text())
                .contains("Noor Castell");
    }

    @Test
    void nobody_gives_back_a_family_that_somebody_else_holds() {
        var family = heldBy(sam, "Noor", "Castell");

        var answer = TestService.get(priya, "/families/" + family + "/give-back");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.main()).contains("Only the named practitioner, or whoever covers for them");
    }

    // Leaving, and sickness.

    @Test
    void a_leaver_hands_on_twelve_families_with_twins_and_a_child_in_two_transfers_and_no_child_has_a_gap() {
        var families = new java.util.ArrayList<UUID>();
        for (int i = 0; i < 12; i++) {
            families.add(heldBy(sam, "Child" + (char) ('A' + i), "Castell"));
        }
        var twin = council.child(families.getFirst(), "Twin", "Castell", "2015-04-01");
        council.open(twin, SERVICE, "2026-02-03T09:00:00Z");
        council.lead(twin, sam, WORKER, SERVICE, null, "2026-02-03T09:00:00Z");
        var inTwo = families.get(1);
        var child = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select person from family_member where family = :family")
                                .param("family", inTwo)
                                .query(UUID.class)
                                .single());
        var first = council.begin(sam, inTwo, "step-up", "worker-is-worried", child);
        var second = council.begin(sam, inTwo, "step-up-now", "worker-sees-harm", child);
        var before = version(child);

        var page = TestService.get(denise, "/leaving/" + sam.staff()).page();
        var answer = follow(
                denise,
                OneForm.on(denise, "/leaving/" + sam.staff(), "/leaving/" + sam.staff())
                        .send("all", who(priya), "kind", "leaving", "reason", "Sam moves to another council."));

        assertThat(page.select("tbody tr")).hasSize(13);
        assertThat(page.select("#open-steps").text()).startsWith("Open steps (");
        assertThat(answer.h1()).isEqualTo("Everything is handed on");
        assertThat(answer.main()).contains("13 of 13 done.");
        assertThat(answer.page().select("tbody tr"))
                .hasSize(13)
                .allMatch(row -> row.text().contains("0 minutes without an accountable holder"));
        assertThat(answer.main()).contains("The procedure gives no letter for a change of worker.");
        families.forEach(family -> assertThat(holders(family)).containsOnly("Priya Nair"));
        assertThat(version(child)).isGreaterThan(before);
        for (var run : List.of(first, second)) {
            assertThat(workersOf(run)).contains(priya.staff()).doesNotContain(sam.staff());
        }
        assertThat(TestService.get(denise, "/leaving/" + sam.staff()).main()).contains("Sam Reed holds no child.");
    }

    private long version(UUID child) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select version from child_version where child = :child")
                                .param("child", child)
                                .query(Long.class)
                                .single());
    }

    private List<UUID> workersOf(UUID run) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select distinct staff from work_item where run = :run and staff is not null")
                                .param("run", run)
                                .query(UUID.class)
                                .list());
    }

    @Test
    void where_nobody_is_free_the_duty_holder_answers_for_the_families_of_somebody_off_sick() {
        var family = heldBy(sam, "Noor", "Castell");

        var answer = follow(
                denise,
                OneForm.on(denise, "/leaving/" + sam.staff(), "/leaving/" + sam.staff())
                        .send("all", "duty:" + TEAM, "kind", "sickness", "reason", "Off from today."));
        var again = TestService.get(denise, allocate(family)).page();

        assertThat(answer.main()).contains("0 minutes without an accountable holder");
        assertThat(holders(family)).containsExactly(TEAM);
        assertThat(again.select("tbody tr").eachText())
                .anyMatch(row -> row.contains("Sam Reed") && row.contains("Off sick since 18 June 2026"));
    }

    @Test
    void only_a_manager_of_their_service_opens_the_desk_of_a_colleague() {
        heldBy(sam, "Noor", "Castell");
        var duty = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
        var elsewhere = InventedCouncil.icrt().staff("Olu Grange", "early-help-team-manager", TEAM, null);

        assertThat(TestService.get(priya, "/leaving/" + sam.staff()).status()).isEqualTo(403);
        assertThat(TestService.get(duty, "/leaving/" + sam.staff()).status()).isEqualTo(403);
        assertThat(TestService.get(elsewhere, "/leaving/" + sam.staff()).status())
                .isEqualTo(404);
    }

    @Test
    void each_parent_gets_a_letter_of_their_own_in_the_procedures_words_and_held_while_harm_is_open() {
        council = InventedCouncil.running("dorset");
        var manager = council.staff("Morag Dunn", "early-help-team-manager", "east-early-help", null);
        var leaver = council.staff("Sam Reed", "early-help-worker", "east-early-help", null);
        var next = council.staff("Priya Nair", "early-help-worker", "east-early-help", "01305 960102");
        var family = council.family();
        var child = council.child(family, "Noor", "Castell", "2015-04-01");
        var twin = council.child(family, "Idris", "Castell", "2015-04-01");
        council.parent(family, "Kerry", "Castell", child, twin);
        for (var each : List.of(child, twin)) {
            council.open(each, SERVICE, "2026-02-03T09:00:00Z");
            council.lead(each, leaver, WORKER, SERVICE, null, "2026-02-03T09:00:00Z");
        }
        council.begin(leaver, family, "harm", "harm-now", child);

        var answer = follow(
                manager,
                OneForm.on(manager, "/leaving/" + leaver.staff(), "/leaving/" + leaver.staff())
                        .send("all", next.staff() + ":early-help-worker", "kind", "leaving", "reason", "A new post."));
        var letter = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("""
                                        select payload, held_because
                                          from outbox
                                         where family = :family
                                           and payload like '%new-worker-family%'
                                        """).param("family", family).query().singleRow());

        assertThat(answer.main()).contains("Kerry Castell").contains("Held because harm is open");
        assertThat(String.valueOf(letter.get("payload")))
                .contains("Dear Kerry Castell")
                .contains("Priya Nair works with")
                .contains("in place of Sam Reed")
                .contains("18 June 2026")
                .contains("01305 960102")
                .doesNotContain("{{");
        assertThat(letter.get("held_because")).isEqualTo("harm");
    }

    @Test
    void a_guarded_child_of_a_leaver_is_neither_named_nor_handed_on_by_anybody_but_whom_others_are_told_to_ask() {
        var family = heldBy(sam, "Noor", "Castell");
        council.restrict(childOf(family), "restricted", "icrt-team-manager");
        heldBy(sam, "Zadie", "Marl");
        var desk = "/leaving/" + sam.staff();

        var page = TestService.get(denise, desk);
        var answer = follow(
                denise,
                OneForm.on(denise, desk, desk).send("all", who(priya), "kind", "leaving", "reason", "A new post."));

        assertThat(page.main())
                .contains("a guarded record")
                .doesNotContain("Noor")
                .doesNotContain(council.reference(family));
        assertThat(answer.main())
                .contains("1 of 2 done; 1 not done")
                .contains("A record exists. Ask the ICRT Team Manager, who hands it on.")
                .doesNotContain("Noor")
                .doesNotContain(council.reference(family));
        assertThat(holders(family)).containsExactly("Sam Reed");
    }

    private UUID childOf(UUID family) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select person from family_member where family = :family")
                                .param("family", family)
                                .query(UUID.class)
                                .single());
    }

    @Test
    void handed_on_while_its_transfer_moves_a_child_has_one_holder_at_every_moment_and_both_are_recorded()
            throws Exception {
        for (int round = 0; round < 8; round++) {
            var family = heldBy(sam, "Noor", "Castell");
            var run = "/transfers/" + council.begin(sam, family, "step-up", "worker-is-worried", childOf(family));
            var desk = "/leaving/" + sam.staff();
            var handOn = OneForm.on(denise, desk, desk);
            var step = OneForm.on(sam, run + "/items/talk-with-manager", "/items/talk-with-manager");
            var together = new CountDownLatch(2);

            TestService.Answer first;
            TestService.Answer second;
            try (var both = Executors.newFixedThreadPool(2)) {
                var a = both.submit(() -> {
                    together.countDown();
                    together.await();
                    return handOn.send("all", who(priya), "kind", "handed-on", "reason", "More room.");
                });
                var b = both.submit(() -> {
                    together.countDown();
                    together.await();
                    return step.send("note", "We talked.");
                });
                first = a.get();
                second = b.get();
            }

            assertThat(first.status()).as(first.main()).isEqualTo(302);
            assertThat(second.status()).as(second.main()).isIn(302, 400);
            assertThat(holders(family)).containsExactly("Priya Nair");
            var rows = leads(family);
            assertThat(rows).hasSize(2);
            assertThat(rows.getLast().get("held_from"))
                    .isEqualTo(rows.getFirst().get("held_until"));
        }
    }

    @Test
    void absurd_input_is_no_page_and_no_fault() {
        var family = unnamed("Noor", "Castell");

        for (var url : List.of(
                "/trays/" + TEAM + "/nothing/allocate",
                "/trays/" + TEAM + "/" + UUID.randomUUID() + "~../allocate",
                "/trays/nowhere/" + family + "/allocate",
                "/allocate?team=nowhere",
                "/rota?team=nowhere",
                "/leaving/" + UUID.randomUUID(),
                "/handed-on/" + UUID.randomUUID())) {
            assertThat(TestService.get(denise, url).status()).as(url).isEqualTo(404);
        }
        assertThat(TestService.get(denise, "/allocate?team=" + TEAM + "&pick=x").main())
                .contains("Nothing was ticked, or all of it has been allocated since.");
        var tooLong = OneForm.on(denise, allocate(family), "/allocate")
                .send("who", who(sam), "reason", "\u202eשלום" + "x".repeat(100_001));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.main()).contains("Shorten this to 100,000 characters");
        assertThat(holders(family)).containsExactly(TEAM);
    }
}
