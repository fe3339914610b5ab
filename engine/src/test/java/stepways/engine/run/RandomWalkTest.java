package stepways.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static stepways.engine.run.APolicy.AnItem.agreement;
import static stepways.engine.run.APolicy.AnItem.confirm;
import static stepways.engine.run.APolicy.AnItem.consider;
import static stepways.engine.run.APolicy.AnItem.document;
import static stepways.engine.run.APolicy.AnItem.named;
import static stepways.engine.run.APolicy.AnItem.oneOf;
import static stepways.engine.run.APolicy.AnItem.task;
import static stepways.engine.run.APolicy.agenda;
import static stepways.engine.run.APolicy.close;
import static stepways.engine.run.APolicy.lead;
import static stepways.engine.run.APolicy.letter;
import static stepways.engine.run.APolicy.mark;
import static stepways.engine.run.APolicy.open;
import static stepways.engine.run.APolicy.share;
import static stepways.engine.run.APolicy.within;
import static stepways.engine.run.Story.ADA;
import static stepways.engine.run.Story.BEN;
import static stepways.engine.run.Story.DAD;
import static stepways.engine.run.Story.MUM;
import static stepways.engine.run.Story.WORDS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stepways.engine.policy.Item;
import stepways.engine.policy.Item.Strength;
import stepways.engine.policy.Outcome;
import stepways.engine.run.APolicy.AStage;
import stepways.engine.run.APolicy.AnOutcome;
import stepways.engine.run.Command.Request;

/// Staff do anything at all to a run, sensible or not. Whatever they do, these hold.
class RandomWalkTest {

    private static final int STEPS = 80;

    private static final List<String> ROLES = List.of(
            "early-help-worker",
            "early-help-manager",
            "social-worker",
            "social-work-manager",
            "head-of-service",
            "director",
            "chair",
            "administrator");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /// A procedure that has every kind of item, decider and way on.
    private static APolicy procedure() {
        return APolicy.of(
                        AStage.called("talk")
                                .item(task("seen").perChild().due(within("5 working days", "stage")))
                                .item(oneOf("heard", task("at-home"), task("at-school"))
                                        .due(within("1 week", "stage")))
                                .item(agreement(Strength.OBTAINED).due(within("24 hours", "started")))
                                .item(consider("advocate"))
                                .perChild()
                                .due(within("10 working days", "stage"))
                                .outcome(AnOutcome.called("passed")
                                        .then(agenda())
                                        .to("meeting"))
                                .outcome(AnOutcome.called("not-pursued")
                                        .needsNothing()
                                        .to("review"))
                                .outcome(AnOutcome.called("stopped")
                                        .needs("advocate")
                                        .then(close("sending"))),
                        AStage.called("meeting")
                                .item(document("plan").orReasonFrom("early-help-manager"))
                                .decidedByTheMeeting()
                                .outcome(AnOutcome.called("referred")
                                        .then(share("agreement"), mark("heard-once"))
                                        .to("handover"))
                                .outcome(AnOutcome.called("deferred")
                                        .needsNothing()
                                        .again())
                                .outcome(AnOutcome.called("refused")
                                        .needsNothing()
                                        .to("review")),
                        AStage.called("handover")
                                .item(named("new-worker", "social-worker").by("receiving-manager"))
                                .item(confirm("unsafe-to-talk", "false"))
                                .decidedByBoth(false)
                                .perChild()
                                .outcome(AnOutcome.called("taken")
                                        .then(open("receiving"), lead("new-worker"), letter("welcome"))
                                        .to("settling"))
                                .outcome(AnOutcome.called("given-back")
                                        .needsNothing()
                                        .to("talk")),
                        AStage.called("settling")
                                .item(task("joint-visit").by("social-worker").due(within("10 working days", "taken")))
                                .decidedBy("social-work-manager")
                                .decidedOtherThan("new-worker")
                                .outcome(AnOutcome.called("settled").then(close("sending")))
                                .outcome(AnOutcome.called("not-yet")
                                        .needsNothing()
                                        .again()),
                        AStage.called("review")
                                .outcome(AnOutcome.called("stays").needsNothing())
                                .outcome(AnOutcome.called("tried-again")
                                        .needsNothing()
                                        .to("talk")))
                .stays("early-help", "taken", "settled")
                .dispute("talk", "director")
                .clock("be-heard", "heard-once", within("20 working days", "started"))
                .anyTime("note", "anyone")
                .meeting();
    }

