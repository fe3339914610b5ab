package stepways.app.borough;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.database.StaffId;
import stepways.app.record.Casework;
import stepways.app.record.Texts;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Effect;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Role;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Correction;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.PersonId;
import stepways.engine.run.Refusal;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;

/// Plays one story: each step is a command that somebody of the authority gives, at its time, and the procedure
/// accepts.
/// What it refuses ends the building of the borough.
final class Player {

    private static final LocalTime FIRST = LocalTime.of(9, 20);
    private static final int TRIES = 45;
    private static final int RUNS_AT_ONCE = 6;

    /// Reasons that somebody else could clear by asking in their own name.
    private static final Set<Refusal.Kind> ASK_ANOTHER = Set.of(
            Refusal.Kind.NOT_YOUR_ROLE,
            Refusal.Kind.SAME_PERSON,
            Refusal.Kind.PARTY_TO_THE_DECISION,
            Refusal.Kind.NO_REASON_ALLOWED);

    private static final List<String> NOTES = List.of(
            "Talked it through at home. The children were there for part of it and were at ease.",
            "Rang twice, then met at school. What was agreed is in the plan.",
            "School says mornings are better; evenings are still hard.",
            "Both of us were there. Nothing new that worries me today.",
            "The family say the help with sleep and money has made the most difference.",
            "Grandmother came as well, and will do the school run on two days.");
    private static final List<String> REASONS = List.of(
            "What we saw and what the family told us fit together, and this is what they asked for.",
            "The plan has been tried for long enough to see what it can and cannot do.",
            "The risk is understood and somebody is there every week.",
            "Talked over with the other manager; we see it the same way.",
            "The children's days are better in ways that school and health can see.");

    private final World world;
    private final Script.Story story;
    private final World.Household household;
    private final List<ChildId> children;
    private final SplittableRandom chance;

    private Instant cursor;
    private @Nullable UUID run;
    private @Nullable UUID begunLast;
    private Casework.@Nullable Seen known;
    private @Nullable UUID harmCall;
    private String question = "";
    private int sent;

    Player(
            World world,
            Script.Story story,
            World.Household household,
            List<World.Child> children,
            Instant begins,
            long seed) {
        this.world = world;
        this.story = story;
        this.household = household;
        this.children = children.stream()
                .map(child -> new ChildId(child.id().toString()))
                .toList();
        this.cursor = begins;
        this.chance = new SplittableRandom(seed);
    }

    /// Plays it to its end.
    ///
    /// @return the run it ended with
    UUID play() {
        begin();
        for (var step : story.steps()) {
            step(step);
        }
        confirmTheCall();
        return run();
    }

    private UUID run() {
        return Objects.requireNonNull(run, "Expected a run that has begun");
    }

    private ScriptBroken broken(String what) {
        return new ScriptBroken(world.authority() + ", story '" + story.key() + "' (family " + household.reference()
                + "), at " + cursor.atZone(world.policy().calendar().zone()).toLocalDateTime() + ": " + what);
    }

    // Time.

    private void tick(Instant moment) {
        if (moment.isAfter(world.now())) {
            throw broken("the script has come to " + moment + ", which lies in the future");
        }
        cursor = moment;
        world.clock().set(moment);
    }

