package stepways.engine.check;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Condition;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Gap;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Decision;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Outstanding;
import stepways.engine.run.PersonId;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;
import stepways.engine.run.TextRef;

/// Reaches every state of a pathway by asking the real [Procedure] for everything anybody could ask, and looks
/// for states in which a child could come to harm.
///
/// There is no second model of the rules. Two states are the same if nothing that the rules can ask differs
/// between them: times are left out, and passing time is tried where a rule says "too early".
public final class Explorer {

    private static final TextRef WORDS = new TextRef("words", "0");
    private static final int MOST_STATES = 1_500_000;

    private final Policy policy;
    private final Instant start;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<String> stopped = new ArrayList<>();
    private long states;

    private Explorer(Policy policy) {
        this.policy = policy;
        this.start = ZonedDateTime.of(2026, 6, 1, 9, 0, 0, 0, policy.calendar().zone())
                .toInstant();
    }

    /// Explores every pathway of a pack.
    public static Report explore(Policy policy) {
        var explorer = new Explorer(policy);
        for (var pathway : policy.pathways().values()) {
            explorer.explore(pathway);
        }
        explorer.declaredGaps();
        return new Report(
                List.copyOf(explorer.findings.values()), explorer.states, explorer.stopped.isEmpty(), explorer.stopped);
    }

    /// One state, and how it was reached.
    private static final class Node {
        final Run run;
        final Facts facts;
        final Instant now;
        final @Nullable Node before;
        final String step;
        final List<Node> next = new ArrayList<>(4);
        boolean reachesAnEnd;

        Node(Run run, Facts facts, Instant now, @Nullable Node before, String step) {
            this.run = run;
            this.facts = facts;
            this.now = now;
            this.before = before;
            this.step = step;
        }
    }

    private void explore(Pathway pathway) {
        var graph = new Graph(pathway);
        boolean divides = pathway.stages().values().stream().anyMatch(stage -> stage.perChild());
        for (int children = 1; children <= (divides ? 2 : 1); children++) {
            var worlds = new Worlds(policy, pathway, start);
            for (var world : worlds.all(children)) {
                begin(graph, pathway, world);
                graph.drain();
            }
            if (worlds.stopped()) {
                stopped.add(pathway.name() + ": more than " + Worlds.MOST + " combinations of facts");
            }
        }
        graph.close();
        states += graph.seen.size();
    }

    private void begin(Graph graph, Pathway pathway, Worlds.World world) {
        var request = new Request.Begin(
                new RunId("run"),
                pathway.name(),
                world.door().name(),
                List.copyOf(world.facts().children().keySet()),
                world.from(),
                world.to());
        var roles = new ArrayList<>(List.of(world.door().by()));
        var decision = Procedure.begin(
                policy,
                world.facts(),
                new Command(actor(roles.getFirst(), 1, world.from(), world.to()), start, start, request));
        switch (decision) {
            case Decision.Refused refused -> {
                boolean onlyTheFacts = refused.refusals().stream().allMatch(r -> r.kind() == Refusal.Kind.NOT_OFFERED);
                if (!onlyTheFacts) {
                    add(
                            Finding.Property.S5,
                            pathway.name() + "." + world.door().name(),
                            "nobody can begin here: " + words(refused.refusals()),
                            world.door().clauses(),
                            List.of());
                } else if (pathway.kind() == Pathway.Kind.URGENT) {
                    add(
                            Finding.Property.S3,
                            pathway.name() + "." + world.door().name(),
                            "the harm route asks for something before it begins",
                            world.door().clauses(),
                            List.of());
                }
            }
            case Decision.Accepted accepted -> {
                var run = Run.replay(new RunId("run"), accepted.entries());
                var facts = after(world.facts(), new RunId("run"), accepted.entries());
                graph.doors.add(world.door().name());
                graph.reach(new Node(
                        run,
                        facts,
                        start,
                        null,
                        role(world.door().by()) + " begins at “" + world.door().title() + "”" + world.told() + "."));
            }
        }
    }

