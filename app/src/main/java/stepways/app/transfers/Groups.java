package stepways.app.transfers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import stepways.app.web.Due;
import stepways.app.web.Need;
import stepways.app.web.NeedGroup;
import stepways.app.web.Tag;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Item;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;

/// What a transfer needs from its beginning to its end, in the groups that every council's work falls into.
///
/// A step belongs to a group by who does it and who decides it in the pack: up to the first decision that is not the
/// sender's own, from there to the one that passes responsibility, and after that.
final class Groups {

    private final Desk desk;
    private final Needs needs;
    private final Map<Part, List<Need>> lines = new EnumMap<>(Part.class);
    private final Map<Part, int[]> counts = new EnumMap<>(Part.class);

    Groups(Desk desk) {
        this.desk = desk;
        this.needs = new Needs(desk);
    }

    private enum Part {
        BEFORE("Before you ask"),
        MANAGER("Manager’s view"),
        DECISION("Decision"),
        HANDOVER("Handover"),
        AFTER("After");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    List<NeedGroup> all() {
        var outstanding = desk.outstanding();
        var route = route();
        int accepts = accepts(route);
        int passes = passes(route, Math.max(accepts, 0));
        var here = new LinkedHashSet<ItemKey>();
        outstanding.items().forEach(need -> here.add(need.key()));
        outstanding.owed().forEach(need -> here.add(need.key()));
        var first = outstanding.items().stream()
                .filter(need -> need.standing() == Outstanding.Standing.OPEN)
                .findFirst();
        for (int i = 0; i < route.size(); i++) {
            var stage = route.get(i);
            boolean now = desk.run().isOpen() && stage.name().equals(desk.run().stage());
            if (now) {
                for (var need : outstanding.items()) {
                    var part = part(stage, need.item(), i, accepts, passes);
                    put(part, needs.line(need, first.isPresent() && first.get().equals(need)));
                    count(part, need.standing() == Outstanding.Standing.OPEN ? 0 : 1, 1);
                }
                int at = i;
                outstanding
                        .decision()
                        .ifPresent(choice -> put(partOfDecision(at, accepts, passes), needs.decision(choice)));
            } else if (desk.visited().containsKey(stage.name())) {
                done(stage, i, accepts, passes, here);
            } else {
                var part = i == accepts ? Part.DECISION : partOfStage(stage, i, accepts, passes);
                put(part, needs.ahead(stage));
                stage.checklist().forEach(item -> count(part, 0, 1));
            }
        }
        return groups(outstanding);
    }

    private List<NeedGroup> groups(Outstanding outstanding) {
        var groups = new ArrayList<NeedGroup>();
        if (!outstanding.owed().isEmpty()) {
            groups.add(new NeedGroup(
                    "Owed from earlier",
                    outstanding.owed().size() == 1
                            ? "1 thing"
                            : outstanding.owed().size() + " things",
                    outstanding.owed().stream()
                            .map(need -> needs.line(need, false))
                            .toList()));
        }
        for (var part : Part.values()) {
            var some = lines.get(part);
            if (some != null && !some.isEmpty()) {
                var count = counts.getOrDefault(part, new int[2]);
                groups.add(
                        new NeedGroup(part.title, count[1] == 0 ? null : count[0] + " of " + count[1] + " done", some));
            }
        }
        if (!outstanding.clocks().isEmpty()) {
            groups.add(new NeedGroup(
                    "Time limits that run",
                    null,
                    outstanding.clocks().stream().map(needs::clock).toList()));
        }
        return groups;
    }

    private void put(Part part, Need line) {
        lines.computeIfAbsent(part, _ -> new ArrayList<>()).add(line);
    }

    private void count(Part part, int done, int all) {
        var count = counts.computeIfAbsent(part, _ -> new int[2]);
        count[0] += done;
        count[1] += all;
    }

    /// The steps it has been in, the one it is in, and those on the way it usually goes.
    private List<Stage> route() {
        var all = new ArrayList<Stage>();
        for (var name : desk.visited().keySet()) {
            var stage = desk.pathway().stages().get(name);
            if (stage != null) {
                all.add(stage);
            }
        }
        if (desk.run().isOpen()) {
            for (var stage : TransferController.ahead(desk)) {
                if (!all.contains(stage)) {
                    all.add(stage);
                }
            }
        }
        return all;
    }