    private Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(world.policy().calendar().zone()).toInstant();
    }

    private Instant at(When when) {
        var moment = at(when.day(world.policy().calendar(), world.today()), when.time());
        // "today 16:00" is this morning's latest possible moment when the borough is built before it.
        return moment.isAfter(world.now()) && when.amount().count() == 0
                ? world.now().minus(Duration.ofMinutes(20))
                : moment;
    }

    private void aWhileLater() {
        // Whoever wants to reach the coming meeting does not let the day go by.
        var later = cursor.plus(
                Duration.ofMinutes(story.requests().isPresent() ? chance.nextInt(1, 5) : chance.nextInt(7, 32)));
        tick(
                later.isAfter(world.now())
                        ? cursor.plus(Duration.between(cursor, world.now()).dividedBy(4))
                        : later);
    }

    private void nextWorkingDay() {
        var day = world.policy()
                .calendar()
                .workingDayFrom(world.policy().calendar().date(cursor).plusDays(1));
        tick(at(day, FIRST.plusMinutes(chance.nextInt(0, 300))));
    }

    // The beginning.

    private void begin() {
        world.clock().set(cursor);
        var parts = story.door().split("\\.", 2);
        var pathway = world.policy().pathway(parts[0]);
        var door = pathway.doors().get(parts.length > 1 ? parts[1] : "");
        if (door == null) {
            throw broken("there is no door " + story.door());
        }
        var id = world.casework().newRuns(1).getFirst();
        var request = new Request.Begin(id, parts[0], door.name(), children, story.from(), story.to());
        var refusals = new ArrayList<Refusal>();
        var side =
                story.from().isEmpty() && !door.from().isEmpty() ? door.from().getFirst() : story.from();
        for (var staff : candidates(door.by(), Optional.empty(), side, story.to())) {
            var answer = world.casework()
                    .begin(world.as(staff), Optional.of(household.family()), form(0, Optional.empty()), request);
            switch (answer) {
                case Casework.Answer.Done(var done, var _, var _) -> {
                    run = done;
                    begunLast = done;
                    return;
                }
                case Casework.Answer.Refused(var why, var _) -> {
                    refusals.clear();
                    refusals.addAll(why);
                    if (!anotherMay(why)) {
                        throw broken("beginning at " + story.door() + " was refused: " + said(why));
                    }
                }
                case Casework.Answer.Changed _, Casework.Answer.NotFound _ ->
                    throw broken("beginning at " + story.door() + " met " + answer);
            }
        }
        throw broken("nobody could begin at " + story.door() + ": " + said(refusals));
    }

    private Casework.Form form(long version, Optional<Instant> happened) {
        return new Casework.Form(
                "borough-" + world.authority() + "-" + story.key() + "-" + household.reference() + "-" + sent++,
                version,
                happened);
    }

    // Steps.

    private void step(Script.Step step) {
        if (step.at().isPresent()) {
            tick(at(step.at().get()));
        } else if (story.requests().isEmpty() && opensADay(step.act())) {
            nextWorkingDay();
        } else {
            aWhileLater();
        }
        switch (step.act()) {
            case Script.Act.Go(var outcome) -> go(outcome, step);
            case Script.Act.Prepare(var outcome, var but) -> prepare(outcome, new HashSet<>(but));
            case Script.Act.Half(var outcome) -> half(outcome, step);
            case Script.Act.Each(var outcomes) -> each(outcomes, step);
            case Script.Act.Do(var item, var value) -> does(item, value, step);
            case Script.Act.Reason(var item) -> reason(item, step);
            case Script.Act.Agree(var agreement, var answer, var person) ->
                agrees(agreement, given(answer), person, step);
            case Script.Act.State(var fact, var value) -> states(fact, value, step);
            case Script.Act.Take(var act) -> takes(act, step);
            case Script.Act.Dispute(var name) -> disputes(name, step);
            case Script.Act.Resolve(var outcome) -> resolves(outcome, step);
            case Script.Act.Harm() -> harm(step);
            case Script.Act.Ask(var role) -> asks(role, step);
            case Script.Act.Reply() -> replies(step);
            case Script.Act.Correct(var item) -> corrects(item, step);
            case Script.Act.Born(var child, var daysAgo) ->
                life(step, new Request.RecordBirth(children.get(child - 1), daysBefore(daysAgo)));
            case Script.Act.Died(var child, var daysAgo) ->
                life(step, new Request.RecordDeath(children.get(child - 1), daysBefore(daysAgo)));
            case Script.Act.Enter(var system, var value) -> enters(system, value, step);
            case Script.Act.Outside(var stage) -> outside(stage, step);
            case Script.Act.Follow() -> {
                run = Objects.requireNonNull(begunLast);
                known = null;
            }
            case Script.Act.NoteDeadlines() ->
                ask(anybody(), step, "noting what is overdue", texts -> new Request.NoteDeadlines());
        }
    }

    private LocalDate daysBefore(int days) {
        return world.policy().calendar().date(cursor).minusDays(days);
    }

    private static boolean opensADay(Script.Act act) {
        return switch (act) {
            case Script.Act.Go _,
                    Script.Act.Prepare _,
                    Script.Act.Half _,
                    Script.Act.Each _,
                    Script.Act.Do _,
                    Script.Act.Harm _,
                    Script.Act.Dispute _ -> true;
            case Script.Act.Reason _,
                    Script.Act.Agree _,
                    Script.Act.State _,
                    Script.Act.Take _,
                    Script.Act.Resolve _,
                    Script.Act.Ask _,
                    Script.Act.Reply _,
                    Script.Act.Correct _,
                    Script.Act.Born _,
                    Script.Act.Died _,
                    Script.Act.Enter _,
                    Script.Act.Outside _,
                    Script.Act.Follow _,
                    Script.Act.NoteDeadlines _ -> false;
        };
    }

    /// The run as it stands, read again after each command.
    private Casework.Seen seen() {
        if (known == null) {
            known = world.casework()
                    .see(world.as(anybody().getFirst()), run())
                    .orElseThrow(() -> broken("the run " + run + " is not there"));
        }
        return known;
    }

    private Outcome outcome(Casework.Seen seen, String name) {
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        if (!seen.run().isOpen()) {
            throw broken("the run has ended, so '" + name + "' cannot be chosen");
        }
        return stage.outcome(name)
                .orElseThrow(() -> broken("stage '" + stage.name() + "' has no outcome '" + name + "'; it has "
                        + stage.outcomes().stream().map(Outcome::name).toList()));
    }

    private void go(String name, Script.Step step) {
        prepare(name, Set.of());
        var seen = seen();
        var outcome = outcome(seen, name);
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        waitForTheSitting(seen, stage.decider());
        if (stage.decider().who() instanceof Decider.Who.Both(var first, var second, var _)) {
            choose(List.of(first), outcome.name(), step);
            choose(List.of(second), outcome.name(), step);
        } else {
            choose(deciders(stage.decider()), outcome.name(), step);
        }
    }

    private List<String> deciders(Decider decider) {
        return switch (decider.who()) {
            case Decider.Who.AnyOf(var roles) -> roles;
            case Decider.Who.Both(var one, var other, var _) -> List.of(one, other);
            case Decider.Who.Forum(var name) ->
                world.policy()
                        .forum(name)
                        .map(forum -> forum.administrator().isEmpty()
                                ? List.of(forum.chair())
                                : List.of(forum.administrator(), forum.chair()))
                        .orElse(List.of());
        };
    }

    /// A meeting decides on its day, a while after it has opened.
    private void waitForTheSitting(Casework.Seen seen, Decider decider) {
        var sitting = seen.run().sitting();
        if (sitting.isEmpty() || !(decider.who() instanceof Decider.Who.Forum(var name))) {
            return;
        }
        var forum = world.policy().forum(name).orElseThrow(() -> broken("there is no forum " + name));
        var opens = forum.sittings()
                .opensOn(sitting.get().day(), world.policy().calendar().zone())
                .plus(Duration.ofMinutes(chance.nextInt(10, 100)));
        if (opens.isAfter(cursor)) {
            tick(opens);
        }
    }

    private void half(String name, Script.Step step) {
        prepare(name, Set.of());
        var seen = seen();
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        choose(step.by().isEmpty() ? deciders(stage.decider()) : List.of(step.by()), name, step);
    }

    private void choose(List<String> roles, String outcome, Script.Step step) {
        aWhileLater();
        ask(
                candidates(roles),
                step,
                "choosing '" + outcome + "'",
                texts -> new Request.Choose(
                        Map.of(),
                        outcome,
                        Optional.of(texts.keep(words(step, REASONS))),
                        world.casework().newRuns(RUNS_AT_ONCE)));
    }

    private void each(List<String> outcomes, Script.Step step) {
        outcomes.forEach(outcome -> prepare(outcome, Set.of()));
        var seen = seen();
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        waitForTheSitting(seen, stage.decider());
        var chosen = new LinkedHashMap<ChildId, String>();
        var all = seen.run().children();
        for (int i = 0; i < all.size(); i++) {
            chosen.put(all.get(i), outcomes.get(Math.min(i, outcomes.size() - 1)));
        }
        ask(
                candidates(deciders(stage.decider())),
                step,
                "choosing " + outcomes + " for the children",
                texts -> new Request.Choose(
                        chosen,
                        "",
                        Optional.of(texts.keep(words(step, REASONS))),
                        world.casework().newRuns(RUNS_AT_ONCE)));
    }

    private String words(Script.Step step, List<String> pool) {
        return step.words().isEmpty() ? pool.get(chance.nextInt(pool.size())) : step.words();
    }

    // Items.

    /// Does everything an outcome needs, each by whom the pack gives it to: what may be done before a meeting before
    /// it,
    /// and the rest when it sits.
    private void prepare(String name, Set<String> but) {
        agreeToShare(outcome(seen(), name), but);
        prepare(name, but, false);
        var seen = seen();
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        boolean waits = Outstanding.of(world.policy(), seen.run(), seen.loaded().facts(), cursor).items().stream()
                .anyMatch(need -> need.standing() == Outstanding.Standing.OPEN
                        && need.neededFor().contains(name)
                        && need.item().notBefore() != null);
        if (waits) {
            waitForTheSitting(seen, stage.decider());
        }
        prepare(name, but, true);
    }

    private void prepare(String name, Set<String> but, boolean whatHadToWait) {
        for (int round = 0; round < 6; round++) {
            boolean moved = false;
            for (var need : Outstanding.of(
                            world.policy(), seen().run(), seen().loaded().facts(), cursor)
                    .items()) {
                if (need.standing() == Outstanding.Standing.OPEN
                        && need.neededFor().contains(name)
                        && !but.contains(need.item().name())
                        && (whatHadToWait || need.item().notBefore() == null)) {
                    moved |= does(need.item(), need.key(), need.by());
                }
            }
            if (!moved) {
                return;
            }
        }
    }

    private void agreeToShare(Outcome outcome, Set<String> but) {
        for (var effect : outcome.then()) {
            if (effect instanceof Effect.Share share
                    && world.policy().agreement(share.under()).isPresent()
                    && !but.contains(share.under())) {
                answer(share.under(), Facts.Given.GIVEN, anybodyHere());
            }
        }
    }

    private boolean does(Item item, ItemKey key, String by) {
        return switch (item.kind()) {
            case Item.Kind.Agreement(var agreement, var _) ->
                answer(agreement, Facts.Given.GIVEN, candidates(List.of(by)));
            case Item.Kind.OneOf(var options) -> {
                for (var option : options) {
                    var doer = option.by().isEmpty() ? by : option.by();
                    if (does(option, new ItemKey(option.name(), key.subject()), doer)) {
                        yield true;
                    }
                }
                yield false;
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
                aWhileLater();
                var value = value(item);
                ask(
                        candidates(List.of(by)),
                        PLAIN,
                        "'" + item.name() + "'",
                        texts -> new Request.DoItem(key, value, note(item, texts)));
                yield true;
            }
        };
    }

    private static final Script.Step PLAIN =
            new Script.Step(new Script.Act.NoteDeadlines(), Optional.empty(), Optional.empty(), "", "");

    private Optional<stepways.engine.run.TextRef> note(Item item, Texts texts) {
        return switch (item.kind()) {
            case Item.Kind.FormPart(var name, var part) -> {
                var questions = world.policy().form(name).stream()
                        .flatMap(form -> form.parts().stream())
                        .filter(each -> each.name().equals(part))
                        .flatMap(each -> each.questions().stream())
                        .toList();
                var all = new ArrayList<String>();
                for (var asked : questions) {
                    all.add(asked + "\n" + NOTES.get(chance.nextInt(NOTES.size())));
                }
                yield Optional.of(texts.keep(all.isEmpty() ? NOTES.getFirst() : String.join("\n\n", all)));
            }
            case Item.Kind.Text _, Item.Kind.Meeting _, Item.Kind.Told _ ->
                Optional.of(texts.keep(NOTES.get(chance.nextInt(NOTES.size()))));
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Documents _,
                    Item.Kind.Named _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> Optional.empty();
        };
    }

    /// What doing an item produces.
    private String value(Item item) {
        var today = world.policy().calendar().date(cursor);
        return switch (item.kind()) {
            case Item.Kind.Named(var role) -> named(role).value().toString();
            case Item.Kind.Documents _ -> today.minusDays(chance.nextInt(1, 9)).toString();
            case Item.Kind.Confirm(var fact, var is, var atLeast, var noOlderThan) -> {
                if (!is.isEmpty() || atLeast != null) {
                    yield "";
                }
                var type = world.policy().fact(fact);
                yield noOlderThan != null
                        ? today.toString()
                        : switch (type.map(FactType::kind).orElse(FactType.Kind.YES_NO)) {
                            case YES_NO -> "true";
                            case ONE_OF -> type.orElseThrow().choices().getFirst();
                            case DATE -> today.toString();
                            case NUMBER -> "1";
                            case SERVICE -> seen().run().to();
                            case TEAM ->
                                world.policy().teams().keySet().stream()
                                        .findFirst()
                                        .orElse("");
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

    /// Who is named: the one who holds the child already, where the role is theirs; otherwise somebody of the team.
    private StaffId named(String role) {
        var fitting = candidates(List.of(role));
        var here = involved(seen());
        return fitting.stream()
                .filter(here::contains)
                .findFirst()
                .orElseGet(() -> fitting.get(Math.floorMod(household.reference().hashCode(), fitting.size())));
    }

    private void does(String name, String value, Script.Step step) {
        var seen = seen();
        var outstanding =
                Outstanding.of(world.policy(), seen.run(), seen.loaded().facts(), cursor);
        var all = new ArrayList<>(outstanding.items());
        all.addAll(outstanding.owed());
        boolean found = false;
        for (var need : all) {
            var option = need.item().name().equals(name)
                    ? Optional.of(need.item())
                    : need.item().kind() instanceof Item.Kind.OneOf(var options)
                            ? options.stream()
                                    .filter(each -> each.name().equals(name))
                                    .findFirst()
                            : Optional.<Item>empty();
            if (option.isEmpty()) {
                continue;
            }
            found = true;
            var item = option.get();
            var doer = !step.by().isEmpty() ? step.by() : item.by().isEmpty() ? need.by() : item.by();
            var produced = value.isEmpty() ? value(item) : value;
            ask(
                    candidates(List.of(doer)),
                    step,
                    "'" + name + "'",
                    texts -> new Request.DoItem(
                            new ItemKey(name, need.key().subject()),
                            produced,
                            step.words().isEmpty() ? note(item, texts) : Optional.of(texts.keep(step.words()))));
        }
        if (!found) {
            throw broken("there is no item '" + name + "' to do in stage '"
                    + seen.run().stage() + "'");
        }
    }

    private void reason(String name, Script.Step step) {
        for (var need : Outstanding.of(
                        world.policy(), seen().run(), seen().loaded().facts(), cursor)
                .items()) {
            if (need.item().name().equals(name)) {
                ask(
                        candidates(need.reasonFrom()),
                        step,
                        "a reason for '" + name + "'",
                        texts -> new Request.GiveReason(need.key(), texts.keep(words(step, REASONS))));
            }
        }
    }

    // Agreement, facts, acts.

    private static Facts.Given given(String answer) {
        return answer.isEmpty()
                ? Facts.Given.GIVEN
                : Facts.Given.valueOf(answer.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    /// Everybody whose answer is wanted, parents first.
    private List<PersonId> respondents(String agreement) {
        var seen = seen();
        var type = world.policy().agreement(agreement).orElseThrow(() -> broken("no agreement " + agreement));
        var parents = new ArrayList<PersonId>();
        var young = new ArrayList<PersonId>();
        for (var person : seen.loaded().facts().people().values()) {
            if (person.child()) {
                young.add(person.id());
            } else if (person.parentFor().stream().anyMatch(seen.run().children()::contains)) {
                parents.add(person.id());
            }
        }
        return switch (type.from()) {
            case FAMILY -> parents.isEmpty() ? List.of() : parents.subList(0, 1);
            case EACH_PARENT -> parents;
            case YOUNG_PERSON -> young;
            case FAMILY_AND_YOUNG_PERSON -> {
                var both = new ArrayList<>(parents.isEmpty() ? parents : parents.subList(0, 1));
                both.addAll(young);
                yield both;
            }
        };
    }

    private boolean answer(String agreement, Facts.Given given, List<StaffId> by) {
        boolean moved = false;
        for (var person : respondents(agreement)) {
            var before = seen().loaded().facts().answers().get(new Facts.AgreementKey(agreement, person));
            if (before != null && before.given() == given && new RunId(run().toString()).equals(before.run())) {
                continue;
            }
            aWhileLater();
            ask(by, PLAIN, "asking for '" + agreement + "'", texts -> answer(agreement, person, given, texts));
            moved = true;
        }
        return moved;
    }

    private static Request answer(String agreement, PersonId person, Facts.Given given, Texts texts) {
        return new Request.AnswerAgreement(
                agreement,
                person,
                given,
                Optional.of(texts.keep("Asked at home, in person, with time to think it over.")));
    }

    private void agrees(String agreement, Facts.Given given, int number, Script.Step step) {
        var wanted = respondents(agreement);
        if (wanted.size() < number) {
            throw broken("'" + agreement + "' wants " + wanted.size() + " answers, not " + number);
        }
        var by = step.by().isEmpty() ? anybodyHere() : candidates(List.of(step.by()));
        ask(
                by,
                step,
                "an answer to '" + agreement + "'",
                texts -> answer(agreement, wanted.get(number - 1), given, texts));
    }

    private void states(String fact, String value, Script.Step step) {
        var asked = world.policy().fact(fact).map(FactType::askedOf).orElse("");
        var seen = seen();
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        var by = !step.by().isEmpty() ? step.by() : asked.isEmpty() ? stage.waitsFor() : asked;
        ask(
                candidates(List.of(by)),
                step,
                "stating '" + fact + "'",
                texts -> new Request.StateFact(fact, Optional.empty(), value));
    }

    private void takes(String act, Script.Step step) {
        var found = world.policy().pathway(seen().run().pathway()).anyTime().stream()
                .filter(each -> each.name().equals(act))
                .findFirst()
                .orElseThrow(() -> broken("there is no act '" + act + "'"));
        ask(
                candidates(List.of(found.by())),
                step,
                "'" + act + "'",
                texts -> new Request.Act(act, Optional.of(texts.keep(words(step, NOTES)))));
    }

    // Disputes, harm, questions, corrections.

    private void disputes(String name, Script.Step step) {
        var rule = world.policy().disputes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> broken("there is no dispute '" + name + "'"));
        var by = step.by().isEmpty() ? rule.between().stream().sorted().toList() : List.of(step.by());
        ask(
                candidates(by),
                step,
                "raising '" + name + "'",
                texts -> new Request.RaiseDispute(name, Optional.of(texts.keep(words(step, REASONS)))));
    }

    private void resolves(String outcome, Script.Step step) {
        var seen = seen();
        var review = Outstanding.of(world.policy(), seen.run(), seen.loaded().facts(), cursor)
                .review()
                .orElseThrow(() -> broken("no dispute is open"));
        ask(
                candidates(review.reviewers()),
                step,
                "deciding the dispute",
                texts -> new Request.ResolveDispute(
                        outcome,
                        Optional.of(texts.keep(words(step, REASONS))),
                        world.casework().newRuns(RUNS_AT_ONCE)));
    }

    /// Harm now is a call as well as a run: the call stands by itself, and the run records what follows.
    private void harm(Script.Step step) {
        var by = step.by().isEmpty() ? anybodyHere() : candidates(List.of(step.by()));
        ask(
                by,
                step,
                "harm now",
                texts -> new Request.RaiseHarm(world.casework().newRuns(1).getFirst()));
        var call = world.ids().next();
        var from = run();
        world.database()
                .write(
                        world.as(by.getFirst()),
                        sql -> sql.sql("""
                        insert into harm_call (authority, id, raised_by, raised_at, from_run, run, family)
                        values (:authority, :id, :by, :at, :from, :run, :family)
                        """)
                                .param("authority", world.authority().value())
                                .param("id", call)
                                .param("by", by.getFirst().value())
                                .param("at", OffsetDateTime.ofInstant(cursor, ZoneOffset.UTC))
                                .param("from", from)
                                .param("run", begunLast)
                                .param("family", household.family())
                                .update());
        harmCall = call;
    }

    /// Whoever was named in the urgent run has been told: the call says so too.
    private void confirmTheCall() {
        if (harmCall == null) {
            return;
        }
        for (var entry : seen().loaded().history()) {
            if (entry.event() instanceof RunEvent.ItemDone done
                    && staff(done.value()).isPresent()) {
                var told = staff(done.value()).get();
                world.database()
                        .write(
                                world.as(told),
                                sql -> sql.sql("""
                                update harm_call
                                   set confirmed_at = :at, confirmed_staff = :staff, confirmed_name = :name
                                 where id = :id
                                   and confirmed_at is null
                                """)
                                        .param("at", OffsetDateTime.ofInstant(entry.happened(), ZoneOffset.UTC))
                                        .param("staff", told.value())
                                        .param("name", world.staffing().name(told))
                                        .param("id", harmCall)
                                        .update());
                return;
            }
        }
    }

    private void asks(String role, Script.Step step) {
        question = "q" + sent;
        var id = question;
        ask(
                step.by().isEmpty() ? anybodyHere() : candidates(List.of(step.by())),
                step,
                "a question",
                texts -> new Request.Ask(
                        id, role, texts.keep(words(step, List.of("Which of the two parents has been asked so far?")))));
    }

    private void replies(Script.Step step) {
        var id = question;
        var role = Objects.requireNonNull(seen().run().questions().get(id), () -> "Expected question " + id);
        ask(
                candidates(List.of(role)),
                step,
                "an answer",
                texts -> new Request.Answer(id, texts.keep(words(step, NOTES))));
    }

    /// Corrects when something happened, to the moment the step says.
    private void corrects(String item, Script.Step step) {
        var seen = seen();
        int seq = seen.loaded().history().stream()
                .filter(entry -> entry.event() instanceof RunEvent.ItemDone done
                        && done.key().item().equals(item))
                .mapToInt(stepways.engine.run.Entry::seq)
                .max()
                .orElseThrow(() -> broken("'" + item + "' was never done"));
        var moment = at(step.happened().orElseThrow(() -> broken("a correction says when it really happened")));
        ask(
                anybodyHere(),
                new Script.Step(step.act(), step.at(), Optional.empty(), step.by(), step.words()),
                "correcting '" + item + "'",
                texts -> new Request.Correct(
                        seq,
                        new Correction.HappenedAt(moment),
                        Optional.of(texts.keep(
                                words(step, List.of("The date was typed wrongly; the diary has this one."))))));
    }

    private void life(Script.Step step, Request request) {
        ask(anybodyHere(), step, "recording a birth or a death", texts -> request);
    }

    private void enters(String system, String value, Script.Step step) {
        ask(anybodyHere(), step, "entering in " + system, texts -> new Request.EnterInSystem(system, value));
    }

    private void outside(String stage, Script.Step step) {
        var seen = seen();
        var here = world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        ask(
                candidates(deciders(here.decider())),
                step,
                "going outside the written procedure",
                texts -> new Request.StepOutside(
                        stage.equals("end") ? "" : stage, Optional.of(texts.keep(words(step, REASONS)))));
    }

    // Asking.

    private void ask(List<StaffId> people, Script.Step step, String what, Casework.Asks asks) {
        List<Refusal> refused = List.of();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            boolean early = false;
            for (var staff : people) {
                var happened = step.happened()
                        .filter(when -> !(step.act() instanceof Script.Act.Correct))
                        .map(this::at);
                var answer = world.casework()
                        .submit(world.as(staff), run(), form(seen().run().seq(), happened), asks);
                switch (answer) {
                    case Casework.Answer.Done(var _, var begun, var _) -> {
                        known = null;
                        if (!begun.isEmpty()) {
                            begunLast = begun.getLast();
                        }
                        return;
                    }
                    case Casework.Answer.Refused(var why, var _) -> {
                        refused = why;
                        early = isEarly(why);
                        if (!anotherMay(why) && !early) {
                            throw broken(what + " by " + name(staff) + " was refused: " + said(why));
                        }
                    }
                    case Casework.Answer.Changed _, Casework.Answer.NotFound _ ->
                        throw broken(what + " met " + answer.getClass().getSimpleName());
                }
                if (early) {
                    break;
                }
            }
            if (!early) {
                break;
            }
            nextWorkingDay();
        }
        throw broken(
                what + " found nobody who may: " + said(refused) + (people.isEmpty() ? " (nobody was asked)" : ""));
    }

    private static boolean anotherMay(List<Refusal> why) {
        return why.stream().allMatch(refusal -> ASK_ANOTHER.contains(refusal.kind()));
    }

    private static boolean isEarly(List<Refusal> why) {
        return why.stream().anyMatch(refusal -> refusal.kind() == Refusal.Kind.TOO_EARLY)
                && why.stream()
                        .allMatch(refusal ->
                                refusal.kind() == Refusal.Kind.TOO_EARLY || ASK_ANOTHER.contains(refusal.kind()));
    }

    private static String said(List<Refusal> why) {
        return why.stream()
                .map(refusal -> refusal.kind() + " " + refusal.about() + " " + refusal.clauses()
                        + (refusal.suppliers().isEmpty() ? "" : " from " + refusal.suppliers()))
                .toList()
                .toString();
    }

    private String name(StaffId staff) {
        var roles = new ArrayList<String>();
        world.staffing().byRole().forEach((role, holders) -> {
            if (holders.contains(staff)) {
                roles.add(role);
            }
        });
        return roles.toString();
    }

    // People.

    private List<StaffId> anybody() {
        return world.staffing().byRole().values().iterator().next();
    }

    /// Those who work with the family now, and then whoever the stage waits for or may decide it.
    private List<StaffId> anybodyHere() {
        var seen = seen();
        var all = new LinkedHashSet<>(involved(seen));
        var stage =
                world.policy().pathway(seen.run().pathway()).stage(seen.run().stage());
        all.addAll(candidates(List.of(stage.waitsFor())));
        all.addAll(candidates(deciders(stage.decider())));
        for (var item : stage.checklist()) {
            if (!item.by().isEmpty()) {
                all.addAll(candidates(List.of(item.by())));
            }
        }
        return List.copyOf(all);
    }

    private List<StaffId> candidates(List<String> roles) {
        var seen = Optional.ofNullable(run).map(id -> seen());
        var all = new LinkedHashSet<StaffId>();
        for (var role : roles) {
            all.addAll(candidates(
                    role,
                    seen,
                    seen.map(each -> each.run().from()).orElse(""),
                    seen.map(each -> each.run().to()).orElse("")));
        }
        return List.copyOf(all);
    }

    /// Those who may do what a role does: who works with the family first, then who stands on the right side.
    private List<StaffId> candidates(String name, Optional<Casework.Seen> seen, String from, String to) {
        var role = world.policy().role(name);
        var here = seen.map(this::involved).orElseGet(this::holders);
        if (role.anyone()) {
            return here.isEmpty() ? anybody() : List.copyOf(here);
        }
        var leaves = new ArrayList<Role>();
        leaves(role, leaves);
        leaves.sort(Comparator.comparingInt((Role leaf) -> unfit(leaf, role.side(), from, to)));
        var all = new LinkedHashSet<StaffId>();
        for (var leaf : leaves) {
            var holders = world.staffing().byRole().getOrDefault(leaf.name(), List.of());
            holders.stream().filter(here::contains).forEach(all::add);
        }
        for (var leaf : leaves) {
            all.addAll(world.staffing().byRole().getOrDefault(leaf.name(), List.of()));
        }
        return List.copyOf(all);
    }

    private void leaves(Role role, List<Role> into) {
        if (role.anyOf().isEmpty()) {
            into.add(role);
        }
        role.anyOf().stream().sorted().forEach(each -> leaves(world.policy().role(each), into));
    }

    private static int unfit(Role leaf, Role.Side side, String from, String to) {
        return switch (side) {
            case SENDING -> leaf.in().equals(from) ? 0 : 2;
            case RECEIVING -> leaf.in().equals(to) ? 0 : 2;
            case EITHER -> leaf.in().equals(from) ? 0 : leaf.in().equals(to) ? 1 : 2;
        };
    }

    /// Who has been named in the run, and who holds its children or works beside.
    private Set<StaffId> involved(Casework.Seen seen) {
        var all = new LinkedHashSet<StaffId>();
        for (var done : seen.run().items().values()) {
            staff(done.value()).ifPresent(all::add);
        }
        for (var id : seen.run().children()) {
            var child = seen.loaded().facts().child(id);
            if (child.holder() instanceof Holder.Practitioner holder) {
                staff(holder.staff().value()).ifPresent(all::add);
            }
            child.coWorkers().forEach(worker -> staff(worker.value()).ifPresent(all::add));
        }
        return all;
    }

    private Set<StaffId> holders() {
        var keys =
                children.stream().map(child -> UUID.fromString(child.value())).toArray(UUID[]::new);
        var all = new LinkedHashSet<StaffId>();
        world.database()
                .read(
                        world.job(),
                        sql -> sql.sql("""
                        select staff from allocation
                         where child = any(:children) and held_until is null and staff is not null
                         order by part desc, held_from
                        """)
                                .param("children", keys)
                                .query(UUID.class)
                                .list())
                .forEach(staff -> all.add(new StaffId(staff)));
        return all;
    }

    private static Optional<StaffId> staff(String value) {
        return value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(new StaffId(UUID.fromString(value)))
                : Optional.empty();
    }

    /// Whom a story to try is for: the child's practitioner, or somebody in a role.
    StaffId tried(String as) {
        var people = as.equals("holder") ? List.copyOf(holders()) : candidates(List.of(as));
        return people.stream().findFirst().orElseThrow(() -> broken("nobody is '" + as + "' in this run"));
    }

    /// What people call the run.
    String reference() {
        return seen().loaded().reference();
    }
}
