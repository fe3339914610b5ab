package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.agreement;
import static stepways.engine.run.APolicy.AnItem.confirm;
import static stepways.engine.run.APolicy.AnItem.consider;
import static stepways.engine.run.APolicy.AnItem.document;
import static stepways.engine.run.APolicy.AnItem.freshDocument;
import static stepways.engine.run.APolicy.AnItem.named;
import static stepways.engine.run.APolicy.AnItem.oneOf;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.APolicy.clause;
import static stepways.engine.run.APolicy.close;
import static stepways.engine.run.APolicy.lead;
import static stepways.engine.run.APolicy.letter;
import static stepways.engine.run.APolicy.open;
import static stepways.engine.run.APolicy.share;
import static stepways.engine.run.APolicy.within;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.BEN;
import static stepways.engine.run.Story.CHAIR;
import static stepways.engine.run.Story.DAD;
import static stepways.engine.run.Story.MANAGER;
import static stepways.engine.run.Story.MUM;
import static stepways.engine.run.Story.NOBODY;
import static stepways.engine.run.Story.RECEIVING;
import static stepways.engine.run.Story.SOCIAL_WORKER;
import static stepways.engine.run.Story.WORDS;
import static stepways.engine.run.Story.WORKER;
import static stepways.engine.run.Story.answer;
import static stepways.engine.run.Story.as;
import static stepways.engine.run.Story.at;
import static stepways.engine.run.Story.choose;
import static stepways.engine.run.Story.item;
import static stepways.engine.run.Story.reason;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stepways.engine.calendar.Amount;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item.Strength;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnItem;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Refusal.Kind;

/// The decision that ends a stage.
class ChoosingTest {

    private static Story talk(AnItem... items) {
        var talk = AStage.called("talk");
        for (var each : items) {
            talk.item(each);
        }
        return new Story(APolicy.of(talk.outcome(AnOutcome.called("passed").to("next")), next()));
    }

    private static AStage next() {
        return AStage.called("next").outcome(AnOutcome.called("closed"));
    }

    // Refusals.

    @Test
    void a_refusal_lists_every_reason_with_its_clause_who_can_clear_it_and_by_when() {
        var story = new Story(APolicy.of(
                AStage.called("talk")
                        .item(task("visit")
                                .due(within("5 working days", "stage"))
                                .clause(11))
                        .item(document("plan").by("social-worker").orReasonFrom("early-help-manager"))
                        .item(agreement(Strength.OBTAINED).clause(12))
                        .outcome(AnOutcome.called("passed").to("next"))
                        .outcome(AnOutcome.called("stopped").needsNothing()),
                next()));

        var refusals = story.isRefused(NOBODY, new Request.Choose(Map.of(), "passed", Optional.empty(), List.of()));

        var instead = new Refusal.OtherWay.OutcomeWithout("stopped");
        assertThat(refusals)
                .containsExactly(
                        new Refusal(
                                Kind.REASON_MISSING,
                                "talk",
                                List.of(clause(10)),
                                List.of(),
                                Optional.empty(),
                                List.of()),
                        new Refusal(
                                Kind.NOT_YOUR_ROLE,
                                "talk",
                                List.of(clause(10)),
                                List.of("early-help-manager"),
                                Optional.empty(),
                                List.of()),
                        new Refusal(
                                Kind.MISSING_ITEM,
                                "visit",
                                List.of(clause(11)),
                                List.of("early-help-worker"),
                                Optional.of(APolicy.calendar()
                                        .after(at("2026-06-01T09:00"), Amount.parse("5 working days"))),
                                List.of(instead)),
                        new Refusal(
                                Kind.MISSING_ITEM,
                                "plan",
                                List.of(clause(10)),
                                List.of("social-worker"),
                                Optional.empty(),
                                List.of(new Refusal.OtherWay.Reason("early-help-manager"), instead)),
                        new Refusal(
                                Kind.MISSING_AGREEMENT,
                                "agreement",
                                List.of(clause(12)),
                                List.of("early-help-worker"),
                                Optional.empty(),
                                List.of(instead)));
    }

    @Test
    void an_outcome_that_the_stage_does_not_have_is_unknown() {
        assertThat(talk().kindsRefused(MANAGER, choose("elsewhere"))).containsExactly(Kind.UNKNOWN);
    }

