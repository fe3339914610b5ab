package stepways.app.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import stepways.app.database.DatabaseBusy;
import stepways.app.database.StaffId;
import stepways.app.database.Viewer;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.run.Command;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Correction;
import stepways.engine.run.Decision;
import stepways.engine.run.Facts;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.PersonId;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;

/// Does to the runs of one household what chance has chosen, as whoever may. Several work at once and know nothing of
/// each other.
final class SomebodyAtWork {

    /// What people do.
    enum Deed {
        GO_ON,
        ALLOCATE,
        ACCEPT,
        RETURN,
        REVOKE,
        WITHDRAW_CONSENT,
        BE_AWAY,
        CORRECT,
        RAISE_HARM,
        ASK_AGAIN,
        STEP_OUTSIDE,
        HAND_ON
    }

    /// What a whole test has seen, from all who work.
    static final class Tally {
        final Map<Deed, LongAdder> recorded = new ConcurrentHashMap<>();
        final LongAdder refused = new LongAdder();
        final LongAdder changed = new LongAdder();
        final LongAdder again = new LongAdder();
        final LongAdder busy = new LongAdder();

        void count(Deed deed) {
            recorded.computeIfAbsent(deed, _ -> new LongAdder()).increment();
        }
    }

    /// One household, what was acknowledged about it, and what went wrong on the way.
    static final class Scenario {
        final CrowdedCouncil council;
        final CrowdedCouncil.Scene scene;
        final CrowdedCouncil.Household household;
        final Queue<UUID> runs = new ConcurrentLinkedQueue<>();
        final Queue<String> words = new ConcurrentLinkedQueue<>();
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        final Queue<String> done = new ConcurrentLinkedQueue<>();
        final AtomicInteger number = new AtomicInteger();

        Scenario(CrowdedCouncil council, CrowdedCouncil.Scene scene, int size) {
            this.council = council;
            this.scene = scene;
            household = council.household(scene, size);
            runs.addAll(household.runs());
        }
    }

    private final Scenario on;
    private final CrowdedCouncil council;
    private final SplittableRandom random;
    private final Tally tally;

    SomebodyAtWork(Scenario on, SplittableRandom random, Tally tally) {
        this.on = on;
        this.council = on.council;
        this.random = random;
        this.tally = tally;
    }

    /// What is about to be asked, and by whom.
    ///
    /// @param by those who hold the role; it is for the procedure to say which of them may
    private record Asking(List<StaffId> by, Casework.Asks asks) {
        static Asking of(StaffId by, Casework.Asks asks) {
            return new Asking(List.of(by), asks);
        }
    }

    void work(int deeds) {
        for (int i = 0; i < deeds; i++) {
            does(deed());
        }
    }

    private Deed deed() {
        int chance = random.nextInt(100);
        return chance < 5
                ? Deed.HAND_ON
                : chance < 44
                        ? Deed.GO_ON
                        : chance < 54
                                ? Deed.ALLOCATE
                                : chance < 68
                                        ? Deed.ACCEPT
                                        : chance < 72
                                                ? Deed.RETURN
                                                : chance < 75
                                                        ? Deed.REVOKE
                                                        : chance < 81
                                                                ? Deed.WITHDRAW_CONSENT
                                                                : chance < 85
                                                                        ? Deed.BE_AWAY
                                                                        : chance < 91
                                                                                ? Deed.CORRECT
                                                                                : chance < 93
                                                                                        ? Deed.RAISE_HARM
                                                                                        : chance < 96
                                                                                                ? Deed.ASK_AGAIN
                                                                                                : Deed.STEP_OUTSIDE;
    }

    void does(Deed deed) {
        if (random.nextInt(4) == 0) {
            council.later(Duration.ofHours(1 + random.nextInt(60)));
        }
        try {
            switch (deed) {
                case BE_AWAY -> beAway();
                case ASK_AGAIN -> askAgain();
                case HAND_ON -> handOn();
                default -> submit(deed);
            }
        } catch (DatabaseBusy busy) {
            tally.busy.increment();
        } catch (RuntimeException failure) {
            on.wrong.add(deed + " failed: " + failure);
        }
        look(deed);
    }