    private static Facts after(Facts facts, RunId run, List<Entry> entries) {
        for (var entry : entries) {
            facts = facts.after(run, entry);
        }
        return facts;
    }

    /// The states of one pathway as they are found.
    private final class Graph {
        private final Pathway pathway;
        private final Map<String, Node> seen = new HashMap<>();
        private final ArrayDeque<Node> waiting = new ArrayDeque<>();
        private final Set<String> doors = new LinkedHashSet<>();
        private final Set<String> stages = new LinkedHashSet<>();
        private final Set<String> outcomes = new LinkedHashSet<>();
        private final Map<String, Set<String>> moves = new TreeMap<>();
        private final Map<String, Node> strandedBy = new LinkedHashMap<>();
        private boolean full;

        Graph(Pathway pathway) {
            this.pathway = pathway;
        }

        Node reach(Node node) {
            var key = key(node);
            var known = seen.get(key);
            if (known != null) {
                return known;
            }
            if (seen.size() >= MOST_STATES) {
                full = true;
                return node;
            }
            seen.put(key, node);
            waiting.add(node);
            return node;
        }

        void drain() {
            while (!waiting.isEmpty()) {
                expand(waiting.removeFirst());
            }
        }

        private void expand(Node node) {
            var run = node.run;
            if (!run.isOpen()) {
                node.reachesAnEnd = true;
                held(node);
                return;
            }
            if (run.pathway().equals(pathway.name())) {
                stages.add(run.stage());
            }
            held(node);
            harm(node);
            var now = node.now.plus(Duration.ofMinutes(1));
            var here = Outstanding.of(policy, run, node.facts, now);
            // A dispute holds the decision and nothing else: whatever else could be done now could be done before it
            // was
            // raised, and leads to the same states. Only where no review is possible yet does it matter what is done.
            if (run.dispute().isPresent() && reviews(node, run.dispute().get(), now)) {
                return;
            }
            for (var need : here.items()) {
                if (need.standing() == Outstanding.Standing.OPEN) {
                    does(node, need, now);
                }
            }
            agreements(node, here, now);
            if (run.dispute().isPresent()) {
                return;
            }
            var choice = here.decision().orElseThrow();
            for (var offer : choice.offers()) {
                chooses(node, choice, offer, now);
            }
            if (run.children().size() > 1 && choice.stage().perChild()) {
                divides(node, choice, now);
            }
            disputes(node, now);
        }

        private void does(Node node, Outstanding.Need need, Instant now) {
            switch (need.item().kind()) {
                case Item.Kind.Agreement _ -> {
                    // Answered person by person, below.
                }
                case Item.Kind.OneOf(var options) -> {
                    for (var option : options) {
                        var key = new stepways.engine.run.ItemKey(
                                option.name(), need.key().subject());
                        if (!node.run.items().containsKey(key) && !(option.kind() instanceof Item.Kind.Agreement)) {
                            var by = option.by().isEmpty() ? need.by() : option.by();
                            doesItem(node, key, option, by, now);
                        }
                    }
                }
                default -> doesItem(node, need.key(), need.item(), need.by(), now);
            }
            for (var role : need.reasonFrom()) {
                step(
                        node,
                        new Request.GiveReason(need.key(), WORDS),
                        role,
                        now,
                        role(role) + " gives a reason instead of “"
                                + need.item().title() + "”.");
                break;
            }
        }

        private void doesItem(Node node, stepways.engine.run.ItemKey key, Item item, String by, Instant now) {
            var value = switch (item.kind()) {
                case Item.Kind.Named(var role) -> "named-" + role;
                case Item.Kind.Documents _ -> policy.calendar().date(now).toString();
                case Item.Kind.Task _,
                        Item.Kind.Consider _,
                        Item.Kind.Confirm _,
                        Item.Kind.Told _,
                        Item.Kind.Meeting _,
                        Item.Kind.FormPart _,
                        Item.Kind.Text _,
                        Item.Kind.Agreement _,
                        Item.Kind.OneOf _ -> "";
            };
            if (item.kind() instanceof Item.Kind.Confirm confirm && confirm.noOlderThan() != null) {
                value = policy.calendar().date(now).toString();
            }
            var request = new Request.DoItem(key, value, Optional.of(WORDS));
            step(node, request, by, now, role(by) + ": “" + item.title() + "”.");
        }

