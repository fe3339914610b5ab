package stepways.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.app.record.InventedCouncil.MANAGER;
import static stepways.app.record.InventedCouncil.OTHER_RECEIVER;
import static stepways.app.record.InventedCouncil.RECEIVER;
import static stepways.app.record.InventedCouncil.WORKER;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.record.Casework.Answer;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Correction;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Refusal;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;

class CaseworkTest {

    private final InventedCouncil council = InventedCouncil.in(TestDatabase.shared(), InstantSource.system());

    @Test
    void two_people_press_the_same_button_and_one_sees_what_changed() throws Exception {
        var run = council.sentStepUp(council.household(1));
        council.does(
                run,
                RECEIVER,
                "social-worker",
                council.staff("social-worker").value().toString());
        var before = council.version(run, RECEIVER);
        var choice = council.choice("taken-on");
        var other = council.choice("stays");

        var answers = together(
                () -> council.casework.submit(council.as(RECEIVER), run, council.form(run, RECEIVER), choice),
                () -> council.casework.submit(
                        new Viewer.Staff(council.authority, council.other(RECEIVER)),
                        run,
                        new Casework.Form("other-" + run, before, Optional.empty()),
                        other));

        assertThat(answers).filteredOn(Answer.Done.class::isInstance).hasSize(1);
        var slower = answers.stream()
                .filter(a -> !(a instanceof Answer.Done))
                .findFirst()
                .orElseThrow();
        assertThat(slower)
                .isInstanceOfSatisfying(
                        Answer.Changed.class,
                        changed -> assertThat(changed.since())
                                .anyMatch(entry -> entry.event() instanceof RunEvent.OutcomeChosen));
    }

    @RepeatedTest(20)
    void a_double_click_writes_once() throws Exception {
        var run = council.beginStepUp(council.household(1));
        var form = council.form(run, WORKER);
        Casework.Asks talk =
                texts -> new Request.DoItem(ItemKey.forFamily("talk"), "", Optional.of(texts.keep("Talked.")));

        var answers = together(
                () -> council.casework.submit(council.as(WORKER), run, form, talk),
                () -> council.casework.submit(council.as(WORKER), run, form, talk));

        assertThat(answers).allMatch(Answer.Done.class::isInstance);
        assertThat(answers).filteredOn(a -> ((Answer.Done) a).again()).hasSize(1);
        assertThat(council.events(run).values()).filteredOn("item-done"::equals).hasSize(1);
    }

    @Test
    void a_double_click_that_begins_a_transfer_begins_one() {
        var household = council.household(1);
        var id = council.newRun();
        var begin = new Request.Begin(
                id,
                "step-up",
                "worried",
                List.of(new ChildId(household.children().getFirst().toString())),
                "",
                "");
        var form = new Casework.Form("once", 0, Optional.empty());

        var first = council.casework.begin(council.as(WORKER), Optional.of(household.family()), form, begin);
        var second = council.casework.begin(council.as(WORKER), Optional.of(household.family()), form, begin);

        assertThat(first).isEqualTo(new Answer.Done(UUID.fromString(id.value()), List.of(), false));
        assertThat(second).isEqualTo(new Answer.Done(UUID.fromString(id.value()), List.of(), true));
    }

    @Test
    void two_runs_of_one_child_never_give_it_two_holders() throws Exception {
        for (int round = 0; round < 12; round++) {
            var household = council.household(2);
            var up = council.sentStepUp(household);
            council.does(
                    up,
                    RECEIVER,
                    "social-worker",
                    council.staff("social-worker").value().toString());
            var across = council.beginAcross(household);
            council.does(
                    across,
                    OTHER_RECEIVER,
                    "disability-worker",
                    council.staff("disability-worker").value().toString());
            var takeOn = council.choice("taken-on");
            var move = council.choice("moved");
            var upForm = council.form(up, RECEIVER);
            var acrossForm = council.form(across, OTHER_RECEIVER);

            var answers = together(
                    () -> council.casework.submit(council.as(RECEIVER), up, upForm, takeOn),
                    () -> council.casework.submit(council.as(OTHER_RECEIVER), across, acrossForm, move));

            assertThat(answers).anyMatch(Answer.Done.class::isInstance);
            assertThat(council.holders(household).values()).containsOnly(1L);
        }
    }

