package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// Who answers for a team, by day and by night, and who covers for somebody who is away.
class RotaAndCoverTest {

    private static final String TEAM = "early-help-locality";
    private static final String SERVICE = "early-help";
    private static final String WORKER = "early-help-worker";

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff denise = council.staff("Denise Okafor", "early-help-team-manager", TEAM, null);
    private SignedInStaff tom = denise;
    private SignedInStaff sam = denise;
    private SignedInStaff priya = denise;

    @BeforeEach
    void a_team_of_early_help() {
        TestService.at("2026-06-18T08:52:00Z");
        council = InventedCouncil.icrt();
        denise = council.staff("Denise Okafor", "early-help-team-manager", TEAM, null);
        tom = council.staff("Tom Bright", "early-help-team-manager", TEAM, null);
        sam = council.staff("Sam Reed", WORKER, TEAM, null);
        priya = council.staff("Priya Nair", WORKER, TEAM, null);
    }

    private static TestService.Answer follow(SignedInStaff me, TestService.Answer answer) {
        assertThat(answer.status()).as(answer.main()).isEqualTo(302);
        return TestService.get(me, String.valueOf(answer.location()));
    }

    private static String rota(String week) {
        return "/rota?team=" + TEAM + "&week=" + week;
    }

    private static List<String> slots(TestService.Answer page) {
        return page.page().select("tbody tr").eachText();
    }

    private static String[] span(SignedInStaff who, String from, String until) {
        var one = from.split("[-T]");
        var two = until.split("[-T]");
        return new String[] {
            "staff",
            who.staff().toString(),
            "from-year",
            one[0],
            "from-month",
            one[1],
            "from-day",
            one[2],
            "from-time",
            one[3],
            "until-year",
            two[0],
            "until-month",
            two[1],
            "until-day",
            two[2],
            "until-time",
            two[3]
        };
    }

    private TestService.Answer put(SignedInStaff by, SignedInStaff who, String from, String until) {
        return OneForm.on(by, rota(from.substring(0, 10)), "/rota").send(span(who, from, until));
    }

    // The rota.

    @Test
    void a_gap_on_boxing_day_night_is_said_in_red_words_until_somebody_stands_there() {
        TestService.at("2026-12-01T09:00:00Z");
        council.onDuty(tom, TEAM, "2026-12-28T08:30:00Z", "2026-12-28T17:30:00Z");

        var before = TestService.get(denise, rota("2026-12-28"));
        var after = follow(denise, put(denise, tom, "2026-12-28T17:30", "2026-12-29T08:30"));

        var night = before.page().select("tbody tr").stream()
                .filter(row -> row.text().contains("Boxing Day night"))
                .findFirst()
                .orElseThrow();
        assertThat(night.text()).contains("Monday 28 December 2026").contains("5:30pm to 8:30am");
        assertThat(night.select(".govuk-error-message").text()).isEqualTo("Nobody on the rota, 15 hours");
        assertThat(before.main()).contains("13 stretches of this week have nobody on the rota");
        assertThat(slots(after)).anyMatch(row -> row.contains("Boxing Day night") && row.contains("Tom Bright"));
        assertThat(after.main())
                .contains("12 stretches of this week have nobody on the rota")
                .contains("Denise Okafor: put on Tom Bright, 5:30pm on 28 December 2026 to 8:30am on 29 December 2026");
    }

    @Test
    void the_night_on_which_the_clocks_go_back_is_an_hour_longer_and_no_hour_of_it_is_left_out() {
        TestService.at("2026-10-20T09:00:00Z");
        put(denise, tom, "2026-10-24T17:30", "2026-10-25T01:30");

        var page = TestService.get(denise, rota("2026-10-24"));

        var night = slots(page).stream()
                .filter(row -> row.contains("Saturday 24 October 2026") && row.contains("Weekend night"))
                .findFirst()
                .orElseThrow();
        assertThat(night)
                .contains("The clocks go back: one hour more, 16 hours in all")
                .contains("Nobody on the rota from 1:30am to 8:30am, 7 hours");
    }

    @Test
    void a_time_that_the_clocks_leave_out_is_no_time_and_a_day_that_is_none_is_no_day() {
        TestService.at("2027-03-20T09:00:00Z");

        var none = put(denise, tom, "2027-03-28T01:30", "2027-03-28T08:30");
        var noDay = put(denise, tom, "2027-02-29T09:00", "2027-03-28T08:30");
        var backwards = put(denise, tom, "2027-03-28T09:00", "2027-03-27T09:00");

        assertThat(none.status()).isEqualTo(400);
        assertThat(none.main())
                .contains("There is no 1:30am on Sunday 28 March 2027: the clocks go forward. Enter 2am or later");
        assertThat(none.page().select("input[name=from-time]").val()).isEqualTo("01:30");
        assertThat(noDay.main()).contains("There is no such day as 29 02 2027");
        assertThat(backwards.main()).contains("The duty has to end after it begins");
    }

