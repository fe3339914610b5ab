package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestRows;
import stepways.app.web.SignedInStaff;

/// Everything about a family as one line of time.
class ChronologyTest {

    private InventedCouncil council = InventedCouncil.icrt();
    private SignedInStaff tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
    private UUID family = UUID.randomUUID();
    private UUID ellis = UUID.randomUUID();
    private UUID isla = UUID.randomUUID();

    @BeforeEach
    void a_family_that_early_help_has_known_since_march() {
        TestService.at("2026-06-18T07:48:00Z");
        council = InventedCouncil.icrt();
        tom = council.staff("Tom Ferreira", "early-help-worker", "early-help-locality", null);
        family = council.family();
        ellis = council.child(family, "Ellis", "Rowan", "2015-01-04");
        isla = council.child(family, "Isla", "Rowan", "2019-11-04");
        for (var child : List.of(ellis, isla)) {
            council.open(child, "early-help", "2026-03-02T09:00:00Z");
            council.lead(child, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        }
    }

    private TestService.Answer chronology(String query) {
        return TestService.get(tom, "/families/" + family + "/chronology" + query);
    }

    private List<String> titles(String query) {
        var page = chronology(query);
        assertThat(page.status()).as(page.main()).isEqualTo(200);
        return page.page().select(".sw-timeline__title > b").eachText();
    }

    private void telephone(UUID person, String number) {
        var sent = OneForm.on(tom, "/families/" + family + "/facts/new?kind=telephone", "/facts/new")
                .send("about", person.toString(), "number", number, "message", "yes");
        assertThat(sent.status()).as(sent.main()).isEqualTo(302);
    }

    @Test
    void it_is_narrowed_by_kind_person_service_and_day_and_turned_round() {
        telephone(ellis, "07700 900 111");
        telephone(isla, "07700 900 222");

        assertThat(titles("?kind=people-and-homes"))
                .containsExactly("Telephone of Isla Rowan: 07700 900 222", "Telephone of Ellis Rowan: 07700 900 111");
        assertThat(titles("?kind=people-and-homes&order=oldest"))
                .containsExactly("Telephone of Ellis Rowan: 07700 900 111", "Telephone of Isla Rowan: 07700 900 222");
        assertThat(titles("?kind=people-and-homes&person=" + isla))
                .containsExactly("Telephone of Isla Rowan: 07700 900 222");
        assertThat(titles("?service=early-help")).contains("Early Help opened: Ellis and Isla");
        assertThat(titles("?service=early-help")).doesNotContain("Ellis Rowan was born");
        assertThat(titles("?until-day=31&until-month=12&until-year=2015")).containsExactly("Ellis Rowan was born");
        assertThat(chronology("?kind=people-and-homes").main()).contains("2 of 6 events, newest first.");
    }

    @Test
    void a_day_that_does_not_exist_is_said_and_everything_typed_stays() {
        var page = chronology("?from-day=31&from-month=2&from-year=2026&person=" + isla);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.main()).contains("There is no such day as 31 2 2026");
        assertThat(page.page().select("input[name=from-day]").val()).isEqualTo("31");
        assertThat(page.page().select("option[value=" + isla + "]").hasAttr("selected"))
                .isTrue();
    }

