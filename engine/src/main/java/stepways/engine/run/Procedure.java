package stepways.engine.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Decider;
import stepways.engine.policy.DisputeRule;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// Answers whether a run may change, under one version of one council's procedure.
///
/// The answer depends on the arguments and on nothing else, so the page that offers an action and the handler
/// that performs it can both call [#decide].
public final class Procedure {

    private Procedure() {}

    /// Decides whether a run may begin.
    public static Decision begin(Policy policy, Facts facts, Command command) {
        if (!(command.request() instanceof Command.Request.Begin begin)) {
            throw new IllegalArgumentException("Expected a request to begin, found " + command.request());
        }
        var refusals = new ArrayList<Refusal>();
        refuseTheFuture(command, refusals);
        var pathway = policy.pathway(begin.pathway());
        var door = pathway.doors().get(begin.door());
        if (door == null) {
            return refused(refusals, Refusal.Kind.UNKNOWN, begin.door(), pathway.clauses());
        }
        var from = chosen(begin.from(), door.from());
        var to = chosen(begin.to(), door.to());
        if (from.isEmpty()) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, "from", door.clauses()));
        }
        if (to.isEmpty()) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, "to", door.clauses()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var began = new RunEvent.Began(
                begin.pathway(),
                begin.door(),
                policy.version(),
                from.get(),
                to.get(),
                begin.children(),
                door.at(),
                Optional.empty());
        var role = Case.holdsRole(policy, from.get(), to.get(), command.by(), door.by());
        var first = new Entry(1, began, command.by().staff(), role.orElse(""), command.happened(), command.recorded());
        var run = Run.begun(begin.id(), first);
        var c = Case.of(policy, run, facts, command.happened());
        if (role.isEmpty()) {
            refusals.add(notYourRole(door.name(), door.clauses(), List.of(door.by())));
        }
        if (pathway.kind() != Pathway.Kind.URGENT) {
            refuseDoor(c, door, refusals);
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(run, command, role.orElseThrow());
        writer.entries.add(first);
        holdAtTheDoor(c, door, writer);
        listOnArrival(c, writer);
        return writer.accepted();
    }

    /// A child nobody holds yet is held by the duty holder of the team at the door.
    static void holdAtTheDoor(Case c, Pathway.Door door, Writer writer) {
        if (door.heldBy().isEmpty()) {
            return;
        }
        var service = c.policy().team(door.heldBy()).map(team -> team.service()).orElse("");
        for (var child : c.run().children()) {
            if (c.facts().child(child).holder() == null) {
                writer.add(new RunEvent.HolderChanged(child, new Holder.Duty(door.heldBy(), service), List.of()));
            }
        }
    }

    private static Optional<String> chosen(String asked, List<String> offered) {
        if (offered.isEmpty()) {
            return asked.isEmpty() ? Optional.of("") : Optional.empty();
        }
        if (asked.isEmpty()) {
            return offered.size() == 1 ? Optional.of(offered.getFirst()) : Optional.empty();
        }
        return offered.contains(asked) ? Optional.of(asked) : Optional.empty();
    }

    private static void refuseDoor(Case c, Pathway.Door door, List<Refusal> refusals) {
        if (c.run().children().isEmpty()) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, "children", door.clauses()));
        }
        if (!c.holds(door.when())) {
            refusals.add(refusal(Refusal.Kind.NOT_OFFERED, door.name(), door.clauses()));
        }
        for (var id : c.run().children()) {
            var child = c.facts().child(id);
            if (child.openRuns().containsKey(c.pathway().name() + "." + door.name())) {
                refusals.add(refusal(Refusal.Kind.ALREADY_ON_THIS_ROUTE, id.value(), door.clauses()));
            }
            if (!c.run().from().isEmpty() && !child.open().containsKey(c.run().from())) {
                refusals.add(refusal(Refusal.Kind.NOT_OFFERED, c.run().from(), door.clauses()));
            }
            for (var service : door.alsoOpen()) {
                if (!child.open().containsKey(service)) {
                    refusals.add(refusal(Refusal.Kind.NOT_OFFERED, service, door.clauses()));
                }
            }
            if (door.heldBy().isEmpty() && child.holder() == null) {
                refusals.add(refusal(Refusal.Kind.WOULD_LEAVE_NOBODY, id.value(), door.clauses()));
            }
        }
    }

    /// Decides whether a run may change.
    public static Decision decide(Policy policy, Run run, Facts facts, Command command) {
        var c = Case.of(policy, run, facts, command.happened());
        var refusals = new ArrayList<Refusal>();
        refuseTheFuture(command, refusals);
        return switch (command.request()) {
            case Command.Request.Begin begin ->
                refused(refusals, Refusal.Kind.ALREADY_DONE, begin.pathway(), List.of());
            case Command.Request.DoItem request -> doItem(c, command, request, refusals);
            case Command.Request.GiveReason request -> giveReason(c, command, request, refusals);
            case Command.Request.StateFact request -> stateFact(c, command, request, refusals);
            case Command.Request.AnswerAgreement request -> answer(c, command, request, refusals);
            case Command.Request.Choose request -> Choosing.choose(c, command, request, refusals);
            case Command.Request.Act request -> act(c, command, request, refusals);
            case Command.Request.RaiseDispute request -> raiseDispute(c, command, request, refusals);
            case Command.Request.EscalateDispute request -> escalate(c, command, request, refusals);
            case Command.Request.ResolveDispute request -> resolve(c, command, request, refusals);
            case Command.Request.RaiseHarm request -> raiseHarm(c, command, request);
            case Command.Request.StepOutside request -> stepOutside(c, command, request, refusals);
            case Command.Request.MoveSitting request -> moveSitting(c, command, request, refusals);
            case Command.Request.NoteDeadlines _ -> noteDeadlines(c, command);
            case Command.Request.Correct request -> correct(c, command, request, refusals);
            case Command.Request.EnterInSystem request -> enterInSystem(c, command, request, refusals);
            case Command.Request.Ask request -> ask(c, command, request, refusals);
            case Command.Request.Answer request -> answerQuestion(c, command, request, refusals);
            case Command.Request.Acknowledge request -> acknowledge(c, command, request, refusals);
            case Command.Request.RecordBirth request -> birth(c, command, request, refusals);
            case Command.Request.RecordDeath request -> death(c, command, request, refusals);
        };
    }

    private static Decision doItem(Case c, Command command, Command.Request.DoItem request, List<Refusal> refusals) {
        var place = place(c, request.key());
        if (place.isEmpty()) {
            return refused(
                    refusals,
                    Refusal.Kind.UNKNOWN,
                    request.key().item(),
                    c.stage().clauses());
        }
        var stage = place.get().stage();
        var item = place.get().item();
        var clauses = Items.clausesOf(stage, item);
        refuseEndedUnlessOwed(c, stage, request.key(), refusals);
        refuseBefore(c.run().began(), command, item.name(), clauses, refusals);
        var doer = Items.doer(c, stage, item);
        var role = c.holdsRole(command.by(), doer);
        if (role.isEmpty()) {
            refusals.add(notYourRole(item.name(), clauses, List.of(doer)));
        }
        refuseSamePerson(c, item.otherThan(), command, clauses, refusals);
        if (!validSubject(c, item, request.key().subject())) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, request.key().subject(), clauses));
        }
        var done = c.run().items().get(request.key());
        if (done != null && !done.excused() && !(item.kind() instanceof Item.Kind.Named)) {
            refusals.add(refusal(Refusal.Kind.ALREADY_DONE, item.name(), clauses));
        }
        var notBefore = item.notBefore();
        if (notBefore != null
                && Clocks.tooEarly(c, notBefore, stage.name(), command.happened())
                        .isPresent()) {
            refusals.add(refusal(Refusal.Kind.TOO_EARLY, item.name(), orElse(notBefore.clauses(), clauses)));
        }
        var value = request.value();
        switch (item.kind()) {
            case Item.Kind.Named _ -> {
                if (value.isBlank()) {
                    refusals.add(refusal(Refusal.Kind.BAD_VALUE, item.name(), clauses));
                }
            }
            case Item.Kind.Documents _ -> {
                var day = parseDay(value);
                if (day.isEmpty() || day.get().isAfter(c.policy().calendar().date(command.recorded()))) {
                    refusals.add(refusal(Refusal.Kind.BAD_VALUE, item.name(), clauses));
                }
            }
            case Item.Kind.Text _ -> {
                if (request.note().isEmpty()) {
                    refusals.add(refusal(Refusal.Kind.REASON_MISSING, item.name(), clauses));
                }
            }
            case Item.Kind.Agreement _, Item.Kind.OneOf _ ->
                // Answers are recorded for each person, and one of several by its own name.
                refusals.add(refusal(Refusal.Kind.BAD_VALUE, item.name(), clauses));
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _ -> {
                // These produce no value.
            }
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        if (item.kind() instanceof Item.Kind.Confirm confirm) {
            var stated = value.isBlank() ? confirmed(confirm) : value;
            var child = request.key().subject().isEmpty()
                    ? Optional.<ChildId>empty()
                    : Optional.of(new ChildId(request.key().subject()));
            writer.add(new RunEvent.FactStated(confirm.fact(), child, stated));
        }
        if (item.kind() instanceof Item.Kind.Documents(var kinds, var _, var _)) {
            for (var child : childrenOf(c, request.key())) {
                for (var kind : kinds) {
                    writer.add(new RunEvent.DocumentFiled(
                            kind, child, parseDay(value).orElseThrow()));
                }
            }
        }
        writer.add(new RunEvent.ItemDone(request.key(), value, request.note()));
        withdrawDisproved(c, writer);
        return writer.accepted();
    }

    private static String confirmed(Item.Kind.Confirm confirm) {
        if (!confirm.is().isEmpty()) {
            return confirm.is();
        }
        return confirm.atLeast() == null ? "true" : String.valueOf(confirm.atLeast());
    }

    private static List<ChildId> childrenOf(Case c, ItemKey key) {
        return key.subject().isEmpty() ? c.run().children() : List.of(new ChildId(key.subject()));
    }

    private static boolean validSubject(Case c, Item item, String subject) {
        return switch (item.per()) {
            case FAMILY -> subject.isEmpty();
            case CHILD ->
                c.run().children().stream().anyMatch(child -> child.value().equals(subject));
            case PARENT ->
                c.parents().stream().anyMatch(parent -> parent.value().equals(subject));
        };
    }

    private static Decision giveReason(
            Case c, Command command, Command.Request.GiveReason request, List<Refusal> refusals) {
        var place = place(c, request.key());
        if (place.isEmpty()) {
            return refused(
                    refusals,
                    Refusal.Kind.UNKNOWN,
                    request.key().item(),
                    c.stage().clauses());
        }
        var stage = place.get().stage();
        var item = place.get().item();
        var clauses = Items.clausesOf(stage, item);
        refuseEndedUnlessOwed(c, stage, request.key(), refusals);
        refuseBefore(c.run().began(), command, item.name(), clauses, refusals);
        var roles = Items.reasonRoles(c, stage, item);
        var role = roles.stream()
                .flatMap(name -> c.holdsRole(command.by(), name).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(new Refusal(
                    Refusal.Kind.NO_REASON_ALLOWED, item.name(), clauses, roles, Optional.empty(), List.of()));
        }
        if (!validSubject(c, item, request.key().subject())) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, request.key().subject(), clauses));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.ItemExcused(request.key(), request.reason()));
        if (item.reason() != null && !item.reason().tell().isEmpty()) {
            writer.add(new RunEvent.RoleTold(item.reason().tell(), item.name()));
        }
        return writer.accepted();
    }

    private static Decision stateFact(
            Case c, Command command, Command.Request.StateFact request, List<Refusal> refusals) {
        var type = c.policy().fact(request.fact());
        if (type.isEmpty()) {
            return refused(
                    refusals, Refusal.Kind.UNKNOWN, request.fact(), c.stage().clauses());
        }
        var fact = type.get();
        if (!c.run().isOpen()) {
            refusals.add(refusal(Refusal.Kind.ENDED, fact.name(), List.of()));
        }
        if (!allowed(fact, request.value())) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, fact.name(), List.of()));
        }
        if (request.child().isPresent()
                && !c.run().children().contains(request.child().get())) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, request.child().get().value(), List.of()));
        }
        var asked = fact.askedOf().isEmpty() ? c.stage().waitsFor() : fact.askedOf();
        var role = c.holdsRole(command.by(), asked);
        if (role.isEmpty()) {
            refusals.add(notYourRole(fact.name(), List.of(), List.of(asked)));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        if (fact.askedOf().isEmpty()) {
            for (var child : request.child().map(List::of).orElse(c.run().children())) {
                writer.add(new RunEvent.RecordStated(fact.name(), child, request.value()));
            }
        } else {
            writer.add(new RunEvent.FactStated(fact.name(), request.child(), request.value()));
        }
        return writer.accepted();
    }

    private static boolean allowed(FactType fact, String value) {
        return switch (fact.kind()) {
            case YES_NO -> value.equals("true") || value.equals("false");
            case ONE_OF -> fact.choices().contains(value);
            case DATE -> parseDay(value).isPresent();
            case NUMBER -> value.matches("-?[0-9]{1,9}");
            case SERVICE, TEAM -> !value.isBlank();
        };
    }

    private static Decision answer(
            Case c, Command command, Command.Request.AnswerAgreement request, List<Refusal> refusals) {
        var type = c.policy().agreement(request.agreement());
        if (type.isEmpty()) {
            return refused(
                    refusals,
                    Refusal.Kind.UNKNOWN,
                    request.agreement(),
                    c.stage().clauses());
        }
        var known = c.facts().people().get(request.person());
        if (known == null) {
            refusals.add(refusal(
                    Refusal.Kind.BAD_VALUE, request.person().value(), type.get().clauses()));
        }
        var waits = c.stage().waitsFor();
        var role = c.holdsRole(command.by(), waits);
        if (role.isEmpty()) {
            role = rolesOfDecider(c, c.stage().decider()).stream()
                    .flatMap(name -> c.holdsRole(command.by(), name).stream())
                    .findFirst();
        }
        if (role.isEmpty()) {
            role = c.stage().checklist().stream()
                    .filter(item -> item.kind() instanceof Item.Kind.Agreement(var name, var _)
                            && name.equals(request.agreement()))
                    .flatMap(item -> c.holdsRole(command.by(), Items.doer(c, c.stage(), item)).stream())
                    .findFirst();
        }
        if (role.isEmpty()) {
            role = c.run().owed().stream()
                    .flatMap(key -> place(c, key).stream())
                    .filter(place -> place.item().kind() instanceof Item.Kind.Agreement(var name, var _)
                            && name.equals(request.agreement()))
                    .flatMap(place -> c.holdsRole(command.by(), Items.doer(c, place.stage(), place.item())).stream())
                    .findFirst();
        }
        if (role.isEmpty() && request.given() == Facts.Given.WITHDRAWN) {
            role = roleWithTheFamily(c, command.by());
        }
        if (role.isEmpty()) {
            refusals.add(notYourRole(request.agreement(), type.get().clauses(), List.of(waits)));
        }
        if (request.given() == Facts.Given.UNSAFE_TO_ASK) {
            if (request.evidence().isEmpty()) {
                refusals.add(refusal(
                        Refusal.Kind.REASON_MISSING,
                        request.agreement(),
                        type.get().clauses()));
            }
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.AgreementAnswered(
                request.agreement(), request.person(), request.given(), request.evidence()));
        if (request.given() == Facts.Given.WITHDRAWN
                && !type.get().ifWithdrawn().isEmpty()) {
            writer.add(new RunEvent.RoleTold(type.get().ifWithdrawn(), request.agreement()));
        }
        withdrawDisproved(c, request.agreement(), writer);
        return writer.accepted();
    }

    /// The role in which somebody works with the children of a run: they hold or help with one of them, or they work
    /// for
    /// the service that sends or the one that receives. Whoever of these hears that a yes is taken back records it.
    private static Optional<String> roleWithTheFamily(Case c, Actor by) {
        boolean withAChild = c.run().children().stream()
                .map(c.facts()::child)
                .anyMatch(child -> child.coWorkers().contains(by.staff())
                        || child.holder() instanceof Holder.Practitioner(var staff, var _, var _)
                                && staff.equals(by.staff()));
        for (var grant : by.grants()) {
            var service =
                    grant.service().isEmpty() ? c.policy().role(grant.role()).in() : grant.service();
            boolean onASide = !service.isEmpty()
                    && (service.equals(c.run().from()) || service.equals(c.run().to()));
            if (withAChild || onASide) {
                return Optional.of(grant.role());
            }
        }
        return Optional.empty();
    }

    private static Decision act(Case c, Command command, Command.Request.Act request, List<Refusal> refusals) {
        var found = c.pathway().anyTime().stream()
                .filter(act -> act.name().equals(request.action()))
                .findFirst();
        if (found.isEmpty()) {
            return refused(
                    refusals, Refusal.Kind.UNKNOWN, request.action(), c.stage().clauses());
        }
        var act = found.get();
        if (!c.run().isOpen()) {
            refusals.add(refusal(Refusal.Kind.ENDED, act.name(), act.clauses()));
        }
        var role = c.holdsRole(command.by(), act.by());
        if (role.isEmpty()) {
            refusals.add(notYourRole(act.name(), act.clauses(), List.of(act.by())));
        }
        var result = Effects.ofAct(c, act, command.happened());
        refusals.addAll(result.refusals());
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.Acted(act.name(), request.note()));
        result.events().forEach(writer::add);
        withdrawDisproved(c, writer);
        return writer.accepted();
    }

    // Disputes.

    private static Decision raiseDispute(
            Case c, Command command, Command.Request.RaiseDispute request, List<Refusal> refusals) {
        var rule = c.policy().disputes().stream()
                .filter(d -> d.name().equals(request.dispute()))
                .findFirst();
        if (rule.isEmpty()) {
            return refused(
                    refusals, Refusal.Kind.UNKNOWN, request.dispute(), c.stage().clauses());
        }
        var about = disputed(c, rule.get());
        if (about.isEmpty()) {
            refusals.add(refusal(
                    Refusal.Kind.NO_DISPUTE, rule.get().name(), rule.get().clauses()));
        }
        if (c.run().dispute().isPresent()) {
            refusals.add(refusal(
                    Refusal.Kind.DISPUTE_OPEN, rule.get().name(), rule.get().clauses()));
        }
        var role = rule.get().between().stream()
                .sorted()
                .flatMap(name -> c.holdsRole(command.by(), name).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(notYourRole(
                    rule.get().name(),
                    rule.get().clauses(),
                    rule.get().between().stream().sorted().toList()));
        }
        if (request.reason().isEmpty()) {
            refusals.add(refusal(
                    Refusal.Kind.REASON_MISSING, rule.get().name(), rule.get().clauses()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.DisputeRaised(
                rule.get().name(),
                about.orElseThrow().stage(),
                about.orElseThrow().outcome(),
                request.reason().orElseThrow()));
        return writer.accepted();
    }

    /// What a dispute under this rule would be about: the decision just taken, or the one that is waiting.
    static Optional<Disputed> disputed(Case c, DisputeRule rule) {
        var last = c.run().last();
        boolean sameStageGoesOn = c.run().isOpen()
                && last.isPresent()
                && !last.get().stage().equals(c.run().stage());
        if (c.run().isOpen()
                && !c.run().halves().isEmpty()
                && rule.covers(c.pathway().name(), c.run().stage())) {
            return Optional.of(new Disputed(c.run().stage(), ""));
        }
        if (last.isPresent()
                && (sameStageGoesOn || !c.run().isOpen())
                && rule.covers(c.pathway().name(), last.get().stage())) {
            return Optional.of(new Disputed(last.get().stage(), last.get().outcome()));
        }
        if (c.run().isOpen() && rule.covers(c.pathway().name(), c.run().stage())) {
            return Optional.of(new Disputed(c.run().stage(), ""));
        }
        return Optional.empty();
    }

    /// @param outcome the decision taken, or empty while it is waiting
    record Disputed(String stage, String outcome) {}

    private static Decision escalate(
            Case c, Command command, Command.Request.EscalateDispute request, List<Refusal> refusals) {
        var open = c.run().dispute();
        if (open.isEmpty()) {
            return refused(refusals, Refusal.Kind.NO_DISPUTE, "", List.of());
        }
        var rule = rule(c, open.get());
        int next = open.get().step() + 1;
        if (next >= rule.steps().size()) {
            refusals.add(refusal(Refusal.Kind.NOT_OFFERED, rule.name(), rule.clauses()));
        }
        var mayEscalate = new LinkedHashSet<>(rule.between());
        mayEscalate.add(rule.steps().get(open.get().step()).by());
        var role = mayEscalate.stream()
                .sorted()
                .flatMap(name -> c.holdsRole(command.by(), name).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(notYourRole(rule.name(), rule.clauses(), List.copyOf(mayEscalate)));
        }
        if (request.reason().isEmpty()) {
            refusals.add(refusal(Refusal.Kind.REASON_MISSING, rule.name(), rule.clauses()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.DisputeEscalated(
                rule.name(), next, request.reason().orElseThrow()));
        return writer.accepted();
    }

    static DisputeRule rule(Case c, Run.OpenDispute open) {
        return c.policy().disputes().stream()
                .filter(d -> d.name().equals(open.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected dispute rule " + open.name()));
    }

    /// Everybody who took part in what is disputed, the one who raised it included.
    static List<Run.Party> parties(Run run, Run.OpenDispute open) {
        var all = new ArrayList<Run.Party>();
        all.add(open.raisedBy());
        run.halves().forEach((role, half) -> all.add(new Run.Party(half.by(), role)));
        run.last()
                .filter(last ->
                        last.stage().equals(open.stage()) && !open.outcome().isEmpty())
                .ifPresent(last -> all.addAll(last.parties()));
        return all;
    }

    /// The roles that may review now: the step's, and the pack's other one where somebody of the first took part.
    static List<String> reviewers(Case c, Run.OpenDispute open) {
        var rule = rule(c, open);
        var by = rule.steps().get(open.step()).by();
        var all = new ArrayList<String>();
        boolean party = parties(c.run(), open).stream().anyMatch(p -> p.role().equals(by));
        if (party && !rule.ifParty().isEmpty()) {
            all.add(rule.ifParty());
        }
        all.add(by);
        return all;
    }

    private static Decision resolve(
            Case c, Command command, Command.Request.ResolveDispute request, List<Refusal> refusals) {
        var open = c.run().dispute();
        if (open.isEmpty()) {
            return refused(refusals, Refusal.Kind.NO_DISPUTE, request.outcome(), List.of());
        }
        var rule = rule(c, open.get());
        var reviewers = reviewers(c, open.get());
        var role = reviewers.stream()
                .flatMap(name -> c.holdsRole(command.by(), name).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(notYourRole(rule.name(), rule.clauses(), reviewers));
        }
        if (parties(c.run(), open.get()).stream()
                .anyMatch(p -> p.staff().equals(command.by().staff()))) {
            refusals.add(new Refusal(
                    Refusal.Kind.PARTY_TO_THE_DECISION,
                    rule.name(),
                    rule.clauses(),
                    reviewers,
                    Optional.empty(),
                    List.of()));
        }
        if (request.reason().isEmpty()) {
            refusals.add(refusal(Refusal.Kind.REASON_MISSING, rule.name(), rule.clauses()));
        }
        var stage = c.pathway().stage(open.get().stage());
        var outcome = stage.outcome(request.outcome());
        if (outcome.isEmpty() || !c.holds(outcome.get().when())) {
            refusals.add(refusal(Refusal.Kind.NOT_OFFERED, request.outcome(), rule.clauses()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        boolean upheld = request.outcome().equals(open.get().outcome());
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.DisputeResolved(
                rule.name(), request.outcome(), upheld, request.reason().orElseThrow()));
        if (upheld) {
            return writer.accepted();
        }
        return Choosing.byReview(
                c.at(writer.run, c.facts()),
                writer,
                stage,
                stage.outcome(open.get().outcome()),
                outcome.orElseThrow(),
                request.reason().orElseThrow(),
                request.newRuns());
    }

    // Harm, and the way round a silent text.

    private static Decision raiseHarm(Case c, Command command, Command.Request.RaiseHarm request) {
        var harm = c.policy().harm();
        if (harm.isEmpty()) {
            throw new IllegalStateException(
                    "Expected a harm route in " + c.policy().version() + " or its national layer");
        }
        var writer = new Writer(c.run(), command, "");
        writer.add(new RunEvent.HarmRaised(request.urgentRun()));
        writer.start(urgent(c, request.urgentRun(), command));
        return writer.accepted();
    }

    private static Decision.NewRun urgent(Case c, RunId id, Command command) {
        var harm = c.policy().harm().orElseThrow();
        var pathway = c.policy().pathway(harm.pathway());
        var door = pathway.doors().get(harm.door());
        if (door == null) {
            throw new IllegalStateException("Expected door " + harm.door() + " of " + harm.pathway());
        }
        var began = new RunEvent.Began(
                harm.pathway(),
                harm.door(),
                c.policy().version(),
                door.from().contains(c.run().from()) ? c.run().from() : first(door.from()),
                first(door.to()),
                c.run().children(),
                door.at(),
                Optional.of(c.run().id()));
        return new Decision.NewRun(
                id, List.of(new Entry(1, began, command.by().staff(), "", command.happened(), command.recorded())));
    }

    private static String first(List<String> services) {
        return services.isEmpty() ? "" : services.getFirst();
    }

    private static Decision stepOutside(
            Case c, Command command, Command.Request.StepOutside request, List<Refusal> refusals) {
        var stage = c.stage();
        if (!c.run().isOpen()) {
            refusals.add(refusal(Refusal.Kind.ENDED, request.to(), stage.clauses()));
        }
        var roles = responsible(c, stage);
        var role = roles.stream()
                .flatMap(name -> c.holdsRole(command.by(), name).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(notYourRole(stage.name(), stage.clauses(), roles));
        }
        if (request.reason().isEmpty()) {
            refusals.add(refusal(Refusal.Kind.REASON_MISSING, stage.name(), stage.clauses()));
        }
        if (!request.to().isEmpty() && !c.pathway().stages().containsKey(request.to())) {
            refusals.add(refusal(Refusal.Kind.UNKNOWN, request.to(), stage.clauses()));
        }
        for (var id : c.run().children()) {
            var child = c.facts().child(id);
            if (child.holder() == null && !child.open().isEmpty()) {
                refusals.add(refusal(Refusal.Kind.WOULD_LEAVE_NOBODY, id.value(), stage.clauses()));
            }
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.WentOutsideProcedure(
                stage.name(), request.to(), request.reason().orElseThrow(), stage.clauses()));
        var owing = Outstanding.owing(c, stage, Set.of());
        if (request.to().isEmpty()) {
            endLines(c, writer);
            for (var id : c.run().children()) {
                var child = c.facts().child(id);
                if (child.open().isEmpty() && child.holder() != null) {
                    writer.add(new RunEvent.HolderReleased(id));
                }
            }
            writer.add(new RunEvent.Ended(stage.name(), "outside-the-written-procedure", owing));
        } else {
            writer.add(new RunEvent.StageEntered(request.to(), request.to().equals(stage.name()), List.of(), owing));
            listOnArrival(c, writer);
        }
        return writer.accepted();
    }

    /// With a run ends what went on beside its stages: whoever had joined the children leaves them.
    static void endLines(Case c, Writer writer) {
        for (var line : c.pathway().alongside()) {
            if (c.run().lines().containsKey(line.name())) {
                writer.add(new RunEvent.LineEnded(line.name()));
                for (var id : c.run().children()) {
                    Effects.named(c, line.joins(), id)
                            .filter(c.facts().child(id).coWorkers()::contains)
                            .ifPresent(staff -> writer.add(new RunEvent.CoWorkerLeft(id, staff)));
                }
            }
        }
    }

    /// Who is responsible for a stage: those who decide it, and every manager of the sending side.
    static List<String> responsible(Case c, Stage stage) {
        var roles = new LinkedHashSet<>(rolesOfDecider(c, stage.decider()));
        for (var role : c.policy().roles().values()) {
            if (role.manages()
                    && !c.run().from().isEmpty()
                    && role.in().equals(c.run().from())) {
                roles.add(role.name());
            }
        }
        return List.copyOf(roles);
    }

    static List<String> rolesOfDecider(Case c, Decider decider) {
        return switch (decider.who()) {
            case Decider.Who.AnyOf(var roles) -> roles;
            case Decider.Who.Both(var one, var other, var _) -> List.of(one, other);
            case Decider.Who.Forum(var name) -> {
                var forum = c.policy().forum(name).orElseThrow();
                yield forum.administrator().isEmpty()
                        ? List.of(forum.chair())
                        : List.of(forum.chair(), forum.administrator());
            }
        };
    }

    // What time and life do.

    private static Decision moveSitting(
            Case c, Command command, Command.Request.MoveSitting request, List<Refusal> refusals) {
        var sitting = c.run().sitting();
        if (sitting.isEmpty() || !c.run().isOpen()) {
            return refused(
                    refusals, Refusal.Kind.NOT_OFFERED, "sitting", c.stage().clauses());
        }
        var forum = c.policy().forum(sitting.get().forum()).orElseThrow();
        var roles = forum.administrator().isEmpty()
                ? List.of(forum.chair())
                : List.of(forum.chair(), forum.administrator());
        var role = roles.stream()
                .flatMap(name -> c.holdsRole(command.by(), name).stream())
                .findFirst();
        if (role.isEmpty()) {
            refusals.add(notYourRole(forum.name(), forum.clauses(), roles));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.SittingMoved(forum.name(), sitting.get().day(), request.to()));
        return writer.accepted();
    }

    private static Decision noteDeadlines(Case c, Command command) {
        var writer = new Writer(c.run(), command, "");
        for (var need : Outstanding.of(c.policy(), c.run(), c.facts(), command.recorded())
                .timed()) {
            need.clock().dated().ifPresent(due -> {
                if (need.clock().passed(command.recorded()) && !c.run().missed().containsKey(need.what())) {
                    writer.add(new RunEvent.DeadlineMissed(need.what(), due.latest()));
                }
            });
        }
        return writer.accepted();
    }

    private static Decision correct(Case c, Command command, Command.Request.Correct request, List<Refusal> refusals) {
        if (request.seq() < 1 || request.seq() > c.run().seq()) {
            refusals.add(refusal(Refusal.Kind.UNKNOWN, String.valueOf(request.seq()), List.of()));
        } else {
            refuseCorrection(c, command, request, refusals);
        }
        if (request.reason().isEmpty()) {
            refusals.add(refusal(Refusal.Kind.REASON_MISSING, String.valueOf(request.seq()), List.of()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, "");
        var reason = request.reason().orElseThrow();
        factConfirmedWith(c, request.seq())
                .ifPresent(fact -> writer.add(new RunEvent.Corrected(fact, request.correction(), reason)));
        writer.add(new RunEvent.Corrected(request.seq(), request.correction(), reason));
        withdrawDisproved(c, writer);
        noteDoneLate(c, writer);
        return writer.accepted();
    }

    /// A correction that could change nothing, or would leave a run that never was, is refused: a decision is put
    /// right by a dispute or by a step outside the procedure, not by saying that it was never taken.
    private static void refuseCorrection(
            Case c, Command command, Command.Request.Correct request, List<Refusal> refusals) {
        var about = String.valueOf(request.seq());
        var item = itemAt(c, request.seq());
        boolean fact = c.run().stated().values().stream().anyMatch(stated -> stated.seq() == request.seq());
        boolean filed = item.flatMap(key -> c.pathway().item(key.item()))
                .filter(found -> found.kind() instanceof Item.Kind.Documents)
                .isPresent();
        if (filed && !(request.correction() instanceof Correction.HappenedAt)) {
            // The document is on the child's file, and only there can it be taken off or dated otherwise.
            refusals.add(refusal(Refusal.Kind.NOT_OFFERED, about, List.of()));
            return;
        }
        switch (request.correction()) {
            case Correction.HappenedAt(var happened) -> {
                if (happened.isAfter(command.recorded())) {
                    refusals.add(refusal(Refusal.Kind.IN_THE_FUTURE, about, List.of()));
                }
                if (request.seq() > 1 && happened.isBefore(c.run().began())) {
                    refusals.add(refusal(Refusal.Kind.BEFORE_ITS_STEP, about, List.of()));
                }
            }
            case Correction.DidNotHappen() -> {
                boolean act = c.pathway().anyTime().stream()
                        .flatMap(each -> Optional.ofNullable(c.run().moments().get(each.name())).stream())
                        .anyMatch(moment -> moment.seq() == request.seq());
                if (item.isEmpty() && !fact && !act) {
                    refusals.add(refusal(Refusal.Kind.NOT_OFFERED, about, List.of()));
                }
            }
            case Correction.AboutAnother(var subject) -> {
                if (item.isEmpty()) {
                    refusals.add(refusal(Refusal.Kind.NOT_OFFERED, about, List.of()));
                } else if (!c.pathway()
                        .item(item.get().item())
                        .filter(found -> found.per() != Item.Per.FAMILY && validSubject(c, found, subject))
                        .isPresent()) {
                    refusals.add(refusal(Refusal.Kind.BAD_VALUE, subject, List.of()));
                } else if (c.run().items().containsKey(new ItemKey(item.get().item(), subject))) {
                    refusals.add(refusal(Refusal.Kind.ALREADY_DONE, subject, List.of()));
                }
            }
            case Correction.ValueWas(var value) -> {
                if (item.isEmpty() && !fact) {
                    refusals.add(refusal(Refusal.Kind.NOT_OFFERED, about, List.of()));
                } else if (value.isBlank()) {
                    refusals.add(refusal(Refusal.Kind.BAD_VALUE, about, List.of()));
                }
            }
        }
    }

    /// The item that an entry recorded as done or excused.
    private static Optional<ItemKey> itemAt(Case c, int seq) {
        return c.run().items().entrySet().stream()
                .filter(done -> done.getValue().seq() == seq)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// The entry that stated a fact together with an item that confirms it.
    private static Optional<Integer> factConfirmedWith(Case c, int seq) {
        return itemAt(c, seq)
                .flatMap(key -> c.pathway()
                        .item(key.item())
                        .filter(item -> item.kind() instanceof Item.Kind.Confirm)
                        .flatMap(_ -> c.run().stated().values().stream()
                                .map(Run.Stated::seq)
                                .filter(stated -> stated == seq - 1)
                                .findFirst()));
    }

    /// What is recorded later may show that a date was kept after all. The breach is withdrawn and stays readable.
    static void withdrawDisproved(Case c, Writer writer) {
        for (var missed : writer.run.missed().entrySet()) {
            if (keptBefore(c, writer.run, missed.getKey(), missed.getValue())) {
                writer.add(new RunEvent.BreachWithdrawn(missed.getKey(), missed.getValue()));
            }
        }
    }

    /// A correction may also show that what seemed to be in time was late: that breach is noted with it.
    private static void noteDoneLate(Case before, Writer writer) {
        var c = before.at(writer.run, before.facts());
        for (var stage : c.pathway().stages().values()) {
            for (var item : stage.checklist()) {
                if (item.due().isEmpty() || !c.applies(item)) {
                    continue;
                }
                for (var subject : c.subjects(item)) {
                    var key = new ItemKey(item.name(), subject);
                    var what = Outstanding.what(key);
                    var done = c.run().items().get(key);
                    if (done == null
                            || done.excused()
                            || c.run().missed().containsKey(what)
                            || done.equals(before.run().items().get(key))) {
                        continue;
                    }
                    Items.clock(c, stage, item, subject)
                            .dated()
                            .filter(due -> !done.happened().isBefore(due.latest()))
                            .ifPresent(due -> writer.add(new RunEvent.DeadlineMissed(what, due.latest())));
                }
            }
        }
    }

    private static boolean keptBefore(Case c, Run run, String what, Instant due) {
        for (var done : run.items().entrySet()) {
            if (Outstanding.what(done.getKey()).equals(what)
                    && done.getValue().happened().isBefore(due)) {
                return true;
            }
        }
        for (var rule : c.policy().allClocks()) {
            if (what.equals("clock:" + rule.name())
                    && rule.until().stream()
                            .flatMap(name -> run.moment(name).stream())
                            .anyMatch(at -> at.isBefore(due))) {
                return true;
            }
        }
        return run.last()
                .filter(last -> what.startsWith("decision:" + last.stage() + "#")
                        && last.happened().isBefore(due))
                .isPresent();
    }

    /// The same for an agreement, whose answers are not the run's own.
    private static void withdrawDisproved(Case c, String agreement, Writer writer) {
        var after = c.at(writer.run, c.facts().after(c.run().id(), writer.entries.getFirst()));
        for (var stage : c.pathway().stages().values()) {
            for (var item : stage.checklist()) {
                if (!(item.kind() instanceof Item.Kind.Agreement(var name, var _) && name.equals(agreement))) {
                    continue;
                }
                for (var subject : after.subjects(item)) {
                    var what = Outstanding.what(new ItemKey(item.name(), subject));
                    var missed = writer.run.missed().get(what);
                    if (missed != null
                            && writer.command.happened().isBefore(missed)
                            && Items.satisfied(after, item, subject)) {
                        writer.add(new RunEvent.BreachWithdrawn(what, missed));
                    }
                }
            }
        }
    }

    /// Somebody entered a decision in a case system. A value that the pack forbids there is refused, with its clause,
    /// and so is a system that the pack does not know.
    private static Decision enterInSystem(
            Case c, Command command, Command.Request.EnterInSystem request, List<Refusal> refusals) {
        var outcome = request.outcome().isEmpty()
                ? c.run().last().map(Run.Taken::outcome).orElse("")
                : request.outcome();
        if (!isDecided(c, outcome)) {
            return refused(
                    refusals,
                    Refusal.Kind.NOT_OFFERED,
                    request.system(),
                    c.stage().clauses());
        }
        Choosing.refuseForbidden(c, outcome, Map.of(request.system(), request.value()), refusals);
        if (!knowsSystem(c.policy(), request.system())) {
            refusals.add(refusal(Refusal.Kind.UNKNOWN, request.system(), List.of()));
        }
        if (request.value().isBlank()) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, request.system(), List.of()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, "");
        writer.add(new RunEvent.EnteredInSystem(outcome, request.system(), request.value()));
        return writer.accepted();
    }

    private static boolean isDecided(Case c, String outcome) {
        return c.run().moments().containsKey(outcome)
                && c.pathway().stages().values().stream()
                        .anyMatch(stage -> stage.outcome(outcome).isPresent());
    }

    /// Whether a service of the pack is recorded in this system, or an outcome has a word for it.
    private static boolean knowsSystem(Policy policy, String system) {
        return policy.services().values().stream()
                        .anyMatch(service -> service.system().equalsIgnoreCase(system))
                || policy.pathways().values().stream()
                        .flatMap(pathway -> pathway.stages().values().stream())
                        .flatMap(stage -> stage.outcomes().stream())
                        .flatMap(outcome -> outcome.codes().keySet().stream())
                        .anyMatch(system::equalsIgnoreCase)
                || policy.national() != null && knowsSystem(policy.national(), system);
    }

    private static Decision ask(Case c, Command command, Command.Request.Ask request, List<Refusal> refusals) {
        if (!c.run().isOpen()) {
            refusals.add(refusal(Refusal.Kind.ENDED, request.role(), List.of()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, "");
        writer.add(new RunEvent.QuestionAsked(request.id(), request.role(), request.question()));
        return writer.accepted();
    }

    private static Decision answerQuestion(
            Case c, Command command, Command.Request.Answer request, List<Refusal> refusals) {
        var asked = c.run().questions().get(request.id());
        if (asked == null) {
            return refused(refusals, Refusal.Kind.UNKNOWN, request.id(), List.of());
        }
        var role = c.holdsRole(command.by(), asked);
        if (role.isEmpty()) {
            refusals.add(notYourRole(request.id(), List.of(), List.of(asked)));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.QuestionAnswered(request.id(), request.answer()));
        return writer.accepted();
    }

    /// Whoever was told says that they know. What they make of it is theirs to decide, in the run as it stands.
    private static Decision acknowledge(
            Case c, Command command, Command.Request.Acknowledge request, List<Refusal> refusals) {
        var told = c.run().told().get(request.seq());
        if (told == null) {
            return refused(refusals, Refusal.Kind.ALREADY_DONE, String.valueOf(request.seq()), List.of());
        }
        var knower = c.knower(told.role());
        var role = c.holdsRole(command.by(), knower);
        if (role.isEmpty()) {
            refusals.add(notYourRole(told.about(), List.of(), List.of(knower)));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, role.orElseThrow());
        writer.add(new RunEvent.Acknowledged(request.seq(), request.note()));
        return writer.accepted();
    }

    private static Decision birth(
            Case c, Command command, Command.Request.RecordBirth request, List<Refusal> refusals) {
        if (!c.run().children().contains(request.child())) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, request.child().value(), List.of()));
        } else if (c.facts().child(request.child()).born() != null) {
            refusals.add(refusal(Refusal.Kind.ALREADY_DONE, request.child().value(), List.of()));
        }
        if (request.born().isAfter(c.policy().calendar().date(command.recorded()))) {
            refusals.add(refusal(Refusal.Kind.IN_THE_FUTURE, request.child().value(), List.of()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, "");
        writer.add(new RunEvent.ChildBorn(request.child(), request.born()));
        return writer.accepted();
    }

    private static Decision death(
            Case c, Command command, Command.Request.RecordDeath request, List<Refusal> refusals) {
        if (!c.run().children().contains(request.child())) {
            refusals.add(refusal(Refusal.Kind.BAD_VALUE, request.child().value(), List.of()));
        }
        if (request.died().isAfter(c.policy().calendar().date(command.recorded()))) {
            refusals.add(refusal(Refusal.Kind.IN_THE_FUTURE, request.child().value(), List.of()));
        }
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        var writer = new Writer(c.run(), command, "");
        writer.add(new RunEvent.ChildDied(request.child(), request.died()));
        return writer.accepted();
    }

    // Shared pieces.

    /// A run that enters a stage whose forum lists it without a request goes on the next agenda.
    static void listOnArrival(Case c, Writer writer) {
        var stage = c.pathway().stage(writer.run.stage());
        if (stage.decider().who() instanceof Decider.Who.Forum(var name)) {
            var forum = c.policy().forum(name).orElseThrow();
            if (forum.lists().contains(c.pathway().name() + "." + stage.name())) {
                writer.add(Effects.agenda(c.at(writer.run, c.facts()), name, writer.command.happened()));
            }
        }
    }

    /// Where an item stands: in the stage the run is in, or in a stage that left it owed.
    static Optional<Place> place(Case c, ItemKey key) {
        var here = c.stage().item(key.item());
        if (here.isPresent() && c.run().isOpen()) {
            return Optional.of(new Place(c.stage(), here.get()));
        }
        for (var stage : c.pathway().stages().values()) {
            var item = stage.item(key.item());
            if (item.isPresent() && isOwed(c, stage, key)) {
                return Optional.of(new Place(stage, item.get()));
            }
        }
        return here.map(item -> new Place(c.stage(), item));
    }

    /// Whether the item itself is owed, or the item that it is one of several ways to do.
    private static boolean isOwed(Case c, Stage stage, ItemKey key) {
        if (c.run().owed().contains(key)) {
            return true;
        }
        for (var item : stage.checklist()) {
            if (item.kind() instanceof Item.Kind.OneOf(var options)
                    && c.run().owed().contains(new ItemKey(item.name(), key.subject()))
                    && options.stream().anyMatch(option -> option.name().equals(key.item()))) {
                return true;
            }
        }
        return false;
    }

    record Place(Stage stage, Item item) {}

    private static void refuseEndedUnlessOwed(Case c, Stage stage, ItemKey key, List<Refusal> refusals) {
        if (!c.run().isOpen() && !isOwed(c, stage, key)) {
            refusals.add(refusal(Refusal.Kind.ENDED, key.item(), List.of()));
        }
    }

    static void refuseTheFuture(Command command, List<Refusal> refusals) {
        if (command.happened().isAfter(command.recorded())) {
            refusals.add(refusal(Refusal.Kind.IN_THE_FUTURE, "happened", List.of()));
        }
    }

    static void refuseBefore(
            Instant earliest, Command command, String about, List<ClauseId> clauses, List<Refusal> refusals) {
        if (command.happened().isBefore(earliest)) {
            refusals.add(refusal(Refusal.Kind.BEFORE_ITS_STEP, about, clauses));
        }
    }

    static void refuseSamePerson(
            Case c, Set<String> otherThan, Command command, List<ClauseId> clauses, List<Refusal> refusals) {
        for (var name : otherThan) {
            for (var done : c.run().items().entrySet()) {
                if (done.getKey().item().equals(name)
                        && done.getValue().by().equals(command.by().staff())) {
                    refusals.add(refusal(Refusal.Kind.SAME_PERSON, name, clauses));
                }
            }
        }
    }

    static Refusal refusal(Refusal.Kind kind, String about, List<ClauseId> clauses) {
        return new Refusal(kind, about, clauses, List.of(), Optional.empty(), List.of());
    }

    static Refusal notYourRole(String about, List<ClauseId> clauses, List<String> roles) {
        return new Refusal(Refusal.Kind.NOT_YOUR_ROLE, about, clauses, roles, Optional.empty(), List.of());
    }

    private static Decision refused(List<Refusal> refusals, Refusal.Kind kind, String about, List<ClauseId> clauses) {
        refusals.add(refusal(kind, about, clauses));
        return new Decision.Refused(refusals);
    }

    static List<ClauseId> orElse(List<ClauseId> own, List<ClauseId> inherited) {
        return own.isEmpty() ? inherited : own;
    }

    private static Optional<java.time.LocalDate> parseDay(String value) {
        try {
            return Optional.of(java.time.LocalDate.parse(value));
        } catch (java.time.format.DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    /// Collects the entries of one accepted command, keeping the run as it will then stand.
    static final class Writer {
        final Command command;
        private final String role;
        final List<Entry> entries = new ArrayList<>();
        private final Map<RunId, Decision.NewRun> newRuns = new LinkedHashMap<>();
        Run run;

        Writer(Run run, Command command, String role) {
            this.run = run;
            this.command = command;
            this.role = role;
        }

        void add(RunEvent event) {
            var entry =
                    new Entry(run.seq() + 1, event, command.by().staff(), role, command.happened(), command.recorded());
            entries.add(entry);
            run = run.evolve(entry);
        }

        void start(Decision.NewRun started) {
            newRuns.put(started.id(), started);
        }

        String role() {
            return role;
        }

        Decision.Accepted accepted() {
            return new Decision.Accepted(entries, List.copyOf(newRuns.values()));
        }
    }
}
