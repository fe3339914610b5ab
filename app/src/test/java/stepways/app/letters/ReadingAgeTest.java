package stepways.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingAgeTest {

    @Test
    void short_sentences_of_everyday_words_are_for_younger_readers() {
        var plain =
                "Tom is your new worker. He will come on Monday. You can ring him. He has read the plan we made with"
                        + " you. You need not say it all again.";
        var office = "Following multidisciplinary consideration of the presenting circumstances, responsibility for"
                + " coordination of interventions has been reallocated to an alternative practitioner in accordance with"
                + " established organisational procedures.";

        assertThat(ReadingAge.of(plain)).isBetween(5, 9);
        assertThat(ReadingAge.of(office)).isGreaterThan(18);
        assertThat(ReadingAge.of("Too short to say.")).isZero();
    }

    @Test
    void syllables_are_groups_of_vowels() {
        assertThat(ReadingAge.syllables("worker")).isEqualTo(2);
        assertThat(ReadingAge.syllables("made")).isEqualTo(1);
        assertThat(ReadingAge.syllables("little")).isEqualTo(2);
        assertThat(ReadingAge.syllables("strength")).isEqualTo(1);
    }
}
