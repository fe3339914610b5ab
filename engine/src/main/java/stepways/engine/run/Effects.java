package stepways.engine.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Gap;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;

/// Works out what follows from an outcome for some children, and whether the result keeps every child safe.
///
/// Effects apply together: the invariants are asked of the result, not of each step.
final class Effects {

    private final Case c;
    private final List<ChildId> children;

    /// Nothing begins for a child who has died: no service, no worker, no letter.
    private final List<ChildId> alive;

    private final Instant happened;
    private final Map<ChildId, TreeSet<String>> open = new LinkedHashMap<>();
    private final Map<ChildId, Optional<Holder>> holders = new LinkedHashMap<>();
    private final Map<ChildId, List<ClauseId>> heldByGap = new LinkedHashMap<>();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Effect.Start> starts = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private Effects(Case c, List<ChildId> children, Instant happened) {
        this.c = c;
        this.children = children;
        this.alive = children.stream().filter(c::isAlive).toList();
        this.happened = happened;
        for (var id : children) {
            var child = c.facts().child(id);
            open.put(id, new TreeSet<>(child.open().keySet()));
            holders.put(id, Optional.ofNullable(child.holder()));
        }
    }

    /// What would follow, and what forbids it.
    record Result(List<RunEvent> events, List<Effect.Start> starts, List<Refusal> refusals) {}

    /// @param ends whether the run ends with this outcome
    static Result of(Case c, Outcome outcome, List<ChildId> children, boolean ends, Instant happened) {
        var effects = new Effects(c, children, happened);
        var lines = effects.linesAfter(outcome);
        for (var effect : outcome.then()) {
            effects.apply(effect, outcome, lines);
        }
        effects.moveLines(outcome);
        effects.settleHolders(outcome, ends);
        return new Result(effects.events, effects.starts, effects.refusals);
    }

    static Result ofAct(Case c, Pathway.AnyTime act, Instant happened) {
        var effects = new Effects(c, c.run().children(), happened);
        for (var effect : act.then()) {
            effects.apply(effect, null, c.run().lines());
        }
        return new Result(effects.events, effects.starts, effects.refusals);
    }

    private Map<String, String> linesAfter(Outcome outcome) {
        var lines = new LinkedHashMap<>(c.run().lines());
        for (var line : c.pathway().alongside()) {
            if (line.until().contains(outcome.name())) {
                lines.remove(line.name());
            }
        }
        return lines;
    }

    private void moveLines(Outcome outcome) {
        for (var line : c.pathway().alongside()) {
            boolean running = c.run().lines().containsKey(line.name());
            if (running && line.until().contains(outcome.name())) {
                events.add(new RunEvent.LineEnded(line.name()));
                for (var child : children) {
                    named(line.joins(), child)
                            .filter(c.facts().child(child).coWorkers()::contains)
                            .ifPresent(staff -> events.add(new RunEvent.CoWorkerLeft(child, staff)));
                }
            } else if (!running && line.from().contains(outcome.name()) && c.holds(line.when())) {
                events.add(new RunEvent.LineBegan(line.name(), c.service(line.stays())));
                for (var child : alive) {
                    named(line.joins(), child)
                            .ifPresent(staff ->
                                    events.add(new RunEvent.CoWorkerJoined(child, staff, roleOf(line.joins()))));
                }
            }
        }
    }