    private static Story walk(SplittableRandom random) {
        return random.nextBoolean() ? new Story(procedure(), ADA, BEN) : new Story(procedure());
    }

    /// What somebody asks: mostly something that could make sense, from anybody.
    private static Command any(SplittableRandom random, Story story) {
        if (random.nextInt(3) == 0) {
            story.now = story.now.plus(Duration.ofHours(1 + random.nextInt(72)));
        }
        var happened = story.now.minus(Duration.ofHours(random.nextInt(4) == 0 ? random.nextInt(240) : 0));
        if (random.nextInt(4) < 3) {
            return likely(random, story, happened);
        }
        var by = Story.as(person(random), pick(random, ROLES));
        return new Command(by, happened, story.now, request(random, story));
    }

    private static String person(SplittableRandom random) {
        return "person-" + random.nextInt(6);
    }

    /// What the page would offer next: an open item, an outcome, a review, by somebody of the role it waits for.
    private static Command likely(SplittableRandom random, Story story, Instant happened) {
        var outstanding = story.outstanding();
        var all = new ArrayList<Command>();
        for (var needs : List.of(outstanding.items(), outstanding.owed())) {
            for (var need : needs) {
                if (need.standing() == Outstanding.Standing.OPEN) {
                    all.add(new Command(
                            Story.as(person(random), staff(need.by())),
                            happened,
                            story.now,
                            does(need, person(random))));
                }
            }
        }
        outstanding.decision().ifPresent(choice -> {
            for (var offer : choice.offers()) {
                // Runs that end at once or go round in circles would teach little.
                boolean onward = offer.outcome().go() instanceof Outcome.Go.To
                        && !List.of("not-pursued", "refused", "given-back")
                                .contains(offer.outcome().name());
                if (!onward && random.nextInt(8) > 0) {
                    continue;
                }
                var request = Request.Choose.forAll(offer.outcome().name(), WORDS, story.ids(4));
                all.add(new Command(
                        Story.as(person(random), staff(pick(random, choice.by()))), happened, story.now, request));
            }
            if (choice.stage().perChild() && random.nextInt(6) == 0) {
                var each = new LinkedHashMap<ChildId, String>();
                story.run
                        .children()
                        .forEach(child -> each.put(
                                child, pick(random, choice.offers()).outcome().name()));
                all.add(new Command(
                        Story.as(person(random), staff(pick(random, choice.by()))),
                        happened,
                        story.now,
                        new Request.Choose(each, "", Optional.of(WORDS), story.ids(4))));
            }
        });
        outstanding.review().ifPresent(review -> {
            var disputed = story.run.dispute().orElseThrow().stage();
            var outcomes = story.policy.pathway("step-up").stage(disputed).outcomes();
            all.add(new Command(
                    Story.as("person-7", pick(random, review.reviewers())),
                    happened,
                    story.now,
                    new Request.ResolveDispute(pick(random, outcomes).name(), Optional.of(WORDS), story.ids(4))));
        });
        return all.isEmpty() || random.nextInt(8) == 0
                ? new Command(Story.NOBODY, happened, story.now, new Request.NoteDeadlines())
                : pick(random, all);
    }

    /// A role that somebody holds for one that stands for several.
    private static String staff(String role) {
        return switch (role) {
            case "sending-manager" -> "early-help-manager";
            case "receiving-manager" -> "social-work-manager";
            default -> role;
        };
    }