    private void submit(Deed deed) {
        var run = any(List.copyOf(on.runs));
        var seen = council.casework.see(new Viewer.Staff(council.authority, somebody()), run);
        if (seen.isEmpty()) {
            on.wrong.add("the run " + run + " is gone");
            return;
        }
        var words = new ArrayList<String>();
        var asking = asking(deed, seen.get(), words);
        if (asking == null) {
            return;
        }
        var happened = random.nextInt(6) == 0
                ? Optional.of(council.now().minus(Duration.ofHours(random.nextInt(72))))
                : Optional.<Instant>empty();
        var form = new Casework.Form(
                council.ids.next().toString(), seen.get().run().seq() - (random.nextInt(12) == 0 ? 1 : 0), happened);
        var by = whoMay(seen.get(), asking);
        send(deed, run, form, by, asking.asks(), words);
        if (random.nextInt(10) == 0) {
            send(deed, run, form, by, asking.asks(), words); // a double click
        }
    }

    /// Mostly somebody whose part it is, of those who hold the role: it is not for every practitioner of a council.
    private StaffId whoMay(Casework.Seen seen, Asking asking) {
        var now = council.now();
        var request = asking.asks().apply(new Texts(council.ids));
        var may = asking.by().stream()
                .filter(by -> {
                    var command = new Command(council.actor(by), now, now, request);
                    return !(Procedure.decide(
                                            seen.policy(),
                                            seen.run(),
                                            seen.loaded().facts(),
                                            command)
                                    instanceof Decision.Refused(var refusals))
                            || refusals.stream().noneMatch(each -> each.kind() == Refusal.Kind.NOT_YOUR_ROLE);
                })
                .toList();
        return any(may.isEmpty() || random.nextInt(20) == 0 ? asking.by() : may);
    }

    private void send(Deed deed, UUID run, Casework.Form form, StaffId by, Casework.Asks asks, List<String> words) {
        switch (council.casework.submit(new Viewer.Staff(council.authority, by), run, form, asks)) {
            case Casework.Answer.Done done -> {
                on.words.addAll(words);
                on.runs.addAll(done.newRuns());
                if (done.again()) {
                    tally.again.increment();
                } else {
                    on.done.add(deed + " in " + run);
                    tally.count(deed);
                }
            }
            case Casework.Answer.Refused refused -> {
                tally.refused.increment();
                if (refused.refusals().stream().anyMatch(each -> each.kind() == Refusal.Kind.TOO_EARLY)) {
                    council.later(Duration.ofDays(1 + random.nextInt(8)));
                }
            }
            case Casework.Answer.Changed _ -> tally.changed.increment();
            case Casework.Answer.NotFound _ -> on.wrong.add("the run " + run + " was not found");
        }
    }

    /// A worker is away for some days: somebody of the same role does their work.
    private void beAway() {
        var role = any(List.copyOf(council.staffing.byRole().keySet()));
        var both = council.staffing.holders(role);
        if (both.size() < 2) {
            return;
        }
        int first = random.nextInt(2);
        var now = council.now();
        council.database.write(
                council.job(),
                sql -> sql.sql("""
                                insert into cover (authority, id, away, deputy, from_at, until_at)
                                values (:authority, :id, :away, :deputy, :from, :until)
                                on conflict do nothing
                                """)
                        .param("authority", council.authority.value())
                        .param("id", council.ids.next())
                        .param("away", both.get(first).value())
                        .param("deputy", both.get(1 - first).value())
                        .param("from", CrowdedCouncil.at(now))
                        .param("until", CrowdedCouncil.at(now.plus(Duration.ofHours(1 + random.nextInt(100)))))
                        .update());
        tally.count(Deed.BE_AWAY);
    }

