package stepways.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.SittingRule;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.ClockRule;
import stepways.engine.policy.ClosingCode;
import stepways.engine.policy.Decider;
import stepways.engine.policy.DisputeRule;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Gap;
import stepways.engine.policy.HarmRoute;
import stepways.engine.policy.Item;
import stepways.engine.policy.LetterType;
import stepways.engine.policy.Never;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;

/// Takes one element out of a policy, with everything that names it, so that what is left is a policy again.
final class Without {

    private static final String ANYBODY = "anybody-at-all";

    private Without() {}

    /// The parts of a policy that a removal changes.
    private record Parts(
            Map<String, Role> roles,
            Map<String, AgreementType> agreements,
            Map<String, Pathway> pathways,
            Map<String, Forum> forums,
            List<DisputeRule> disputes,
            Map<String, LetterType> letters,
            List<Gap> gaps,
            List<Never> nevers,
            List<ClockRule> clocks,
            List<ClosingCode> closingCodes,
            Optional<HarmRoute> harmRoute) {}

    private static Policy changed(Policy policy, UnaryOperator<Parts> change) {
        var parts = change.apply(new Parts(
                policy.roles(),
                policy.agreements(),
                policy.pathways(),
                policy.forums(),
                policy.disputes(),
                policy.letters(),
                policy.gaps(),
                policy.nevers(),
                policy.clocks(),
                policy.closingCodes(),
                policy.harmRoute()));
        return new Policy(
                policy.version(),
                policy.line(),
                policy.clauses(),
                policy.services(),
                policy.teams(),
                parts.roles(),
                policy.facts(),
                parts.agreements(),
                policy.documents(),
                policy.forms(),
                parts.pathways(),
                parts.forums(),
                parts.disputes(),
                parts.letters(),
                policy.readings(),
                parts.gaps(),
                parts.nevers(),
                parts.clocks(),
                parts.closingCodes(),
                parts.harmRoute(),
                policy.national(),
                policy.calendar());
    }

    /// The policy on another national layer.
    static Policy onNational(Policy policy, Policy national) {
        return new Policy(
                policy.version(),
                policy.line(),
                policy.clauses(),
                policy.services(),
                policy.teams(),
                policy.roles(),
                policy.facts(),
                policy.agreements(),
                policy.documents(),
                policy.forms(),
                policy.pathways(),
                policy.forums(),
                policy.disputes(),
                policy.letters(),
                policy.readings(),
                policy.gaps(),
                policy.nevers(),
                policy.clocks(),
                policy.closingCodes(),
                policy.harmRoute(),
                national,
                policy.calendar());
    }

    // Pathways.

    static Policy pathways(Policy policy, UnaryOperator<Pathway> change) {
        return changed(policy, p -> {
            var all = new LinkedHashMap<String, Pathway>();
            p.pathways().forEach((name, pathway) -> all.put(name, change.apply(pathway)));
            return new Parts(
                    p.roles(),
                    p.agreements(),
                    all,
                    p.forums(),
                    p.disputes(),
                    p.letters(),
                    p.gaps(),
                    p.nevers(),
                    p.clocks(),
                    p.closingCodes(),
                    p.harmRoute());
        });
    }

    private static Policy pathway(Policy policy, String name, UnaryOperator<Pathway> change) {
        return pathways(policy, pathway -> pathway.name().equals(name) ? change.apply(pathway) : pathway);
    }

    private static Pathway with(
            Pathway p,
            Map<String, Pathway.Door> doors,
            Map<String, Stage> stages,
            List<Pathway.Alongside> alongside,
            List<Pathway.AnyTime> anyTime) {
        return new Pathway(p.name(), p.title(), p.kind(), doors, stages, alongside, anyTime, p.silences(), p.clauses());
    }

    private static Pathway stages(Pathway p, UnaryOperator<Stage> change) {
        var all = new LinkedHashMap<String, Stage>();
        p.stages().forEach((name, stage) -> all.put(name, change.apply(stage)));
        return with(p, p.doors(), all, p.alongside(), p.anyTime());
    }

    static Policy stage(Policy policy, String pathway, String name, UnaryOperator<Stage> change) {
        return pathway(
                policy, pathway, p -> stages(p, stage -> stage.name().equals(name) ? change.apply(stage) : stage));
    }

