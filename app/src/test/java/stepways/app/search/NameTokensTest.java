package stepways.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameTokensTest {

    private static List<String> spellings(String... names) {
        return NameTokens.of(names).stream()
                .filter(token -> token.kind().equals("spelling"))
                .map(NameTokens.Token::token)
                .toList();
    }

    private static List<String> sounds(String name) {
        return NameTokens.of(name).stream()
                .filter(token -> token.kind().equals("sound"))
                .map(NameTokens.Token::token)
                .toList();
    }

    @Test
    void accents_case_hyphens_and_apostrophes_make_no_difference() {
        assertThat(spellings("Zoë", "O’Brien-Nowak")).containsExactly("zoe", "obrien", "brien", "nowak");
        assertThat(spellings("ŁUKASZ Øster")).containsExactly("lukasz", "oster");
    }

    @Test
    void what_sounds_alike_has_a_key_in_common() {
        assertThat(sounds("Mohammed")).containsAnyElementsOf(sounds("Muhammad"));
        assertThat(sounds("Phillips")).containsAnyElementsOf(sounds("Filips"));
        assertThat(sounds("Smith")).doesNotContainAnyElementsOf(sounds("Rowan"));
    }

    @Test
    void other_scripts_are_kept_as_they_are_spelled() {
        assertThat(spellings("أحمد")).containsExactly("احمد");
        assertThat(sounds("أحمد")).isEmpty();
        assertThat(spellings("Иванова")).containsExactly("иванова");
    }

    @Test
    void no_token_is_empty() {
        assertThat(NameTokens.of(null, "", " - ’ ")).isEmpty();
    }
}
