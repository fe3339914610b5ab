package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.agreement;
import static stepways.engine.run.APolicy.AnItem.named;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.APolicy.clause;
import static stepways.engine.run.APolicy.close;
import static stepways.engine.run.APolicy.lead;
import static stepways.engine.run.APolicy.letter;
import static stepways.engine.run.APolicy.mark;
import static stepways.engine.run.APolicy.open;
import static stepways.engine.run.APolicy.within;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.BEN;
import static stepways.engine.run.Story.HEAD;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.MUM;
import static stepways.engine.run.Story.NOBODY;
import static stepways.engine.run.Story.WORDS;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.answer;
import static stepways.engine.run.Story.at;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.item;
import static stepways.engine.run.Story.state;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stepways.engine.policy.Item.Strength;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Refusal.Kind;

/// What time does to a run, and what life does: birth, death, birthdays; and questions in between.
class TimeAndLifeTest {

    private static final Request NOTE = new Request.NoteDeadlines();

    private static APolicy procedure() {
        return APolicy.of(
                AStage.called("talk")
                        .item(task("seen").perChild().due(within("1 working day", "stage")))
                        .due(within("2 working days", "stage"))
                        .outcome(AnOutcome.called("passed")
                                .then(letter("welcome"), open("receiving"))
                                .to("next")),
                AStage.called("next").outcome(AnOutcome.called("closed")));
    }

    // Deadlines.

    @Test
    void a_date_that_passed_is_noted_once_and_not_a_minute_before() {
        var story = new Story(procedure());

        assertThat(story.on("2026-06-02T23:59").does(WORKER, NOTE)).isEmpty();
        assertThat(story.on("2026-06-03T00:00").does(WORKER, NOTE))
                .containsExactly(new RunEvent.DeadlineMissed("item:seen@ada", at("2026-06-03T00:00")));
        assertThat(story.does(WORKER, NOTE)).isEmpty();
    }

    @Test
    void a_visit_in_time_that_was_recorded_late_withdraws_the_breach() {
        var story = new Story(procedure());
        story.on("2026-06-03T09:00").does(WORKER, NOTE);

        var events = story.does(
                new Command(WORKER, at("2026-06-02T15:00"), at("2026-06-03T10:00"), item("seen", "ada", "")));

        assertThat(events)
                .containsExactly(
                        new RunEvent.ItemDone(new ItemKey("seen", "ada"), "", Optional.empty()),
                        new RunEvent.BreachWithdrawn("item:seen@ada", at("2026-06-03T00:00")));
        assertThat(story.history.getLast().recorded()).isEqualTo(at("2026-06-03T10:00"));
    }

    @Test
    void a_visit_that_was_late_leaves_the_breach() {
        var story = new Story(procedure());
        story.on("2026-06-03T09:00").does(WORKER, NOTE);
        story.does(WORKER, item("seen", "ada", ""));

        assertThat(story.run.missed()).containsOnlyKeys("item:seen@ada");
    }

    @Test
    void a_decision_in_time_that_was_recorded_late_withdraws_its_breach_too() {
        var story = new Story(procedure());
        story.does(WORKER, item("seen", "ada", ""));
        story.on("2026-06-04T09:00").does(WORKER, NOTE);
        assertThat(story.run.missed()).containsOnlyKeys("decision:talk#1");

        story.does(new Command(MANAGER, at("2026-06-03T15:00"), at("2026-06-04T10:00"), choose("passed")));

        assertThat(story.run.missed()).isEmpty();
    }