    /// A door goes, with whatever begins a run there. A harm route through it gives way to the national one.
    static Policy door(Policy policy, String pathway, String name) {
        var next = effects(
                policy,
                effect -> effect instanceof Effect.Start(var to, var door, var _)
                        && to.equals(pathway)
                        && door.equals(name));
        boolean harm = policy.harmRoute()
                .filter(route -> route.pathway().equals(pathway) && route.door().equals(name))
                .isPresent();
        return pathway(harm && policy.national() != null ? harmRoute(next) : next, pathway, p -> {
            var doors = new LinkedHashMap<>(p.doors());
            doors.remove(name);
            return with(p, doors, p.stages(), p.alongside(), p.anyTime());
        });
    }

    static Policy doors(Policy policy, String pathway) {
        return pathway(policy, pathway, p -> with(p, Map.of(), p.stages(), p.alongside(), p.anyTime()));
    }

    static Policy line(Policy policy, String pathway, String name) {
        return pathway(
                policy,
                pathway,
                p -> with(
                        p,
                        p.doors(),
                        p.stages(),
                        not(p.alongside(), line -> line.name().equals(name)),
                        p.anyTime()));
    }

    static Policy act(Policy policy, String pathway, String name) {
        return pathway(
                policy,
                pathway,
                p -> with(
                        p,
                        p.doors(),
                        p.stages(),
                        p.alongside(),
                        not(p.anyTime(), act -> act.name().equals(name))));
    }

    static Policy actEffect(Policy policy, String pathway, String name, Effect gone) {
        return pathway(
                policy,
                pathway,
                p -> with(
                        p,
                        p.doors(),
                        p.stages(),
                        p.alongside(),
                        p.anyTime().stream()
                                .map(act -> act.name().equals(name)
                                        ? new Pathway.AnyTime(
                                                act.name(),
                                                act.title(),
                                                act.by(),
                                                not(act.then(), gone::equals),
                                                act.clauses(),
                                                act.basis())
                                        : act)
                                .toList()));
    }

    // Stages.

    private static Stage with(
            Stage s,
            List<Item> checklist,
            Decider decider,
            List<Outcome> outcomes,
            List<DueRule> due,
            @Nullable NotBefore notBefore,
            boolean perChild) {
        return new Stage(
                s.name(),
                s.title(),
                s.waitsFor(),
                checklist,
                decider,
                outcomes,
                due,
                notBefore,
                perChild,
                s.clauses(),
                s.doorstep());
    }

    static Stage outcomes(Stage s, Function<Outcome, Optional<Outcome>> change) {
        return with(
                s,
                s.checklist(),
                s.decider(),
                s.outcomes().stream().flatMap(o -> change.apply(o).stream()).toList(),
                s.due(),
                s.notBefore(),
                s.perChild());
    }

    static Policy stageDue(Policy policy, String pathway, String stage, DueRule gone) {
        return stage(
                policy,
                pathway,
                stage,
                s -> with(
                        s,
                        s.checklist(),
                        s.decider(),
                        s.outcomes(),
                        not(s.due(), gone::equals),
                        s.notBefore(),
                        s.perChild()));
    }

    static Policy stageNotBefore(Policy policy, String pathway, String stage) {
        return stage(
                policy,
                pathway,
                stage,
                s -> with(s, s.checklist(), s.decider(), s.outcomes(), s.due(), null, s.perChild()));
    }

    /// Anybody may decide, whatever they did before.
    static Policy decider(Policy policy, String pathway, String stage) {
        return stage(
                withAnybody(policy),
                pathway,
                stage,
                s -> with(s, s.checklist(), anybody(), s.outcomes(), s.due(), s.notBefore(), s.perChild()));
    }

    private static Decider anybody() {
        return new Decider(new Decider.Who.AnyOf(List.of(ANYBODY)), Set.of(), List.of());
    }

    private static Policy withAnybody(Policy policy) {
        return changed(policy, p -> {
            var roles = new LinkedHashMap<>(p.roles());
            roles.put(ANYBODY, new Role(ANYBODY, "Anybody", "", Role.Side.EITHER, Set.of(), false, false, true));
            return new Parts(
                    roles,
                    p.agreements(),
                    p.pathways(),
                    p.forums(),
                    p.disputes(),
                    p.letters(),
                    p.gaps(),
                    p.nevers(),
                    p.clocks(),
                    p.closingCodes(),
                    p.harmRoute());
        });
    }

