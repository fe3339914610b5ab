package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

class SearchTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff duty = council.staff("Colette Marsh", "duty-manager", "duty-team", null);

    @BeforeEach
    void somebody_on_duty() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        duty = council.staff("Colette Marsh", "duty-manager", "duty-team", null);
    }

    private UUID family(String forename, String surname, String born) {
        var family = council.family();
        council.child(family, forename, surname, born);
        return family;
    }

    private TestService.Answer search(SignedInStaff me, String name, String more) {
        return TestService.get(
                me, "/search?name=" + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8) + more);
    }

    private TestService.Answer wide(String name) {
        return search(duty, name, "&purpose=A%20contact%20from%20school");
    }

    @Test
    void duty_states_a_purpose_first_and_the_search_is_kept() {
        family("Sebastian", "Wolowitz", "2016-05-04");

        var without = search(duty, "Wolowitz", "");
        var with = wide("Wolowitz");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.page().select(".govuk-error-summary a").attr("href")).isEqualTo("#purpose");
        assertThat(with.main())
                .contains("Searched everyone in this authority for “wolowitz”")
                .contains("1 person found");
        assertThat(with.page().select("tbody th a").text()).contains("Sebastian Wolowitz");
        var kept = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select sought || '|' || purpose from access_log where act = 'search' and staff = :staff")
                                .param("staff", duty.staff())
                                .query(String.class)
                                .single());
        assertThat(kept).isEqualTo("wolowitz|A contact from school");
    }

    @Test
    void a_name_is_found_by_its_sound_its_beginning_and_without_its_accents() {
        family("Zoë", "Phillips", "2016-05-04");
        family("Mohammed", "Khan", "2017-05-04");

        assertThat(wide("zoe filips").main()).contains("Zoë Phillips");
        assertThat(wide("Phil").main()).contains("Zoë Phillips");
        assertThat(wide("Muhammad").main()).contains("Mohammed Khan");
        assertThat(wide("Muhammad Phillips").main()).contains("0 people found");
    }

    @Test
    void a_name_in_arabic_is_found_however_its_alef_is_written() {
        family("أحمد", "الخطيب", "2016-05-04");

        assertThat(wide("احمد").main()).contains("أحمد الخطيب");
    }

    @Test
    void a_birth_date_alone_finds_twins_and_the_date_expected_finds_the_unborn() {
        var twins = council.family();
        council.child(twins, "Iris", "Cobb", "2019-02-03");
        council.child(twins, "Fern", "Cobb", "2019-02-03");
        council.child(twins, "", "Cobb", null);

        assertThat(search(duty, "", "&purpose=A%20contact&born-day=3&born-month=2&born-year=2019")
                        .main())
                .contains("Iris Cobb")
                .contains("Fern Cobb");
        assertThat(search(duty, "", "&purpose=A%20contact&born-day=3&born-month=8&born-year=2026")
                        .main())
                .contains("expected 3 August 2026");
    }

    @Test
    void a_worker_finds_their_own_families_only() {
        var tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        family("Ellis", "Rowan", "2015-01-04");
        var own = council.family();
        var isla = council.child(own, "Isla", "Rowan", "2019-11-04");
        council.lead(isla, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");

        var page = search(tom, "Rowan", "");

        assertThat(page.main())
                .contains("the families you or your team hold")
                .contains("Isla Rowan")
                .doesNotContain("Ellis");
        assertThat(page.page().select("#purpose")).isEmpty();
    }

    @Test
    void a_restricted_record_shows_only_whom_to_ask_and_a_hidden_one_nothing_but_its_guardian_is_told() {
        var family = council.family();
        var secret = council.child(family, "Ottilie", "Hume", "2019-11-04");
        council.restrict(secret, "restricted", "icrt-team-manager");
        var restricted = wide("Hume");
        council.restrict(secret, "hidden", "icrt-team-manager");
        var hidden = wide("Hume");

        assertThat(restricted.page().select("tbody").text()).isEqualTo("A record exists. Ask the ICRT Team Manager.");
        assertThat(hidden.main()).contains("0 people found").doesNotContain("Ottilie");
        int told = council.database()
                .read(
                        council.job(),
                        sql -> sql.sql(
                                        "select count(*) from outbox where kind = 'alert' and payload like '%icrt-team-manager%'")
                                .query(Integer.class)
                                .single());
        assertThat(told).isEqualTo(1);
    }

    @Test
    void an_address_that_somebody_must_not_learn_is_kept_back_in_the_list_too() {
        var family = council.family();
        var child = council.child(family, "Sebastian", "Wolowitz", "2016-05-04");
        var father = council.parent(family, "Daniel", "Wolowitz", child);
        council.withhold(council.household("9 Quiet Close", child), father);
        council.household("4 Station Road", father);

        var page = wide("Wolowitz");

        assertThat(page.main()).contains("kept back").contains("4 Station Road").doesNotContain("Quiet Close");
    }

    @Test
    void another_councils_children_are_not_found() {
        family("Sebastian", "Wolowitz", "2016-05-04");
        var other = InventedCouncil.icrt();
        var elsewhere = other.staff("Otto Vale", "duty-manager", "duty-team", null);

        assertThat(search(elsewhere, "Wolowitz", "&purpose=A%20contact").main()).contains("0 people found");
    }
}
