package stepways.app.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.access.AuthoritySetup;
import stepways.app.access.Grants;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command.Request;
import stepways.engine.run.Facts;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.PersonId;
import stepways.engine.run.TextRef;

/// Takes the transfers of one family some way, step by step, through the commands that pages give.
final class Play {

    /// A clock that stands where the play has got to.
    static final class Hour implements InstantSource {
        private volatile Instant now;

        Hour(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void set(Instant moment) {
            now = moment;
        }
    }

    private static final List<String> WORDS = List.of(
            "Talked at home with everybody there. Bedtimes are better, school mornings are not.",
            "The school sees more days missed than last term and would like to meet.",
            "She says that she wants the same worker to go on coming.",
            "Housing has written again; the letter is on file. Nothing is decided.",
            "Both parents were heard apart. They agree about what worries them most.",
            "The health visitor is glad of the weight gained and will call weekly.");

    private final Database database;
    private final AuthorityId authority;
    private final Casework casework;
    private final Policy policy;
    private final AuthoritySetup.Staffing staffing;
    private final Hour hour;
    private final TimeOrderedIds ids;
    private final SplittableRandom random;
    private final Map<StaffId, Actor> actors = new HashMap<>();

    Play(
            Database database,
            AuthorityId authority,
            Procedures procedures,
            Policy policy,
            AuthoritySetup.Staffing staffing,
            Hour hour,
            SplittableRandom random) {
        this.database = database;
        this.authority = authority;
        this.policy = policy;
        this.staffing = staffing;
        this.hour = hour;
        this.random = random;
        this.ids = new TimeOrderedIds(hour);
        this.casework = new Casework(database, procedures, ids, hour);
    }

    /// The doors at which a play can begin.
    List<Pathway.Door> doors() {
        return policy.pathways().values().stream()
                .filter(pathway -> pathway.kind() != Pathway.Kind.URGENT)
                .flatMap(pathway -> pathway.doors().values().stream())
                .toList();
    }

    private String pathwayOf(Pathway.Door door) {
        return policy.pathways().values().stream()
                .filter(pathway -> pathway.doors().containsValue(door))
                .findFirst()
                .orElseThrow()
                .name();
    }

    /// Begins at a door and goes some steps.
    ///
    /// @param toTheEnd whether it may end, and goes on until it does
    /// @return the runs; empty if the door is not open to this family
    List<UUID> from(
            Pathway.Door door,
            String service,
            UUID family,
            List<UUID> children,
            UUID parent,
            int steps,
            boolean toTheEnd,
            Instant until) {
        var runs = new ArrayList<UUID>();
        begin(door, service, family, children).ifPresent(runs::add);
        for (int step = 0; !runs.isEmpty() && step < steps; step++) {
            var next = hour.now.plus(Duration.ofMinutes(90 + random.nextInt(40 * 60)));
            if (!next.isBefore(until)) {
                break;
            }
            hour.now = next;
            step(runs, parent, toTheEnd);
        }
        hour.now = until;
        runs.forEach(run -> casework.noteDeadlines(new Viewer.Job(authority, "generate"), run));
        return runs;
    }

    private Optional<UUID> begin(Pathway.Door door, String service, UUID family, List<UUID> children) {
        var pathway = pathwayOf(door);
        var to = door.to().isEmpty() ? "" : door.to().getFirst();
        for (var by : some(door.by())) {
            var answer = casework.begin(
                    viewer(by),
                    Optional.of(family),
                    new Casework.Form(ids.next().toString(), 0, Optional.empty()),
                    new Request.Begin(
                            casework.newRuns(1).getFirst(),
                            pathway,
                            door.name(),
                            children.stream()
                                    .map(child -> new ChildId(child.toString()))
                                    .toList(),
                            door.from().contains(service) ? service : "",
                            to));
            if (answer instanceof Casework.Answer.Done done) {
                return Optional.of(done.run());
            }
        }
        return Optional.empty();
    }