    @Test
    void a_clock_of_no_single_stage_stops_at_its_mark_and_a_late_record_withdraws_its_breach() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .outcome(AnOutcome.called("passed")
                                        .then(mark("begun"))
                                        .to("next")),
                        AStage.called("next").outcome(AnOutcome.called("closed")))
                .clock("begin-soon", "begun", within("1 working day", "started")));
        assertThat(story.outstanding().clocks())
                .extracting(Outstanding.Running::what)
                .containsExactly("clock:begin-soon");
        story.on("2026-06-03T09:00").does(WORKER, NOTE);
        assertThat(story.run.missed()).containsOnlyKeys("clock:begin-soon");

        story.does(new Command(MANAGER, at("2026-06-02T15:00"), at("2026-06-03T10:00"), choose("passed")));

        assertThat(story.outstanding().clocks()).isEmpty();
        assertThat(story.run.missed()).isEmpty();
    }

    // Death.

    @Test
    void a_death_stops_every_clock_and_letter_at_once() {
        var story = new Story(procedure());
        story.does(WORKER, new Request.RecordDeath(ADA, LocalDate.of(2026, 6, 1)));

        var outstanding = story.outstanding();
        assertThat(outstanding.timed())
                .allSatisfy(each -> assertThat(each.clock().dated()).isEmpty());
        assertThat(story.on("2026-07-01T09:00").does(WORKER, NOTE)).isEmpty();
        story.does(WORKER, item("seen", "ada", ""));
        assertThat(story.does(MANAGER, choose("passed"))).doesNotHaveAnyElementsOfTypes(RunEvent.LetterDrafted.class);
    }

    @Test
    void a_child_who_has_died_is_not_asked_about_while_the_brother_goes_on() {
        var story = new Story(procedure(), ADA, BEN);
        story.does(WORKER, new Request.RecordDeath(ADA, LocalDate.of(2026, 6, 1)));
        story.does(WORKER, item("seen", "ben", ""));

        var events = story.does(MANAGER, choose("passed"));

        assertThat(events)
                .contains(
                        new RunEvent.LetterDrafted("welcome", List.of(BEN)),
                        new RunEvent.EpisodeOpened(BEN, "social-work"))
                .doesNotContain(new RunEvent.EpisodeOpened(ADA, "social-work"));
    }

    @Test
    void nobody_has_to_be_named_for_a_child_who_has_died() {
        var story = new Story(
                APolicy.of(AStage.called("talk")
                        .item(named("new-worker", "social-worker").perChild())
                        .outcome(AnOutcome.called("taken")
                                .then(open("receiving"), lead("new-worker"), close("sending")))),
                ADA,
                BEN);
        story.does(WORKER, new Request.RecordDeath(ADA, LocalDate.of(2026, 6, 1)));
        story.does(WORKER, item("new-worker", "ben", "sol"));

        story.does(MANAGER, choose("taken"));

        assertThat(story.facts.child(ADA).open()).isEmpty();
        assertThat(story.facts.child(ADA).holder()).isNull();
        assertThat(story.facts.child(BEN).open()).containsOnlyKeys("social-work");
        assertThat(story.facts.child(BEN).holder())
                .isEqualTo(new Holder.Practitioner(new StaffId("sol"), "social-worker", "social-work"));
    }

    @Test
    void a_condition_about_age_looks_at_the_living() {
        var story = new Story(
                APolicy.of(AStage.called("talk")
                        .item(task("plan-for-sixteen").when(APolicy.aged("16 years")))
                        .outcome(AnOutcome.called("passed"))),
                ADA,
                BEN);
        story.facts = story.facts.with(story.facts.child(ADA).withLife(LocalDate.of(2009, 1, 1), null));
        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_ITEM);

        story.does(WORKER, new Request.RecordDeath(ADA, LocalDate.of(2026, 6, 1)));

        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_death_in_the_future_or_of_a_stranger_is_refused() {
        var story = new Story(procedure());

        assertThat(story.kindsRefused(WORKER, new Request.RecordDeath(ADA, LocalDate.of(2026, 6, 2))))
                .containsExactly(Kind.IN_THE_FUTURE);
        assertThat(story.kindsRefused(WORKER, new Request.RecordDeath(BEN, LocalDate.of(2026, 6, 1))))
                .containsExactly(Kind.BAD_VALUE);
    }

    // Birth, and birthdays.

    @Test
    void an_unborn_child_is_born_once_and_then_has_an_age() {
        var story = new Story(APolicy.of(AStage.called("talk")
                .item(task("health-visitor").when(APolicy.aged("0 years")))
                .outcome(AnOutcome.called("passed"))));
        story.facts = story.facts.with(story.facts.child(ADA).withLife(null, null));
        assertThat(story.outstanding().items()).isEmpty();

        assertThat(story.does(WORKER, new Request.RecordBirth(ADA, LocalDate.of(2026, 6, 1))))
                .containsExactly(new RunEvent.ChildBorn(ADA, LocalDate.of(2026, 6, 1)));

        assertThat(story.outstanding().items()).hasSize(1);
        assertThat(story.kindsRefused(WORKER, new Request.RecordBirth(ADA, LocalDate.of(2026, 6, 1))))
                .containsExactly(Kind.ALREADY_DONE);
    }

    @Test
    void an_age_counts_from_the_morning_of_the_birthday() {
        var story = new Story(APolicy.of(
                AStage.called("talk").outcome(AnOutcome.called("passed").when(APolicy.aged("16 years")))));
        story.facts = story.facts.with(story.facts.child(ADA).withLife(LocalDate.of(2010, 6, 16), null));

        story.on("2026-06-15T23:59");
        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.NOT_OFFERED);
        story.on("2026-06-16T00:00").does(MANAGER, choose("passed"));
    }

    // Facts and questions.

    @Test
    void a_fact_takes_only_what_it_can_be_from_whom_it_is_asked() {
        var story = new Story(procedure());

        assertThat(story.kindsRefused(NOBODY, state("unsafe-to-talk", "perhaps")))
                .containsExactly(Kind.BAD_VALUE, Kind.NOT_YOUR_ROLE);
        assertThat(story.does(MANAGER, state("unsafe-to-talk", "true")))
                .containsExactly(new RunEvent.FactStated("unsafe-to-talk", Optional.empty(), "true"));
        assertThat(story.does(WORKER, state("final-hearing", "2026-09-01")))
                .containsExactly(new RunEvent.RecordStated("final-hearing", ADA, "2026-09-01"));
        assertThat(story.kindsRefused(MANAGER, state("colour", "red"))).containsExactly(Kind.UNKNOWN);
    }

    @Test
    void a_question_is_answered_by_the_role_it_was_put_to() {
        var story = new Story(procedure());
        story.does(MANAGER, new Request.Ask("q1", "head-of-service", WORDS));

        assertThat(story.run.questions()).containsEntry("q1", "head-of-service");
        assertThat(story.kindsRefused(WORKER, new Request.Answer("q1", WORDS))).containsExactly(Kind.NOT_YOUR_ROLE);
        assertThat(story.does(HEAD, new Request.Answer("q1", WORDS)))
                .containsExactly(new RunEvent.QuestionAnswered("q1", WORDS));
        assertThat(story.kindsRefused(HEAD, new Request.Answer("q1", WORDS))).containsExactly(Kind.UNKNOWN);
    }

    @Test
    void an_agreement_in_time_that_was_recorded_late_withdraws_its_breach() {
        var story = new Story(APolicy.of(AStage.called("talk")
                .item(agreement(Strength.OBTAINED).due(within("1 working day", "stage")))
                .outcome(AnOutcome.called("passed"))));
        story.on("2026-06-03T09:00").does(WORKER, NOTE);
        assertThat(story.run.missed()).containsOnlyKeys("item:agreement");

        story.does(new Command(WORKER, at("2026-06-02T15:00"), at("2026-06-03T10:00"), answer(MUM, Facts.Given.GIVEN)));

        assertThat(story.run.missed()).isEmpty();
    }

    // The door.

    @Test
    void a_run_begins_only_where_the_door_opens_and_not_twice() {
        var story = new Story(procedure());
        var begin = new Request.Begin(new RunId("second"), "step-up", "worried", List.of(ADA), "", "");

        assertThat(Procedure.begin(story.policy, story.facts, story.command(NOBODY, begin)))
                .isEqualTo(new Decision.Refused(List.of(
                        new Refusal(
                                Kind.NOT_YOUR_ROLE,
                                "worried",
                                List.of(clause(1)),
                                List.of("early-help-worker"),
                                Optional.empty(),
                                List.of()),
                        new Refusal(
                                Kind.ALREADY_ON_THIS_ROUTE,
                                "ada",
                                List.of(clause(1)),
                                List.of(),
                                Optional.empty(),
                                List.of()))));
        assertThat(story.kindsRefused(WORKER, begin)).containsExactly(Kind.ALREADY_DONE);
    }
}