        private void agreements(Node node, Outstanding here, Instant now) {
            var asked = new TreeSet<String>();
            for (var need : here.items()) {
                collectAgreements(need.item(), asked);
            }
            for (var outcome : here.decision().orElseThrow().stage().outcomes()) {
                for (var effect : outcome.then()) {
                    if (effect instanceof stepways.engine.policy.Effect.Share share
                            && policy.agreement(share.under()).isPresent()) {
                        asked.add(share.under());
                    }
                }
            }
            var by = here.decision().orElseThrow().stage().waitsFor();
            for (var agreement : asked) {
                for (var person : node.facts.people().values()) {
                    if (isAsked(agreement, person)) {
                        answers(node, agreement, person.id(), by, now);
                    }
                }
            }
        }

        /// Nobody reads the answer of somebody whom the agreement does not ask.
        private boolean isAsked(String agreement, Facts.Person person) {
            return policy.agreement(agreement)
                    .map(AgreementType::from)
                    .map(from -> switch (from) {
                        case FAMILY, EACH_PARENT -> !person.child();
                        case YOUNG_PERSON -> person.child();
                        case FAMILY_AND_YOUNG_PERSON -> true;
                    })
                    .orElse(true);
        }

        private void collectAgreements(Item item, Set<String> into) {
            if (item.kind() instanceof Item.Kind.Agreement(var name, var _)) {
                into.add(name);
            }
            if (item.kind() instanceof Item.Kind.OneOf(var options)) {
                options.forEach(option -> collectAgreements(option, into));
            }
        }

        private void answers(Node node, String agreement, PersonId person, String by, Instant now) {
            var before = node.facts.answers().get(new Facts.AgreementKey(agreement, person));
            var possible = before == null
                    ? List.of(Facts.Given.GIVEN, Facts.Given.REFUSED)
                    : switch (before.given()) {
                        case GIVEN -> List.of(Facts.Given.WITHDRAWN);
                        case REFUSED, WITHDRAWN, ASKED, UNSAFE_TO_ASK -> List.<Facts.Given>of();
                    };
            for (var given : possible) {
                step(
                        node,
                        new Request.AnswerAgreement(agreement, person, given, Optional.of(WORDS)),
                        by,
                        now,
                        "The family answers “"
                                + policy.agreement(agreement)
                                        .map(AgreementType::title)
                                        .orElse(agreement)
                                + "”: "
                                + given.name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' ') + ".");
            }
        }

        private void chooses(Node node, Outstanding.Choice choice, Outstanding.Offer offer, Instant now) {
            var outcome = offer.outcome();
            // That a meeting has not sat yet passes by itself.
            var lasting = offer.refusals().stream()
                    .map(Refusal::kind)
                    .filter(kind -> kind != Refusal.Kind.TOO_EARLY)
                    .distinct()
                    .toList();
            var strands = lasting.equals(List.of(Refusal.Kind.WOULD_LEAVE_NOBODY));
            if (strands) {
                strandedBy.putIfAbsent(outcome.name(), node);
            }
            for (var role : choice.by()) {
                var request = Request.Choose.forAll(outcome.name(), WORDS, freshIds(node));
                if (step(node, request, role, now, role(role) + " chooses “" + outcome.title() + "”.")) {
                    outcomes.add(outcome.name());
                    if (!(choice.stage().decider().who() instanceof Decider.Who.Both)) {
                        return;
                    }
                }
            }
        }