    @Test
    void an_outcome_whose_condition_does_not_hold_is_not_offered() {
        var story = new Story(APolicy.of(
                AStage.called("talk")
                        .outcome(AnOutcome.called("passed")
                                .when(APolicy.aged("16 years"))
                                .to("next")),
                next()));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.NOT_OFFERED);
    }

    @Test
    void what_happened_cannot_lie_in_the_future_or_before_its_stage() {
        var story = talk();

        assertThat(story.isRefused(
                        new Command(MANAGER, at("2026-06-01T09:01"), at("2026-06-01T09:00"), choose("passed"))))
                .extracting(Refusal::kind)
                .containsExactly(Kind.IN_THE_FUTURE);
        assertThat(story.isRefused(
                        new Command(MANAGER, at("2026-06-01T08:59"), at("2026-06-01T09:00"), choose("passed"))))
                .extracting(Refusal::kind)
                .containsExactly(Kind.BEFORE_ITS_STEP);
    }

    @Test
    void an_ended_run_takes_no_decision() {
        var story = talk();
        story.does(MANAGER, choose("passed"));
        story.does(MANAGER, choose("closed"));

        assertThat(story.kindsRefused(MANAGER, choose("closed"))).containsExactly(Kind.ENDED);
    }

    @Test
    void a_value_that_the_pack_forbids_in_a_case_system_cannot_be_chosen_or_entered() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .outcome(AnOutcome.called("stopped").code("LCS", "NFA"))
                                .outcome(AnOutcome.called("passed").to("next")),
                        next())
                .never("LCS", "NFA", "stopped")
                .never("LCS", "NFA", "passed"));

        assertThat(story.isRefused(MANAGER, choose("stopped")))
                .containsExactly(new Refusal(
                        Kind.FORBIDDEN_CODE, "NFA", List.of(clause(61)), List.of(), Optional.empty(), List.of()));
        story.does(MANAGER, choose("passed"));
        assertThat(story.kindsRefused(MANAGER, new Request.EnterInSystem("LCS", "NFA")))
                .containsExactly(Kind.FORBIDDEN_CODE);
        assertThat(story.does(MANAGER, new Request.EnterInSystem("LCS", "Transfer")))
                .containsExactly(new RunEvent.EnteredInSystem("passed", "LCS", "Transfer"));
    }

    @Test
    void a_decision_is_entered_only_in_a_system_of_the_pack_and_an_earlier_one_can_still_be() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .outcome(AnOutcome.called("passed").to("next").code("lcs", "Transfer")),
                        next())
                .never("lcs", "NFA", "passed"));
        story.does(MANAGER, choose("passed"));

        assertThat(story.kindsRefused(MANAGER, new Request.EnterInSystem("notepad", "Transfer")))
                .containsExactly(Kind.UNKNOWN);
        assertThat(story.kindsRefused(MANAGER, new Request.EnterInSystem("never-chosen", "lcs", "Transfer")))
                .containsExactly(Kind.NOT_OFFERED);
        assertThat(story.kindsRefused(MANAGER, new Request.EnterInSystem("passed", "LCS", " nfa ")))
                .containsExactly(Kind.FORBIDDEN_CODE);
        assertThat(story.does(MANAGER, new Request.EnterInSystem("passed", "lcs", "Transfer")))
                .containsExactly(new RunEvent.EnteredInSystem("passed", "lcs", "Transfer"));
    }

    @Test
    void a_minimum_wait_refuses_until_it_is_over() {
        var story = new Story(APolicy.of(
                AStage.called("talk")
                        .outcome(AnOutcome.called("passed")
                                .to("next")
                                .notBefore(APolicy.wait("5 working days", "stage"))),
                next()));

        story.on("2026-06-08T23:59");
        assertThat(story.isRefused(MANAGER, choose("passed")))
                .containsExactly(new Refusal(
                        Kind.TOO_EARLY, "passed", List.of(clause(40)), List.of(), Optional.empty(), List.of()));
        story.on("2026-06-09T00:00");
        story.does(MANAGER, choose("passed"));
    }

    // Who decides.

    @Test
    void who_did_the_check_cannot_take_the_decision_that_rests_on_it() {
        var story = new Story(APolicy.of(
                AStage.called("talk")
                        .item(task("check").by("early-help-manager"))
                        .decidedOtherThan("check")
                        .outcome(AnOutcome.called("passed").to("next")),
                next()));
        story.does(MANAGER, item("check"));

        assertThat(story.isRefused(MANAGER, choose("passed")))
                .containsExactly(new Refusal(
                        Kind.SAME_PERSON, "check", List.of(clause(10)), List.of(), Optional.empty(), List.of()));
        story.does(as("another", "early-help-manager"), choose("passed"));
    }

    @Test
    void who_wrote_an_item_cannot_do_the_one_that_checks_it() {
        var story = talk(task("written"), task("checked").otherThan("written"));
        story.does(WORKER, item("written"));

        assertThat(story.kindsRefused(WORKER, item("checked"))).containsExactly(Kind.SAME_PERSON);
        story.does(as("another", "early-help-worker"), item("checked"));
    }

    private static Story both(boolean samePersonAllowed) {
        return new Story(APolicy.of(
                AStage.called("talk")
                        .decidedByBoth(samePersonAllowed)
                        .outcome(AnOutcome.called("passed").to("next"))
                        .outcome(AnOutcome.called("stopped")),
                next()));
    }

    @Test
    void two_managers_decide_when_the_second_agrees_with_the_first() {
        var story = both(false);

        assertThat(story.does(MANAGER, choose("passed")))
                .containsExactly(new RunEvent.HalfDecided("talk", "sending-manager", "passed", WORDS));
        assertThat(story.run.stage()).isEqualTo("talk");
        story.does(RECEIVING, choose("passed"));

        assertThat(story.run.stage()).isEqualTo("next");
        assertThat(story.run.last())
                .contains(new Run.Taken(
                        "talk",
                        "passed",
                        List.of(
                                new Run.Party(MANAGER.staff(), "sending-manager"),
                                new Run.Party(RECEIVING.staff(), "receiving-manager")),
                        at("2026-06-01T09:00"),
                        story.seqOf(RunEvent.OutcomeChosen.class)));
    }

    @Test
    void two_managers_who_choose_differently_have_decided_nothing_until_one_changes_their_mind() {
        var story = both(false);
        story.does(MANAGER, choose("passed"));

        story.does(RECEIVING, choose("stopped"));

        assertThat(story.run.stage()).isEqualTo("talk");
        assertThat(story.run.halves()).containsOnlyKeys("sending-manager", "receiving-manager");
        story.does(MANAGER, choose("stopped"));
        assertThat(story.run.ended()).isPresent();
    }

    @Test
    void one_person_in_both_roles_cannot_sign_twice_unless_the_pack_allows_it() {
        var acting = as("maya", "early-help-manager", "social-work-manager");
        var strict = both(false);
        var lenient = both(true);
        strict.does(acting, choose("passed"));
        lenient.does(acting, choose("passed"));

        assertThat(strict.isRefused(acting, choose("passed")))
                .containsExactly(new Refusal(
                        Kind.SAME_PERSON,
                        "receiving-manager",
                        List.of(clause(10)),
                        List.of("receiving-manager"),
                        Optional.empty(),
                        List.of()));
        lenient.does(acting, choose("passed"));
        assertThat(lenient.run.stage()).isEqualTo("next");
    }

    @Test
    void the_manager_of_the_other_side_cannot_sign_for_this_one() {
        assertThat(both(false).kindsRefused(SOCIAL_WORKER, choose("passed"))).containsExactly(Kind.NOT_YOUR_ROLE);
    }

    @Test
    void two_managers_agree_on_every_child_or_on_nothing() {
        var story = new Story(
                APolicy.of(
                        AStage.called("talk")
                                .decidedByBoth(false)
                                .perChild()
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("stopped")),
                        next()),
                ADA,
                BEN);
        story.does(MANAGER, choose(Map.of(ADA, "passed", BEN, "passed")));

        story.does(RECEIVING, choose(Map.of(ADA, "passed", BEN, "stopped")));

        assertThat(story.run.stage()).isEqualTo("talk");
        story.does(MANAGER, choose(Map.of(ADA, "passed", BEN, "stopped")));
        assertThat(story.run.children()).containsExactly(ADA);
        assertThat(story.run.stage()).isEqualTo("next");
        assertThat(story.begun).hasSize(1);
    }

    @Test
    void a_meeting_decides_from_the_day_it_sits_and_its_administrator_may_record_it() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .outcome(AnOutcome.called("passed").to("next").then(APolicy.agenda())),
                        AStage.called("next").decidedByTheMeeting().outcome(AnOutcome.called("closed")))
                .meeting());
        story.on("2026-06-05T12:00").does(MANAGER, choose("passed"));

        assertThat(story.run.sitting()).contains(new Run.OnAgenda("meeting", LocalDate.of(2026, 6, 9)));
        story.on("2026-06-08T10:00");
        assertThat(story.kindsRefused(CHAIR, choose("closed"))).containsExactly(Kind.TOO_EARLY);
        assertThat(story.outstanding()
                        .decision()
                        .orElseThrow()
                        .offers()
                        .getFirst()
                        .refusals())
                .extracting(Refusal::kind)
                .containsExactly(Kind.TOO_EARLY);
        story.on("2026-06-09T15:00").does(as("ann", "administrator"), choose("closed"));
        assertThat(story.run.ended()).isPresent();
    }

    @Test
    void a_cancelled_sitting_moves_the_run_and_nobody_but_the_meeting_moves_it() {
        var story = new Story(APolicy.of(AStage.called("talk")
                        .decidedByTheMeeting()
                        .outcome(AnOutcome.called("deferred").again()))
                .meeting("step-up.talk"));

        assertThat(story.run.sitting()).contains(new Run.OnAgenda("meeting", LocalDate.of(2026, 6, 9)));
        assertThat(story.kindsRefused(MANAGER, new Request.MoveSitting(LocalDate.of(2026, 6, 16))))
                .containsExactly(Kind.NOT_YOUR_ROLE);
        story.does(CHAIR, new Request.MoveSitting(LocalDate.of(2026, 6, 16)));
        assertThat(story.run.sitting()).contains(new Run.OnAgenda("meeting", LocalDate.of(2026, 6, 16)));
        story.on("2026-06-16T15:00").does(CHAIR, choose("deferred"));
        assertThat(story.run.sitting()).contains(new Run.OnAgenda("meeting", LocalDate.of(2026, 6, 23)));
    }

    // Reasons instead.

    @Test
    void a_reason_from_the_role_the_pack_names_stands_for_the_item() {
        var story = talk(task("visit").orReasonFrom("early-help-manager"));

        assertThat(story.isRefused(WORKER, reason("visit")))
                .containsExactly(new Refusal(
                        Kind.NO_REASON_ALLOWED,
                        "visit",
                        List.of(clause(10)),
                        List.of("early-help-manager"),
                        Optional.empty(),
                        List.of()));
        story.does(MANAGER, reason("visit"));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_must_cannot_be_excused_and_a_consideration_can_by_who_considers_it() {
        var story = talk(task("visit"), consider("advocate"));

        assertThat(story.kindsRefused(MANAGER, reason("visit"))).containsExactly(Kind.NO_REASON_ALLOWED);
        story.does(WORKER, reason("advocate"));
        story.does(WORKER, item("visit"));
        story.does(MANAGER, choose("passed"));
    }

    // Items.

    @Test
    void one_of_several_is_enough_and_is_recorded_by_its_own_name() {
        var story = talk(oneOf("seen", task("at-home"), task("at-school")));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_ITEM);
        assertThat(story.kindsRefused(WORKER, item("seen"))).containsExactly(Kind.BAD_VALUE);
        story.does(WORKER, item("at-school"));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_document_too_old_does_not_count_and_a_fresh_one_does() {
        var story = talk(freshDocument("plan", "3 months"));
        story.does(WORKER, item("plan", "", "2026-02-20"));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_ITEM);
        story.facts = story.facts.with(story.facts.child(ADA).withDocument("plan", LocalDate.of(2026, 3, 2)));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_fact_confirmed_otherwise_than_it_has_to_be_does_not_count() {
        var story = talk(confirm("unsafe-to-talk", "false"));
        story.does(WORKER, item("unsafe-to-talk", "", "true"));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_ITEM);
        story.does(MANAGER, Story.state("unsafe-to-talk", "false"));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void an_item_for_each_child_is_wanted_for_each() {
        var story = new Story(
                APolicy.of(
                        AStage.called("talk")
                                .item(task("seen-alone").perChild())
                                .outcome(AnOutcome.called("passed").to("next")),
                        next()),
                ADA,
                BEN);
        story.does(WORKER, item("seen-alone", "ada", ""));

        assertThat(story.isRefused(MANAGER, choose("passed")))
                .extracting(Refusal::about)
                .containsExactly("seen-alone@ben");
        assertThat(story.kindsRefused(WORKER, item("seen-alone"))).containsExactly(Kind.BAD_VALUE);
        story.does(WORKER, item("seen-alone", "ben", ""));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_child_of_another_age_is_not_asked_for() {
        var story = new Story(
                APolicy.of(
                        AStage.called("talk")
                                .item(task("own-view").perChild().when(APolicy.aged("10 years")))
                                .outcome(AnOutcome.called("passed").to("next")),
                        next()),
                ADA,
                BEN);
        story.facts = story.facts.with(story.facts.child(BEN).withLife(LocalDate.of(2020, 1, 1), null));
        story.does(WORKER, item("own-view", "ada", ""));

        story.does(MANAGER, choose("passed"));
    }

    // Agreement.

    private static Story asked(Strength strength) {
        return talk(agreement(strength));
    }

    @Test
    void agreement_that_must_be_obtained_needs_a_yes_that_stands() {
        var story = asked(Strength.OBTAINED);

        story.does(WORKER, answer(MUM, Facts.Given.ASKED));
        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));
        assertThat(story.does(WORKER, answer(MUM, Facts.Given.WITHDRAWN)))
                .containsExactly(
                        new RunEvent.AgreementAnswered("agreement", MUM, Facts.Given.WITHDRAWN, Optional.of(WORDS)),
                        new RunEvent.RoleTold("early-help-manager", "agreement"));
        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void a_refusal_by_one_parent_is_not_outweighed_by_the_others_yes() {
        var story = asked(Strength.OBTAINED);
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));
        story.does(WORKER, answer(DAD, Facts.Given.REFUSED));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
    }

    @Test
    void each_parent_is_asked_where_the_pack_says_so() {
        var story = new Story(APolicy.of(
                        AStage.called("talk")
                                .item(agreement(Strength.OBTAINED))
                                .outcome(AnOutcome.called("passed").to("next")),
                        next())
                .agreement(AgreementType.From.EACH_PARENT));
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
        story.does(WORKER, answer(DAD, Facts.Given.GIVEN));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void agreement_that_is_sought_counts_whatever_the_answer_but_only_if_asked_for_this_run() {
        var story = asked(Strength.SOUGHT);
        var before = new Facts.Answer(Facts.Given.GIVEN, at("2026-01-01T09:00"), null);
        story.facts = story.facts.with(new Facts.AgreementKey("agreement", MUM), before);

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
        story.does(WORKER, answer(MUM, Facts.Given.REFUSED));
        story.does(MANAGER, choose("passed"));
    }

    @Test
    void evidenced_or_sought_takes_an_earlier_yes() {
        var story = asked(Strength.EVIDENCED_OR_SOUGHT);
        var before = new Facts.Answer(Facts.Given.GIVEN, at("2026-01-01T09:00"), null);
        story.facts = story.facts.with(new Facts.AgreementKey("agreement", MUM), before);

        story.does(MANAGER, choose("passed"));
    }

    @Test
    void an_earlier_no_is_no_evidence() {
        var story = asked(Strength.EVIDENCED_OR_SOUGHT);
        var before = new Facts.Answer(Facts.Given.REFUSED, at("2026-01-01T09:00"), null);
        story.facts = story.facts.with(new Facts.AgreementKey("agreement", MUM), before);

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
    }

    @Test
    void unsafe_to_ask_needs_its_reason_and_is_no_agreement() {
        var story = asked(Strength.OBTAINED);

        assertThat(story.kindsRefused(
                        WORKER,
                        new Request.AnswerAgreement("agreement", MUM, Facts.Given.UNSAFE_TO_ASK, Optional.empty())))
                .containsExactly(Kind.REASON_MISSING);
        story.does(WORKER, answer(MUM, Facts.Given.UNSAFE_TO_ASK));
        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
    }

    @Test
    void papers_pass_under_an_agreement_only_with_it() {
        var story = new Story(APolicy.of(
                AStage.called("talk")
                        .outcome(AnOutcome.called("passed").to("next").then(share("agreement"))),
                next()));

        assertThat(story.kindsRefused(MANAGER, choose("passed"))).containsExactly(Kind.MISSING_AGREEMENT);
        story.does(WORKER, answer(MUM, Facts.Given.GIVEN));
        assertThat(story.does(MANAGER, choose("passed")))
                .contains(new RunEvent.Shared(List.of("plan"), "social-work", "agreement"));
    }

    @Test
    void what_was_asked_before_the_run_divided_was_asked_for_both_parts() {
        var story = new Story(
                APolicy.of(
                        AStage.called("talk")
                                .perChild()
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("watched").to("watch")),
                        next(),
                        AStage.called("watch").item(agreement(Strength.SOUGHT)).outcome(AnOutcome.called("done"))),
                ADA,
                BEN);
        story.does(WORKER, answer(MUM, Facts.Given.REFUSED));
        story.does(MANAGER, choose(Map.of(ADA, "passed", BEN, "watched")));

        var part = divided(story);

        var outstanding = Outstanding.of(story.policy, part, story.facts, story.now);
        assertThat(part.stage()).isEqualTo("watch");
        assertThat(outstanding.items().getFirst().standing()).isEqualTo(Outstanding.Standing.DONE);
    }

    // What follows.

    private static Story handover() {
        return new Story(APolicy.of(AStage.called("talk")
                .item(named("new-worker", "social-worker"))
                .outcome(AnOutcome.called("taken")
                        .then(open("receiving"), lead("new-worker"), close("sending"), letter("welcome")))
                .outcome(AnOutcome.called("dropped").needsNothing().then(close("sending")))
                .outcome(AnOutcome.called("taken-unnamed")
                        .needsNothing()
                        .then(open("receiving"), close("sending"), lead("new-worker")))));
    }

    @Test
    void effects_apply_together_so_that_the_child_is_never_between_two_workers() {
        var story = handover();
        story.does(WORKER, item("new-worker", "", "sol"));

        var events = story.does(MANAGER, choose("taken"));

        assertThat(events)
                .containsExactly(
                        new RunEvent.OutcomeChosen("talk", "taken", List.of(ADA), WORDS, Map.of(), "", "", false),
                        new RunEvent.EpisodeOpened(ADA, "social-work"),
                        new RunEvent.EpisodeClosed(ADA, "early-help", "stepped-up", ""),
                        new RunEvent.LetterDrafted("welcome", List.of(ADA)),
                        new RunEvent.HolderChanged(
                                ADA,
                                new Holder.Practitioner(SOCIAL_WORKER.staff(), "social-worker", "social-work"),
                                List.of()),
                        new RunEvent.Ended("talk", "taken", List.of()));
    }

    @Test
    void a_service_cannot_close_over_a_child_whom_nobody_named_takes() {
        assertThat(handover().kindsRefused(MANAGER, choose("taken-unnamed")))
                .contains(Kind.MISSING_ITEM, Kind.WOULD_LEAVE_NOBODY);
    }

    @Test
    void a_child_open_to_nothing_at_the_end_is_released() {
        var story = handover();

        assertThat(story.does(MANAGER, choose("dropped"))).contains(new RunEvent.HolderReleased(ADA));
        assertThat(story.facts.child(ADA).holder()).isNull();
    }

    @Test
    void where_the_text_names_nobody_the_closing_teams_duty_holder_stays_and_the_gap_is_cited() {
        var story = new Story(APolicy.of(AStage.called("talk")
                        .outcome(AnOutcome.called("handed-on").then(open("receiving"), close("sending"))))
                .gap("handed-on"));

        assertThat(story.does(MANAGER, choose("handed-on")))
                .contains(new RunEvent.HolderChanged(ADA, new Holder.Duty("east", "early-help"), List.of(clause(60))));
    }

    @Test
    void a_worker_named_for_each_child_leads_that_child() {
        var story = new Story(
                APolicy.of(AStage.called("talk")
                        .item(named("new-worker", "social-worker").perChild())
                        .outcome(AnOutcome.called("taken")
                                .then(open("receiving"), lead("new-worker"), close("sending")))),
                ADA,
                BEN);
        story.does(WORKER, item("new-worker", "ada", "sol"));
        story.does(WORKER, item("new-worker", "ben", "sam"));

        story.does(MANAGER, choose("taken"));

        assertThat(story.facts.child(ADA).holder())
                .isEqualTo(new Holder.Practitioner(SOCIAL_WORKER.staff(), "social-worker", "social-work"));
        assertThat(story.facts.child(BEN).holder())
                .isEqualTo(new Holder.Practitioner(new StaffId("sam"), "social-worker", "social-work"));
    }

    @Test
    void a_service_that_stays_open_alongside_cannot_close_until_its_end_condition() {
        var story = new Story(APolicy.of(
                        AStage.called("talk").outcome(AnOutcome.called("passed").to("next")),
                        AStage.called("next")
                                .outcome(AnOutcome.called("early").then(close("sending")))
                                .outcome(AnOutcome.called("settled").to("last")),
                        AStage.called("last").outcome(AnOutcome.called("closed").then(close("sending"))))
                .stays("early-help", "passed", "settled"));
        story.does(MANAGER, choose("passed"));

        assertThat(story.isRefused(MANAGER, choose("early")))
                .containsExactly(new Refusal(
                        Kind.STILL_KEPT_OPEN,
                        "early-help",
                        List.of(clause(80)),
                        List.of(),
                        Optional.empty(),
                        List.of()));
        assertThat(story.does(MANAGER, choose("settled"))).contains(new RunEvent.LineEnded("early-help-stays"));
        story.does(MANAGER, choose("closed"));
        assertThat(story.facts.child(ADA).open()).isEmpty();
    }

    @Test
    void a_service_that_another_run_keeps_open_cannot_close_here() {
        var story = new Story(APolicy.of(
                AStage.called("talk").outcome(AnOutcome.called("stopped").then(close("sending")))));
        var ada = story.facts.child(ADA);
        story.facts = story.facts.with(new Facts.Child(
                ada.id(),
                ada.version(),
                ada.born(),
                ada.died(),
                ada.open(),
                ada.holder(),
                ada.coWorkers(),
                ada.values(),
                ada.documents(),
                Map.of("early-help", new RunId("another")),
                ada.openRuns()));

        assertThat(story.kindsRefused(MANAGER, choose("stopped"))).containsExactly(Kind.STILL_KEPT_OPEN);
    }

    // Division.

    static Run divided(Story story) {
        var part = story.begun.entrySet().iterator().next();
        var before = Run.replay(
                Story.RUN, story.history.subList(0, part.getValue().getFirst().seq() - 1));
        var run = before.dividedInto(part.getKey());
        for (var entry : part.getValue()) {
            run = run.evolve(entry);
        }
        return run;
    }

    @Test
    void children_whose_outcomes_lead_apart_go_on_as_two_linked_runs() {
        var story = siblingsWithNext();
        story.does(WORKER, item("seen", "ben", ""));

        var events = story.does(MANAGER, choose(Map.of(ADA, "passed", BEN, "stopped")));
        var part = divided(story);

        assertThat(events.getFirst()).isInstanceOf(RunEvent.Divided.class);
        var kept = story.run.children().equals(List.of(ADA)) ? story.run : part;
        var gone = kept == part ? story.run : part;
        assertThat(kept.children()).containsExactly(ADA);
        assertThat(kept.stage()).isEqualTo("next");
        assertThat(kept.owed()).containsExactly(new ItemKey("seen", "ada"));
        assertThat(gone.children()).containsExactly(BEN);
        assertThat(gone.ended()).isPresent();
        assertThat(gone.owed()).isEmpty();
        assertThat(gone.items()).containsOnlyKeys(new ItemKey("seen", "ben"));
        assertThat(story.facts.child(ADA).open()).containsOnlyKeys("early-help");
        assertThat(story.facts.child(BEN).open()).isEmpty();
    }

    private static Story siblingsWithNext() {
        return new Story(
                APolicy.of(
                        AStage.called("talk")
                                .perChild()
                                .item(task("seen").perChild().due(within("5 working days", "stage")))
                                .outcome(AnOutcome.called("passed")
                                        .needsNothing()
                                        .to("next"))
                                .outcome(AnOutcome.called("stopped")
                                        .needsNothing()
                                        .then(close("sending"))),
                        next()),
                ADA,
                BEN);
    }

    @Test
    void siblings_stay_together_where_the_stage_has_one_decision() {
        var story = new Story(
                APolicy.of(
                        AStage.called("talk")
                                .outcome(AnOutcome.called("passed").to("next"))
                                .outcome(AnOutcome.called("stopped")),
                        next()),
                ADA,
                BEN);

        assertThat(story.kindsRefused(MANAGER, choose(Map.of(ADA, "passed", BEN, "stopped"))))
                .contains(Kind.BAD_VALUE);
    }

    @Test
    void a_child_left_out_of_the_decision_is_named() {
        assertThat(siblingsWithNext().isRefused(MANAGER, choose(Map.of(ADA, "passed"))))
                .extracting(Refusal::about)
                .containsExactly("ben");
    }

    // Owed, and again.

    @Test
    void an_urgent_outcome_needs_nothing_and_loses_nothing() {
        var story = siblingsWithNext();
        story.does(MANAGER, choose("passed"));

        assertThat(story.run.owed()).containsExactly(new ItemKey("seen", "ada"), new ItemKey("seen", "ben"));
        assertThat(story.outstanding().owed())
                .extracting(Outstanding.Need::what)
                .containsExactly("item:seen@ada", "item:seen@ben");
        story.on("2026-06-03T09:00").does(WORKER, item("seen", "ada", ""));
        assertThat(story.run.owed()).containsExactly(new ItemKey("seen", "ben"));
    }

    @Test
    void what_is_owed_can_be_done_after_the_run_has_ended() {
        var story = new Story(APolicy.of(AStage.called("talk")
                .item(task("seen").due(within("5 working days", "stage")))
                .item(task("undated"))
                .outcome(AnOutcome.called("stopped").needsNothing())));
        story.does(MANAGER, choose("stopped"));

        assertThat(story.kindsRefused(WORKER, item("undated"))).contains(Kind.ENDED);
        story.does(WORKER, item("seen"));
        assertThat(story.run.owed()).isEmpty();
    }

    @Test
    void one_of_several_that_is_owed_can_still_be_done() {
        var story = new Story(APolicy.of(
                AStage.called("talk")
                        .item(oneOf("seen", task("at-home"), task("at-school")).due(within("5 working days", "stage")))
                        .outcome(AnOutcome.called("passed").needsNothing().to("next")),
                next()));
        story.does(MANAGER, choose("passed"));

        story.does(WORKER, item("at-home"));

        assertThat(story.outstanding().owed()).isEmpty();
    }

    @Test
    void the_same_stage_again_asks_for_its_items_afresh_and_its_clock_runs_on() {
        var story = new Story(APolicy.of(AStage.called("talk")
                .item(task("review"))
                .due(APolicy.withinThenEvery("15 working days", "started", "10 working days"))
                .outcome(AnOutcome.called("goes-on").again())));

        assertThat(due(story)).isEqualTo(at("2026-06-23T00:00"));
        story.on("2026-06-15T10:00").does(WORKER, item("review"));
        story.does(MANAGER, choose("goes-on"));

        assertThat(story.run.items()).isEmpty();
        assertThat(story.run.stageVisits()).isEqualTo(Map.of("talk", 2));
        assertThat(due(story)).isEqualTo(at("2026-07-07T00:00"));
        assertThat(story.kindsRefused(MANAGER, choose("goes-on"))).containsExactly(Kind.MISSING_ITEM);
    }

    private static java.time.Instant due(Story story) {
        return story.outstanding()
                .decision()
                .orElseThrow()
                .clock()
                .dated()
                .orElseThrow()
                .latest();
    }

    @Test
    void a_linked_run_begins_with_an_outcome_and_knows_where_it_came_from() {
        var story = new Story(APolicy.of(AStage.called("talk")
                .outcome(AnOutcome.called("alarmed").then(new Effect.Start("harm-now", "harm-now", List.of())))));

        var events = story.does(MANAGER, choose("alarmed"));

        assertThat(events).contains(new RunEvent.Linked(new RunId("spare-1"), "harm-now", "harm-now"));
        assertThat(story.begun).containsOnlyKeys(new RunId("spare-1"));
        var linked = Run.replay(new RunId("spare-1"), story.begun.getOrDefault(new RunId("spare-1"), List.of()));
        assertThat(linked.parent()).contains(Story.RUN);
        assertThat(linked.children()).containsExactly(ADA);
        assertThat(linked.stage()).isEqualTo("ring");
    }

    @Test
    void an_actor_with_cover_acts_in_the_role_they_cover() {
        var cover = new Actor(
                new StaffId("cora"), List.of(new Actor.Grant("early-help-manager", "early-help", MANAGER.staff())));
        var story = talk();

        story.does(cover, choose("passed"));

        assertThat(story.history.getLast().role()).isEqualTo("early-help-manager");
    }
}