    @Test
    void two_people_never_answer_for_a_team_at_one_time_and_whoever_was_slower_is_told_who_stands_there()
            throws Exception {
        var one = OneForm.on(denise, rota("2026-06-20"), "/rota");
        var other = OneForm.on(tom, rota("2026-06-20"), "/rota");
        var together = new CountDownLatch(2);

        List<TestService.Answer> answers;
        try (var both = Executors.newFixedThreadPool(2)) {
            var first = both.submit(() -> {
                together.countDown();
                together.await();
                return one.send(span(denise, "2026-06-20T09:00", "2026-06-20T17:00"));
            });
            var second = both.submit(() -> {
                together.countDown();
                together.await();
                return other.send(span(tom, "2026-06-20T12:00", "2026-06-20T20:00"));
            });
            answers = List.of(first.get(), second.get());
        }

        assertThat(answers).extracting(TestService.Answer::status).containsExactlyInAnyOrder(302, 400);
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 400)
                        .findFirst()
                        .orElseThrow()
                        .main())
                .containsAnyOf("Two people cannot answer for a team at one time", "Somebody was quicker");
    }

    @Test
    void a_form_sent_twice_puts_one_duty_on_the_rota() {
        var form = OneForm.on(denise, rota("2026-06-20"), "/rota");
        form.send(span(tom, "2026-06-20T09:00", "2026-06-20T17:00"));
        var again = form.send(span(tom, "2026-06-20T09:00", "2026-06-20T17:00"));

        assertThat(again.status()).isEqualTo(302);
        assertThat(count("duty_rota")).isEqualTo(1);
        assertThat(count("staffing_change")).isEqualTo(1);
    }

    private int count(String table) {
        return council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select count(*) from " + table)
                                .query(Integer.class)
                                .single());
    }

    @Test
    void a_duty_is_changed_and_taken_off_and_what_stood_there_is_kept() {
        put(denise, tom, "2026-06-20T09:00", "2026-06-20T17:00");
        var change = TestService.get(denise, rota("2026-06-20"))
                .page()
                .select("a[href^=/rota/]")
                .attr("href");

        var changed = follow(
                denise, OneForm.on(denise, change, change).send(span(sam, "2026-06-20T09:00", "2026-06-20T18:00")));
        var newer = changed.page().select("form[action$=/remove]").attr("action");
        var after = follow(denise, TestService.send(denise, newer));
        var twice = TestService.send(denise, newer);

        assertThat(slots(changed)).anyMatch(row -> row.contains("Sam Reed"));
        assertThat(slots(after)).noneMatch(row -> row.contains("Sam Reed"));
        assertThat(after.main())
                .contains("taken off Tom Bright")
                .contains("put on Sam Reed")
                .contains("taken off Sam Reed");
        assertThat(twice.status()).isEqualTo(404);
    }

    @Test
    void a_duty_that_runs_is_ended_and_not_erased() {
        council.onDuty(tom, TEAM, "2026-06-18T07:30:00Z", "2026-06-18T16:30:00Z");
        var remove = TestService.get(denise, rota("2026-06-18"))
                .page()
                .select("form[action$=/remove]")
                .attr("action");

        var after = follow(denise, TestService.send(denise, remove));

        assertThat(count("duty_rota")).isEqualTo(1);
        assertThat(slots(after))
                .anyMatch(row -> row.contains("Tom Bright from 8:30am to 9:52am")
                        && row.contains("Nobody on the rota from 9:52am to 5:30pm"));
    }

    @Test
    void only_the_teams_own_managers_change_its_rota_and_everybody_may_read_it() {
        put(denise, tom, "2026-06-20T09:00", "2026-06-20T17:00");
        var change = TestService.get(denise, rota("2026-06-20"))
                .page()
                .select("a[href^=/rota/]")
                .attr("href");
        var colette = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
        var elsewhere = InventedCouncil.icrt().staff("Olu Grange", "early-help-team-manager", TEAM, null);
        var form = OneForm.on(denise, rota("2026-06-20"), "/rota");

        assertThat(TestService.get(sam, rota("2026-06-20")).main())
                .contains("Tom Bright")
                .contains("The managers of Early Help locality team change this rota.");
        for (var other : List.of(sam, colette)) {
            assertThat(form.sendAs(other, span(sam, "2026-06-21T09:00", "2026-06-21T17:00"))
                            .status())
                    .isEqualTo(403);
            assertThat(TestService.get(other, change).status()).isEqualTo(403);
            assertThat(TestService.send(other, change + "/remove").status()).isEqualTo(403);
        }
        assertThat(TestService.get(elsewhere, change).status()).isEqualTo(404);
        assertThat(TestService.send(elsewhere, change + "/remove").status()).isEqualTo(404);
        assertThat(count("duty_rota")).isEqualTo(1);
    }

    // Cover.

    private UUID heldBy(SignedInStaff worker) {
        var family = council.family();
        var child = council.child(family, "Noor", "Castell", "2015-04-01");
        council.open(child, SERVICE, "2026-02-03T09:00:00Z");
        council.lead(child, worker, WORKER, SERVICE, null, "2026-02-03T09:00:00Z");
        council.begin(worker, family, "step-up", "worker-is-worried", child);
        return family;
    }

    private TestService.Answer away(SignedInStaff by, SignedInStaff who, String deputy) {
        return OneForm.on(by, "/cover", "/cover")
                .send(
                        "away",
                        who.staff().toString(),
                        "deputy",
                        deputy,
                        "kind",
                        "leave",
                        "from-day",
                        "18",
                        "from-month",
                        "6",
                        "from-year",
                        "2026",
                        "from-time",
                        "9am",
                        "until-day",
                        "25",
                        "until-month",
                        "6",
                        "until-year",
                        "2026",
                        "until-time",
                        "9am");
    }

    @Test
    void a_deputy_sees_the_work_of_whoever_is_away_and_acts_for_them_in_their_own_name() {
        var family = heldBy(sam);
        assertThat(TestService.get(priya, "/work?of=cover").main()).doesNotContain("Covering for Sam Reed");

        var page = follow(sam, away(sam, sam, priya.staff().toString()));
        var covering = TestService.get(priya, "/work?of=cover");
        var step = covering.page().select("th a[href*=/items/]").attr("href");
        var done = OneForm.on(priya, step, step.substring(step.lastIndexOf('/')))
                .send("note", "We talked it over.", "answer", "yes");
        var given = follow(
                priya,
                OneForm.on(priya, "/families/" + family + "/give-back", "/give-back")
                        .send("reason", "Sam stays away for longer."));

        assertThat(page.main()).contains("Sam Reed").contains("On leave").contains("Priya Nair");
        assertThat(TestService.get(sam, "/work").main()).contains("Priya Nair covers for you");
        assertThat(covering.main()).contains("Covering for Sam Reed").contains("Noor");
        assertThat(done.status()).as(done.main()).isEqualTo(302);
        assertThat(given.main()).contains("By Priya Nair").contains("0 minutes without an accountable holder");
    }

    @Test
    void a_deputy_who_is_away_too_cannot_cover_and_nobody_covers_for_themselves() {
        away(denise, priya, "");

        var absent = away(denise, sam, priya.staff().toString());
        var self = away(sam, sam, sam.staff().toString());
        var page = TestService.get(denise, "/cover");

        assertThat(absent.status()).isEqualTo(400);
        assertThat(absent.main()).contains("Priya Nair is away then");
        assertThat(self.main()).contains("Nobody covers for themselves");
        assertThat(page.page().select("tbody .govuk-error-message").text()).isEqualTo("Nobody covers");
    }

    @Test
    void a_second_deputy_for_the_same_days_is_refused_and_a_cover_can_be_ended() {
        follow(sam, away(sam, sam, priya.staff().toString()));

        var second = away(denise, sam, tom.staff().toString());
        var end = TestService.get(denise, "/cover")
                .page()
                .select("form[action$=/end]")
                .attr("action");
        var after = follow(denise, TestService.send(denise, end));
        var twice = TestService.send(denise, end);

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.main()).contains("Somebody covers for Sam Reed in this time already");
        assertThat(after.main())
                .contains("Nobody is away, and nobody is about to be.")
                .contains("Priya Nair no longer covers for Sam Reed");
        assertThat(twice.status()).isEqualTo(302);
        assertThat(TestService.get(priya, "/work").main()).doesNotContain("Covering for Sam Reed");
    }

    @Test
    void nobody_records_an_absence_of_a_colleague_they_do_not_manage_or_ends_one() {
        var colette = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
        follow(sam, away(sam, sam, priya.staff().toString()));
        var end = TestService.get(sam, "/cover")
                .page()
                .select("form[action$=/end]")
                .attr("action");

        var other = away(priya, sam, tom.staff().toString());

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.main()).contains("Choose who is away");
        assertThat(TestService.send(priya, end).status()).isEqualTo(403);
        assertThat(TestService.send(colette, end).status()).isNotEqualTo(500);
        assertThat(count("cover")).isEqualTo(1);
        assertThat(TestService.get(priya, "/work").main()).contains("Covering for Sam Reed");
    }
}