    /// Everything of a stage that cites nothing of its own and so rests on the clauses of the stage: who decides, the
    /// items, when it is due, that it waits, and that each child gets an outcome.
    static Policy inherited(Policy policy, String pathway, String stage) {
        var found = policy.pathways().get(pathway);
        if (found == null) {
            return policy;
        }
        var before = found.stage(stage);
        var next = before.decider().clauses().isEmpty() ? decider(policy, pathway, stage) : policy;
        for (var item : before.checklist()) {
            if (item.clauses().isEmpty()) {
                next = item(next, pathway, item.name());
            }
        }
        return stage(
                next,
                pathway,
                stage,
                s -> with(
                        s,
                        s.checklist(),
                        s.decider(),
                        s.outcomes(),
                        not(s.due(), due -> due.clauses().isEmpty()),
                        s.notBefore() != null && s.notBefore().clauses().isEmpty() ? null : s.notBefore(),
                        false));
    }

    // Items.

    /// An item goes out of its list, out of what outcomes need, and out of whatever names it.
    static Policy item(Policy policy, String pathway, String name) {
        return pathway(policy, pathway, p -> {
            var staged = stages(p, s -> {
                var checklist = new ArrayList<Item>();
                for (var item : s.checklist()) {
                    if (!item.name().equals(name)) {
                        checklist.add(withoutMention(item, name));
                    }
                }
                return with(
                        s,
                        checklist,
                        new Decider(
                                s.decider().who(),
                                less(s.decider().otherThan(), name),
                                s.decider().clauses()),
                        s.outcomes().stream().map(o -> withoutItem(o, name)).toList(),
                        s.due(),
                        s.notBefore(),
                        s.perChild());
            });
            var lines = new ArrayList<Pathway.Alongside>();
            for (var line : staged.alongside()) {
                if (!line.joins().equals(name)) {
                    lines.add(line);
                }
            }
            return with(staged, staged.doors(), staged.stages(), lines, staged.anyTime());
        });
    }

    private static Item withoutMention(Item item, String name) {
        var kind = item.kind();
        if (kind instanceof Item.Kind.OneOf(var options)) {
            kind = new Item.Kind.OneOf(not(options, option -> option.name().equals(name)));
        }
        return with(item, kind, item.due(), item.notBefore(), item.reason(), less(item.otherThan(), name));
    }

    private static Item with(
            Item i,
            Item.Kind kind,
            List<DueRule> due,
            @Nullable NotBefore notBefore,
            Item.@Nullable ReasonInstead reason,
            Set<String> otherThan) {
        return new Item(
                i.name(),
                kind,
                i.title(),
                i.by(),
                i.per(),
                i.when(),
                due,
                notBefore,
                reason,
                otherThan,
                i.clauses(),
                i.basis(),
                i.hint());
    }

    private static Outcome withoutItem(Outcome o, String name) {
        var needs = o.needs() instanceof Outcome.Needs.These(var items)
                ? new Outcome.Needs.These(less(items, name))
                : o.needs();
        var then = not(o.then(), effect -> switch (effect) {
            case Effect.Lead(var named, var _) -> named.equals(name);
            case Effect.CoWorker(var named, var _) -> named.equals(name);
            case Effect.Open _,
                    Effect.Close _,
                    Effect.DutyHolder _,
                    Effect.Tray _,
                    Effect.Agenda _,
                    Effect.Start _,
                    Effect.Share _,
                    Effect.Letter _,
                    Effect.Tell _,
                    Effect.File _,
                    Effect.Mark _ -> false;
        });
        return with(o, needs, then, o.codes(), o.notBefore());
    }

    private static Policy changeItem(Policy policy, String pathway, String name, UnaryOperator<Item> change) {
        return pathway(
                policy,
                pathway,
                p -> stages(
                        p,
                        s -> with(
                                s,
                                s.checklist().stream()
                                        .map(item -> changeIn(item, name, change))
                                        .toList(),
                                s.decider(),
                                s.outcomes(),
                                s.due(),
                                s.notBefore(),
                                s.perChild())));
    }