        private void divides(Node node, Outstanding.Choice choice, Instant now) {
            for (var one : choice.offers()) {
                for (var other : choice.offers()) {
                    if (one == other) {
                        continue;
                    }
                    var map = new LinkedHashMap<ChildId, String>();
                    map.put(node.run.children().get(0), one.outcome().name());
                    for (var child :
                            node.run.children().subList(1, node.run.children().size())) {
                        map.put(child, other.outcome().name());
                    }
                    var request = new Request.Choose(map, "", Optional.of(WORDS), freshIds(node));
                    for (var role : choice.by()) {
                        if (step(
                                node,
                                request,
                                role,
                                now,
                                role(role) + " chooses “" + one.outcome().title() + "” for one child and “"
                                        + other.outcome().title() + "” for the other.")) {
                            break;
                        }
                    }
                }
            }
        }

        private void disputes(Node node, Instant now) {
            for (var rule : policy.disputes()) {
                var by = rule.between().stream().sorted().toList().getFirst();
                step(
                        node,
                        new Request.RaiseDispute(rule.name(), Optional.of(WORDS)),
                        by,
                        now,
                        role(by) + " disputes the decision (" + rule.title() + ").");
            }
        }

        private boolean reviews(Node node, Run.OpenDispute open, Instant now) {
            var review =
                    Outstanding.of(policy, node.run, node.facts, now).review().orElseThrow();
            var stage = policy.pathway(node.run.pathway()).stage(open.stage());
            boolean any = false;
            for (var outcome : stage.outcomes()) {
                for (var reviewer : review.reviewers()) {
                    var request = new Request.ResolveDispute(outcome.name(), Optional.of(WORDS), freshIds(node));
                    if (step(node, request, reviewer, now, role(reviewer) + " reviews: “" + outcome.title() + "”.")) {
                        any = true;
                        break;
                    }
                }
            }
            return any;
        }

        /// Tries a request, as a first, a second and a third holder of the role; where it is only too early, lets time
        /// pass.
        private boolean step(Node node, Request request, String role, Instant now, String told) {
            for (int person = 1; person <= 3; person++) {
                var decision = ask(node, request, role, person, now);
                if (decision instanceof Decision.Refused(var refusals)) {
                    if (refusals.stream().allMatch(r -> r.kind() == Refusal.Kind.TOO_EARLY)) {
                        return later(node, request, role, person, now, told);
                    }
                    boolean somebodyElse = refusals.stream()
                            .allMatch(r -> r.kind() == Refusal.Kind.SAME_PERSON
                                    || r.kind() == Refusal.Kind.PARTY_TO_THE_DECISION);
                    if (!somebodyElse) {
                        return false;
                    }
                } else if (decision instanceof Decision.Accepted accepted) {
                    follow(node, accepted, now, told);
                    return true;
                }
            }
            return false;
        }

        private boolean later(Node node, Request request, String role, int person, Instant now, String told) {
            for (var days : new int[] {1, 8, 15, 40, 100, 200, 400, 800, 1600, 3200, 6400}) {
                var then = now.plus(Duration.ofDays(days)).plus(Duration.ofHours(7));
                if (ask(node, request, role, person, then) instanceof Decision.Accepted accepted) {
                    follow(node, accepted, then, "Later: " + told);
                    return true;
                }
            }
            return false;
        }

        private Decision ask(Node node, Request request, String role, int person, Instant now) {
            var actor = actor(role, person, node.run.from(), node.run.to());
            return Procedure.decide(policy, node.run, node.facts, new Command(actor, now, now, request));
        }