    private record Lead(UUID allocation, String role, UUID staff) {}

    /// The child goes to a colleague of the same role, outside any run.
    private void handOn() {
        var child = any(on.household.children());
        var lead = council.database.read(
                council.job(),
                sql -> sql.sql("""
                                select id, worker_role, staff
                                  from allocation
                                 where child = :child
                                   and part = 'lead'
                                   and held_until is null
                                   and staff is not null
                                   and worker_role is not null
                                """)
                        .param("child", child)
                        .query((rs, _) -> new Lead(
                                rs.getObject("id", UUID.class),
                                rs.getString("worker_role"),
                                rs.getObject("staff", UUID.class)))
                        .optional());
        lead.ifPresent(held -> {
            var colleagues = council.staffing.holders(held.role()).stream()
                    .filter(each -> !each.value().equals(held.staff()))
                    .toList();
            if (!colleagues.isEmpty()) {
                council.handsOn.give(
                        council.authority, somebody(), child, held.allocation(), any(colleagues), held.role());
                boolean done = council.database.read(
                        council.job(),
                        sql -> sql.sql("select held_until is not null from allocation where id = :id")
                                .param("id", held.allocation())
                                .query(Boolean.class)
                                .single());
                if (done) {
                    on.done.add(Deed.HAND_ON + " of " + child);
                    tally.count(Deed.HAND_ON);
                } else {
                    tally.refused.increment();
                }
            }
        });
    }

    /// The same request once more, while the first may still be open.
    private void askAgain() {
        var at = random.nextBoolean() ? on.scene.one() : on.scene.other();
        var by = Objects.requireNonNull(
                        council.policy.pathway(at.pathway()).doors().get(at.door()))
                .by();
        var answer = council.begin(
                on.household,
                at,
                any(council.staffing.holders(by)),
                council.ids.next().toString());
        if (answer instanceof Casework.Answer.Done done) {
            on.runs.add(done.run());
            on.done.add(Deed.ASK_AGAIN + " " + done.run());
            tally.count(Deed.ASK_AGAIN);
        } else {
            tally.refused.increment();
        }
    }

    private @Nullable Asking asking(Deed deed, Casework.Seen seen, List<String> words) {
        var outstanding =
                Outstanding.of(seen.policy(), seen.run(), seen.loaded().facts(), council.now());
        return switch (deed) {
            case GO_ON -> goOn(seen, outstanding, words);
            case ALLOCATE -> allocate(seen, outstanding, words);
            case ACCEPT -> {
                var accept = choose(seen, outstanding, words, SomebodyAtWork::accepts);
                yield accept == null ? goOn(seen, outstanding, words) : accept;
            }
            case RETURN -> choose(seen, outstanding, words, offer -> goesBack(seen, offer));
            case REVOKE -> choose(seen, outstanding, words, SomebodyAtWork::ends);
            case WITHDRAW_CONSENT ->
                answer(seen, words, random.nextInt(3) == 0 ? Facts.Given.REFUSED : Facts.Given.WITHDRAWN);
            case CORRECT -> correct(seen, words);
            case RAISE_HARM -> {
                var urgent = council.casework.newRuns(1).getFirst();
                yield Asking.of(somebody(), _ -> new Request.RaiseHarm(urgent));
            }
            case STEP_OUTSIDE -> stepOutside(seen, outstanding, words);
            case BE_AWAY, ASK_AGAIN, HAND_ON ->
                throw new IllegalStateException("Expected a deed within a run, found " + deed);
        };
    }