    private static Item changeIn(Item item, String name, UnaryOperator<Item> change) {
        if (item.name().equals(name)) {
            return change.apply(item);
        }
        if (item.kind() instanceof Item.Kind.OneOf(var options)) {
            var changed = options.stream()
                    .map(option -> changeIn(option, name, change))
                    .toList();
            return with(
                    item, new Item.Kind.OneOf(changed), item.due(), item.notBefore(), item.reason(), item.otherThan());
        }
        return item;
    }

    static Policy itemDue(Policy policy, String pathway, String name, DueRule gone) {
        return changeItem(
                policy,
                pathway,
                name,
                i -> with(i, i.kind(), not(i.due(), gone::equals), i.notBefore(), i.reason(), i.otherThan()));
    }

    static Policy itemNotBefore(Policy policy, String pathway, String name) {
        return changeItem(policy, pathway, name, i -> with(i, i.kind(), i.due(), null, i.reason(), i.otherThan()));
    }

    /// No reason may stand for the item any more.
    static Policy itemReason(Policy policy, String pathway, String name) {
        return changeItem(policy, pathway, name, i -> with(i, i.kind(), i.due(), i.notBefore(), null, i.otherThan()));
    }

    // Outcomes.

    private static Outcome with(
            Outcome o,
            Outcome.Needs needs,
            List<Effect> then,
            Map<String, String> codes,
            @Nullable NotBefore notBefore) {
        return new Outcome(
                o.name(),
                o.title(),
                needs,
                o.go(),
                o.when(),
                then,
                codes,
                o.codeClauses(),
                o.says(),
                o.waives(),
                notBefore,
                o.clauses(),
                o.basis(),
                o.doorstep());
    }

    /// An outcome goes out of its stage and out of whatever names it.
    static Policy outcome(Policy policy, String pathway, String name) {
        var here = pathway + "." + name;
        var next = pathway(policy, pathway, p -> {
            var staged = stages(p, s -> outcomes(s, o -> o.name().equals(name) ? Optional.empty() : Optional.of(o)));
            var lines = staged.alongside().stream()
                    .map(line -> new Pathway.Alongside(
                            line.name(),
                            line.stays(),
                            line.joins(),
                            less(line.from(), name),
                            less(line.until(), name),
                            line.when(),
                            line.clauses(),
                            line.basis()))
                    .toList();
            return with(staged, staged.doors(), staged.stages(), lines, staged.anyTime());
        });
        return changed(next, p -> {
            var agreements = new LinkedHashMap<String, AgreementType>();
            p.agreements()
                    .forEach((key, a) -> agreements.put(
                            key,
                            new AgreementType(
                                    a.name(),
                                    a.title(),
                                    a.from(),
                                    less(a.ifRefused(), name),
                                    a.ifWithdrawn(),
                                    a.signed(),
                                    a.clauses())));
            return new Parts(
                    p.roles(),
                    agreements,
                    p.pathways(),
                    p.forums(),
                    p.disputes(),
                    p.letters(),
                    not(p.gaps(), gap -> gap.at().equals(here)),
                    p.nevers().stream()
                            .map(n -> new Never(n.system(), n.code(), less(n.at(), here), n.clauses()))
                            .toList(),
                    p.clocks(),
                    p.closingCodes(),
                    p.harmRoute());
        });
    }

    private static Policy changeOutcome(Policy policy, String pathway, String name, UnaryOperator<Outcome> change) {
        return pathway(
                policy,
                pathway,
                p -> stages(p, s -> outcomes(s, o -> Optional.of(o.name().equals(name) ? change.apply(o) : o))));
    }

    static Policy outcomeEffect(Policy policy, String pathway, String name, Effect gone) {
        return changeOutcome(
                policy, pathway, name, o -> with(o, o.needs(), not(o.then(), gone::equals), o.codes(), o.notBefore()));
    }

    static Policy outcomeCodes(Policy policy, String pathway, String name) {
        return changeOutcome(policy, pathway, name, o -> with(o, o.needs(), o.then(), Map.of(), o.notBefore()));
    }

    static Policy outcomeNotBefore(Policy policy, String pathway, String name) {
        return changeOutcome(policy, pathway, name, o -> with(o, o.needs(), o.then(), o.codes(), null));
    }

