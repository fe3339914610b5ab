package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

class MeetingPagesTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff chair = council.staff("Moira Fenwick", "assessment-team-manager", "duty-team", null);

    @BeforeEach
    void somebody_chairs_the_panel() {
        TestService.at("2026-06-11T09:00:00Z");
        council = InventedCouncil.icrt();
        chair = council.staff("Moira Fenwick", "assessment-team-manager", "duty-team", null);
    }

    /// A child whose plan the panel looks at without a request; the sitting on which it stands.
    private UUID listed(String forename) {
        return council.sittingOf(run(forename));
    }

    private UUID run(String forename) {
        var worker = council.staff("Naomi Trent", "social-worker", "duty-team", null);
        var family = council.family();
        var child = council.child(family, forename, "Hathersage", "2014-03-02");
        council.open(child, "assessment", "2025-11-04T09:00:00Z");
        council.lead(child, worker, "social-worker", "assessment", null, "2025-11-11T09:00:00Z");
        council.fact(child, "cin-plan", "true");
        return council.begin(worker, family, "cin-exit", "short-plan", child);
    }

    @Test
    void the_next_sittings_are_shown_with_their_cut_off_even_while_nothing_is_asked() {
        var page = TestService.get(chair, "/meetings");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.h1()).isEqualTo("Meetings and panels");
        assertThat(page.main()).contains("CIN panel").contains("No requests yet");
    }

    @Test
    void an_agenda_stands_in_order_with_what_is_missing() {
        var sitting = listed("Billie");
        listed("Wren");

        var page = TestService.get(chair, "/meetings/" + sitting);
        var list = TestService.get(chair, "/meetings");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.h1()).isEqualTo("CIN panel");
        assertThat(page.page().select(".sw-agenda li").eachText())
                .hasSize(2)
                .first()
                .asString()
                .contains("Billie Hathersage");
        assertThat(page.page().select(".sw-agenda li[aria-current]").text()).contains("Billie Hathersage");
        assertThat(page.main()).contains("Ready: 0 of 2").contains("Missing: How the plan is going");
        assertThat(page.page().select("a[href$='/decision']").text()).isEqualTo("Record the outcome for each child");
        assertThat(page.main()).contains("Named practitioner Naomi Trent, since 11 November 2025");
        assertThat(list.main()).contains("2 families");
    }

    @Test
    void somebody_with_no_part_in_a_sitting_is_told_whom_to_ask() {
        var sitting = listed("Billie");
        var other = council.staff("Iris Vane", "early-help-worker", "early-help-locality", null);

        var page = TestService.get(other, "/meetings/" + sitting);

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.main()).contains("Assessment Team Manager").doesNotContain("Hathersage");
    }

    @Test
    void calling_a_sitting_off_needs_a_reason_and_moves_its_items_to_the_next() {
        var run = run("Billie");
        var sitting = council.sittingOf(run);
        var form = TestService.get(chair, "/meetings/" + sitting).page().select("form[action$='/cancel']");
        var version = form.select("input[name=version]").attr("value");

        var without = TestService.send(chair, "/meetings/" + sitting + "/cancel", "version", version, "because", " ");
        var with = TestService.send(
                chair, "/meetings/" + sitting + "/cancel", "version", version, "because", "The chair is ill");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.main()).contains("Say why the sitting is called off");
        assertThat(with.status()).isEqualTo(302);
        assertThat(TestService.get(chair, "/meetings/" + sitting).main()).contains("Called off The chair is ill");
        assertThat(TestService.get(chair, "/meetings").main()).contains("Called off");
        assertThat(council.sittingOf(run)).as("moved to the next sitting").isNotEqualTo(sitting);
        assertThat(TestService.get(chair, "/meetings/" + council.sittingOf(run)).main())
                .contains("Billie Hathersage");
    }

    @Test
    void the_printed_agenda_opens_every_item_and_says_who_printed_it() {
        var sitting = listed("Billie");
        listed("<b>Wren</b>");

        var page = TestService.get(chair, "/meetings/" + sitting + "?view=print");

        assertThat(page.main())
                .contains("Billie Hathersage")
                .contains("<b>Wren</b> Hathersage")
                .contains("Printed by Moira Fenwick on 11 June 2026 at 10am");
        assertThat(page.page().select("nav")).isEmpty();
    }
}
