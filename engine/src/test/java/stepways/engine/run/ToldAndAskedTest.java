package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.agreement;
import static stepways.engine.run.APolicy.AnItem.named;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.MUM;
import static stepways.engine.run.Story.RECEIVING;
import static stepways.engine.run.Story.SOCIAL_WORKER;
import static stepways.engine.run.Story.WORDS;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.answer;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.item;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stepways.engine.policy.Item.Strength;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Refusal.Kind;

/// What waits for a colleague without being a step: something to know, a question to answer.
class ToldAndAskedTest {

    private final Story story = new Story(APolicy.of(AStage.called("talk")
            .item(agreement(Strength.OBTAINED))
            .outcome(AnOutcome.called("closed"))
            .outcome(AnOutcome.called("not-pursued").needsNothing())));

    @Test
    void a_withdrawal_waits_for_the_manager_until_they_say_they_know() {
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));
        story.does(WORKER, answer(MUM, Facts.Given.WITHDRAWN));
        int told = story.seqOf(RunEvent.RoleTold.class);
        assertThat(story.outstanding().told())
                .containsExactly(new Outstanding.Told(told, "early-help-manager", "agreement"));
        var seen = new Request.Acknowledge(told, Optional.of(WORDS));

        assertThat(story.kindsRefused(WORKER, seen)).containsExactly(Kind.NOT_YOUR_ROLE);
        story.does(MANAGER, seen);

        assertThat(story.outstanding().told()).isEmpty();
        assertThat(story.kindsRefused(MANAGER, seen)).containsExactly(Kind.ALREADY_DONE);
    }

    @Test
    void what_a_manager_was_told_still_waits_when_the_run_has_ended() {
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));
        story.does(WORKER, answer(MUM, Facts.Given.WITHDRAWN));
        story.does(MANAGER, choose("not-pursued"));

        assertThat(story.outstanding().told()).hasSize(1);
        story.does(MANAGER, new Request.Acknowledge(story.seqOf(RunEvent.RoleTold.class), Optional.empty()));

        assertThat(story.outstanding().told()).isEmpty();
    }

    @Test
    void whoever_of_either_side_hears_that_a_yes_is_taken_back_records_it() {
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));

        assertThat(story.kindsRefused(SOCIAL_WORKER, answer(MUM, Facts.Given.GIVEN)))
                .containsExactly(Kind.NOT_YOUR_ROLE);
        assertThat(story.does(SOCIAL_WORKER, answer(MUM, Facts.Given.WITHDRAWN)))
                .containsExactly(
                        new RunEvent.AgreementAnswered("agreement", MUM, Facts.Given.WITHDRAWN, Optional.of(WORDS)),
                        new RunEvent.RoleTold("early-help-manager", "agreement"));
    }

    @Test
    void somebody_who_does_not_work_with_the_family_records_no_withdrawal() {
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));

        assertThat(story.kindsRefused(Story.NOBODY, answer(MUM, Facts.Given.WITHDRAWN)))
                .containsExactly(Kind.NOT_YOUR_ROLE);
        assertThat(story.kindsRefused(Story.CHAIR, answer(MUM, Facts.Given.WITHDRAWN)))
                .containsExactly(Kind.NOT_YOUR_ROLE);
    }

    @Test
    void a_question_waits_for_the_role_it_was_put_to() {
        story.does(RECEIVING, new Request.Ask("q1", "early-help-worker", WORDS));

        assertThat(story.outstanding().asked()).containsExactly(new Outstanding.Asked("q1", "early-help-worker"));
        story.does(WORKER, new Request.Answer("q1", WORDS));

        assertThat(story.outstanding().asked()).isEmpty();
    }

    @Test
    void whoever_joined_the_child_leaves_with_the_end_of_the_run() {
        var joined = new Story(APolicy.of(
                        AStage.called("talk")
                                .item(named("social-worker", "social-worker"))
                                .outcome(AnOutcome.called("together").to("next")),
                        AStage.called("next")
                                .outcome(AnOutcome.called("done"))
                                .outcome(AnOutcome.called("stopped").needsNothing()))
                .joins("social-worker", "together", "done"));
        joined.does(WORKER, item("social-worker", "", "sol"));
        joined.does(MANAGER, choose("together"));
        assertThat(joined.facts.child(ADA).coWorkers()).containsExactly(new StaffId("sol"));

        joined.does(MANAGER, choose("stopped"));

        assertThat(joined.facts.child(ADA).coWorkers()).isEqualTo(java.util.Set.copyOf(List.of()));
    }
}
