package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.agreement;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.APolicy.clause;
import static stepways.engine.run.APolicy.close;
import static stepways.engine.run.APolicy.within;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.HEAD;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.MUM;
import static stepways.engine.run.Story.NOBODY;
import static stepways.engine.run.Story.RECEIVING;
import static stepways.engine.run.Story.WORDS;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.answer;
import static stepways.engine.run.Story.at;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.dispute;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stepways.engine.policy.Item.Strength;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Refusal.Kind;

/// The route that nothing blocks, and the one audited way on where the text is silent.
class HarmAndOutsideTest {

    private static final RunId URGENT = new RunId("urgent");

    private static Story story() {
        return new Story(APolicy.of(
                        AStage.called("talk")
                                .item(agreement(Strength.OBTAINED))
                                .item(task("seen").due(within("5 working days", "stage")))
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("stopped")
                                        .needsNothing()
                                        .then(close("sending"))),
                        AStage.called("next").outcome(AnOutcome.called("closed")))
                .dispute("talk", "director")
                .stays("early-help", "passed", "closed"));
    }

    private static void harmIsRaised(Story story) {
        var before = story.run;
        var decision = story.asks(story.command(NOBODY, new Request.RaiseHarm(URGENT)));

        assertThat(decision)
                .isEqualTo(new Decision.Accepted(
                        List.of(new Entry(
                                before.seq() + 1,
                                new RunEvent.HarmRaised(URGENT),
                                NOBODY.staff(),
                                "",
                                story.now,
                                story.now)),
                        List.of(new Decision.NewRun(
                                URGENT,
                                List.of(new Entry(
                                        1,
                                        new RunEvent.Began(
                                                "harm-now",
                                                "harm-now",
                                                story.policy.version(),
                                                "",
                                                "",
                                                List.of(ADA),
                                                "ring",
                                                Optional.of(Story.RUN)),
                                        NOBODY.staff(),
                                        "",
                                        story.now,
                                        story.now))))));
    }

    @Test
    void anybody_may_say_harm_now_with_agreement_refused_and_nothing_done() {
        var story = story();
        story.does(WORKER, answer(MUM, Facts.Given.REFUSED));

        harmIsRaised(story);
    }

    @Test
    void also_while_managers_disagree() {
        var story = story();
        story.does(RECEIVING, dispute());

        harmIsRaised(story);
    }

    @Test
    void also_when_the_run_has_ended() {
        var story = story();
        story.does(MANAGER, choose("stopped"));

        harmIsRaised(story);
    }

    @Test
    void also_a_second_time_and_the_run_remembers_both() {
        var story = story();
        story.does(NOBODY, new Request.RaiseHarm(URGENT));
        story.does(NOBODY, new Request.RaiseHarm(new RunId("urgent-2")));

        assertThat(story.run.urgent()).containsExactly(URGENT, new RunId("urgent-2"));
    }

    @Test
    void where_the_text_is_silent_the_responsible_role_goes_on_with_a_reason_and_loses_nothing() {
        var story = story();

        assertThat(story.isRefused(WORKER, new Request.StepOutside("next", Optional.empty())))
                .containsExactly(
                        new Refusal(
                                Kind.NOT_YOUR_ROLE,
                                "talk",
                                List.of(clause(10)),
                                List.of("early-help-manager"),
                                Optional.empty(),
                                List.of()),
                        new Refusal(
                                Kind.REASON_MISSING,
                                "talk",
                                List.of(clause(10)),
                                List.of(),
                                Optional.empty(),
                                List.of()));
        assertThat(story.does(MANAGER, new Request.StepOutside("next", Optional.of(WORDS))))
                .containsExactly(
                        new RunEvent.WentOutsideProcedure("talk", "next", WORDS, List.of(clause(10))),
                        new RunEvent.StageEntered("next", false, List.of(), List.of(ItemKey.forFamily("seen"))));
        assertThat(story.run.owed()).containsExactly(ItemKey.forFamily("seen"));
    }

    @Test
    void a_step_outside_can_end_the_run_and_the_child_keeps_an_owner() {
        var story = story();

        story.does(MANAGER, new Request.StepOutside("", Optional.of(WORDS)));

        assertThat(story.run.ended())
                .contains(new Run.End("talk", "outside-the-written-procedure", at("2026-06-01T09:00")));
        assertThat(story.facts.child(ADA).holder()).isNotNull();
        assertThat(story.kindsRefused(MANAGER, new Request.StepOutside("talk", Optional.of(WORDS))))
                .containsExactly(Kind.ENDED);
    }

    @Test
    void a_step_outside_to_a_stage_that_does_not_exist_is_refused() {
        assertThat(story().kindsRefused(MANAGER, new Request.StepOutside("elsewhere", Optional.of(WORDS))))
                .containsExactly(Kind.UNKNOWN);
        assertThat(story().kindsRefused(HEAD, new Request.StepOutside("next", Optional.of(WORDS))))
                .containsExactly(Kind.NOT_YOUR_ROLE);
    }
}
