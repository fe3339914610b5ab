package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.agreement;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.Story.HEAD;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.MUM;
import static stepways.engine.run.Story.RECEIVING;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.answer;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.dispute;
import static stepways.engine.run.Story.item;
import static stepways.engine.run.Story.resolve;

import org.junit.jupiter.api.Test;
import stepways.engine.policy.Item.Strength;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Refusal.Kind;

/// A disagreement is no way round what the procedure asks for.
class WhatAReviewNeedsTest {

    private static AStage next() {
        return AStage.called("next").outcome(AnOutcome.called("closed"));
    }

    @Test
    void a_reviewer_does_not_decide_before_what_the_outcome_needs_is_done() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .item(task("visit"))
                                .outcome(AnOutcome.called("passed").to("next")),
                        next())
                .dispute("talk", ""));
        story.does(RECEIVING, dispute());

        assertThat(story.kindsRefused(HEAD, resolve("passed"))).containsExactly(Kind.MISSING_ITEM);

        story.does(WORKER, item("visit"));
        story.does(HEAD, resolve("passed"));
        assertThat(story.run.stage()).isEqualTo("next");
    }

    @Test
    void a_reviewer_does_not_decide_what_the_family_did_not_agree_to() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .item(agreement(Strength.OBTAINED))
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("not-pursued")
                                        .needsNothing()
                                        .to("next")),
                        next())
                .dispute("talk", ""));
        story.does(WORKER, answer(MUM, Facts.Given.REFUSED));
        story.does(MANAGER, choose("not-pursued"));
        story.does(RECEIVING, dispute());

        assertThat(story.kindsRefused(HEAD, resolve("passed"))).containsExactly(Kind.MISSING_AGREEMENT);

        story.does(HEAD, resolve("not-pursued"));
        assertThat(story.run.dispute()).isEmpty();
    }

    @Test
    void what_a_stage_that_was_left_did_not_do_is_not_asked_of_its_reviewer() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .item(task("visit"))
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("stopped")
                                        .needsNothing()
                                        .to("next")),
                        next())
                .dispute("talk", ""));
        story.does(MANAGER, choose("stopped"));
        story.does(RECEIVING, dispute());

        story.does(HEAD, resolve("passed"));

        assertThat(story.run.last().orElseThrow().outcome()).isEqualTo("passed");
    }
}
