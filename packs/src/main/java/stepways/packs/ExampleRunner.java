package stepways.packs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Correction;
import stepways.engine.run.Decision;
import stepways.engine.run.ItemKey;
import stepways.engine.run.PersonId;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;
import stepways.engine.run.Run;
import stepways.engine.run.RunId;
import stepways.engine.run.TextRef;

/// Plays an example on the real engine and compares what came of it.
///
/// The policy need not be the one the example was written for: asked of a policy from which an element has been taken
/// out, an example shows whether anybody would notice.
final class ExampleRunner {

    private static final RunId RUN = new RunId("run");

    private final Policy policy;
    private final Example example;

    private ExampleRunner(Policy policy, Example example) {
        this.policy = policy;
        this.example = example;
    }

    /// What came of an example.
    ///
    /// @param began whether the run reached the place where the example begins
    /// @param differences what was not as expected; none if the example holds
    record Result(Example example, boolean began, List<Difference> differences) {

        Result {
            differences = List.copyOf(differences);
        }

        boolean passed() {
            return differences.isEmpty();
        }
    }

    /// One thing that was not as expected.
    ///
    /// @param why the refusals behind it, in sentences
    record Difference(Yaml at, String message, List<String> why) {
        Difference {
            why = List.copyOf(why);
        }

        String render(Problems problems, Example example) {
            var text = new StringBuilder(problems.render(at.problem(message)));
            text.append("\n    example: ").append(example.title());
            why.forEach(line -> text.append("\n    refused: ").append(line));
            return text.toString();
        }
    }

    static Result run(Policy policy, Example example) {
        return new ExampleRunner(policy, example).run();
    }

    private Instant instant(LocalDateTime moment) {
        return moment.atZone(policy.calendar().zone()).toInstant();
    }

    private Result run() {
        var door = door();
        if (door.isEmpty()) {
            return new Result(
                    example,
                    false,
                    List.of(new Difference(
                            example.at(),
                            "the pack has no door " + example.pathway() + "." + example.door(),
                            List.of())));
        }
        var from = orOnly(example.from(), door.get().from());
        var to = orOnly(example.to(), door.get().to());
        var facts = Scene.facts(policy, example, door.get(), from, to);
        var now = instant(example.given().began());
        var by = example.given().by().isEmpty()
                ? door.get().by()
                : example.given().by();
        var actor = new Cast(policy, from, to).actor(by, 1);
        var request = new Request.Begin(
                RUN,
                example.pathway(),
                example.door(),
                example.given().children().stream()
                        .map(child -> new ChildId(child.name()))
                        .toList(),
                from,
                to);
        return switch (Procedure.begin(policy, facts, new Command(actor, now, now, request))) {
            case Decision.Refused(var refusals) ->
                new Result(example, true, Expected.atTheDoor(policy, example, refusals));
            case Decision.Accepted accepted -> fromTheDoor(Scene.beginning(policy, facts, accepted, RUN, now));
        };
    }

    private static String orOnly(String chosen, List<String> offered) {
        return chosen.isEmpty() && !offered.isEmpty() ? offered.getFirst() : chosen;
    }

    private Optional<Pathway.Door> door() {
        for (Policy each = policy; each != null; each = each.national()) {
            var pathway = each.pathways().get(example.pathway());
            if (pathway != null) {
                return Optional.ofNullable(pathway.doors().get(example.door()));
            }
        }
        return Optional.empty();
    }

    private Result fromTheDoor(Scene begun) {
        var walk = new Walk(example);
        var arrival = walk.to(begun);
        if (arrival.scene().isEmpty()) {
            return new Result(
                    example,
                    false,
                    List.of(new Difference(
                            example.at(), arrival.stopped(), Refusals.sentences(policy, arrival.refused()))));
        }
        var notReady = new ArrayList<Refusal>();
        var scene = walk.ready(arrival.scene().get(), notReady);
        var differences = new ArrayList<Difference>();
        if (!notReady.isEmpty()) {
            differences.add(new Difference(
                    example.at(),
                    "what the example says is ready could not be made so",
                    Refusals.sentences(policy, notReady)));
        }
        var played = example.when().isEmpty() ? new Played(scene, List.of()) : play(scene.forgetting(), differences);
        differences.addAll(Expected.compare(example, played.scene(), played.refused()));
        return new Result(example, true, differences);
    }

