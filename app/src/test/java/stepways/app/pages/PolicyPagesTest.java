package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

class PolicyPagesTest {

    private final InventedCouncil council = InventedCouncil.icrt();
    private final SignedInStaff reader =
            council.staff("Farah Desmond", "early-help-worker", "early-help-locality", null);

    @Test
    void the_list_holds_the_procedure_in_force_and_the_national_one_and_no_other_councils() {
        var page = TestService.get(reader, "/policy");

        assertThat(page.h1()).isEqualTo("The procedures");
        assertThat(page.main())
                .contains("A paraphrase of a published document, not endorsed by the council")
                .contains("New transfers begin here")
                .contains("National, beneath all");
        assertThat(page.page().select("tbody tr")).hasSize(2);
    }

    @Test
    void every_clause_of_the_manual_can_be_led_to() {
        var page = TestService.get(reader, "/policy/icrt/1.0").page();

        for (var clause : council.pack().policy().clauses().values()) {
            var row = page.getElementById(clause.id().value());
            assertThat(row).as(clause.id().value()).isNotNull();
        }
        assertThat(page.title())
                .isEqualTo(council.pack().policy().line().title() + ", version 1.0 – Policy – Stepways");
        assertThat(page.select("main").text()).contains("not endorsed by the council");
    }

    @Test
    void a_pathway_is_drawn_with_an_outline_beside_it() {
        for (var pathway : council.pack().policy().pathways().values()) {
            var page = TestService.get(reader, "/policy/icrt/1.0/" + pathway.name())
                    .page();

            assertThat(page.select("h1").text()).isEqualTo(pathway.title());
            assertThat(page.select("[role=region][tabindex=0] svg[role=img] > title")
                            .text())
                    .isEqualTo(pathway.title());
            var drawn = page.select("svg[role=img] text").eachText();
            var outline = page.select("ol.govuk-list--number").text();
            for (var stage : pathway.stages().values()) {
                assertThat(String.join(" ", drawn)).contains(stage.title());
                assertThat(outline).contains(stage.title());
                for (var outcome : stage.outcomes()) {
                    assertThat(outline).contains(outcome.title());
                }
            }
        }
    }

    @Test
    void a_reading_stands_as_written_beside_as_read_with_who_reads_it_so() {
        var page = TestService.get(reader, "/policy/icrt/1.0");

        for (var reading : council.pack().policy().readings()) {
            assertThat(page.main()).contains(reading.asWritten().strip().replaceAll("\\s+", " "));
        }
        assertThat(page.main()).contains("authors, not the council");
    }

    @Test
    void a_procedure_that_is_not_there_is_not_found() {
        assertThat(TestService.get(reader, "/policy/icrt/9.9").status()).isEqualTo(404);
        assertThat(TestService.get(reader, "/policy/icrt/1.0/no-such-way").status())
                .isEqualTo(404);
    }
}