    @Test
    void what_the_other_run_did_is_seen_before_anything_is_written() throws Exception {
        var household = council.household(1);
        var up = council.sentStepUp(household);
        council.does(
                up,
                RECEIVER,
                "social-worker",
                council.staff("social-worker").value().toString());
        var across = council.beginAcross(household);
        council.does(
                across,
                OTHER_RECEIVER,
                "disability-worker",
                council.staff("disability-worker").value().toString());
        council.chooses(up, RECEIVER, "taken-on");

        council.chooses(across, OTHER_RECEIVER, "moved");

        assertThat(council.holders(household).values()).containsExactly(1L);
        var seen = council.casework.see(council.as(OTHER_RECEIVER), across).orElseThrow();
        var child = seen.loaded()
                .facts()
                .child(new ChildId(household.children().getFirst().toString()));
        assertThat(child.open().keySet()).containsExactly("disability", "social-care");
    }

    @Test
    void children_whose_outcomes_differ_go_on_as_two_linked_transfers() {
        var household = council.household(2);
        var run = council.sentStepUp(household);
        council.does(
                run,
                RECEIVER,
                "social-worker",
                council.staff("social-worker").value().toString());
        var first = new ChildId(household.children().get(0).toString());
        var second = new ChildId(household.children().get(1).toString());
        var ids = council.casework.newRuns(3);

        var done = council.submit(
                run,
                RECEIVER,
                texts -> new Request.Choose(
                        Map.of(first, "taken-on", second, "stays"), "", Optional.of(texts.keep("Each by need.")), ids));

        assertThat(done.newRuns()).hasSize(1);
        var stayed =
                council.casework.see(council.as(RECEIVER), run).orElseThrow().run();
        var other = council.casework
                .see(council.as(RECEIVER), done.newRuns().getFirst())
                .orElseThrow()
                .run();
        assertThat(List.of(stayed.children(), other.children()))
                .containsExactlyInAnyOrder(List.of(first), List.of(second));
        assertThat(List.of(stayed.isOpen(), other.isOpen())).containsExactlyInAnyOrder(true, false);
        assertThat(council.holders(household).values()).containsOnly(1L);
    }

    @Test
    void what_the_page_shows_after_a_step_is_what_the_database_holds() {
        var household = council.household(2);
        var run = council.sentStepUp(household);
        council.does(
                run,
                RECEIVER,
                "social-worker",
                council.staff("social-worker").value().toString());
        var before =
                council.casework.see(council.as(RECEIVER), run).orElseThrow().loaded();

        council.chooses(run, RECEIVER, "taken-on");

        var stored =
                council.casework.see(council.as(RECEIVER), run).orElseThrow().loaded();
        var added = stored.history()
                .subList(before.history().size(), stored.history().size());
        var worked = before.after(added);
        assertThat(worked.run()).isEqualTo(stored.run());
        for (var child : stored.facts().children().values()) {
            var other = worked.facts().child(child.id());
            assertThat(other.open().keySet()).isEqualTo(child.open().keySet());
            assertThat(other.holder()).isEqualTo(child.holder());
            assertThat(other.documents()).isEqualTo(child.documents());
            assertThat(other.openRuns()).isEqualTo(child.openRuns());
        }
    }

