package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is known after an entry that is recorded later than one which happened after it.
class FactsTest {

    private static final ChildId CHILD = new ChildId("child");
    private static final PersonId MOTHER = new PersonId("mother");
    private static final RunId RUN = new RunId("run");
    private static final Instant MONDAY = Instant.parse("2026-06-15T09:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-06-17T09:00:00Z");

    private final Facts nothing = new Facts(
            Map.of(
                    CHILD,
                    new Facts.Child(
                            CHILD,
                            1,
                            null,
                            null,
                            new TreeMap<>(),
                            null,
                            Set.of(),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            Map.of())),
            Map.of(MOTHER, new Facts.Person(MOTHER, List.of(CHILD), false)),
            Map.of(),
            Map.of());

    private static Entry entry(int seq, RunEvent event, Instant happened) {
        return new Entry(seq, event, new StaffId("worker"), "early-help-worker", happened, WEDNESDAY.plusSeconds(seq));
    }

    private static RunEvent said(Facts.Given given) {
        return new RunEvent.AgreementAnswered("step-up", MOTHER, given, Optional.empty());
    }

    private static Facts.Given standing(Facts facts) {
        return Objects.requireNonNull(facts.answers().get(new Facts.AgreementKey("step-up", MOTHER)))
                .given();
    }

    @Test
    void a_yes_of_monday_that_is_recorded_after_the_withdrawal_of_wednesday_does_not_undo_it() {
        var facts = nothing.after(RUN, entry(2, said(Facts.Given.WITHDRAWN), WEDNESDAY))
                .after(RUN, entry(3, said(Facts.Given.GIVEN), MONDAY));

        assertThat(standing(facts)).isEqualTo(Facts.Given.WITHDRAWN);
    }

    @Test
    void of_two_answers_of_the_same_moment_the_one_recorded_later_stands() {
        var facts = nothing.after(RUN, entry(2, said(Facts.Given.GIVEN), MONDAY))
                .after(RUN, entry(3, said(Facts.Given.REFUSED), MONDAY));

        assertThat(standing(facts)).isEqualTo(Facts.Given.REFUSED);
    }

    @Test
    void an_older_paper_that_is_filed_later_does_not_take_the_place_of_the_newer() {
        var newer = LocalDate.of(2026, 6, 10);
        var facts = nothing.after(RUN, entry(2, new RunEvent.DocumentFiled("assessment", CHILD, newer), WEDNESDAY))
                .after(
                        RUN,
                        entry(3, new RunEvent.DocumentFiled("assessment", CHILD, LocalDate.of(2026, 3, 2)), WEDNESDAY));

        assertThat(facts.child(CHILD).documents()).containsEntry("assessment", newer);
    }
}