    /// The scene after the last step, and why that step was refused, if it was.
    private record Played(Scene scene, List<Refusal> refused) {}

    private Played play(Scene begun, List<Difference> differences) {
        var scene = begun;
        List<Refusal> refused = List.of();
        for (int i = 0; i < example.when().size(); i++) {
            var step = example.when().get(i);
            var moment = step.happened().map(this::instant).orElse(scene.now());
            var result = perform(scene.at(moment), step);
            scene = result.scene();
            refused = result.refused();
            boolean last = i == example.when().size() - 1;
            if (!refused.isEmpty() && (!last || !example.then().containsKey("refused"))) {
                differences.add(
                        new Difference(step.at(), "this step was refused", Refusals.sentences(policy, refused)));
            }
        }
        return new Played(scene, refused);
    }

    private Played perform(Scene scene, Example.Step step) {
        return switch (step.act()) {
            case Example.Act.Does(var item, var value, var person) -> {
                var found = item(scene, item);
                yield forEach(
                        scene,
                        step,
                        keys(scene, found, item, step.child(), person),
                        key -> new Request.DoItem(
                                key, value.isEmpty() ? named(scene, found, person) : value, Optional.of(Scene.WORDS)),
                        doer(scene, item));
            }
            case Example.Act.Reasons(var item, var person) ->
                forEach(
                        scene,
                        step,
                        keys(scene, item(scene, item), item, step.child(), person),
                        key -> new Request.GiveReason(key, Scene.WORDS),
                        reasonGiver(scene, item));
            case Example.Act.States(var facts) -> states(scene, step, facts);
            case Example.Act.Answers(var agreement, var given, var person) -> {
                var people = person.isEmpty() ? scene.respondents(agreement) : List.of(new PersonId(person));
                yield forEach(
                        scene,
                        step,
                        people,
                        who -> new Request.AnswerAgreement(agreement, who, given, Optional.of(Scene.WORDS)),
                        stage(scene).map(Stage::waitsFor).orElse(""));
            }
            case Example.Act.Chooses choice -> {
                var outcomes = new LinkedHashMap<ChildId, String>();
                choice.perChild().forEach((child, outcome) -> outcomes.put(new ChildId(child), outcome));
                Optional<TextRef> reason = choice.unexplained() ? Optional.empty() : Optional.of(Scene.WORDS);
                yield ask(
                        scene,
                        step,
                        new Request.Choose(outcomes, choice.outcome(), reason, scene.freshIds()),
                        decider(scene));
            }
            case Example.Act.Disputes(var dispute) ->
                ask(scene, step, new Request.RaiseDispute(dispute, Optional.of(Scene.WORDS)), between(dispute));
            case Example.Act.Escalates() ->
                ask(
                        scene,
                        step,
                        new Request.EscalateDispute(Optional.of(Scene.WORDS)),
                        scene.run().dispute().map(open -> between(open.name())).orElse(""));
            case Example.Act.Resolves(var outcome) ->
                ask(
                        scene,
                        step,
                        new Request.ResolveDispute(outcome, Optional.of(Scene.WORDS), scene.freshIds()),
                        Walk.outstanding(scene)
                                .review()
                                .map(review -> review.reviewers().getFirst())
                                .orElse(""));
            case Example.Act.Harm() -> ask(scene, step, new Request.RaiseHarm(new RunId("urgent")), "");
            case Example.Act.Outside(var to) ->
                ask(scene, step, new Request.StepOutside(to, Optional.of(Scene.WORDS)), decider(scene));
            case Example.Act.CancelsSitting(var day) -> cancels(scene, step, day);
            case Example.Act.Acts(var action) ->
                ask(
                        scene,
                        step,
                        new Request.Act(action, Optional.of(Scene.WORDS)),
                        scene.pathway().stream()
                                .flatMap(p -> p.anyTime().stream())
                                .filter(act -> act.name().equals(action))
                                .map(Pathway.AnyTime::by)
                                .findFirst()
                                .orElse(""));
            case Example.Act.Corrects corrects -> corrects(scene, step, corrects);
            case Example.Act.Enters(var system, var value) ->
                ask(scene, step, new Request.EnterInSystem(system, value), "");
            case Example.Act.Dies(var child) ->
                ask(
                        scene,
                        step,
                        new Request.RecordDeath(
                                new ChildId(child), policy.calendar().date(scene.now())),
                        "");
            case Example.Act.IsBorn(var child) ->
                ask(
                        scene,
                        step,
                        new Request.RecordBirth(
                                new ChildId(child), policy.calendar().date(scene.now())),
                        "");
        };
    }