    private @Nullable Asking goOn(Casework.Seen seen, Outstanding outstanding, List<String> words) {
        var open = new ArrayList<Outstanding.Need>();
        for (var needs : List.of(outstanding.items(), outstanding.owed())) {
            needs.stream()
                    .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                    .forEach(open::add);
        }
        boolean ready = outstanding
                .decision()
                .filter(choice -> choice.offers().stream().anyMatch(offer -> offer.open() && !ends(offer.outcome())))
                .isPresent();
        if (open.isEmpty() || random.nextInt(ready ? 2 : 12) == 0) {
            return choose(seen, outstanding, words, offer -> !ends(offer) || random.nextInt(6) == 0);
        }
        return item(seen, any(open), words);
    }

    private @Nullable Asking allocate(Casework.Seen seen, Outstanding outstanding, List<String> words) {
        var named = outstanding.items().stream()
                .filter(need -> need.item().kind() instanceof Item.Kind.Named)
                .toList();
        return named.isEmpty() ? goOn(seen, outstanding, words) : item(seen, any(named), words);
    }

    private @Nullable Asking item(Casework.Seen seen, Outstanding.Need need, List<String> words) {
        var by = council.staffing.holders(need.by());
        if (by.isEmpty()) {
            return null;
        }
        var key = need.key();
        var kind = need.item().kind();
        if (kind instanceof Item.Kind.OneOf(var options)) {
            var option = any(options);
            key = new ItemKey(option.name(), key.subject());
            kind = option.kind();
        }
        if (kind instanceof Item.Kind.Agreement(var agreement, var _)) {
            return answers(by, agreement, Facts.Given.GIVEN, words);
        }
        var value = value(seen, kind);
        var chosen = key;
        var note = words(words);
        return new Asking(by, texts -> new Request.DoItem(chosen, value, Optional.of(texts.keep(note))));
    }