    /// What was done in a step that is left, one line each.
    private void done(Stage stage, int i, int accepts, int passes, LinkedHashSet<ItemKey> here) {
        for (var item : stage.checklist()) {
            desk.run().items().forEach((key, done) -> {
                if (!key.item().equals(item.name()) || here.contains(key)) {
                    return;
                }
                var part = part(stage, item, i, accepts, passes);
                count(part, 1, 1);
                put(
                        part,
                        new Need(
                                "need-" + key.item() + (key.subject().isEmpty() ? "" : "-" + key.subject()),
                                desk.itemTitle(item, key.subject()),
                                desk.itemUrl(item, key.subject()),
                                desk.citing.brief(null, item.clauses()),
                                desk.nameOf(done.by()),
                                stepways.app.web.DeadlineText.done(done.happened()),
                                done.excused() ? new Tag("Does not apply", Tag.Tone.PLAIN) : Tag.completed(),
                                List.of(),
                                List.of(),
                                false));
            });
        }
        desk.loaded.history().stream()
                .filter(entry -> entry.event() instanceof stepways.engine.run.RunEvent.OutcomeChosen chosen
                        && chosen.stage().equals(stage.name()))
                .reduce((_, later) -> later)
                .ifPresent(entry -> {
                    if (!(entry.event() instanceof stepways.engine.run.RunEvent.OutcomeChosen chosen)) {
                        return;
                    }
                    put(
                            partOfDecision(i, accepts, passes),
                            new Need(
                                    "decided-in-" + stage.name(),
                                    stage.title() + ": " + desk.refusals.title(chosen.outcome()),
                                    desk.url() + "#decided",
                                    desk.citing.brief(null, stage.decider().clauses()),
                                    desk.nameOf(entry.by()),
                                    new Due("Decided", null, Due.State.DONE, null, null),
                                    Tag.completed(),
                                    List.of(),
                                    List.of(),
                                    false));
                });
    }

    // Which group.

    /// The first step that somebody else than the sender decides; -1 where there is none.
    private int accepts(List<Stage> route) {
        for (int i = 0; i < route.size(); i++) {
            if (!isSenders(route.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSenders(Stage stage) {
        return switch (stage.decider().who()) {
            case Decider.Who.AnyOf(var roles) -> roles.stream().allMatch(this::isOfSender);
            case Decider.Who.Both(var one, var other, var _) -> isOfSender(one) && isOfSender(other);
            case Decider.Who.Forum _ -> false;
        };
    }

    private boolean isOfSender(String name) {
        if (!desk.policy.knowsRole(name)) {
            return false;
        }
        var role = desk.policy.role(name);
        if (role.side() != Role.Side.EITHER) {
            return role.side() == Role.Side.SENDING;
        }
        return role.anyOf().isEmpty()
                ? role.anyone() || role.in().equals(desk.run().from())
                : role.anyOf().stream().allMatch(this::isOfSender);
    }

    /// The step whose decision passes responsibility.
    private static int passes(List<Stage> route, int from) {
        for (int i = from; i < route.size(); i++) {
            boolean passes = route.get(i).outcomes().stream()
                    .flatMap(outcome -> outcome.then().stream())
                    .anyMatch(effect -> effect instanceof Effect.Lead || effect instanceof Effect.Close);
            if (passes) {
                return i;
            }
        }
        return route.size();
    }

    private Part part(Stage stage, Item item, int i, int accepts, int passes) {
        if (HandoverController.isHandover(desk, item)) {
            return Part.HANDOVER;
        }
        boolean before = accepts < 0 || i <= accepts;
        if (!before) {
            return i <= passes ? Part.HANDOVER : Part.AFTER;
        }
        var by = item.by().isEmpty() ? stage.waitsFor() : item.by();
        if (!desk.policy.knowsRole(by)) {
            return Part.BEFORE;
        }
        if (i == accepts && !isOfSender(by)) {
            return Part.DECISION;
        }
        return manages(by) ? Part.MANAGER : Part.BEFORE;
    }

    private boolean manages(String name) {
        var role = desk.policy.role(name);
        return role.manages()
                || !role.anyOf().isEmpty() && role.anyOf().stream().allMatch(this::manages);
    }

    private static Part partOfDecision(int i, int accepts, int passes) {
        if (accepts < 0 || i <= accepts) {
            return i == accepts ? Part.DECISION : Part.MANAGER;
        }
        return i <= passes ? Part.HANDOVER : Part.AFTER;
    }

    private Part partOfStage(Stage stage, int i, int accepts, int passes) {
        if (accepts >= 0 && i > accepts) {
            return i <= passes ? Part.HANDOVER : Part.AFTER;
        }
        return desk.policy.knowsRole(stage.waitsFor()) && manages(stage.waitsFor()) ? Part.MANAGER : Part.BEFORE;
    }
}