    private static Policy effects(Policy policy, Predicate<Effect> gone) {
        return pathways(policy, p -> {
            var staged = stages(
                    p,
                    s -> outcomes(
                            s, o -> Optional.of(with(o, o.needs(), not(o.then(), gone), o.codes(), o.notBefore()))));
            var acts = staged.anyTime().stream()
                    .map(act -> new Pathway.AnyTime(
                            act.name(), act.title(), act.by(), not(act.then(), gone), act.clauses(), act.basis()))
                    .toList();
            return with(staged, staged.doors(), staged.stages(), staged.alongside(), acts);
        });
    }

    // What stands outside the pathways.

    /// Nobody is asked for the agreement: no item wants it, and no sharing rests on it.
    static Policy agreement(Policy policy, String name) {
        var next = policy;
        for (var pathway : policy.pathways().values()) {
            for (var stage : pathway.stages().values()) {
                for (var item : stage.checklist()) {
                    next = withoutAgreement(next, pathway.name(), item, name);
                }
            }
        }
        return pathways(
                next,
                p -> stages(
                        p,
                        s -> outcomes(
                                s,
                                o -> Optional.of(with(
                                        o,
                                        o.needs(),
                                        o.then().stream()
                                                .map(effect -> effect instanceof Effect.Share share
                                                                && share.under().equals(name)
                                                        ? new Effect.Share(
                                                                share.what(), share.with(), "no-basis", share.clauses())
                                                        : effect)
                                                .toList(),
                                        o.codes(),
                                        o.notBefore())))));
    }

    private static Policy withoutAgreement(Policy policy, String pathway, Item item, String agreement) {
        var next = policy;
        if (item.kind() instanceof Item.Kind.Agreement(var asked, var _) && asked.equals(agreement)) {
            next = item(next, pathway, item.name());
        }
        if (item.kind() instanceof Item.Kind.OneOf(var options)) {
            for (var option : options) {
                next = withoutAgreement(next, pathway, option, agreement);
            }
        }
        return next;
    }

    static Policy letter(Policy policy, String name) {
        return effects(policy, effect -> effect instanceof Effect.Letter(var letter, var _) && letter.equals(name));
    }

    /// The forum does not meet: nothing goes on its agenda, and anybody decides what it would have decided.
    static Policy forum(Policy policy, String name) {
        var next = effects(
                withAnybody(policy), effect -> effect instanceof Effect.Agenda(var forum, var _) && forum.equals(name));
        return pathways(
                next,
                p -> stages(
                        p,
                        s -> s.decider().who() instanceof Decider.Who.Forum(var forum) && forum.equals(name)
                                ? with(s, s.checklist(), anybody(), s.outcomes(), s.due(), s.notBefore(), s.perChild())
                                : s));
    }

    static Policy cutOff(Policy policy, String name) {
        return changed(policy, p -> {
            var forums = new LinkedHashMap<String, Forum>();
            p.forums().forEach((key, f) -> forums.put(key, key.equals(name) ? withoutCutOff(f) : f));
            return new Parts(
                    p.roles(),
                    p.agreements(),
                    p.pathways(),
                    forums,
                    p.disputes(),
                    p.letters(),
                    p.gaps(),
                    p.nevers(),
                    p.clocks(),
                    p.closingCodes(),
                    p.harmRoute());
        });
    }

    private static Forum withoutCutOff(Forum f) {
        return new Forum(
                f.name(),
                f.title(),
                new SittingRule(
                        f.sittings().rhythm(),
                        f.sittings().days(),
                        f.sittings().from(),
                        f.sittings().to(),
                        new SittingRule.CutOff.None(),
                        f.sittings().meeting()),
                f.chair(),
                f.administrator(),
                f.attends(),
                f.presentedBy(),
                f.lists(),
                f.partners(),
                f.per(),
                f.clauses(),
                f.cutOffClauses(),
                f.basis());
    }

    static Policy dispute(Policy policy, String name) {
        return disputes(policy, rule -> rule.name().equals(name) ? Optional.empty() : Optional.of(rule));
    }

    /// One step of the ladder; the whole dispute where it is the only one.
    static Policy disputeStep(Policy policy, String name, DisputeRule.Step gone) {
        return disputes(policy, rule -> {
            if (!rule.name().equals(name)) {
                return Optional.of(rule);
            }
            if (rule.steps().size() == 1) {
                return Optional.empty();
            }
            return Optional.of(new DisputeRule(
                    rule.name(),
                    rule.title(),
                    rule.between(),
                    rule.pathways(),
                    rule.stages(),
                    not(rule.steps(), gone::equals),
                    rule.ifParty(),
                    rule.meanwhile(),
                    rule.clauses(),
                    rule.basis()));
        });
    }