    @Test
    void a_visit_recorded_a_week_late_keeps_both_dates() {
        var run = council.beginStepUp(council.household(1));
        var now = Instant.now();
        var answer = council.casework.submit(
                council.as(WORKER),
                run,
                new Casework.Form("late", council.version(run, WORKER), Optional.of(now.plusSeconds(3600))),
                texts -> new Request.DoItem(ItemKey.forFamily("talk"), "", Optional.of(texts.keep("Tomorrow."))));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.refusals())
                                .extracting(Refusal::kind)
                                .contains(Refusal.Kind.IN_THE_FUTURE));
        assertThat(council.events(run)).hasSize(1);
    }

    @Test
    void a_correction_keeps_what_it_corrects_readable() {
        var run = council.beginStepUp(council.household(1));
        council.does(run, WORKER, "talk", "");
        var seq = council.version(run, WORKER);

        council.submit(
                run,
                WORKER,
                texts -> new Request.Correct(
                        (int) seq, new Correction.DidNotHappen(), Optional.of(texts.keep("Wrong family."))));

        assertThat(council.events(run).values()).containsExactly("began", "item-done", "corrected");
        var now = council.casework.see(council.as(WORKER), run).orElseThrow().run();
        assertThat(now.items()).isEmpty();
    }

    /// The contact of another professional leads to a step up that the worker has asked for already.
    @Test
    void a_decision_that_begins_what_is_open_already_names_it_and_asks_for_nothing_twice() {
        var crowded = CrowdedCouncil.running(TestDatabase.shared(), "icrt");
        var household = crowded.household(
                new CrowdedCouncil.Scene(
                        "early-help",
                        List.of(),
                        "early-help-worker",
                        Map.of(),
                        new CrowdedCouncil.At("step-up", "worker-is-worried", "", ""),
                        new CrowdedCouncil.At("professionals", "wants-a-step-up", "", "")),
                1);
        var stepUp = household.runs().get(0);
        var contact = household.runs().get(1);
        for (var item : List.of("threshold-discussed", "part-of-the-contact")) {
            crowded.submit(
                    contact,
                    "early-help-worker",
                    texts -> new Request.DoItem(ItemKey.forFamily(item), "", Optional.of(texts.keep("Talked."))));
        }

        var done = crowded.submit(
                contact,
                "early-help-team-manager",
                texts -> Request.Choose.forAll(
                        "threshold-may-be-met", texts.keep("Worth a look."), crowded.casework.newRuns(2)));

        assertThat(done)
                .isInstanceOfSatisfying(
                        Answer.Done.class,
                        answer -> assertThat(answer.newRuns()).isEmpty());
        var events = crowded.database.read(
                crowded.job(),
                sql -> new RunReader(sql)
                        .load(contact, crowded.now())
                        .orElseThrow()
                        .history());
        assertThat(events)
                .extracting(entry -> entry.event())
                .contains(new RunEvent.Linked(new RunId(stepUp.toString()), "step-up", "worker-is-worried"));
    }

    @Test
    void on_a_busy_run_everybody_gets_their_turn() throws Exception {
        var run = council.beginStepUp(council.household(1));
        int people = 12;
        var barrier = new CyclicBarrier(people);
        var answers = new java.util.ArrayList<java.util.concurrent.Future<Answer>>();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < people; i++) {
                var form = council.form(run, WORKER);
                var id = "question-" + i;
                answers.add(all.submit(() -> {
                    barrier.await();
                    return council.casework.submit(
                            council.as(WORKER),
                            run,
                            form,
                            texts -> new Request.Ask(id, MANAGER, texts.keep("When can we talk?")));
                }));
            }
        }

        for (var answer : answers) {
            assertThat(answer.get()).isInstanceOf(Answer.Done.class);
        }
        assertThat(council.events(run)).hasSize(1 + people);
    }

    @Test
    void another_authority_sees_no_such_run() {
        var run = council.beginStepUp(council.household(1));
        var elsewhere = InventedCouncil.in(TestDatabase.shared(), InstantSource.system());

        assertThat(elsewhere.casework.see(elsewhere.as(WORKER), run)).isEmpty();
        assertThat(elsewhere.casework.submit(
                        elsewhere.as(MANAGER),
                        run,
                        new Casework.Form("theirs", 1, Optional.empty()),
                        elsewhere.choice("not-pursued")))
                .isEqualTo(new Answer.NotFound());
    }

    private static List<Answer> together(Callable<Answer> one, Callable<Answer> other) throws Exception {
        var barrier = new CyclicBarrier(2);
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = both.submit(() -> {
                barrier.await();
                return one.call();
            });
            var second = both.submit(() -> {
                barrier.await();
                return other.call();
            });
            return List.of(first.get(), second.get());
        }
    }
}