        private void follow(Node node, Decision.Accepted accepted, Instant now, String told) {
            var run = node.run;
            var facts = node.facts;
            for (var entry : accepted.entries()) {
                watch(node, entry, told);
                run = run.evolve(entry);
                facts = facts.after(run.id(), entry);
            }
            if (timedReview(node.run)) {
                // Where a review sends the run back, its own clock was running.
            } else if (run.pathway().equals(pathway.name()) && !run.stage().equals(node.run.stage())) {
                moves.computeIfAbsent(node.run.stage(), _ -> new TreeSet<>()).add(run.stage());
            } else if (run.stageVisits().getOrDefault(run.stage(), 1)
                    > node.run.stageVisits().getOrDefault(run.stage(), 1)) {
                moves.computeIfAbsent(run.stage(), _ -> new TreeSet<>()).add(run.stage());
            }
            node.next.add(reach(new Node(run, facts, now, node, told)));
            for (var started : accepted.newRuns()) {
                if (isDivision(started)) {
                    var part = node.run.dividedInto(started.id());
                    var partFacts = facts;
                    for (var entry : started.entries()) {
                        watch(node, entry, told);
                        part = part.evolve(entry);
                        partFacts = partFacts.after(started.id(), entry);
                    }
                    node.next.add(reach(new Node(part, partFacts, now, node, told)));
                } else {
                    var linked = Run.replay(started.id(), started.entries());
                    var linkedFacts = after(facts, started.id(), started.entries());
                    if (policy.pathways().containsKey(linked.pathway())) {
                        reach(new Node(linked, linkedFacts, now, node, told));
                    }
                }
            }
        }

        private boolean timedReview(Run run) {
            return run.dispute().isPresent()
                    && policy.disputes().stream()
                            .filter(rule ->
                                    rule.name().equals(run.dispute().get().name()))
                            .anyMatch(rule -> !rule.steps()
                                    .get(run.dispute().get().step())
                                    .due()
                                    .isEmpty());
        }

        private boolean isDivision(Decision.NewRun started) {
            return started.entries().getFirst().event() instanceof RunEvent.DividedOff;
        }

        /// What an entry itself shows: a holder left to a gap in the text, a value that is forbidden here.
        private void watch(Node node, Entry entry, String told) {
            switch (entry.event()) {
                case RunEvent.HolderChanged changed
                when !changed.gap().isEmpty() -> {
                    var gap = gapCiting(changed.gap());
                    add(
                            property(gap),
                            gap.at(),
                            gap.says(),
                            gap.clauses(),
                            plus(
                                    story(node),
                                    told
                                            + " Nobody is named, so the duty holder of the closing team stays accountable."));
                }
                case RunEvent.OutcomeChosen chosen -> forbidden(node, chosen, told);
                default -> {
                    // Other entries are judged by the state they lead to.
                }
            }
        }

        private void forbidden(Node node, RunEvent.OutcomeChosen chosen, String told) {
            var here = node.run.pathway() + "." + chosen.outcome();
            for (var never : policy.nevers()) {
                if (never.at().contains(here)
                        && never.code().equals(chosen.codes().get(never.system()))) {
                    add(
                            Finding.Property.S8,
                            here,
                            "“" + never.code() + "” could be chosen in " + never.system(),
                            never.clauses(),
                            plus(story(node), told));
                }
            }
        }

        private void held(Node node) {
            for (var id : node.run.children()) {
                var child = node.facts.child(id);
                boolean casework = policy.pathway(node.run.pathway()).kind() != Pathway.Kind.URGENT;
                boolean needsHolder =
                        (node.run.isOpen() && casework) || !child.open().isEmpty();
                if (needsHolder && child.holder() == null) {
                    add(
                            Finding.Property.S1,
                            node.run.pathway() + "." + node.run.stage(),
                            "a child is open and nobody is accountable",
                            List.of(),
                            story(node));
                }
            }
        }

        private void harm(Node node) {
            try {
                var decision = ask(node, new Request.RaiseHarm(new RunId("urgent")), anyRole(), 9, node.now);
                if (decision instanceof Decision.Refused refused) {
                    add(
                            Finding.Property.S3,
                            node.run.pathway() + "." + node.run.stage(),
                            "harm now is refused: " + words(refused.refusals()),
                            List.of(),
                            story(node));
                }
            } catch (IllegalStateException noRoute) {
                add(
                        Finding.Property.S3,
                        node.run.pathway() + "." + node.run.stage(),
                        "there is no harm route: " + noRoute.getMessage(),
                        List.of(),
                        story(node));
            }
        }

