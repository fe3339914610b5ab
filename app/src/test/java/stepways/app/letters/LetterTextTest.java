package stepways.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LetterTextTest {

    @Test
    void a_name_that_looks_like_a_placeholder_or_like_an_emphasis_stays_a_name() {
        var text = LetterText.fill(
                "Dear {{recipient.name}}\n\n**{{council.name}}**",
                Map.of("recipient.name", "{{x}} $1 \\", "council.name", "A"));

        assertThat(LetterText.fields(text)).isEmpty();
        assertThat(text).startsWith("Dear { {x}} $1 \\");
    }

    @Test
    void what_is_not_known_is_shown_as_missing() {
        var paragraphs = LetterText.paragraphs("Ring **us on {{team.telephone}}** now");

        assertThat(paragraphs)
                .containsExactly(new LetterText.Paragraph(List.of(
                        new LetterText.Piece("Ring ", false, false),
                        new LetterText.Piece("us on ", true, false),
                        new LetterText.Piece("the number to ring", true, true),
                        new LetterText.Piece(" now", false, false))));
    }

    @Test
    void words_of_ones_own_stand_before_the_closing() {
        assertThat(LetterText.with("Dear A\n\nOne.\n\nYours sincerely\n\nCouncil", "Two."))
                .isEqualTo("Dear A\n\nOne.\n\nTwo.\n\nYours sincerely\n\nCouncil");
        assertThat(LetterText.with("Dear A\n\nOne.\n\nCouncil", "{{council.name}} **x**"))
                .isEqualTo("Dear A\n\nOne.\n\n{ {council.name}} * *x* *\n\nCouncil");
    }

    @Test
    void a_place_is_recognised_however_it_is_written() {
        assertThat(LetterText.placed("She is at 12, INVENTED  Road.", List.of("12 Invented Road", "AB1 2CD")))
                .containsExactly("12 Invented Road");
        assertThat(LetterText.placed("code ab12cd", List.of("AB1 2CD"))).containsExactly("AB1 2CD");
        assertThat(LetterText.placed("Elm", List.of("Elm")))
                .as("too short to be a place")
                .isEmpty();
    }
}