    @Test
    void an_entry_is_marked_with_who_and_when_and_the_mark_is_taken_back() {
        telephone(ellis, "07700 900 111");
        var button = chronology("").page().select("form[action$=/chronology/mark]:has(button:contains(07700 900 111))");
        var fields = button.select("input[name=entry], input[name=significant], input[name=page]");
        var sent = TestService.send(
                tom,
                button.attr("action"),
                "entry",
                fields.get(0).val(),
                "significant",
                fields.get(1).val(),
                "page",
                fields.get(2).val());

        assertThat(sent.status()).isEqualTo(302);
        assertThat(titles("?significant=yes")).containsExactly("Telephone of Ellis Rowan: 07700 900 111");
        assertThat(chronology("").main()).contains("marked by Tom Ferreira, 18 June 2026");
        TestService.at("2026-06-19T07:48:00Z");
        TestService.send(tom, button.attr("action"), "entry", fields.get(0).val(), "significant", "no");
        assertThat(titles("?significant=yes")).isEmpty();
        assertThat(chronology("").main()).contains("mark taken back by Tom Ferreira, 19 June 2026");
        assertThat(TestService.send(tom, button.attr("action"), "entry", "0".repeat(32), "significant", "yes")
                        .status())
                .isEqualTo(404);
        var colleague = council.staff("Nia Field", "social-worker", "duty-team", null);
        assertThat(TestService.send(
                                colleague,
                                button.attr("action"),
                                "entry",
                                fields.get(0).val(),
                                "significant",
                                "yes")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_gap_says_how_long_nothing_was_recorded_and_whose_number_that_is() {
        assertThat(titles("")).contains("Nothing recorded for 108 days while a service was open");
        assertThat(chronology("").main())
                .contains("for more than 28 days while a service was open. No procedure gives a number");

        council.setting("chronology-gap-days", "120");

        assertThat(titles("")).noneMatch(title -> title.startsWith("Nothing recorded"));
        assertThat(chronology("").main()).contains("more than 120 days").contains("Your council has set this number.");
    }

    @Test
    void days_without_a_named_practitioner_are_counted() {
        var other = council.family();
        var child = council.child(other, "Zuri", "Obuya", "2016-05-04");
        council.open(child, "early-help", "2026-06-01T09:00:00Z");
        council.lead(child, null, null, "early-help", "early-help-locality", "2026-06-05T09:00:00Z");

        var page = TestService.get(tom, "/families/" + other + "/chronology?kind=gaps");

        assertThat(page.main())
                .contains("No named practitioner for 13 days: Zuri")
                .contains("5 June 2026 to today")
                .contains("No named practitioner for 4 days: Zuri")
                .contains("Nobody at all was accountable.");
    }

    @Test
    void what_was_recorded_late_shows_both_days_and_a_correction_strikes_what_was_wrong() {
        OneForm.on(tom, "/families/" + family + "/facts/new?kind=telephone", "/facts/new")
                .send(
                        "about", ellis.toString(),
                        "number", "07700 900 111",
                        "message", "yes",
                        "from-day", "12",
                        "from-month", "6",
                        "from-year", "2026");
        var link = TestService.get(tom, "/families/" + family + "/members")
                .page()
                .select("a:containsOwn(07700 900 111)")
                .attr("href");
        OneForm.on(tom, link + "/correct", "/correct").send("number", "07700 900 222", "reason", "Misheard.");

        var page = chronology("?kind=people-and-homes");

        assertThat(page.main()).contains("12 June 2026").contains("recorded 18 June 2026, 6 days later");
        assertThat(page.page().select("li.corrected").text())
                .contains("07700 900 111")
                .contains("Corrected 18 June 2026 at 8:48am by Tom Ferreira: Misheard.");
    }

    @Test
    void a_birth_in_mid_run_and_a_death_stand_in_it() {
        var baby = council.child(family, "", "Rowan", null);
        council.open(baby, "early-help", "2026-03-02T09:00:00Z");
        council.lead(baby, tom, "early-help-worker", "early-help", null, "2026-03-02T09:00:00Z");
        council.begin(tom, family, "step-up", "worker-is-worried", ellis, baby);

        OneForm.on(tom, "/families/" + family + "/record?what=birth", "/record")
                .send("child", baby.toString(), "day-day", "16", "day-month", "6", "day-year", "2026");
        OneForm.on(tom, "/families/" + family + "/record?what=death", "/record")
                .send("child", isla.toString(), "day-day", "17", "day-month", "6", "day-year", "2026");

        assertThat(titles("?kind=births-and-deaths"))
                .containsExactly("Isla Rowan died", "Rowan was born", "Isla Rowan was born", "Ellis Rowan was born");
        assertThat(titles("?kind=transfers")).anyMatch(title -> title.contains("Born on 16 June 2026"));
    }

    @Test
    void three_hundred_events_come_in_parts_without_one_lost_and_fast() {
        many(300);
        var seen = new HashSet<String>();
        var titles = new ArrayList<String>();
        var url = "/families/" + family + "/chronology";

        int parts = 0;
        while (!url.isEmpty()) {
            var page = TestService.get(tom, url);
            assertThat(page.status()).isEqualTo(200);
            page.page().select("ol.sw-timeline > li").forEach(entry -> {
                assertThat(seen.add(entry.id())).isTrue();
                titles.add(entry.select(".sw-timeline__title > b").text());
            });
            url = page.page().select(".govuk-pagination__next a").attr("href");
            parts++;
        }

        assertThat(titles.stream().filter(title -> title.startsWith("Telephone")))
                .hasSize(300);
        assertThat(parts).isEqualTo(7);
        var began = System.nanoTime();
        chronology("");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }

    private void many(int number) {
        council.database().write(council.job(), sql -> {
            for (int i = 0; i < number; i++) {
                var id = TestRows.anId();
                sql.sql("""
                                insert into person_fact (authority, id, thread, act, kind, family, body, recorded_at, recorded_by)
                                values (:authority, :id, :id, 'recorded', 'telephone', :family, :body, :at, :by)
                                """)
                        .param("authority", council.job().authority().value())
                        .param("id", id)
                        .param("family", family)
                        .param("body", "{\"number\": \"0770 " + i + "\", \"message\": \"yes\"}")
                        .param(
                                "at",
                                Instant.parse("2026-03-03T09:00:00Z")
                                        .plusSeconds(3600L * i)
                                        .atOffset(ZoneOffset.UTC))
                        .param("by", tom.staff())
                        .update();
                sql.sql("""
                                insert into person_fact_person (authority, fact, person, part)
                                values (:authority, :id, :person, 'about')
                                """)
                        .param("authority", council.job().authority().value())
                        .param("id", id)
                        .param("person", ellis)
                        .update();
            }
            return true;
        });
    }
}
