package stepways.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stepways.app.borough.Stories;

class DemoCommandTest {

    @Test
    void the_stories_to_try_are_said_each_with_whom_to_sign_in_as_and_what_to_do() {
        var story = new Stories.Story(
                "ashmere",
                "Ashmere",
                new UUID(1, 2),
                "Amara Invented",
                "T-1042",
                "A checkpoint that is due today",
                "Open T-1042.");

        assertThat(DemoCommand.toTry(List.of(story)))
                .containsExactly(
                        "Stories to try. The sign-in page lists the people; choose:",
                        "  1. A checkpoint that is due today",
                        "     as Amara Invented of Ashmere. Open T-1042.");
    }

    @Test
    void where_no_borough_was_built_nothing_is_said() {
        assertThat(DemoCommand.toTry(List.of())).isEmpty();
    }
}