    private Played states(Scene scene, Example.Step step, Map<String, String> facts) {
        var child = step.child().isEmpty() ? Optional.<ChildId>empty() : Optional.of(new ChildId(step.child()));
        var now = new Played(scene, List.of());
        for (var fact : facts.entrySet()) {
            var asked = policy.fact(fact.getKey()).map(type -> type.askedOf()).orElse("");
            now = ask(
                    now.scene(),
                    step,
                    new Request.StateFact(fact.getKey(), child, fact.getValue()),
                    asked.isEmpty() ? stage(scene).map(Stage::waitsFor).orElse("") : asked);
            if (!now.refused().isEmpty()) {
                return now;
            }
        }
        return now;
    }

    /// The sitting is cancelled: those on its agenda go to the next.
    private Played cancels(Scene scene, Example.Step step, java.time.LocalDate day) {
        var sitting = scene.run().sitting();
        var forum = sitting.flatMap(on -> policy.forum(on.forum()));
        if (sitting.isEmpty() || forum.isEmpty()) {
            return ask(scene, step, new Request.MoveSitting(day), "");
        }
        var cancelled = scene.cancelling(forum.get().name(), day);
        var next = forum.get()
                .sittings()
                .firstFor(
                        policy.calendar(),
                        scene.run().stageEntered(),
                        cancelled
                                .facts()
                                .cancelledSittings()
                                .getOrDefault(forum.get().name(), Set.of()));
        var by = forum.get().administrator().isEmpty()
                ? forum.get().chair()
                : forum.get().administrator();
        return ask(cancelled, step, new Request.MoveSitting(next.day()), by);
    }

    private Played corrects(Scene scene, Example.Step step, Example.Act.Corrects corrects) {
        var run = runOf(scene, step);
        int seq = run.items().entrySet().stream()
                .filter(done -> done.getKey().item().equals(corrects.item()))
                .map(done -> done.getValue().seq())
                .findFirst()
                .orElseGet(() -> Optional.ofNullable(run.moments().get(corrects.item()))
                        .map(Run.Moment::seq)
                        .orElse(0));
        Correction correction = corrects.happened()
                .<Correction>map(happened -> new Correction.HappenedAt(instant(happened)))
                .orElseGet(() -> corrects.value().isEmpty()
                        ? new Correction.DidNotHappen()
                        : new Correction.ValueWas(corrects.value()));
        return ask(scene, step, new Request.Correct(seq, correction, Optional.of(Scene.WORDS)), "");
    }

    private <T> Played forEach(
            Scene scene,
            Example.Step step,
            List<T> subjects,
            java.util.function.Function<T, Request> request,
            String role) {
        var now = new Played(scene, List.of());
        for (var subject : subjects) {
            now = ask(now.scene(), step, request.apply(subject), role);
            if (!now.refused().isEmpty()) {
                return now;
            }
        }
        return now;
    }

