package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Policy;

/// What Dorset's pack says outside its routes. The routes themselves are proved by its examples.
class DorsetPackTest {

    private static Policy dorset;

    @BeforeAll
    static void read() {
        dorset = Packs.load(Path.of("../policy-packs"))
                .pack("dorset")
                .orElseThrow()
                .policy();
    }

    /// DOR-65: the title says July 2020, the footer version 5.0 of 1 December 2023.
    @Test
    void its_title_its_version_and_its_date_are_three_facts() {
        assertThat(dorset.line().title()).isEqualTo("Step up, step down, step across");
        assertThat(dorset.version().version()).isEqualTo("5.0");
        assertThat(dorset.line().effectiveFrom()).isEqualTo("2023-12-01");
        assertThat(dorset.line().source()).contains("July 2020").contains("V5.0 011223");
    }

    @Test
    void its_manual_holds_all_sixty_five_clauses() {
        for (int number = 1; number <= 65; number++) {
            assertThat(dorset.clauses()).containsKey(new ClauseId("DOR-%02d".formatted(number)));
        }
        assertThat(dorset.clauses()).hasSize(65);
    }

    @Test
    void no_letter_goes_to_two_kinds_of_reader() {
        assertThat(dorset.letters().values())
                .isNotEmpty()
                .allSatisfy(letter -> assertThat(letter.to()).hasSize(1));
    }

    @Test
    void nobody_accepts_a_gap_on_the_councils_behalf() {
        assertThat(dorset.gaps())
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.accepted()).isEmpty());
    }
}
