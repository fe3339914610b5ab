package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

class FamilyPagesTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff tom =
            council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", "07700 900333");

    @BeforeEach
    void it_is_a_working_morning() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", "07700 900333");
    }

    private UUID heldByTom(UUID family, String forename, String surname, String born) {
        var child = council.child(family, forename, surname, born);
        council.open(child, "early-help", "2026-03-02T09:00:00Z");
        council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        return child;
    }

    @Test
    void a_family_shows_who_answers_since_when_and_who_is_who() {
        var family = council.family();
        var ellis = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var isla = heldByTom(family, "Isla", "Rowan", "2019-11-04");
        council.child(family, "", "Rowan", null);
        council.parent(family, "Joanne", "Rowan", ellis, isla);

        var page = TestService.get(tom, "/families/" + family);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.page().title()).isEqualTo("At a glance, " + council.reference(family) + " – Stepways");
        assertThat(page.h1()).isEqualTo("The family at a glance");
        assertThat(page.main())
                .contains("Named practitioner Tom Ferreira, Early Help worker")
                .contains("since Monday 2 March 2026 at 9am")
                .contains("One service is open")
                .contains("for Ellis and Isla")
                .contains("Start a transfer");
        var rows = page.page().select("#members tbody th").eachText();
        assertThat(rows)
                .containsExactly(
                        "Ellis Rowan 11",
                        "Isla Rowan 6",
                        "Unborn child Rowan expected 3 August 2026",
                        "Joanne Rowan 36, mother of Ellis and Isla");
    }

    @Test
    void where_nobody_is_named_the_duty_holder_is_shown_as_such_with_the_days() {
        var family = council.family();
        var child = council.child(family, "Zuri", "Obuya", "2016-05-04");
        council.open(child, "early-help", "2026-06-15T09:00:00Z");
        council.lead(child, null, null, "early-help", "early-help-locality", "2026-06-15T09:00:00Z");

        var page = TestService.get(tom, "/families/" + family);

        assertThat(page.main())
                .contains("The duty holder of Early Help locality team")
                .contains("Needs a named practitioner 3 days without one");
    }

    @Test
    void a_name_cannot_bring_markup_and_keeps_its_script() {
        var family = council.family();
        heldByTom(family, "<script>alert(1)</script>", "O’Brien & Søn", "2015-01-04");
        heldByTom(family, "محمد", "الأحمد", "2018-01-04");

        var page = TestService.get(tom, "/families/" + family);

        assertThat(page.body()).doesNotContain("<script>alert(1)");
        assertThat(page.page().select("#members th").text())
                .contains("<script>alert(1)</script> O’Brien & Søn")
                .contains("محمد الأحمد");
    }

    @Test
    void a_colleagues_family_says_whom_to_ask_and_another_councils_is_not_there() {
        var family = council.family();
        heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);
        var elsewhere = InventedCouncil.icrt().staff("Otto Vale", "early-help-worker", "early-help-locality", null);

        var refused = TestService.get(colleague, "/families/" + family);
        var missing = TestService.get(elsewhere, "/families/" + family);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.main())
                .contains("Ask Tom Ferreira, who is the named practitioner.")
                .doesNotContain("Rowan");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.main()).doesNotContain("Rowan");
    }

    @Test
    void duty_opens_a_record_for_a_purpose_which_is_kept() {
        var family = council.family();
        heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var duty = council.staff("Colette Marsh", "duty-manager", "duty-team", null);

        var without = TestService.get(duty, "/families/" + family);
        var with = TestService.get(duty, "/families/" + family + "?purpose=A%20contact%20from%20school");

        assertThat(without.status()).isEqualTo(403);
        assertThat(with.status()).isEqualTo(200);
        assertThat(TestService.get(duty, "/families/" + family + "/timeline").status())
                .as("the next page, the same day")
                .isEqualTo(200);
        var purpose = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select purpose from access_log where staff = :staff and family = :family and purpose is not null")
                                .param("staff", duty.staff())
                                .param("family", family)
                                .query(String.class)
                                .single());
        assertThat(purpose).isEqualTo("A contact from school");
    }

    @Test
    void a_restricted_record_says_only_that_it_exists_and_a_hidden_one_is_not_there() {
        var family = council.family();
        var child = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var duty = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
        council.restrict(child, "restricted", "icrt-team-manager");
        var restricted = TestService.get(duty, "/families/" + family + "?purpose=A%20contact%20from%20school");
        council.restrict(child, "hidden", "icrt-team-manager");
        var hidden = TestService.get(duty, "/families/" + family + "?purpose=A%20contact%20from%20school");

        assertThat(restricted.status()).isEqualTo(403);
        assertThat(restricted.main())
                .contains("A record exists. Ask the ICRT Team Manager.")
                .doesNotContain("Rowan");
        assertThat(hidden.status()).isEqualTo(404);
    }

    @Test
    void an_address_that_somebody_must_not_learn_is_kept_back_until_it_is_asked_for() {
        var family = council.family();
        var ellis = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var daniel = council.parent(family, "Daniel", "Rowan", ellis);
        var home = council.household("9 Quiet Close", ellis);
        council.withhold(home, daniel);

        var page = TestService.get(tom, "/families/" + family);
        var shown = TestService.get(tom, "/families/" + family + "?show=address");

        assertThat(page.body()).doesNotContain("Quiet Close");
        assertThat(page.main())
                .contains("Address kept back: Daniel Rowan must not learn it")
                .contains("Nothing in it about where Ellis live");
        assertThat(shown.body()).contains("9 Quiet Close");
    }

    @Test
    void a_birth_is_recorded_in_the_childs_record_and_in_its_open_run() {
        var family = council.family();
        var ellis = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var baby = council.child(family, "", "Rowan", null);
        council.open(baby, "early-help", "2026-03-02T09:00:00Z");
        council.lead(baby, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        council.begin(tom, family, "step-up", "worker-is-worried", ellis, baby);
        var form = TestService.get(tom, "/families/" + family + "/record?what=birth");

        var wrong = record(family, "birth", baby, LocalDate.of(2026, 6, 19));
        var right = record(family, "birth", baby, LocalDate.of(2026, 6, 17));

        assertThat(form.h1()).isEqualTo("Record a birth");
        assertThat(form.page().select("input[name=child]").eachAttr("value")).containsExactly(baby.toString());
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.main()).contains("The date of birth cannot be in the future");
        assertThat(right.status()).isEqualTo(302);
        assertThat(TestService.get(tom, "/families/" + family).main()).contains("1 day");
        assertThat(TestService.get(tom, "/families/" + family + "/timeline?kind=transfers")
                        .main())
                .containsIgnoringCase("born");
    }

    private TestService.Answer record(UUID family, String what, UUID child, LocalDate day) {
        return TestService.send(
                tom,
                "/families/" + family + "/record",
                "what",
                what,
                "child",
                child.toString(),
                "day-day",
                "" + day.getDayOfMonth(),
                "day-month",
                "" + day.getMonthValue(),
                "day-year",
                "" + day.getYear());
    }

    @Test
    void a_death_stops_what_was_cheerful_and_holds_the_letters() {
        var family = council.family();
        var ellis = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        council.begin(tom, family, "step-up", "worker-is-worried", ellis);
        var letter = council.letter(family);

        record(family, "death", ellis, LocalDate.of(2026, 6, 17));

        var page = TestService.get(tom, "/families/" + family);
        assertThat(page.main())
                .contains("died 17 June 2026")
                .doesNotContain("Start a transfer")
                .doesNotContain("What is due");
        boolean held = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql("select held_because = 'death' from outbox where id = :id")
                                .param("id", letter)
                                .query(Boolean.class)
                                .single());
        assertThat(held).isTrue();
        assertThat(page.main()).contains("waits for a manager to let it go");
    }

    @Test
    void what_is_held_back_leaves_when_a_manager_lets_it_go_and_not_before() {
        var family = council.family();
        var ellis = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var denise = council.staff("Denise Okafor", "early-help-team-manager", "early-help-locality", null);
        var letter = council.letter(family);
        record(family, "death", ellis, LocalDate.of(2026, 6, 17));
        var release = "/families/" + family + "/held/" + letter + "/release";

        var refused = TestService.send(tom, release);
        var button =
                TestService.get(denise, "/families/" + family).page().select("form[action='" + release + "'] button");
        var done = TestService.send(denise, release);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(button.text()).startsWith("Let it go");
        assertThat(done.status()).isEqualTo(302);
        assertThat(TestService.get(denise, "/families/" + family).main()).doesNotContain("Let it go");
    }

    @Test
    void the_chronology_tells_runs_services_and_gaps_and_can_be_narrowed() {
        var family = council.family();
        var ellis = heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        council.begin(tom, family, "step-up", "worker-is-worried", ellis);

        var all = TestService.get(tom, "/families/" + family + "/timeline");
        var services = TestService.get(tom, "/families/" + family + "/timeline?kind=services&order=oldest");

        assertThat(all.main()).contains("Step up for assessment: begun").contains("Early Help opened: Ellis");
        assertThat(services.main())
                .doesNotContain("begun")
                .contains("Early Help opened: Ellis")
                .contains("oldest first");
        assertThat(all.page().select("ol.sw-timeline > li").eachAttr("id")).doesNotHaveDuplicates();
    }

    @Test
    void families_are_listed_for_who_holds_them_and_for_their_team() {
        var family = council.family();
        heldByTom(family, "Ellis", "Rowan", "2015-01-04");
        var colleague = council.staff("Nia Field", "early-help-worker", "early-help-locality", null);

        var mine = TestService.get(tom, "/families");
        var hers = TestService.get(colleague, "/families");
        var theirs = TestService.get(colleague, "/families?whose=team");

        assertThat(mine.main()).contains(council.reference(family)).contains("Ellis Rowan");
        assertThat(hers.main()).contains("You hold no families.");
        assertThat(theirs.main()).contains(council.reference(family));
    }
}
