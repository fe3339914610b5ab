package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.confirm;
import static stepways.engine.run.APolicy.AnItem.document;
import static stepways.engine.run.APolicy.AnItem.named;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.APolicy.within;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.BEN;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.WORDS;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.at;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.correct;
import static stepways.engine.run.Story.item;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnItem;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Refusal.Kind;

/// What was recorded was wrong; both versions stay readable, and what was derived is worked out again.
class CorrectionTest {

    private static Story story(AnItem... items) {
        var talk = AStage.called("talk");
        for (var each : items) {
            talk.item(each);
        }
        return new Story(
                APolicy.of(
                        talk.outcome(AnOutcome.called("passed").to("next")),
                        AStage.called("next")
                                .item(task("visit").due(within("5 working days", "stage")))
                                .item(task("call").due(within("2 working days", "passed")))
                                .outcome(AnOutcome.called("closed").needsNothing())),
                ADA,
                BEN);
    }

    private static java.time.Instant due(Story story, String item) {
        return story.outstanding().items().stream()
                .filter(need -> need.key().item().equals(item))
                .findFirst()
                .orElseThrow()
                .clock()
                .dated()
                .orElseThrow()
                .latest();
    }

    @Test
    void a_correction_names_what_it_corrects_and_says_why() {
        var story = story(task("seen"));

        assertThat(story.kindsRefused(WORKER, new Request.Correct(99, new Correction.DidNotHappen(), Optional.empty())))
                .containsExactly(Kind.UNKNOWN, Kind.REASON_MISSING);
    }

    @Test
    void it_happened_later_than_was_recorded_and_the_breach_is_noted_with_the_correction() {
        var story = story(task("seen").due(within("1 working day", "stage")));
        story.on("2026-06-02T10:00").does(WORKER, item("seen"));
        int seen = (int) story.run.seq();

        var intime = story.on("2026-06-04T10:00")
                .does(WORKER, correct(seen, new Correction.HappenedAt(at("2026-06-02T16:00"))));
        var late = story.does(WORKER, correct(seen, new Correction.HappenedAt(at("2026-06-03T09:00"))));

        assertThat(intime).noneMatch(RunEvent.DeadlineMissed.class::isInstance);
        assertThat(late).contains(new RunEvent.DeadlineMissed("item:seen", at("2026-06-03T00:00")));
        assertThat(story.run.missed()).containsOnlyKeys("item:seen");
    }

    @Test
    void it_happened_earlier_and_a_breach_that_was_recorded_is_withdrawn() {
        var story = story(task("seen").due(within("1 working day", "stage")));
        story.on("2026-06-03T02:00").does(WORKER, new Request.NoteDeadlines());
        assertThat(story.run.missed()).containsOnlyKeys("item:seen");
        story.on("2026-06-03T10:00").does(WORKER, item("seen"));
        assertThat(story.run.missed()).containsOnlyKeys("item:seen");

        var events = story.does(WORKER, correct(story.run.seq(), new Correction.HappenedAt(at("2026-06-02T16:00"))));

        assertThat(events).contains(new RunEvent.BreachWithdrawn("item:seen", at("2026-06-03T00:00")));
        assertThat(story.run.missed()).isEmpty();
        assertThat(story.history).extracting(Entry::event).hasAtLeastOneElementOfType(RunEvent.DeadlineMissed.class);
    }

    @Test
    void it_cannot_have_happened_in_the_future_or_before_the_run() {
        var story = story(task("seen"));
        story.does(WORKER, item("seen"));

        assertThat(story.kindsRefused(
                        WORKER, correct(story.run.seq(), new Correction.HappenedAt(at("2026-06-02T16:00")))))
                .containsExactly(Kind.IN_THE_FUTURE);
        assertThat(story.kindsRefused(
                        WORKER, correct(story.run.seq(), new Correction.HappenedAt(at("2026-05-31T16:00")))))
                .containsExactly(Kind.BEFORE_ITS_STEP);
    }

    @Test
    void a_decision_that_was_taken_earlier_moves_the_clocks_that_started_with_it() {
        var story = story();
        story.on("2026-06-04T09:00").does(MANAGER, choose("passed"));
        assertThat(due(story, "visit")).isEqualTo(at("2026-06-12T00:00"));
        assertThat(due(story, "call")).isEqualTo(at("2026-06-09T00:00"));

        story.does(
                MANAGER,
                correct(story.seqOf(RunEvent.OutcomeChosen.class), new Correction.HappenedAt(at("2026-06-02T09:00"))));

        assertThat(due(story, "visit")).isEqualTo(at("2026-06-10T00:00"));
        assertThat(due(story, "call")).isEqualTo(at("2026-06-05T00:00"));
        assertThat(story.run.stageEntered()).isEqualTo(at("2026-06-02T09:00"));
        assertThat(story.run.last().orElseThrow().happened()).isEqualTo(at("2026-06-02T09:00"));
        assertThat(story.run.moment("started")).contains(at("2026-06-01T09:00"));
    }

