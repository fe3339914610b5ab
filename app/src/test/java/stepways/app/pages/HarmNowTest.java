package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.harm.HarmWatch;
import stepways.app.record.HeldMessages;
import stepways.app.settings.Settings;
import stepways.app.web.SignedInStaff;

class HarmNowTest {

    private static final String MORNING = "2026-06-18T07:48:00Z";

    private InventedCouncil council = InventedCouncil.icrt();

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at(MORNING);
        council = InventedCouncil.icrt();
    }

    private SignedInStaff tom() {
        return council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    }

    private String open(SignedInStaff me, String... fields) {
        var answer = TestService.send(me, "/harm-now", fields);
        assertThat(answer.status()).isEqualTo(302);
        return String.valueOf(answer.location());
    }

    @Test
    void the_page_shows_whom_to_ring_before_anything_is_recorded() {
        var tom = tom();
        var denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        council.onDuty(denise, "early-help-locality", "2026-06-18T06:00:00Z", "2026-06-18T18:00:00Z");

        var page = TestService.get(tom, "/harm-now");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.h1()).isEqualTo("Harm now: ring first");
        assertThat(page.page().title()).isEqualTo("Harm now – Stepways");
        assertThat(page.page().select(".sw-ring .first a").attr("href")).isEqualTo("tel:+447700900301");
        assertThat(page.main()).contains("Denise Okafor").contains("This page tells nobody");
        assertThat(page.page().select("a[href='tel:999']")).isNotEmpty();
        assertThat(page.page().select("[data-since]").attr("data-since")).isEmpty();
    }

    @Test
    void at_two_in_the_morning_on_boxing_day_with_nobody_on_the_rota_somebody_can_be_rung() {
        TestService.at("2026-12-26T02:00:00Z");
        var tom = tom();
        council.setting(Settings.OUT_OF_HOURS_NAME, "Emergency Duty Team");
        council.setting(Settings.OUT_OF_HOURS_TELEPHONE, "01632 960199");

        var page = TestService.get(tom, "/harm-now");

        assertThat(page.main())
                .contains("It is 2am on Saturday 26 December 2026: the out-of-hours order applies.")
                .contains("Emergency Duty Team");
        assertThat(page.page().select(".sw-ring .first a").attr("href")).isEqualTo("tel:+441632960199");
    }

    @Test
    void at_night_those_who_hold_the_role_come_before_the_line_where_nobody_is_on_the_rota() {
        TestService.at("2026-12-26T02:00:00Z");
        var tom = tom();
        council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        council.setting(Settings.OUT_OF_HOURS_TELEPHONE, "01632 960199");

        var ring = TestService.get(tom, "/harm-now").page().select("ol.sw-ring").first();

        assertThat(ring == null ? "" : ring.text())
                .contains("1. Ring now: Denise Okafor")
                .contains("2. Then: the out-of-hours line");
    }

    @Test
    void a_council_that_has_set_no_line_at_all_is_sent_to_the_police() {
        TestService.at("2026-12-26T02:00:00Z");

        var page = TestService.get(tom(), "/harm-now");

        assertThat(page.page().select(".sw-ring .first a").attr("href")).isEqualTo("tel:101");
    }

    @Test
    void a_call_about_a_child_nobody_knows_is_raised_counted_and_confirmed() {
        var tom = tom();
        var denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        council.onDuty(denise, "early-help-locality", "2026-06-18T06:00:00Z", "2026-06-18T18:00:00Z");
        var call = open(tom, "name", "a boy called <script>alert(1)</script>", "where", "the bus station");

        TestService.at("2026-06-18T07:52:00Z");
        var raised = TestService.get(tom, call);
        var without = TestService.send(tom, call + "/told", "who", "");
        var told = TestService.send(tom, call + "/told", "who", denise.staff().toString(), "at", "8:50am");
        var after = TestService.get(tom, call);

        assertThat(raised.main())
                .contains("Nobody has been told yet")
                .contains("4 min")
                .contains("the bus station");
        assertThat(raised.body()).doesNotContain("<script>alert").contains("&lt;script&gt;alert");
        assertThat(raised.page().select("[data-since]").attr("data-since")).startsWith("2026-06-18T08:48");
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.page().title()).startsWith("Error: ");
        assertThat(without.page().select(".govuk-error-summary a").attr("href")).isEqualTo("#who");
        assertThat(told.status()).isEqualTo(302);
        assertThat(after.main()).contains("Denise Okafor was told at 8:50am").contains("from 8:48am to 8:50am");
        assertThat(run(call)).as("its urgent run, with no child").isNotNull();
    }

    private @org.jspecify.annotations.Nullable UUID run(String call) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select run from harm_call where id = :id")
                                .param("id", id(call))
                                .query(UUID.class)
                                .optional()
                                .orElse(null));
    }

    private static UUID id(String call) {
        return UUID.fromString(call.substring("/harm-now/".length()));
    }

    @Test
    void somebody_with_no_part_in_a_call_does_not_learn_that_there_is_one() {
        var call = open(tom());
        var other = council.staff("Iris Vane", "early-help-worker", "early-help-locality", null);

        assertThat(TestService.get(other, call).status()).isEqualTo(404);
    }

    /// ENG-13: what was waiting to go to the family is held until a manager has looked at each.
    @Test
    void a_call_about_a_family_asks_about_every_child_and_holds_its_letters_until_a_manager_lets_each_go() {
        var tom = tom();
        var denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        var family = council.family();
        var amara = council.child(family, "Amara", "Lindqvist", "2019-02-03");
        var cousins = council.family();
        var theo = council.child(cousins, "Theo", "Lindqvist", "2017-01-03");
        council.household("12 Invented Road", amara, theo);
        var letter = council.letter(family);
        var call = open(tom, "family", family.toString());

        var page = TestService.get(tom, call);
        var mine = TestService.send(tom, call + "/held/" + letter + "/release");
        var held = held(letter);
        var manager = TestService.get(denise, call);
        TestService.send(denise, call + "/held/" + letter + "/release");

        assertThat(page.main())
                .contains("Amara Lindqvist, 7")
                .contains("Theo Lindqvist, 9")
                .contains("is held since");
        assertThat(page.main()).contains("Letting it go");
        assertThat(mine.status()).as("a worker may not").isEqualTo(404);
        assertThat(held).isTrue();
        assertThat(manager.page().select("form[action$='/release'] button").text())
                .isEqualTo("Let it go");
        assertThat(held(letter)).as("after a manager").isFalse();

        council.database().write(denise.viewer(), sql -> {
            new HeldMessages(sql).hold(family, HeldMessages.Because.DEATH, TestDatabase.NOW);
            return true;
        });
        assertThat(held(letter)).as("released for the harm, then a death").isTrue();
    }

    private boolean held(UUID letter) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select held_at is not null and released_at is null from outbox where id = :id")
                                .param("id", letter)
                                .query(Boolean.class)
                                .single());
    }

    @Test
    void what_is_known_of_each_child_is_kept_and_the_record_follows_the_call() {
        var tom = tom();
        var family = council.family();
        council.child(family, "Amara", "Lindqvist", "2019-02-03");
        var call = open(tom, "family", family.toString());

        TestService.send(
                tom, call + "/children", "child-1", "not-seen", "other", "Jude, about 4", "what", "Shouting & crying");
        var page = TestService.get(tom, call).page();

        assertThat(page.select("input[name=child-1][value=not-seen]").hasAttr("checked"))
                .isTrue();
        assertThat(page.select("main").text())
                .contains("Jude, about 4")
                .contains("Tom Ferreira wrote: Shouting & crying");
    }

    @Test
    void a_call_that_nobody_confirms_goes_on_to_the_next_person_once() {
        var tom = tom();
        council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        council.staff("Graham Tully", "early-help-team-manager", "early-help-locality", "07700 900318");
        var call = open(tom);
        var watch = TestService.bean(HarmWatch.class);
        var job = new Viewer.Job(council.job().authority(), "harm-watch");

        TestService.at("2026-06-18T07:53:30Z");
        int first = watch.passOn(job, Instant.parse("2026-06-18T07:53:30Z"));
        int again = watch.passOn(job, Instant.parse("2026-06-18T07:54:00Z"));
        var page = TestService.get(tom, call);

        assertThat(first).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(page.page().select(".sw-ring .first").text()).contains("Graham Tully");
        assertThat(page.page().select(".sw-ring .tried").text()).contains("Denise Okafor");
        assertThat(page.main()).contains("Graham Tully was alerted");
        assertThat(alerts()).isEqualTo(1);
    }

    private int alerts() {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from outbox where kind = 'alert'")
                                .query(Integer.class)
                                .single());
    }

    @Test
    void no_answer_passes_the_turn_on_at_once() {
        var tom = tom();
        council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", "07700 900301");
        council.staff("Graham Tully", "early-help-team-manager", "early-help-locality", "07700 900318");
        var call = open(tom);

        TestService.send(tom, call + "/told", "who", "none");

        assertThat(TestService.get(tom, call).page().select(".sw-ring .first").text())
                .contains("Graham Tully");
    }

    @Test
    void a_call_from_a_transfer_takes_its_children_along_whatever_the_version() {
        var tom = tom();
        var family = council.family();
        var amara = council.child(family, "Amara", "Lindqvist", "2019-02-03");
        council.open(amara, "early-help", "2026-03-01T09:00:00Z");
        council.lead(amara, tom, "early-help-worker", "early-help", null, "2026-03-01T09:00:00Z");
        var run = council.begin(tom, family, "step-up", "worker-is-worried", amara);

        var call = open(tom, "run", run.toString());

        int children = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select count(*) from run_child c join harm_call h on h.run = c.run where h.id = :id")
                                .param("id", id(call))
                                .query(Integer.class)
                                .single());
        assertThat(children).isEqualTo(1);
        assertThat(TestService.get(tom, call).main()).contains(council.reference(family));
    }

    @Test
    void a_call_about_nobody_known_is_linked_to_its_family_later() {
        var tom = tom();
        var family = council.family();
        council.child(family, "Amara", "Lindqvist", "2019-02-03");
        var letter = council.letter(family);
        var call = open(tom, "name", "a girl");

        var wrong = TestService.send(tom, call + "/family", "reference", "F-1");
        TestService.send(tom, call + "/family", "reference", council.reference(family));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(TestService.get(tom, call).main()).contains("Amara Lindqvist");
        assertThat(held(letter)).isTrue();
    }

    @Test
    void a_call_from_a_familys_or_a_transfers_page_knows_whom_it_is_about_and_can_be_about_another() {
        var tom = tom();
        var family = council.family();
        var amara = council.child(family, "Amara", "Lindqvist", "2019-02-03");
        council.open(amara, "early-help", "2026-03-01T09:00:00Z");
        council.lead(amara, tom, "early-help-worker", "early-help", null, "2026-03-01T09:00:00Z");
        var run = council.begin(tom, family, "step-up", "worker-is-worried", amara);

        var fromFamily = TestService.follow(tom, "/families/" + family + "/timeline", "/harm-now");
        var fromTransfer = TestService.follow(tom, "/transfers/" + run, "/harm-now");
        var another = TestService.follow(tom, "/families/" + family, "/harm-now?another=child");
        var nowhere = TestService.follow(tom, "/families/" + run, "/harm-now");

        assertThat(fromFamily.page().select("input[name=family]").attr("value")).isEqualTo(family.toString());
        assertThat(fromFamily.main()).contains("This is about family " + council.reference(family));
        assertThat(fromTransfer.page().select("input[name=run]").attr("value")).isEqualTo(run.toString());
        assertThat(another.page().select("input[name=family], input[name=run]")).isEmpty();
        assertThat(nowhere.status()).isEqualTo(200);
        assertThat(nowhere.main()).contains("A name, if you know one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coventry", "dorset", "icrt", "peterborough"})
    void in_every_council_a_call_about_a_known_child_begins_its_urgent_run(String pack) {
        council = InventedCouncil.running(pack);
        var role = council.pack().policy().roles().values().stream()
                .filter(each -> each.practitioner() && !each.in().isEmpty())
                .findFirst()
                .orElseThrow();
        var worker = council.staff("Wyn Ash", role.name(), null, null);
        var family = council.family();
        var amara = council.child(family, "Amara", "Lindqvist", "2019-02-03");
        council.open(amara, role.in(), "2026-03-01T09:00:00Z");
        council.lead(amara, worker, role.name(), role.in(), null, "2026-03-01T09:00:00Z");

        var call = open(worker, "family", family.toString());

        assertThat(run(call)).isNotNull();
        var page = TestService.get(worker, call);
        assertThat(page.main()).contains("Amara Lindqvist, 7");
        assertThat(page.page().select(".sw-ring .first a")).isNotEmpty();
    }

    @Test
    void a_double_click_raises_one_call() {
        var tom = tom();
        var key = TestService.get(tom, "/harm-now")
                .page()
                .select("input[name=key]")
                .attr("value");

        var first = open(tom, "key", key, "name", "a boy");
        var second = open(tom, "key", key, "name", "a boy");

        assertThat(second).isEqualTo(first);
    }
}