    private Run runOf(Scene scene, Example.Step step) {
        return step.child().isEmpty() ? scene.run() : scene.runOf(new ChildId(step.child()));
    }

    /// @param usual the role that the pack gives it to; empty if anybody may
    private Played ask(Scene scene, Example.Step step, Request request, String usual) {
        var run = runOf(scene, step);
        var actor = actor(scene, step, usual);
        var recorded = step.recorded().map(this::instant).orElse(scene.now());
        return switch (scene.ask(run, actor, request, recorded)) {
            case Decision.Accepted accepted -> new Played(scene.after(run, accepted), List.of());
            case Decision.Refused(var refusals) -> new Played(scene, refusals);
        };
    }

    private Actor actor(Scene scene, Example.Step step, String usual) {
        var roles = step.by().stream()
                .map(role -> policy.forum(role).map(forum -> forum.chair()).orElse(role))
                .toList();
        if (!roles.isEmpty()) {
            return scene.cast().actor(roles, step.as());
        }
        return usual.isEmpty() ? Cast.anybody() : scene.cast().actor(List.of(usual), step.as());
    }

    // Who usually does what.

    private static Optional<Stage> stage(Scene scene) {
        return scene.pathway()
                .filter(pathway -> pathway.stages().containsKey(scene.run().stage()))
                .map(pathway -> pathway.stage(scene.run().stage()));
    }

    private static Optional<Item> item(Scene scene, String name) {
        return stage(scene)
                .flatMap(stage -> stage.item(name))
                .or(() -> scene.pathway().flatMap(pathway -> pathway.item(name)));
    }

    private String decider(Scene scene) {
        return stage(scene).stream()
                .flatMap(stage -> Walk.deciders(policy, stage.decider()).stream())
                .findFirst()
                .orElse("");
    }

    private static String doer(Scene scene, String item) {
        var here = Walk.outstanding(scene);
        var needs = new ArrayList<>(here.items());
        needs.addAll(here.owed());
        for (var need : needs) {
            if (need.item().name().equals(item)) {
                return need.by();
            }
            if (need.item().kind() instanceof Item.Kind.OneOf(var options)) {
                for (var option : options) {
                    if (option.name().equals(item)) {
                        return option.by().isEmpty() ? need.by() : option.by();
                    }
                }
            }
        }
        return stage(scene).map(Stage::waitsFor).orElse("");
    }

    private static String reasonGiver(Scene scene, String item) {
        for (var need : Walk.outstanding(scene).items()) {
            if (need.item().name().equals(item) && !need.reasonFrom().isEmpty()) {
                return need.reasonFrom().getFirst();
            }
        }
        return doer(scene, item);
    }

    private String between(String dispute) {
        return policy.disputes().stream()
                .filter(rule -> rule.name().equals(dispute))
                .flatMap(rule -> rule.between().stream().sorted())
                .findFirst()
                .orElse("");
    }

    /// For whom an item is done: the child or person that the step names, or each of them.
    private List<ItemKey> keys(Scene scene, Optional<Item> item, String name, String child, String person) {
        var per = item.map(Item::per).orElse(Item.Per.FAMILY);
        return switch (per) {
            case FAMILY -> List.of(ItemKey.forFamily(name));
            case CHILD ->
                child.isEmpty()
                        ? scene.run().children().stream()
                                .map(each -> new ItemKey(name, each.value()))
                                .toList()
                        : List.of(new ItemKey(name, child));
            case PARENT ->
                person.isEmpty()
                        ? example.given().parents().stream()
                                .map(each -> new ItemKey(name, each))
                                .toList()
                        : List.of(new ItemKey(name, person));
        };
    }

    private static String named(Scene scene, Optional<Item> item, String person) {
        if (item.isEmpty()) {
            return "";
        }
        if (item.get().kind() instanceof Item.Kind.Named && !person.isEmpty()) {
            return person;
        }
        return Walk.value(scene, item.get());
    }
}
