package stepways.packs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Effect;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Decision;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.Refusal;

/// Takes the run of an example to the stage where it begins, by the shortest way that the engine accepts: whatever is
/// needed is done by whoever the pack gives it to, all at one moment, later only where a rule says "too early".
final class Walk {

    private static final int MOST_SCENES = 3000;

    private final Example example;

    Walk(Example example) {
        this.example = example;
    }

    /// How items are done.
    private enum Pace {
        /// On the way: what the example says of its own stage does not count, and time passes where it is too early.
        WALKING,
        AT_ONCE,
        /// Where it is too early, time passes.
        WAITING
    }

    /// What came of it: a scene, or why there is none. `refused` are the reasons nearest to the goal.
    record Arrival(Optional<Scene> scene, String stopped, List<Refusal> refused) {}

    private record Node(Scene scene, int viaDone, boolean arrived) {}

    /// Walks from the door to the stage.
    Arrival to(Scene start) {
        var goal = example.given().stage().isEmpty()
                ? start.run().stage()
                : example.given().stage();
        var via = example.given().via();
        var waiting = new ArrayDeque<Node>();
        var seen = new HashSet<String>();
        waiting.add(new Node(start, 0, false));
        var nearest = new ArrayList<Refusal>();
        var reached = new LinkedHashSet<String>();
        int scenes = 0;
        while (!waiting.isEmpty() && scenes++ < MOST_SCENES) {
            var node = waiting.removeFirst();
            var run = node.scene().run();
            if (!run.isOpen()) {
                continue;
            }
            reached.add(run.stage());
            if (run.stage().equals(goal) && node.viaDone() == via.size()) {
                return new Arrival(Optional.of(node.scene()), "", List.of());
            }
            if (!seen.add(key(node))) {
                continue;
            }
            var pathway = node.scene().pathway();
            if (pathway.isEmpty() || !pathway.get().stages().containsKey(run.stage())) {
                continue;
            }
            for (var outcome : pathway.get().stage(run.stage()).outcomes()) {
                Optional<LocalDateTime> moment = Optional.empty();
                if (node.viaDone() < via.size()) {
                    if (!via.get(node.viaDone()).outcome().equals(outcome.name())) {
                        continue;
                    }
                    moment = via.get(node.viaDone()).at();
                }
                boolean last = node.viaDone() + 1 >= via.size()
                        && outcome.go() instanceof Outcome.Go.To(var next)
                        && next.equals(goal);
                if (moment.isEmpty() && last) {
                    moment = example.given().arrived();
                }
                var refused = new ArrayList<Refusal>();
                var next = take(node.scene(), outcome, moment, refused);
                if (next.isPresent()) {
                    waiting.add(new Node(next.get(), Math.min(node.viaDone() + 1, via.size()), last));
                } else if (last || node.viaDone() < via.size()) {
                    nearest.clear();
                    nearest.addAll(refused);
                }
            }
        }
        return new Arrival(
                Optional.empty(),
                "no way to stage '" + goal + "' that the pack accepts; reached: "
                        + (reached.isEmpty() ? "nothing" : String.join(", ", reached)),
                nearest);
    }

    private static String key(Node node) {
        var run = node.scene().run();
        var chosen = new TreeSet<>(run.moments().keySet());
        return run.stage() + node.viaDone() + chosen + run.lines().keySet();
    }

    /// Does what an outcome needs and chooses it; empty if it is refused.
    private Optional<Scene> take(Scene scene, Outcome outcome, Optional<LocalDateTime> moment, List<Refusal> refused) {
        var ready = prepare(
                scene,
                need -> need.neededFor().contains(outcome.name()),
                agreementsOf(scene, outcome),
                Pace.WALKING,
                new ArrayList<>());
        var zone = scene.policy().calendar().zone();
        var at = moment.map(m -> m.atZone(zone).toInstant()).filter(m -> m.isAfter(ready.now()));
        return choose(at.map(ready::at).orElse(ready), outcome, refused);
    }

    private static Set<String> agreementsOf(Scene scene, Outcome outcome) {
        var all = new LinkedHashSet<String>();
        for (var effect : outcome.then()) {
            if (effect instanceof Effect.Share share
                    && scene.policy().agreement(share.under()).isPresent()) {
                all.add(share.under());
            }
        }
        return all;
    }

