package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.clause;
import static stepways.engine.run.APolicy.close;
import static stepways.engine.run.APolicy.open;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.DIRECTOR;
import static stepways.engine.run.Story.HEAD;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.RECEIVING;
import static stepways.engine.run.Story.WORDS;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.as;
import static stepways.engine.run.Story.at;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.dispute;
import static stepways.engine.run.Story.resolve;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stepways.engine.calendar.Amount;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Refusal.Kind;

/// Managers disagree, and somebody who took no part decides.
class DisputeTest {

    private static APolicy procedure() {
        return APolicy.of(
                        AStage.called("talk")
                                .decidedBy("early-help-manager", "head-of-service")
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("stopped").then(close("sending")))
                                .outcome(AnOutcome.called("kept")
                                        .then(open("sending"))
                                        .to("next")),
                        AStage.called("next").outcome(AnOutcome.called("closed")))
                .dispute("talk", "director");
    }

    @Test
    void a_dispute_about_a_waiting_decision_holds_it_until_the_reviewer_has_spoken() {
        var story = new Story(procedure());
        assertThat(story.does(RECEIVING, dispute()))
                .containsExactly(new RunEvent.DisputeRaised("managers-disagree", "talk", "", WORDS));

        assertThat(story.isRefused(MANAGER, choose("passed")))
                .containsExactly(new Refusal(
                        Kind.DISPUTE_OPEN,
                        "managers-disagree",
                        List.of(clause(70)),
                        List.of("head-of-service"),
                        Optional.empty(),
                        List.of()));
        var events = story.does(HEAD, resolve("passed"));

        assertThat(events.getFirst())
                .isEqualTo(new RunEvent.DisputeResolved("managers-disagree", "passed", false, WORDS));
        assertThat(story.run.stage()).isEqualTo("next");
        assertThat(story.run.dispute()).isEmpty();
    }

    @Test
    void a_decision_that_the_reviewer_upholds_stands() {
        var story = new Story(procedure());
        story.does(MANAGER, choose("passed"));
        story.does(RECEIVING, dispute());

        assertThat(story.does(HEAD, resolve("passed")))
                .containsExactly(new RunEvent.DisputeResolved("managers-disagree", "passed", true, WORDS));
        assertThat(story.run.stage()).isEqualTo("next");
    }

    @Test
    void a_decision_that_the_reviewer_overturns_sends_the_run_the_other_way() {
        var story = new Story(procedure());
        story.does(MANAGER, choose("passed"));
        story.does(RECEIVING, dispute());

        story.does(HEAD, resolve("stopped"));

        assertThat(story.run.ended()).contains(new Run.End("talk", "stopped", at("2026-06-01T09:00")));
    }

    @Test
    void who_took_part_never_reviews_and_the_pack_names_who_does_then() {
        var story = new Story(procedure());
        story.does(HEAD, choose("passed"));
        story.does(RECEIVING, dispute());

        assertThat(story.outstanding().review().orElseThrow().reviewers())
                .containsExactly("director", "head-of-service");
        assertThat(story.isRefused(HEAD, resolve("passed")))
                .containsExactly(new Refusal(
                        Kind.PARTY_TO_THE_DECISION,
                        "managers-disagree",
                        List.of(clause(70)),
                        List.of("director", "head-of-service"),
                        Optional.empty(),
                        List.of()));
        story.does(DIRECTOR, resolve("passed"));
    }

    @Test
    void who_raised_the_dispute_is_a_party_too() {
        var story = new Story(procedure());
        var both = as("rhona", "social-work-manager", "head-of-service");
        story.does(both, dispute());

        assertThat(story.kindsRefused(both, resolve("passed"))).containsExactly(Kind.PARTY_TO_THE_DECISION);
    }

    @Test
    void a_dispute_climbs_its_ladder_and_each_step_has_its_own_time() {
        var story = new Story(procedure());
        story.does(RECEIVING, dispute());
        var first = story.outstanding().review().orElseThrow();
        story.on("2026-06-02T10:00").does(RECEIVING, new Request.EscalateDispute(Optional.of(WORDS)));

        var second = story.outstanding().review().orElseThrow();

        assertThat(first.reviewers()).containsExactly("head-of-service");
        assertThat(first.clock().dated())
                .contains(APolicy.calendar().after(at("2026-06-01T09:00"), Amount.parse("1 working day")));
        assertThat(second.reviewers()).containsExactly("director");
        assertThat(second.clock().dated())
                .contains(APolicy.calendar().after(at("2026-06-02T10:00"), Amount.parse("2 working days")));
        assertThat(story.kindsRefused(HEAD, resolve("passed"))).containsExactly(Kind.NOT_YOUR_ROLE);
        assertThat(story.kindsRefused(RECEIVING, new Request.EscalateDispute(Optional.of(WORDS))))
                .containsExactly(Kind.NOT_OFFERED);
    }

    @Test
    void only_those_the_pack_names_may_dispute_and_only_once_at_a_time_with_a_reason() {
        var story = new Story(procedure());

        assertThat(story.kindsRefused(WORKER, new Request.RaiseDispute("managers-disagree", Optional.empty())))
                .containsExactly(Kind.NOT_YOUR_ROLE, Kind.REASON_MISSING);
        assertThat(story.kindsRefused(HEAD, resolve("passed"))).containsExactly(Kind.NO_DISPUTE);
        story.does(RECEIVING, dispute());
        assertThat(story.kindsRefused(MANAGER, dispute())).containsExactly(Kind.DISPUTE_OPEN);
    }

    @Test
    void a_review_that_overturns_a_closing_opens_again_what_it_closed_and_somebody_answers_for_the_child() {
        var story = new Story(procedure());
        story.does(MANAGER, choose("stopped"));
        assertThat(story.facts.child(ADA).holder()).isNull();
        story.does(RECEIVING, dispute());

        story.does(HEAD, resolve("passed"));

        assertThat(story.run.isOpen()).isTrue();
        assertThat(story.run.stage()).isEqualTo("next");
        assertThat(story.facts.child(ADA).open()).containsOnlyKeys("early-help");
        assertThat(story.facts.child(ADA).holder()).isEqualTo(new Holder.Duty("east", "early-help"));
    }

    @Test
    void a_dispute_about_a_run_that_has_ended_can_be_upheld_and_the_run_stays_ended() {
        var story = new Story(procedure());
        story.does(MANAGER, choose("stopped"));
        story.does(RECEIVING, dispute());

        story.does(HEAD, resolve("stopped"));

        assertThat(story.run.isOpen()).isFalse();
        assertThat(story.run.dispute()).isEmpty();
    }

    @Test
    void two_managers_who_disagree_are_both_parties() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .decidedByBoth(false)
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("stopped")),
                        AStage.called("next").outcome(AnOutcome.called("closed")))
                .dispute("talk", "director"));
        var head = as("rhona", "social-work-manager", "head-of-service");
        story.does(MANAGER, choose("passed"));
        story.does(head, choose("stopped"));
        story.does(MANAGER, dispute());

        assertThat(story.kindsRefused(head, resolve("stopped"))).containsExactly(Kind.PARTY_TO_THE_DECISION);
        story.does(HEAD, resolve("stopped"));
        assertThat(story.run.isOpen()).isFalse();
    }
}
