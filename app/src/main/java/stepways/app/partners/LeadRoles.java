package stepways.app.partners;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;
import stepways.engine.run.Actor;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Run;

/// What the procedure asks of somebody who leads, and whether that may be a partner: somebody from outside leads in a
/// service that is not a statutory one.
public final class LeadRoles {

    private LeadRoles() {}

    /// Something that the lead is asked to do in the stage the run is in: to say yes.
    ///
    /// @param role in which they do it
    record Asked(Item item, String role) {}

    /// Whether somebody from outside may hold a role.
    public static boolean mayBeAPartner(Policy policy, String role) {
        return policy.knowsRole(role)
                && policy.role(role).practitioner()
                && !policy.role(role).in().isEmpty()
                && policy.service(policy.role(role).in())
                        .map(service -> !service.statutory())
                        .orElse(false);
    }

    /// Whether a pathway names anybody who may be a partner.
    public static boolean anyIn(Policy policy, Pathway pathway) {
        return pathway.stages().values().stream()
                .flatMap(stage -> stage.checklist().stream())
                .anyMatch(item -> item.kind() instanceof Item.Kind.Named(var role) && mayBeAPartner(policy, role));
    }

    /// What can be asked of a partner now.
    static List<Asked> now(Policy policy, Run run) {
        if (!run.isOpen()) {
            return List.of();
        }
        var stage = policy.pathway(run.pathway()).stage(run.stage());
        var all = new ArrayList<Asked>();
        items(stage).forEach(item -> {
            var by = item.by().isEmpty() ? stage.waitsFor() : item.by();
            if (item.kind() instanceof Item.Kind.Task
                    && mayBeAPartner(policy, by)
                    && !run.items().containsKey(ItemKey.forFamily(item.name()))
                    && !named(policy, run, by)
                            .map(who -> !who.startsWith("partner:"))
                            .orElse(false)) {
                all.add(new Asked(item, by));
            }
        });
        return all;
    }

    private static Stream<Item> items(Stage stage) {
        return stage.checklist().stream()
                .flatMap(item ->
                        item.kind() instanceof Item.Kind.OneOf(var options) ? options.stream() : Stream.of(item));
    }

    /// Who is named for a role in the run: the one named last.
    static Optional<String> named(Policy policy, Run run, String role) {
        return policy.pathway(run.pathway()).stages().values().stream()
                .flatMap(LeadRoles::items)
                .filter(item -> item.kind() instanceof Item.Kind.Named(var of) && of.equals(role))
                .flatMap(item -> Optional.ofNullable(run.items().get(ItemKey.forFamily(item.name()))).stream())
                .filter(done -> !done.excused() && !done.value().isBlank())
                .max(java.util.Comparator.comparing(done -> done.happened()))
                .map(done -> done.value());
    }

    /// Where the role is still to be named in the stage the run is in.
    static Optional<Item> toBeNamed(Policy policy, Run run, String role) {
        return items(policy.pathway(run.pathway()).stage(run.stage()))
                .filter(item -> item.kind() instanceof Item.Kind.Named(var of) && of.equals(role))
                .filter(item -> !run.items().containsKey(ItemKey.forFamily(item.name())))
                .findFirst();
    }

    /// The item with which the council records for them that they have said yes, where the procedure has one that this
    /// member of staff may do.
    static Optional<Item> byHand(Policy policy, Run run, Actor actor, Asked asked) {
        var stage = policy.pathway(run.pathway()).stage(run.stage());
        return stage.checklist().stream()
                .flatMap(item -> item.kind() instanceof Item.Kind.OneOf(var options) && options.contains(asked.item())
                        ? options.stream()
                        : Stream.<Item>empty())
                .filter(option -> !option.equals(asked.item()) && holds(policy, actor, option.by()))
                .findFirst();
    }

    private static boolean holds(Policy policy, Actor actor, String role) {
        return policy.knowsRole(role)
                && actor.grants().stream()
                        .anyMatch(grant -> grant.role().equals(role)
                                || policy.role(role).anyOf().stream().anyMatch(each -> holds(policy, actor, each)));
    }

    /// The decision that follows from a yes, where the stage waits for the lead and leaves the lead nothing else to
    /// decide: one outcome needs the yes, one needs nothing.
    static Optional<Outcome> ifAccepted(Policy policy, Run run, Asked asked) {
        return only(
                policy,
                run,
                asked,
                needs -> needs instanceof Outcome.Needs.These(var items)
                        && items.stream().allMatch(name -> isOrHolds(policy, run, name, asked.item())));
    }

    /// The decision that follows from a no.
    static Optional<Outcome> ifNot(Policy policy, Run run, Asked asked) {
        return only(policy, run, asked, needs -> needs instanceof Outcome.Needs.None);
    }

    private static Optional<Outcome> only(
            Policy policy, Run run, Asked asked, java.util.function.Predicate<Outcome.Needs> wanted) {
        var stage = policy.pathway(run.pathway()).stage(run.stage());
        boolean decides = stage.waitsFor().equals(asked.role())
                && stage.decider().who() instanceof Decider.Who.AnyOf(var roles)
                && roles.contains(asked.role());
        if (!decides || stage.outcomes().size() != 2) {
            return Optional.empty();
        }
        var found = stage.outcomes().stream()
                .filter(outcome -> wanted.test(outcome.needs()))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static boolean isOrHolds(Policy policy, Run run, String name, Item asked) {
        return name.equals(asked.name())
                || policy.pathway(run.pathway())
                        .stage(run.stage())
                        .item(name)
                        .map(item -> item.kind() instanceof Item.Kind.OneOf(var options) && options.contains(asked))
                        .orElse(false);
    }
}