        /// After every state has been reached: what can never be reached, and from where no end is in sight.
        void close() {
            if (full) {
                stopped.add(pathway.name() + ": more than " + MOST_STATES + " states");
                return;
            }
            deadEnds();
            for (var stage : pathway.stages().values()) {
                if (!stages.contains(stage.name())) {
                    add(
                            Finding.Property.S5,
                            pathway.name() + "." + stage.name(),
                            "no run can ever reach this stage",
                            stage.clauses(),
                            List.of());
                    continue;
                }
                for (var outcome : stage.outcomes()) {
                    if (!outcomes.contains(outcome.name())) {
                        var node = strandedBy.get(outcome.name());
                        var property = node == null ? Finding.Property.S5 : Finding.Property.S1;
                        add(
                                property,
                                pathway.name() + "." + outcome.name(),
                                node == null
                                        ? "this outcome can never be chosen"
                                        : "this outcome would leave a child with nobody accountable",
                                outcome.clauses(),
                                node == null ? List.of() : story(node));
                    }
                }
            }
            for (var door : pathway.doors().values()) {
                if (!doors.contains(door.name())) {
                    add(
                            Finding.Property.S5,
                            pathway.name() + "." + door.name(),
                            "no run can ever begin here",
                            door.clauses(),
                            List.of());
                }
            }
            loops();
        }

        private void deadEnds() {
            var back = new HashMap<Node, List<Node>>();
            var ends = new ArrayDeque<Node>();
            for (var node : seen.values()) {
                for (var next : node.next) {
                    back.computeIfAbsent(next, _ -> new ArrayList<>()).add(node);
                }
                if (node.reachesAnEnd) {
                    ends.add(node);
                }
            }
            while (!ends.isEmpty()) {
                for (var node : back.getOrDefault(ends.removeFirst(), List.of())) {
                    if (!node.reachesAnEnd) {
                        node.reachesAnEnd = true;
                        ends.add(node);
                    }
                }
            }
            Node shortest = null;
            int length = Integer.MAX_VALUE;
            for (var node : seen.values()) {
                if (!node.reachesAnEnd) {
                    int steps = story(node).size();
                    if (steps < length) {
                        shortest = node;
                        length = steps;
                    }
                }
            }
            if (shortest != null) {
                add(
                        Finding.Property.S5,
                        shortest.run.pathway() + "." + shortest.run.stage(),
                        "from here no end can be reached by the written procedure",
                        policy.pathway(shortest.run.pathway())
                                .stage(shortest.run.stage())
                                .clauses(),
                        story(shortest));
            }
        }

        /// A circle of stages in which nothing ever falls due.
        private void loops() {
            for (var stage : pathway.stages().keySet()) {
                var circle = circle(stage);
                if (!circle.isEmpty() && circle.stream().noneMatch(this::hasAClock)) {
                    add(
                            Finding.Property.S5,
                            pathway.name() + "." + stage,
                            "a run can go round " + circle + " for ever and nothing falls due",
                            pathway.stage(stage).clauses(),
                            List.of());
                }
            }
        }

        private Set<String> circle(String stage) {
            if (!reachable(stage).contains(stage)) {
                return Set.of();
            }
            var circle = new LinkedHashSet<String>();
            circle.add(stage);
            for (var other : reachable(stage)) {
                if (reachable(other).contains(stage)) {
                    circle.add(other);
                }
            }
            return circle;
        }

        private Set<String> reachable(String stage) {
            var found = new LinkedHashSet<String>();
            var todo = new ArrayDeque<>(moves.getOrDefault(stage, Set.of()));
            while (!todo.isEmpty()) {
                var next = todo.removeFirst();
                if (found.add(next)) {
                    todo.addAll(moves.getOrDefault(next, Set.of()));
                }
            }
            return found;
        }