    @Test
    void a_visit_that_did_not_happen_is_asked_for_again() {
        var story = story(task("seen"));
        story.does(WORKER, item("seen"));
        story.does(WORKER, correct(story.run.seq(), new Correction.DidNotHappen()));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_ITEM);
        story.does(WORKER, item("seen"));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_decision_cannot_be_corrected_away() {
        var story = story();
        story.does(MANAGER, choose("passed"));

        for (int seq = 1; seq <= story.run.seq(); seq++) {
            assertThat(story.kindsRefused(MANAGER, correct(seq, new Correction.DidNotHappen())))
                    .containsExactly(Kind.NOT_OFFERED);
        }
    }

    @Test
    void the_visit_was_to_the_brother() {
        var story = story(task("seen").perChild());
        story.does(WORKER, item("seen", "ada", ""));
        story.does(WORKER, correct(story.run.seq(), new Correction.AboutAnother("ben")));

        assertThat(story.isRefused(MANAGER, choose("passed")))
                .extracting(Refusal::about)
                .containsExactly("seen@ada");
    }

    @Test
    void an_item_for_the_family_cannot_be_about_one_child() {
        var story = story(task("seen"), task("alone").perChild());
        story.does(WORKER, item("seen"));

        assertThat(story.kindsRefused(WORKER, correct(story.run.seq(), new Correction.AboutAnother("ben"))))
                .containsExactly(Kind.BAD_VALUE);
    }

    @Test
    void it_cannot_be_moved_to_a_brother_who_has_one_of_his_own() {
        var story = story(task("alone").perChild());
        story.does(WORKER, item("alone", "ben", ""));
        story.does(WORKER, item("alone", "ada", ""));

        assertThat(story.kindsRefused(WORKER, correct(story.run.seq(), new Correction.AboutAnother("ben"))))
                .containsExactly(Kind.ALREADY_DONE);
    }

    @Test
    void another_person_was_named() {
        var story = story(named("new-worker", "social-worker"));
        story.does(WORKER, item("new-worker", "", "sol"));
        story.does(WORKER, correct(story.run.seq(), new Correction.ValueWas("sam")));

        assertThat(story.run.items())
                .hasEntrySatisfying(
                        ItemKey.forFamily("new-worker"),
                        done -> assertThat(done.value()).isEqualTo("sam"));
    }

    @Test
    void a_confirmation_that_did_not_happen_takes_the_fact_with_it() {
        var story = story(confirm("unsafe-to-talk", "false"));
        story.does(WORKER, item("unsafe-to-talk"));
        story.does(WORKER, correct(story.run.seq(), new Correction.DidNotHappen()));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_ITEM);
    }

    @Test
    void a_confirmation_about_the_brother_takes_the_fact_with_it() {
        var story = story(confirm("unsafe-to-talk", "false").perChild());
        story.does(WORKER, item("unsafe-to-talk", "ada", ""));
        story.does(WORKER, correct(story.run.seq(), new Correction.AboutAnother("ben")));

        assertThat(story.isRefused(MANAGER, choose("passed")))
                .extracting(Refusal::about)
                .containsExactly("unsafe-to-talk@ada");
    }

    @Test
    void a_document_on_file_is_put_right_on_the_file_and_not_here() {
        var story = story(document("plan").perChild());
        story.does(WORKER, item("plan", "ada", "2026-05-01"));

        assertThat(story.kindsRefused(WORKER, correct(story.run.seq(), new Correction.AboutAnother("ben"))))
                .containsExactly(Kind.NOT_OFFERED);
        assertThat(story.kindsRefused(WORKER, correct(story.run.seq(), new Correction.DidNotHappen())))
                .containsExactly(Kind.NOT_OFFERED);
    }

    @Test
    void replaying_the_history_tells_the_corrected_version() {
        var story = story(task("seen").perChild());
        story.does(WORKER, item("seen", "ada", ""));
        story.does(WORKER, correct(story.run.seq(), new Correction.AboutAnother("ben")));

        assertThat(Run.replay(Story.RUN, story.history)).isEqualTo(story.run);
        assertThat(story.history.getLast().event())
                .isEqualTo(new RunEvent.Corrected(story.run.seq() - 1, new Correction.AboutAnother("ben"), WORDS));
    }
}