    private void apply(Effect effect, @org.jspecify.annotations.Nullable Outcome outcome, Map<String, String> lines) {
        switch (effect) {
            case Effect.Open(var name, var _) -> {
                var service = c.service(name);
                for (var child : alive) {
                    if (openOf(child).add(service)) {
                        events.add(new RunEvent.EpisodeOpened(child, service));
                    }
                }
            }
            case Effect.Close close -> close(close, lines);
            case Effect.Lead(var item, var _) -> {
                var role = roleOf(item);
                eachNamed(
                        item,
                        effect.clauses(),
                        (child, staff) ->
                                holders.put(child, Optional.of(new Holder.Practitioner(staff, role, serviceOf(role)))));
            }
            case Effect.CoWorker(var item, var _) ->
                eachNamed(
                        item,
                        effect.clauses(),
                        (child, staff) -> events.add(new RunEvent.CoWorkerJoined(child, staff, roleOf(item))));
            case Effect.DutyHolder(var team, var _) -> {
                var service = c.policy().team(team).map(t -> t.service()).orElse("");
                for (var child : alive) {
                    if (!keptByTheirPractitioner(child)) {
                        holders.put(child, Optional.of(new Holder.Duty(team, service)));
                    }
                }
            }
            case Effect.Tray(var team, var _) -> events.add(new RunEvent.PutInTray(team));
            case Effect.Agenda(var forum, var _) -> events.add(agenda(c, forum, happened));
            case Effect.Start start -> starts.add(start);
            case Effect.Share share -> share(share, outcome);
            case Effect.Letter(var letter, var _) -> {
                if (!alive.isEmpty()) {
                    events.add(new RunEvent.LetterDrafted(letter, alive));
                }
            }
            case Effect.Tell(var role, var _) ->
                events.add(new RunEvent.RoleTold(role, outcome == null ? c.run().stage() : outcome.name()));
            case Effect.File(var document, var _) ->
                children.forEach(child -> events.add(new RunEvent.DocumentFiled(
                        document, child, c.policy().calendar().date(happened))));
            case Effect.Mark(var name, var _) -> events.add(new RunEvent.Marked(name));
        }
    }

    private void close(Effect.Close close, Map<String, String> lines) {
        var service = c.service(close.service());
        if (lines.containsValue(service)) {
            for (var line : c.pathway().alongside()) {
                if (service.equals(lines.get(line.name()))) {
                    refusals.add(new Refusal(
                            Refusal.Kind.STILL_KEPT_OPEN,
                            service,
                            line.clauses(),
                            List.of(),
                            Optional.empty(),
                            List.of()));
                }
            }
        }
        for (var child : children) {
            var keeper = c.facts().child(child).keptOpen().get(service);
            if (keeper != null && !keeper.equals(c.run().id())) {
                refusals.add(new Refusal(
                        Refusal.Kind.STILL_KEPT_OPEN,
                        service,
                        close.clauses(),
                        List.of(),
                        Optional.empty(),
                        List.of()));
            }
            if (openOf(child).remove(service)) {
                var census = c.policy()
                        .closingCode(close.because(), when -> c.holds(when, Optional.of(child)))
                        .map(code -> code.census())
                        .orElse("");
                events.add(
                        new RunEvent.EpisodeClosed(child, service, close.because(), statutory(service) ? census : ""));
            }
        }
    }

    private boolean statutory(String service) {
        return c.policy().service(service).map(s -> s.statutory()).orElse(false);
    }

    private void share(Effect.Share share, @org.jspecify.annotations.Nullable Outcome outcome) {
        var agreement = c.policy().agreement(share.under());
        if (agreement.isPresent() && !Items.agreed(c, share.under(), Item.Strength.OBTAINED)) {
            var clauses = share.clauses().isEmpty()
                    ? outcome == null ? agreement.get().clauses() : outcome.clauses()
                    : share.clauses();
            refusals.add(new Refusal(
                    Refusal.Kind.MISSING_AGREEMENT,
                    share.under(),
                    clauses,
                    List.of(c.stage().waitsFor()),
                    Optional.empty(),
                    List.of()));
            return;
        }
        events.add(new RunEvent.Shared(share.what(), c.service(share.with()), share.under()));
    }

    /// Every child who stays open has exactly one holder; one who is open to nothing needs none when the run ends, or
    /// while it is about harm now, which nothing blocks.
    private void settleHolders(Outcome outcome, boolean ends) {
        var gap = gapAt(outcome);
        boolean urgent = c.pathway().kind() == Pathway.Kind.URGENT;
        for (var child : children) {
            var before = Optional.ofNullable(c.facts().child(child).holder());
            var after = holders.getOrDefault(child, Optional.empty());
            boolean stranded = after.isEmpty() || holdsForAClosedService(child, after.get());
            if (openOf(child).isEmpty() && (ends || (urgent && after.isEmpty()))) {
                if (before.isPresent() && ends) {
                    events.add(new RunEvent.HolderReleased(child));
                }
                continue;
            }
            if (stranded && !alive.contains(child)) {
                if (before.isPresent()) {
                    events.add(new RunEvent.HolderReleased(child));
                }
                continue;
            }
            if (stranded && gap.isPresent()) {
                var team = before.map(Holder::service)
                        .flatMap(service -> c.policy().dutyTeam(service));
                if (team.isPresent()) {
                    after = Optional.of(
                            new Holder.Duty(team.get().name(), team.get().service()));
                    heldByGap.put(child, gap.get().clauses());
                    stranded = false;
                }
            }
            if (stranded) {
                refusals.add(new Refusal(
                        Refusal.Kind.WOULD_LEAVE_NOBODY,
                        child.value(),
                        outcome.clauses(),
                        List.of(),
                        Optional.empty(),
                        List.of()));
            } else if (!after.equals(before)) {
                events.add(new RunEvent.HolderChanged(
                        child, after.orElseThrow(), heldByGap.getOrDefault(child, List.of())));
            }
        }
    }