    private static Optional<Scene> choose(Scene scene, Outcome outcome, List<Refusal> refused) {
        var stage = scene.pathway().orElseThrow().stage(scene.run().stage());
        var roles = deciders(scene.policy(), stage.decider());
        var now = scene;
        boolean both = stage.decider().who() instanceof Decider.Who.Both;
        for (var role : roles) {
            var before = now.run();
            var step = persist(
                    now, role, Request.Choose.forAll(outcome.name(), Scene.WORDS, now.freshIds()), true, refused);
            if (step.isEmpty()) {
                if (both) {
                    return Optional.empty();
                }
                continue;
            }
            now = step.get();
            if (!both || !now.run().stage().equals(before.stage()) || !now.run().isOpen()) {
                return Optional.of(now);
            }
            boolean again = now.run().stageVisits().getOrDefault(before.stage(), 1)
                    > before.stageVisits().getOrDefault(before.stage(), 1);
            if (again) {
                return Optional.of(now);
            }
        }
        return both ? Optional.of(now) : Optional.empty();
    }

    static List<String> deciders(Policy policy, Decider decider) {
        return switch (decider.who()) {
            case Decider.Who.AnyOf(var roles) -> roles;
            case Decider.Who.Both(var one, var other, var _) -> List.of(one, other);
            case Decider.Who.Forum(var name) ->
                policy.forum(name).map(forum -> List.of(forum.chair())).orElse(List.of());
        };
    }

    /// Makes the stage ready as the example asks. What cannot be made ready is told in `refused`.
    Scene ready(Scene scene, List<Refusal> refused) {
        var given = example.given();
        Predicate<Outstanding.Need> wanted = switch (given.ready()) {
            case Example.Ready.All() -> _ -> true;
            case Example.Ready.None() -> _ -> false;
            case Example.Ready.These(var items) ->
                need -> items.contains(need.item().name()) || anyOf(need, items);
        };
        Predicate<Outstanding.Need> asked = need -> wanted.test(need)
                && !given.except().contains(need.item().name())
                && !given.reasons().containsKey(need.item().name());
        // What can be done at once is done at once; only then does time pass for what has to wait, such as a sitting.
        var early = new ArrayList<Refusal>();
        var ready = prepare(scene, asked, Set.of(), Pace.AT_ONCE, early);
        ready = early.isEmpty() ? ready : prepare(ready, asked, Set.of(), Pace.WAITING, refused);
        for (var item : given.reasons().keySet()) {
            ready = reason(ready, item, refused);
        }
        return ready.answered(given.agreements()).filed(given.documents());
    }

    private static boolean anyOf(Outstanding.Need need, Set<String> items) {
        return need.item().kind() instanceof Item.Kind.OneOf(var options)
                && options.stream().anyMatch(option -> items.contains(option.name()));
    }

    private static Scene reason(Scene scene, String item, List<Refusal> refused) {
        var now = scene;
        for (var need : outstanding(scene).items()) {
            if (!need.item().name().equals(item)) {
                continue;
            }
            var roles = need.reasonFrom().isEmpty() ? List.of(need.by()) : need.reasonFrom();
            var step = persist(now, roles.getFirst(), new Request.GiveReason(need.key(), Scene.WORDS), false, refused);
            now = step.orElse(now);
        }
        return now;
    }

    static Outstanding outstanding(Scene scene) {
        return Outstanding.of(scene.policy(), scene.run(), scene.facts(), scene.now());
    }

    /// Does every open item that is wanted, in whatever order the pack allows.
    private Scene prepare(
            Scene scene, Predicate<Outstanding.Need> wanted, Set<String> alsoAgreed, Pace pace, List<Refusal> refused) {
        var now = scene;
        for (var agreement : alsoAgreed) {
            if (!now.facts().answers().keySet().stream()
                    .anyMatch(key -> key.agreement().equals(agreement))) {
                now = now.answered(Map.of(agreement, Map.of("*", Example.Answer.GIVEN)));
            }
        }
        var why = new ArrayList<Refusal>();
        for (int round = 0; round < 4; round++) {
            boolean moved = false;
            why.clear();
            for (var need : outstanding(now).items()) {
                if (need.standing() != Outstanding.Standing.OPEN || !wanted.test(need)) {
                    continue;
                }
                var next = does(now, need, pace, why);
                if (next.isPresent()) {
                    now = next.get();
                    moved = true;
                }
            }
            if (!moved) {
                break;
            }
        }
        refused.addAll(why);
        return now;
    }

    private Optional<Scene> does(Scene scene, Outstanding.Need need, Pace pace, List<Refusal> refused) {
        return does(scene, need.item(), need.key(), need.by(), pace, refused);
    }