    static Policy disputeDue(Policy policy, String name, DueRule gone) {
        return disputes(policy, rule -> {
            if (!rule.name().equals(name)) {
                return Optional.of(rule);
            }
            var steps = rule.steps().stream()
                    .map(step -> new DisputeRule.Step(step.by(), not(step.due(), gone::equals), step.clauses()))
                    .toList();
            return Optional.of(new DisputeRule(
                    rule.name(),
                    rule.title(),
                    rule.between(),
                    rule.pathways(),
                    rule.stages(),
                    steps,
                    rule.ifParty(),
                    rule.meanwhile(),
                    rule.clauses(),
                    rule.basis()));
        });
    }

    private static Policy disputes(Policy policy, Function<DisputeRule, Optional<DisputeRule>> change) {
        return changed(
                policy,
                p -> new Parts(
                        p.roles(),
                        p.agreements(),
                        p.pathways(),
                        p.forums(),
                        p.disputes().stream()
                                .flatMap(rule -> change.apply(rule).stream())
                                .toList(),
                        p.letters(),
                        p.gaps(),
                        p.nevers(),
                        p.clocks(),
                        p.closingCodes(),
                        p.harmRoute()));
    }

    static Policy never(Policy policy, Never gone) {
        return changed(
                policy,
                p -> new Parts(
                        p.roles(),
                        p.agreements(),
                        p.pathways(),
                        p.forums(),
                        p.disputes(),
                        p.letters(),
                        p.gaps(),
                        not(p.nevers(), gone::equals),
                        p.clocks(),
                        p.closingCodes(),
                        p.harmRoute()));
    }

    static Policy clock(Policy policy, String name) {
        return clocks(policy, rule -> rule.name().equals(name) ? Optional.empty() : Optional.of(rule));
    }

    static Policy clockDue(Policy policy, String name, DueRule gone) {
        return clocks(
                policy,
                rule -> Optional.of(
                        rule.name().equals(name)
                                ? new ClockRule(
                                        rule.name(),
                                        rule.title(),
                                        not(rule.due(), gone::equals),
                                        rule.until(),
                                        rule.owner(),
                                        rule.tightens(),
                                        rule.clauses(),
                                        rule.basis())
                                : rule));
    }

    private static Policy clocks(Policy policy, Function<ClockRule, Optional<ClockRule>> change) {
        return changed(
                policy,
                p -> new Parts(
                        p.roles(),
                        p.agreements(),
                        p.pathways(),
                        p.forums(),
                        p.disputes(),
                        p.letters(),
                        p.gaps(),
                        p.nevers(),
                        p.clocks().stream()
                                .flatMap(rule -> change.apply(rule).stream())
                                .toList(),
                        p.closingCodes(),
                        p.harmRoute()));
    }

    static Policy closingCode(Policy policy, ClosingCode gone) {
        return changed(
                policy,
                p -> new Parts(
                        p.roles(),
                        p.agreements(),
                        p.pathways(),
                        p.forums(),
                        p.disputes(),
                        p.letters(),
                        p.gaps(),
                        p.nevers(),
                        p.clocks(),
                        not(p.closingCodes(), gone::equals),
                        p.harmRoute()));
    }

    /// A council's harm route gives way to the national one. The national one stays, and has nobody to ring.
    static Policy harmRoute(Policy policy) {
        return changed(
                policy,
                p -> new Parts(
                        p.roles(),
                        p.agreements(),
                        p.pathways(),
                        p.forums(),
                        p.disputes(),
                        p.letters(),
                        p.gaps(),
                        p.nevers(),
                        p.clocks(),
                        p.closingCodes(),
                        policy.national() != null
                                ? Optional.empty()
                                : p.harmRoute()
                                        .map(h -> new HarmRoute(
                                                h.pathway(), h.door(), List.of(), List.of(), h.clauses()))));
    }

    // Lists with something taken out.

    private static <T> List<T> not(List<T> all, Predicate<T> gone) {
        return all.stream().filter(each -> !gone.test(each)).toList();
    }

    private static Set<String> less(Set<String> all, String gone) {
        var left = new LinkedHashSet<>(all);
        left.remove(gone);
        return left;
    }
}