    private String value(Casework.Seen seen, Item.Kind kind) {
        return switch (kind) {
            case Item.Kind.Named(var role) -> {
                var holders = council.staffing.holders(role);
                yield holders.isEmpty() ? "" : any(holders).value().toString();
            }
            case Item.Kind.Documents _ -> "2026-06-10";
            case Item.Kind.Confirm(var _, var is, var atLeast, var _) ->
                is.isEmpty() ? atLeast == null ? "true" : Integer.toString(atLeast) : is;
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

    private @Nullable Asking answer(Casework.Seen seen, List<String> words, Facts.Given given) {
        var agreements = new ArrayList<String>();
        for (var stage : seen.policy().pathway(seen.run().pathway()).stages().values()) {
            for (var item : stage.checklist()) {
                if (item.kind() instanceof Item.Kind.Agreement(var agreement, var _)) {
                    agreements.add(agreement);
                }
            }
        }
        return agreements.isEmpty() ? null : answers(List.of(somebody()), any(agreements), given, words);
    }

    private Asking answers(List<StaffId> by, String agreement, Facts.Given given, List<String> words) {
        var parent = new PersonId(on.household.parent().toString());
        var evidence = words(words);
        return new Asking(
                by, texts -> new Request.AnswerAgreement(agreement, parent, given, Optional.of(texts.keep(evidence))));
    }

    private @Nullable Asking choose(
            Casework.Seen seen,
            Outstanding outstanding,
            List<String> words,
            java.util.function.Predicate<Outcome> wanted) {
        if (outstanding.decision().isEmpty()) {
            return null;
        }
        var choice = outstanding.decision().get();
        var offers = choice.offers().stream()
                .filter(offer -> wanted.test(offer.outcome()))
                .toList();
        var by = deciders(outstanding);
        if (offers.isEmpty() || by.isEmpty()) {
            return null;
        }
        var open = offers.stream().filter(Outstanding.Offer::open).toList();
        var offer = any(open.isEmpty() ? offers : open);
        var newRuns = council.casework.newRuns(4);
        var reason = words(words);
        var children = seen.run().children();
        if (children.size() > 1 && choice.stage().perChild() && random.nextInt(2) == 0) {
            var each = Map.of(
                    children.get(0),
                    offer.outcome().name(),
                    children.get(1),
                    any(choice.offers()).outcome().name());
            return new Asking(by, texts -> new Request.Choose(each, "", Optional.of(texts.keep(reason)), newRuns));
        }
        var outcome = offer.outcome().name();
        return new Asking(by, texts -> Request.Choose.forAll(outcome, texts.keep(reason), newRuns));
    }

    private static boolean accepts(Outcome outcome) {
        return outcome.then().stream()
                .anyMatch(effect -> effect instanceof Effect.Open
                        || effect instanceof Effect.Lead
                        || effect instanceof Effect.DutyHolder
                        || effect instanceof Effect.Close);
    }

    private static boolean ends(Outcome outcome) {
        return outcome.go() instanceof Outcome.Go.End && !accepts(outcome);
    }

    private static boolean goesBack(Casework.Seen seen, Outcome outcome) {
        var stages =
                List.copyOf(seen.policy().pathway(seen.run().pathway()).stages().keySet());
        return switch (outcome.go()) {
            case Outcome.Go.To(var stage) ->
                stages.indexOf(stage) <= stages.indexOf(seen.run().stage());
            case Outcome.Go.Again _ -> true;
            case Outcome.Go.End _ -> false;
        };
    }

    private @Nullable Asking correct(Casework.Seen seen, List<String> words) {
        int seq = 1 + random.nextInt(seen.run().seq());
        var correction = switch (random.nextInt(4)) {
            case 0 -> new Correction.HappenedAt(council.now().minus(Duration.ofHours(random.nextInt(100))));
            case 1 -> new Correction.DidNotHappen();
            case 2 -> new Correction.AboutAnother(any(on.household.ids()).value());
            default -> new Correction.ValueWas(somebody().value().toString());
        };
        var reason = words(words);
        return Asking.of(somebody(), texts -> new Request.Correct(seq, correction, Optional.of(texts.keep(reason))));
    }

    /// A manager takes the run elsewhere, mostly onward.
    private @Nullable Asking stepOutside(Casework.Seen seen, Outstanding outstanding, List<String> words) {
        var by = deciders(outstanding);
        if (by.isEmpty()) {
            return null;
        }
        var stages =
                List.copyOf(seen.policy().pathway(seen.run().pathway()).stages().keySet());
        int here = stages.indexOf(seen.run().stage());
        var to = random.nextInt(8) == 0
                ? ""
                : random.nextInt(3) == 0 ? any(stages) : stages.get(Math.min(here + 1, stages.size() - 1));
        var reason = words(words);
        return new Asking(by, texts -> new Request.StepOutside(to, Optional.of(texts.keep(reason))));
    }

    private List<StaffId> deciders(Outstanding outstanding) {
        var by = new ArrayList<StaffId>();
        outstanding
                .decision()
                .ifPresent(choice -> choice.by().forEach(role -> by.addAll(council.staffing.holders(role))));
        return by;
    }

    private StaffId somebody() {
        return any(council.staffing.holders(
                any(List.copyOf(council.staffing.byRole().keySet()))));
    }

    private String words(List<String> words) {
        var some = "Words " + on.household.family() + "-" + on.number.incrementAndGet();
        words.add(some);
        return some;
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /// What anybody sees who looks at the child in this moment.
    private void look(Deed after) {
        council.database.read(council.job(), sql -> {
            for (var child : on.household.children()) {
                sql.sql("""
                                select (select count(*) from episode where child = :child and closed_at is null) as open,
                                       (select count(*) from allocation
                                         where child = :child and part = 'lead' and held_until is null) as leads
                                """).param("child", child).query(rs -> {
                    if (rs.getInt("leads") > 1 || (rs.getInt("open") > 0 && rs.getInt("leads") != 1)) {
                        on.wrong.add("after " + after + " " + child + " is open to " + rs.getInt("open")
                                + " services and has " + rs.getInt("leads") + " holders");
                    }
                });
            }
            return true;
        });
    }
}