    private Optional<Scene> does(Scene scene, Item item, ItemKey key, String by, Pace pace, List<Refusal> refused) {
        switch (item.kind()) {
            case Item.Kind.Agreement(var agreement, var _) -> {
                var set = example.given().agreements().get(agreement);
                if (set != null && pace != Pace.WALKING) {
                    return Optional.empty();
                }
                var answered = scene.answered(Map.of(agreement, Map.of("*", Example.Answer.GIVEN)));
                return answered.facts().answers().equals(scene.facts().answers())
                        ? Optional.empty()
                        : Optional.of(answered);
            }
            case Item.Kind.OneOf(var options) -> {
                for (var option : options) {
                    if (example.given().except().contains(option.name())) {
                        continue;
                    }
                    var doer = option.by().isEmpty() ? by : option.by();
                    var done = does(
                            scene, option, new ItemKey(option.name(), key.subject()), doer, pace, new ArrayList<>());
                    if (done.isPresent()) {
                        return done;
                    }
                }
                return Optional.empty();
            }
            case Item.Kind.Confirm confirm
            when example.given().facts().containsKey(confirm.fact()) -> {
                return Optional.empty();
            }
            case Item.Kind.Documents(var kinds, var _, var _)
            when pace != Pace.WALKING && kinds.stream().anyMatch(example.given().documents()::containsKey) -> {
                return Optional.empty();
            }
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.Documents _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Named _ -> {
                var request = new Request.DoItem(key, value(scene, item), Optional.of(Scene.WORDS));
                return persist(scene, by, request, pace != Pace.AT_ONCE, refused);
            }
        }
    }

    /// What doing an item produces, where the example does not say.
    static String value(Scene scene, Item item) {
        var today = scene.policy().calendar().date(scene.now()).toString();
        return switch (item.kind()) {
            case Item.Kind.Named(var role) -> scene.cast().person(role).value();
            case Item.Kind.Documents _ -> today;
            case Item.Kind.Confirm(var fact, var is, var atLeast, var noOlderThan) -> {
                if (!is.isEmpty() || atLeast != null) {
                    yield "";
                }
                var type = scene.policy().fact(fact);
                var kind = type.map(FactType::kind).orElse(FactType.Kind.YES_NO);
                yield noOlderThan != null
                        ? today
                        : switch (kind) {
                            case YES_NO -> "true";
                            case ONE_OF -> type.orElseThrow().choices().getFirst();
                            case DATE -> today;
                            case NUMBER -> "1";
                            case SERVICE ->
                                scene.run().to().isEmpty()
                                        ? scene.run().from()
                                        : scene.run().to();
                            case TEAM ->
                                scene.policy().teams().keySet().stream()
                                        .findFirst()
                                        .orElse("team");
                        };
            }
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> "";
        };
    }

    /// Asks as the holder of a role; as a second or third holder where it must be somebody else; later where it is too
    /// early.
    private static Optional<Scene> persist(
            Scene scene, String role, Request request, boolean patient, List<Refusal> refused) {
        var run = scene.run();
        List<Refusal> why = List.of();
        for (int person = 1; person <= 3; person++) {
            var actor = scene.cast().actor(role, person);
            switch (scene.ask(run, actor, request)) {
                case Decision.Accepted accepted -> {
                    return Optional.of(scene.after(run, accepted));
                }
                case Decision.Refused(var refusals) -> {
                    why = refusals;
                    if (patient && refusals.stream().allMatch(r -> r.kind() == Refusal.Kind.TOO_EARLY)) {
                        var later = later(scene, actor, request);
                        if (later.isPresent()) {
                            return later;
                        }
                    }
                    boolean somebodyElse = refusals.stream()
                            .anyMatch(r -> r.kind() == Refusal.Kind.SAME_PERSON
                                    || r.kind() == Refusal.Kind.PARTY_TO_THE_DECISION);
                    if (!somebodyElse) {
                        refused.addAll(refusals);
                        return Optional.empty();
                    }
                }
            }
        }
        refused.addAll(why);
        return Optional.empty();
    }

    /// The same request at the first moment at which it is no longer too early: at the sitting, or on a later day.
    private static Optional<Scene> later(Scene scene, Actor actor, Request request) {
        var run = scene.run();
        for (var moment : moments(scene)) {
            var there = scene.at(moment);
            if (there.ask(run, actor, request) instanceof Decision.Accepted accepted) {
                return Optional.of(there.after(run, accepted));
            }
        }
        return Optional.empty();
    }

    private static List<Instant> moments(Scene scene) {
        var calendar = scene.policy().calendar();
        var all = new ArrayList<Instant>();
        scene.run().sitting().ifPresent(sitting -> {
            var opens = scene.policy()
                    .forum(sitting.forum())
                    .map(forum -> forum.sittings().opensOn(sitting.day(), calendar.zone()))
                    .orElseGet(() -> sitting.day()
                            .atTime(LocalTime.NOON)
                            .atZone(calendar.zone())
                            .toInstant());
            if (opens.isAfter(scene.now())) {
                all.add(opens);
            }
        });
        var day = scene.now().atZone(calendar.zone());
        for (int days = 1; days <= 120; days++) {
            all.add(day.plusDays(days).toInstant());
        }
        for (int weeks = 18; weeks <= 52 * 20; weeks++) {
            all.add(day.plusWeeks(weeks).toInstant());
        }
        return all;
    }
}