    private static Request does(Outstanding.Need need, String person) {
        return switch (need.item().kind()) {
            case Item.Kind.Agreement(var agreement, var _) ->
                new Request.AnswerAgreement(agreement, MUM, Facts.Given.GIVEN, Optional.of(WORDS));
            case Item.Kind.OneOf(var options) ->
                new Request.DoItem(
                        new ItemKey(options.getFirst().name(), need.key().subject()), "", Optional.of(WORDS));
            case Item.Kind.Named _ -> new Request.DoItem(need.key(), person, Optional.of(WORDS));
            case Item.Kind.Documents _ -> new Request.DoItem(need.key(), "2026-05-01", Optional.of(WORDS));
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _ -> new Request.DoItem(need.key(), "", Optional.of(WORDS));
        };
    }

    private static Request request(SplittableRandom random, Story story) {
        var stage = story.policy.pathway("step-up").stage(story.run.stage());
        var child = pick(random, story.run.children());
        return switch (random.nextInt(22)) {
            case 0, 1, 2, 3, 4, 5 -> doItem(random, story, child);
            case 6 -> new Request.GiveReason(pick(random, keys(story, child)), WORDS);
            case 7, 8 ->
                new Request.AnswerAgreement(
                        "agreement",
                        random.nextBoolean() ? MUM : DAD,
                        pick(random, List.of(Facts.Given.values())),
                        Optional.of(WORDS));
            case 9, 10, 11, 12 ->
                Request.Choose.forAll(pick(random, stage.outcomes()).name(), WORDS, story.ids(4));
            case 13 -> {
                var each = new LinkedHashMap<ChildId, String>();
                story.run
                        .children()
                        .forEach(one ->
                                each.put(one, pick(random, stage.outcomes()).name()));
                yield new Request.Choose(each, "", Optional.of(WORDS), story.ids(4));
            }
            case 14 -> Story.dispute();
            case 15 -> {
                var disputed = story.run.dispute().map(Run.OpenDispute::stage).orElse(story.run.stage());
                var outcomes = story.policy.pathway("step-up").stage(disputed).outcomes();
                yield new Request.ResolveDispute(pick(random, outcomes).name(), Optional.of(WORDS), story.ids(4));
            }
            case 16 -> new Request.EscalateDispute(Optional.of(WORDS));
            case 17 -> correction(random, story, child);
            case 18 -> new Request.NoteDeadlines();
            case 19 -> new Request.Act("note", Optional.empty());
            case 20 ->
                random.nextInt(20) == 0
                        ? new Request.RecordDeath(child, LocalDate.of(2026, 6, 1))
                        : new Request.StateFact("unsafe-to-talk", Optional.empty(), "false");
            default ->
                random.nextInt(4) == 0
                        ? new Request.StepOutside(
                                pick(random, List.of("talk", "meeting", "handover", "settling", "review")),
                                Optional.of(WORDS))
                        : new Request.RaiseHarm(story.ids(1).getFirst());
        };
    }

    private static Request doItem(SplittableRandom random, Story story, ChildId child) {
        var key = pick(random, keys(story, child));
        var value = switch (key.item()) {
            case "new-worker" -> "person-" + random.nextInt(6);
            case "plan" -> "2026-05-01";
            default -> "";
        };
        return new Request.DoItem(key, value, Optional.of(WORDS));
    }

    private static Request correction(SplittableRandom random, Story story, ChildId child) {
        var correction = switch (random.nextInt(4)) {
            case 0 -> new Correction.HappenedAt(story.now.minus(Duration.ofHours(random.nextInt(100))));
            case 1 -> new Correction.DidNotHappen();
            case 2 -> new Correction.AboutAnother(child.value());
            default -> new Correction.ValueWas("person-7");
        };
        return Story.correct(1 + random.nextInt(story.run.seq()), correction);
    }

