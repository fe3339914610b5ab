package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Review;

/// When a council means to look at its own procedure again: COV-11 and COV-14.
class ReviewTest {

    @TempDir
    Path folder;

    private static Review coventry(String clause) {
        return Packs.load(Path.of("../policy-packs")).pack("coventry").orElseThrow().policy().line().reviews().stream()
                .filter(review -> review.clauses().contains(new ClauseId(clause)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void coventry_reviews_its_practice_every_quarter() {
        var review = coventry("COV-11");

        assertThat(review.repeats()).isTrue();
        assertThat(review.firstDue()).isEqualTo(LocalDate.of(2016, 12, 15));
    }

    @Test
    void coventry_reviews_its_policy_within_six_months() {
        var review = coventry("COV-14");

        assertThat(review.repeats()).isFalse();
        assertThat(review.firstDue()).isEqualTo(LocalDate.of(2017, 5, 30));
    }

    @Test
    void a_review_is_not_counted_in_working_days() throws IOException {
        assertThat(problems("{practice: {every: 5 working days, from: \"2026-01-05\"}}"))
                .contains("a review is due after days, weeks, months or years");
    }

    @Test
    void a_review_comes_once_or_again_and_again() throws IOException {
        assertThat(problems("{practice: {every: 3 months, within: 6 months, from: \"2026-01-05\"}}"))
                .contains("a review comes once or again and again");
    }

    private String problems(String reviews) throws IOException {
        var version = folder.resolve("sample/1");
        Files.createDirectories(version);
        Files.writeString(version.resolve("pack.yaml"), "pack: sample\nversion: \"1\"\nreviews: " + reviews + "\n");
        var problems = Packs.load(folder).problems();
        return String.join("\n", problems.all().stream().map(Problem::message).toList());
    }
}