    private void step(List<UUID> runs, UUID parent, boolean toTheEnd) {
        var run = runs.get(random.nextInt(runs.size()));
        var looking =
                casework.see(viewer(staffing.byRole().values().iterator().next().getFirst()), run);
        if (looking.isEmpty() || !looking.get().run().isOpen()) {
            return;
        }
        var seen = looking.get();
        var outstanding =
                Outstanding.of(seen.policy(), seen.run(), seen.loaded().facts(), hour.now);
        var asking = asking(seen, outstanding, parent, toTheEnd);
        if (asking == null) {
            return;
        }
        for (var by : asking.by()) {
            var form = new Casework.Form(ids.next().toString(), seen.run().seq(), Optional.empty());
            if (casework.submit(viewer(by), run, form, asking.asks()) instanceof Casework.Answer.Done done) {
                runs.addAll(done.newRuns());
                return;
            }
        }
    }

    private record Asking(List<StaffId> by, Casework.Asks asks) {}

    private @Nullable Asking asking(Casework.Seen seen, Outstanding outstanding, UUID parent, boolean toTheEnd) {
        var open = new ArrayList<Outstanding.Need>();
        outstanding.items().stream()
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .forEach(open::add);
        var offers = outstanding.decision().stream()
                .flatMap(choice -> choice.offers().stream())
                .filter(Outstanding.Offer::open)
                .map(Outstanding.Offer::outcome)
                .filter(outcome -> toTheEnd || !(outcome.go() instanceof Outcome.Go.End))
                .toList();
        if (!offers.isEmpty() && (open.isEmpty() || random.nextInt(2) == 0)) {
            var by = new ArrayList<StaffId>();
            outstanding.decision().orElseThrow().by().forEach(role -> by.addAll(some(role)));
            var outcome = offers.get(random.nextInt(offers.size())).name();
            var newRuns = casework.newRuns(4);
            var words = words();
            return new Asking(by, texts -> Request.Choose.forAll(outcome, texts.keep(words), newRuns));
        }
        return open.isEmpty() ? null : does(open.get(random.nextInt(open.size())), parent);
    }

    private Asking does(Outstanding.Need need, UUID parent) {
        var key = need.key();
        var kind = need.item().kind();
        if (kind instanceof Item.Kind.OneOf(var options)) {
            key = new ItemKey(options.getFirst().name(), key.subject());
            kind = options.getFirst().kind();
        }
        var words = words();
        if (kind instanceof Item.Kind.Agreement(var agreement, var _)) {
            return new Asking(
                    some(need.by()),
                    texts -> new Request.AnswerAgreement(
                            agreement,
                            new PersonId(parent.toString()),
                            Facts.Given.GIVEN,
                            Optional.of(texts.keep(words))));
        }
        var value = value(kind);
        var chosen = key;
        return new Asking(
                some(need.by()), texts -> new Request.DoItem(chosen, value, Optional.<TextRef>of(texts.keep(words))));
    }

    private String value(Item.Kind kind) {
        return switch (kind) {
            case Item.Kind.Named(var role) -> {
                var holders = some(role);
                yield holders.isEmpty() ? "" : holders.getFirst().value().toString();
            }
            case Item.Kind.Documents _ ->
                policy.calendar().date(hour.now).minusDays(1).toString();
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

    /// A few of those who hold a role: for each service that has it at least one.
    private List<StaffId> some(String role) {
        if (!policy.knowsRole(role)) {
            return List.of();
        }
        var one = new java.util.LinkedHashMap<List<Actor.Grant>, StaffId>();
        for (var holder : staffing.holders(role)) {
            one.putIfAbsent(actor(holder).grants(), holder);
        }
        return List.copyOf(one.values());
    }

    private Actor actor(StaffId staff) {
        return actors.computeIfAbsent(
                staff,
                each -> database.read(
                        new Viewer.Job(authority, "generate"), sql -> new Grants(sql).actor(policy, each, hour.now)));
    }

    private Viewer.Staff viewer(StaffId staff) {
        return new Viewer.Staff(authority, staff);
    }

    private String words() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