        private boolean hasAClock(String name) {
            var stage = pathway.stage(name);
            return !stage.due().isEmpty()
                    || stage.decider().who() instanceof Decider.Who.Forum
                    || stage.checklist().stream().anyMatch(item -> !item.due().isEmpty());
        }
    }

    /// Two states are the same if no rule could tell them apart.
    private String key(Node node) {
        var run = node.run;
        var key = new StringBuilder(200);
        key.append(run.pathway())
                .append('/')
                .append(run.door())
                .append('/')
                .append(run.from())
                .append('>')
                .append(run.to());
        key.append('/').append(run.isOpen() ? run.stage() : "ended").append('/');
        var pathway = policy.pathway(run.pathway());
        var stage = pathway.stage(run.stage());
        var ahead = ahead(pathway).get(stage.name());
        if (ahead == null) {
            throw new IllegalStateException("Expected stage " + stage.name() + " of " + pathway.name());
        }
        if (run.isOpen()) {
            var done = new TreeSet<String>();
            for (var item : run.items().entrySet()) {
                var name = item.getKey().item();
                boolean here = stage.item(name).isPresent();
                boolean named = !item.getValue().value().isEmpty();
                if (here || (ahead.asksName(name) && (named || watched(pathway).contains(name)))) {
                    done.add(name + "@" + item.getKey().subject());
                }
            }
            key.append(done).append('/');
            run.halves()
                    .forEach((role, half) ->
                            key.append(role).append('=').append(half.outcome()).append(','));
            key.append(run.dispute()
                    .map(d -> d.name() + d.step() + d.stage() + d.outcome())
                    .orElse(""));
            key.append('/').append(new TreeSet<>(run.lines().keySet()));
            key.append(run.sitting().isPresent());
            var chosen = new TreeSet<String>();
            for (var name : asked(pathway)) {
                if (run.moments().containsKey(name) && ahead.asksName(name)) {
                    chosen.add(name);
                }
            }
            key.append(chosen);
            if (!policy.disputes().isEmpty()) {
                run.last()
                        .ifPresent(last -> key.append(last.stage()).append('.').append(last.outcome()));
            }
        }
        for (var id : run.children()) {
            var child = node.facts.child(id);
            key.append('|').append(child.open().keySet()).append(child.holder()).append(child.values());
            key.append(relevant(child.documents().keySet(), stage));
        }
        if (!run.isOpen()) {
            return key.toString();
        }
        var answers = new TreeMap<String, String>();
        node.facts.answers().forEach((k, v) -> {
            if (ahead.asksAgreement(k.agreement())) {
                answers.put(k.agreement() + k.person(), standing(v.given()));
            }
        });
        key.append('|').append(answers);
        var stated = new TreeMap<String, String>();
        run.stated().forEach((k, v) -> {
            if (ahead.asksFact(k.split("@", 2)[0])) {
                stated.put(k, v.value());
            }
        });
        key.append(stated);
        return key.toString();
    }

    /// No rule tells a withdrawal from a refusal.
    private static String standing(Facts.Given given) {
        return given == Facts.Given.WITHDRAWN ? Facts.Given.REFUSED.name() : given.name();
    }

    private final Map<String, Map<String, Ahead>> aheadOf = new HashMap<>();

    private Map<String, Ahead> ahead(Pathway pathway) {
        return aheadOf.computeIfAbsent(
                pathway.name(), _ -> Ahead.of(pathway, !policy.disputes().isEmpty()));
    }

    private static Set<String> relevant(Set<String> documents, stepways.engine.policy.Stage stage) {
        var asked = new TreeSet<String>();
        for (var item : stage.checklist()) {
            if (item.kind() instanceof Item.Kind.Documents(var kinds, var _, var _)) {
                for (var kind : kinds) {
                    if (documents.contains(kind)) {
                        asked.add(kind);
                    }
                }
            }
        }
        return asked;
    }

    private final Map<String, Set<String>> watchedBy = new HashMap<>();
    private final Map<String, Set<String>> askedBy = new HashMap<>();

    /// Items whose doer a later signature has to differ from.
    private Set<String> watched(Pathway pathway) {
        return watchedBy.computeIfAbsent(pathway.name(), _ -> {
            var names = new HashSet<String>();
            for (var stage : pathway.stages().values()) {
                names.addAll(stage.decider().otherThan());
                stage.checklist().forEach(item -> names.addAll(item.otherThan()));
            }
            return names;
        });
    }

    /// Outcomes that a condition asks about.
    private Set<String> asked(Pathway pathway) {
        return askedBy.computeIfAbsent(pathway.name(), _ -> {
            var names = new HashSet<String>();
            for (var stage : pathway.stages().values()) {
                for (var item : stage.checklist()) {
                    chosenIn(item.when(), names);
                    item.due().forEach(due -> chosenIn(due.when(), names));
                }
                stage.due().forEach(due -> chosenIn(due.when(), names));
                stage.outcomes().forEach(outcome -> chosenIn(outcome.when(), names));
            }
            return names;
        });
    }

    private static void chosenIn(Condition condition, Set<String> into) {
        switch (condition) {
            case Condition.Chosen(var outcomes) -> into.addAll(outcomes);
            case Condition.All(var all) -> all.forEach(each -> chosenIn(each, into));
            case Condition.Not(var not) -> chosenIn(not, into);
            case Condition.Always _,
                    Condition.ByDoor _,
                    Condition.FactIs _,
                    Condition.FactAtLeast _,
                    Condition.AgeAtLeast _,
                    Condition.OpenTo _,
                    Condition.From _,
                    Condition.To _ -> {
                // These ask about nothing that was chosen.
            }
        }
    }

    private void declaredGaps() {
        for (var gap : policy.gaps()) {
            add(property(gap), gap.at(), gap.says(), gap.clauses(), List.of());
        }
    }

    private Gap gapCiting(List<ClauseId> clauses) {
        return policy.gaps().stream()
                .filter(gap -> gap.clauses().equals(clauses))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected a gap that cites " + clauses));
    }

    private static Finding.Property property(Gap gap) {
        return Finding.Property.valueOf(gap.finding());
    }

    private void add(Finding.Property property, String at, String says, List<ClauseId> clauses, List<String> story) {
        boolean gap = policy.gaps().stream()
                .anyMatch(g -> g.at().equals(at) && g.finding().equals(property.name()));
        var severity = gap ? Finding.Severity.GAP : Finding.Severity.ERROR;
        if (gap && (property == Finding.Property.S3 || property == Finding.Property.S10)) {
            severity = Finding.Severity.ERROR;
        }
        var key = property + " " + at;
        var known = findings.get(key);
        if (known == null
                || (known.story().isEmpty() && !story.isEmpty())
                || (!story.isEmpty() && story.size() < known.story().size())) {
            findings.put(key, new Finding(property, severity, at, says, clauses, story));
        }
    }

    private static List<String> story(Node node) {
        var steps = new ArrayList<String>();
        for (Node each = node; each != null; each = each.before) {
            steps.addFirst(each.step);
        }
        return steps;
    }

    private static List<String> plus(List<String> story, String more) {
        var all = new ArrayList<>(story);
        all.add(more);
        return all;
    }

    private String role(String name) {
        return policy.role(name).title();
    }

    private String anyRole() {
        return policy.roles().keySet().iterator().next();
    }

    private static String words(List<Refusal> refusals) {
        var all = new TreeSet<String>();
        for (var refusal : refusals) {
            all.add(refusal.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + refusal.about());
        }
        return String.join(", ", all);
    }

    private static List<RunId> freshIds(Node node) {
        var depth = node.run.seq();
        return List.of(
                new RunId("run-" + depth + "a"), new RunId("run-" + depth + "b"), new RunId("run-" + depth + "c"));
    }

    /// A person who holds the role, whatever it is a name for, on the side it stands on.
    private Actor actor(String role, int person, String from, String to) {
        var grants = new ArrayList<Actor.Grant>();
        grant(role, from, to, grants, new HashSet<>());
        return new Actor(new StaffId(role + "-" + person), grants);
    }

    private void grant(String name, String from, String to, List<Actor.Grant> grants, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        var role = policy.role(name);
        if (role.anyOf().isEmpty()) {
            grants.add(new Actor.Grant(name));
        }
        role.anyOf().stream().sorted().forEach(each -> grant(each, from, to, grants, seen));
    }
}