    /// A contact changes hands, not the case: a child whom a practitioner of an open service holds stays with them.
    private boolean keptByTheirPractitioner(ChildId child) {
        return c.pathway().kind() == Pathway.Kind.CONTACT
                && holders.getOrDefault(child, Optional.empty()).orElse(null)
                        instanceof Holder.Practitioner(var _, var _, var service)
                && openOf(child).contains(service);
    }

    /// A practitioner who holds the child for a service that this outcome closes can no longer hold them.
    private boolean holdsForAClosedService(ChildId child, Holder holder) {
        return switch (holder) {
            case Holder.Practitioner(var _, var _, var service) ->
                !service.isEmpty()
                        && c.facts().child(child).open().containsKey(service)
                        && !openOf(child).contains(service);
            case Holder.Duty _ -> false;
        };
    }

    private TreeSet<String> openOf(ChildId child) {
        return open.computeIfAbsent(child, _ -> new TreeSet<>());
    }

    private Optional<Gap> gapAt(Outcome outcome) {
        var here = c.pathway().name() + "." + outcome.name();
        for (var gap : c.policy().gaps()) {
            if (gap.at().equals(here) && Set.of("S1", "S2").contains(gap.finding())) {
                return Optional.of(gap);
            }
        }
        return Optional.empty();
    }

    private Refusal nobodyNamed(String item, List<ClauseId> clauses) {
        return new Refusal(
                Refusal.Kind.MISSING_ITEM, item, clauses, List.of(c.stage().waitsFor()), Optional.empty(), List.of());
    }

    /// Does something with the person named for each child; where nobody is, that is refused once.
    private void eachNamed(String item, List<ClauseId> clauses, BiConsumer<ChildId, StaffId> then) {
        boolean somebodyMissing = false;
        for (var child : alive) {
            var staff = named(item, child);
            staff.ifPresent(found -> then.accept(child, found));
            somebodyMissing |= staff.isEmpty();
        }
        if (somebodyMissing) {
            refusals.add(nobodyNamed(item, clauses));
        }
    }

    private Optional<StaffId> named(String item, ChildId child) {
        return named(c, item, child);
    }

    /// The person named for an item, for the child alone or for the family, in this stage or an earlier one.
    static Optional<StaffId> named(Case c, String item, ChildId child) {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        return named(c, new ItemKey(item, child.value())).or(() -> named(c, ItemKey.forFamily(item)));
    }

    private static Optional<StaffId> named(Case c, ItemKey key) {
        var done = c.run().items().get(key);
        return done == null || done.excused() || done.value().isEmpty()
                ? Optional.empty()
                : Optional.of(new StaffId(done.value()));
    }

    private String roleOf(String item) {
        return c.pathway()
                .item(item)
                .map(found -> found.kind() instanceof Item.Kind.Named(var role) ? role : item)
                .orElse(item);
    }

    /// The service in which a role holds a child: its own, or the side of the transfer it stands on.
    private String serviceOf(String name) {
        var role = c.policy().role(name);
        if (!role.in().isEmpty()) {
            return role.in();
        }
        return switch (role.side()) {
            case SENDING -> c.run().from();
            case RECEIVING -> c.run().to();
            case EITHER -> "";
        };
    }

    static RunEvent.PutOnAgenda agenda(Case c, String name, Instant happened) {
        var forum = c.policy()
                .forum(name)
                .orElseThrow(() -> new IllegalArgumentException("Expected a forum, found '" + name + "'"));
        var cancelled = c.facts().cancelledSittings().getOrDefault(name, Set.of());
        var sitting = forum.sittings().firstFor(c.policy().calendar(), happened, cancelled);
        return new RunEvent.PutOnAgenda(name, sitting.day());
    }
}