    private static List<ItemKey> keys(Story story, ChildId child) {
        var all = new ArrayList<ItemKey>();
        for (var stage : story.policy.pathway("step-up").stages().values()) {
            if (!stage.name().equals(story.run.stage()) && story.run.owed().isEmpty()) {
                continue;
            }
            for (var item : stage.checklist()) {
                var options = item.kind() instanceof Item.Kind.OneOf(var of) ? of : List.of(item);
                for (var each : options) {
                    all.add(new ItemKey(each.name(), item.per() == Item.Per.CHILD ? child.value() : ""));
                }
            }
        }
        return all.isEmpty() ? List.of(ItemKey.forFamily("nothing")) : all;
    }

    private static <T> T pick(SplittableRandom random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static void step(SplittableRandom random, Story story) {
        if (story.asks(any(random, story)) instanceof Decision.Accepted accepted) {
            story.record(accepted);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_history_the_engine_writes_can_be_replayed(long seed) {
        var random = new SplittableRandom(seed);
        var story = walk(random);

        for (int i = 0; i < STEPS; i++) {
            step(random, story);
        }

        assertThat(Run.replay(Story.RUN, story.history)).isEqualTo(story.run);
        assertThat(story.history).extracting(Entry::seq).isEqualTo(counted(story.history.size()));
    }

    private static List<Integer> counted(int size) {
        var all = new ArrayList<Integer>();
        for (int i = 1; i <= size; i++) {
            all.add(i);
        }
        return all;
    }

    /// Without this the properties could hold because nothing happens.
    @Test
    void the_walks_go_everywhere() {
        var events = new TreeMap<String, Integer>();
        var stages = new TreeMap<String, Integer>();
        seeds().forEach(seed -> {
            var random = new SplittableRandom(seed);
            var story = walk(random);
            for (int i = 0; i < STEPS; i++) {
                step(random, story);
                stages.merge(story.run.stage(), 1, Integer::sum);
            }
            story.history.forEach(entry -> events.merge(entry.event().getClass().getSimpleName(), 1, Integer::sum));
        });

        assertThat(stages.keySet()).containsExactly("handover", "meeting", "review", "settling", "talk");
        assertThat(events)
                .containsKeys(
                        "Acted",
                        "AgreementAnswered",
                        "BreachWithdrawn",
                        "ChildDied",
                        "Corrected",
                        "DeadlineMissed",
                        "DisputeEscalated",
                        "DisputeRaised",
                        "DisputeResolved",
                        "Divided",
                        "DocumentFiled",
                        "Ended",
                        "EpisodeClosed",
                        "EpisodeOpened",
                        "FactStated",
                        "HalfDecided",
                        "HarmRaised",
                        "HolderChanged",
                        "HolderReleased",
                        "ItemDone",
                        "ItemExcused",
                        "LetterDrafted",
                        "LineBegan",
                        "LineEnded",
                        "Marked",
                        "OutcomeChosen",
                        "PutOnAgenda",
                        "RoleTold",
                        "Shared",
                        "StageEntered",
                        "WentOutsideProcedure");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deciding_changes_nothing_and_answers_the_same_twice(long seed) {
        var random = new SplittableRandom(seed);
        var story = walk(random);
        for (int i = 0; i < STEPS; i++) {
            var command = any(random, story);
            var before = story.run;

            var once = story.asks(command);
            var again = story.asks(command);

            assertThat(again).isEqualTo(once);
            assertThat(story.run).isEqualTo(before);
            if (once instanceof Decision.Accepted accepted) {
                story.record(accepted);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_is_offered_is_accepted_from_somebody_of_the_right_role(long seed) {
        var random = new SplittableRandom(seed);
        var story = walk(random);
        for (int i = 0; i < STEPS; i++) {
            step(random, story);
            var outstanding = story.outstanding();

            for (var need : outstanding.items()) {
                offered(story, need);
            }
            outstanding.owed().forEach(need -> offered(story, need));
            outstanding
                    .decision()
                    .ifPresent(choice -> choice.offers().stream()
                            .filter(Outstanding.Offer::open)
                            .forEach(offer -> offered(story, choice, offer)));
        }
    }

    private static void offered(Story story, Outstanding.Need need) {
        if (need.standing() != Outstanding.Standing.OPEN) {
            return;
        }
        var item = need.item();
        var request = does(need, "person-8");
        if (item.kind() instanceof Item.Kind.Confirm && story.run.items().containsKey(need.key())) {
            return; // Confirmed once, and stated otherwise since: the fact is stated anew, not the item done again.
        }
        assertThat(story.asks(story.command(Story.as("person-9", staff(need.by())), request)))
                .as("%s by %s", request, need.by())
                .isInstanceOf(Decision.Accepted.class);
        for (var role : need.reasonFrom()) {
            assertThat(story.asks(story.command(Story.as("person-9", role), new Request.GiveReason(need.key(), WORDS))))
                    .as("reason for %s by %s", need.key(), role)
                    .isInstanceOf(Decision.Accepted.class);
        }
    }

    private static void offered(Story story, Outstanding.Choice choice, Outstanding.Offer offer) {
        var request = Request.Choose.forAll(offer.outcome().name(), WORDS, story.ids(4));
        for (var role : choice.by()) {
            var actor = Story.as("person-9", staff(role));
            assertThat(story.asks(story.command(actor, request)))
                    .as("%s by %s", request, role)
                    .isInstanceOf(Decision.Accepted.class);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_open_run_is_ever_stuck_and_harm_now_is_always_possible(long seed) {
        var random = new SplittableRandom(seed);
        var story = walk(random);
        for (int i = 0; i < STEPS; i++) {
            step(random, story);

            assertThat(story.asks(story.command(Story.NOBODY, new Request.RaiseHarm(new RunId("urgent")))))
                    .isInstanceOf(Decision.Accepted.class);
            if (story.run.isOpen()) {
                assertThat(waysOn(story)).as("ways on from %s", story.run).isNotEmpty();
            }
        }
    }

    /// What moves an open run: an outcome that is offered, a step outside, or a review.
    private static List<Request> waysOn(Story story) {
        var all = new ArrayList<Request>();
        for (var role : ROLES) {
            var actor = Story.as("person-9", role);
            for (var stage : story.policy.pathway("step-up").stages().keySet()) {
                var outside = new Request.StepOutside(stage, Optional.of(WORDS));
                if (story.asks(story.command(actor, outside)) instanceof Decision.Accepted) {
                    all.add(outside);
                }
            }
        }
        return all;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_child_who_is_open_to_a_service_has_one_holder_and_a_service_that_stays_is_open(long seed) {
        var random = new SplittableRandom(seed);
        var story = walk(random);
        for (int i = 0; i < STEPS; i++) {
            step(random, story);

            for (var child : story.facts.children().values()) {
                if (!child.open().isEmpty() && child.died() == null) {
                    assertThat(child.holder())
                            .as("holder of %s after %s", child, story.history.getLast())
                            .isNotNull();
                }
            }
            for (var service : story.run.lines().values()) {
                for (var child : story.run.children()) {
                    assertThat(story.facts.child(child).open()).containsKey(service);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void children_who_part_are_each_in_one_run_with_the_history_they_shared(long seed) {
        var random = new SplittableRandom(seed);
        var story = new Story(procedure(), ADA, BEN);
        for (int i = 0; i < STEPS && story.run.children().size() == 2; i++) {
            step(random, story);
        }

        var parts = story.begun.entrySet().stream()
                .filter(each -> each.getValue().getFirst().event() instanceof RunEvent.DividedOff)
                .toList();
        assertThat(parts).hasSize(2 - story.run.children().size());
        for (var part : parts) {
            var off = (RunEvent.DividedOff) part.getValue().getFirst().event();
            var run = Run.replay(Story.RUN, story.history.subList(0, off.parentSeq()))
                    .dividedInto(part.getKey());
            for (var entry : part.getValue()) {
                run = run.evolve(entry);
            }

            assertThat(run.children()).isEqualTo(off.children()).doesNotContainAnyElementsOf(story.run.children());
            assertThat(run.parent()).contains(Story.RUN);
            assertThat(run.began()).isEqualTo(story.run.began());
        }
    }
}
