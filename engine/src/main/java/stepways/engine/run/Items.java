package stepways.engine.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import stepways.engine.calendar.Amount;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Item;
import stepways.engine.policy.Item.Kind;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Stage;

/// Whether the items of a list are satisfied.
final class Items {

    private Items() {}

    /// Whether the item is satisfied for every subject, or does not apply.
    static boolean satisfied(Case c, Item item) {
        if (!c.applies(item)) {
            return true;
        }
        for (var subject : c.subjects(item)) {
            if (!satisfied(c, item, subject)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the item is satisfied for one subject.
    static boolean satisfied(Case c, Item item, String subject) {
        var done = c.run().items().get(new ItemKey(item.name(), subject));
        if (done != null && done.excused()) {
            return true;
        }
        return switch (item.kind()) {
            case Kind.Task _, Kind.Consider _, Kind.Told _, Kind.Meeting _, Kind.FormPart _, Kind.Text _ ->
                done != null;
            case Kind.Named _ -> done != null && !done.value().isEmpty();
            case Kind.Confirm confirm -> confirmed(c, confirm, subject);
            case Kind.Documents(var of, var noOlderThan, var andOthers) ->
                (andOthers && done != null) || onFile(c, of, noOlderThan, subject);
            case Kind.Agreement(var agreement, var strength) -> agreed(c, agreement, strength);
            case Kind.OneOf(var options) -> {
                for (var option : options) {
                    if (c.holds(option.when()) && satisfied(c, option, subject)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private static boolean confirmed(Case c, Kind.Confirm confirm, String subject) {
        for (var child : confirmedFor(c, subject)) {
            var value = c.value(confirm.fact(), child);
            if (value.isEmpty()) {
                return false;
            }
            if (!confirm.is().isEmpty() && !confirm.is().equals(value.get())) {
                return false;
            }
            if (confirm.atLeast() != null
                    && !(value.get().matches("-?[0-9]{1,9}") && Integer.parseInt(value.get()) >= confirm.atLeast())) {
                return false;
            }
            if (confirm.noOlderThan() != null) {
                var day = c.dated(confirm.fact(), child);
                if (day.isEmpty() || older(c, day.get(), confirm.noOlderThan())) {
                    return false;
                }
            }
        }
        return true;
    }

    /// About whom a fact is confirmed: each child, or the run itself while no child is known.
    private static List<Optional<ChildId>> confirmedFor(Case c, String subject) {
        if (!subject.isEmpty()) {
            return List.of(Optional.of(new ChildId(subject)));
        }
        var children = c.children();
        return children.isEmpty()
                ? List.of(Optional.empty())
                : children.stream().map(Optional::of).toList();
    }

    private static boolean onFile(
            Case c, List<String> kinds, @org.jspecify.annotations.Nullable Amount noOlderThan, String subject) {
        var children = subject.isEmpty() ? c.children() : List.of(new ChildId(subject));
        for (var child : children) {
            for (var kind : kinds) {
                var dated = c.facts().child(child).documents().get(kind);
                if (dated == null || (noOlderThan != null && older(c, dated, noOlderThan))) {
                    return false;
                }
            }
        }
        return !children.isEmpty();
    }

    private static boolean older(Case c, LocalDate dated, Amount limit) {
        var start = dated.atStartOfDay(c.policy().calendar().zone()).toInstant();
        return !c.now().isBefore(c.policy().calendar().after(start, limit).latest());
    }

    /// Whether the family has answered strongly enough.
    static boolean agreed(Case c, String agreement, Item.Strength strength) {
        var type = c.policy().agreement(agreement);
        if (type.isEmpty()) {
            return false;
        }
        var respondents = respondents(c, type.get());
        if (respondents.isEmpty()) {
            return false;
        }
        boolean any = false;
        for (var group : respondents) {
            any = false;
            for (var person : group) {
                var answer = c.facts().answers().get(new Facts.AgreementKey(agreement, person));
                if (answer == null) {
                    continue;
                }
                var said = answer.given();
                if (strength == Item.Strength.OBTAINED
                        && (said == Facts.Given.REFUSED || said == Facts.Given.WITHDRAWN)) {
                    return false;
                }
                any |= enough(strength, said, answer, c.run());
            }
            if (!any) {
                return false;
            }
        }
        return any;
    }

    private static boolean enough(Item.Strength strength, Facts.Given said, Facts.Answer answer, Run run) {
        boolean now = askedFor(run, answer);
        return switch (strength) {
            case OBTAINED -> said == Facts.Given.GIVEN;
            case EVIDENCED_OR_SOUGHT -> said == Facts.Given.GIVEN || now;
            case SOUGHT -> now;
        };
    }

    /// Whether the family was asked for this run. What was asked before a run divided was asked for both parts.
    private static boolean askedFor(Run run, Facts.Answer answer) {
        if (run.id().equals(answer.run())) {
            return true;
        }
        return run.parent().filter(parent -> parent.equals(answer.run())).isPresent()
                && !answer.happened().isBefore(run.began());
    }

    /// Whose answers are wanted: one answer from each group will do.
    static List<List<PersonId>> respondents(Case c, AgreementType type) {
        var groups = new ArrayList<List<PersonId>>();
        var parents = c.parents();
        var young = c.youngPeople();
        switch (type.from()) {
            case FAMILY -> groups.add(parents);
            case EACH_PARENT -> parents.forEach(parent -> groups.add(List.of(parent)));
            case YOUNG_PERSON -> young.forEach(person -> groups.add(List.of(person)));
            case FAMILY_AND_YOUNG_PERSON -> {
                groups.add(parents);
                young.forEach(person -> groups.add(List.of(person)));
            }
        }
        groups.removeIf(List::isEmpty);
        return groups;
    }

    /// Every item of the stage that the outcome needs and that applies.
    static List<Item> needed(Case c, Stage stage, Outcome outcome) {
        var all = new ArrayList<Item>();
        for (var item : stage.checklist()) {
            if (needs(outcome, item) && c.applies(item)) {
                all.add(item);
            }
        }
        return all;
    }

    static boolean needs(Outcome outcome, Item item) {
        return switch (outcome.needs()) {
            case Outcome.Needs.All() -> true;
            case Outcome.Needs.None() -> false;
            case Outcome.Needs.These(var names) -> names.contains(item.name());
        };
    }

    /// Who does an item.
    static String doer(Case c, Stage stage, Item item) {
        if (!item.by().isEmpty()) {
            return item.by();
        }
        if (item.kind() instanceof Kind.FormPart(var form, var part)) {
            var by = c.policy().form(form).stream()
                    .flatMap(f -> f.parts().stream())
                    .filter(p -> p.name().equals(part))
                    .map(stepways.engine.policy.Form.Part::by)
                    .findFirst()
                    .orElse("");
            if (!by.isEmpty()) {
                return by;
            }
        }
        return stage.waitsFor();
    }

    /// Whether a reason may stand for the item now, and the roles that may give it.
    static List<String> reasonRoles(Case c, Stage stage, Item item) {
        var roles = new LinkedHashSet<String>();
        if (item.kind() instanceof Kind.Consider) {
            roles.add(doer(c, stage, item));
        }
        var reason = item.reason();
        if (reason != null && c.holds(reason.when())) {
            roles.add(reason.role());
        }
        return List.copyOf(roles);
    }

    /// What stands in the way of an outcome because of one item, once for each subject that misses it.
    static List<Refusal> missing(Case c, Stage stage, Item item) {
        var all = new ArrayList<Refusal>();
        for (var subject : c.subjects(item)) {
            if (satisfied(c, item, subject)) {
                continue;
            }
            var ways = new ArrayList<Refusal.OtherWay>();
            for (var role : reasonRoles(c, stage, item)) {
                ways.add(new Refusal.OtherWay.Reason(role));
            }
            for (var outcome : stage.outcomes()) {
                if (!needs(outcome, item) && c.holds(outcome.when())) {
                    ways.add(new Refusal.OtherWay.OutcomeWithout(outcome.name()));
                }
            }
            var kind =
                    item.kind() instanceof Kind.Agreement ? Refusal.Kind.MISSING_AGREEMENT : Refusal.Kind.MISSING_ITEM;
            var about = subject.isEmpty() ? item.name() : item.name() + "@" + subject;
            all.add(new Refusal(
                    kind,
                    about,
                    clausesOf(stage, item),
                    doers(c, stage, item),
                    clock(c, stage, item, subject).dated(),
                    ways));
        }
        return all;
    }

    /// The roles that can do an item; where any of several will do, those of each.
    static List<String> doers(Case c, Stage stage, Item item) {
        return item.kind() instanceof Kind.OneOf(var options)
                ? options.stream()
                        .map(option -> doer(c, stage, option))
                        .distinct()
                        .toList()
                : List.of(doer(c, stage, item));
    }

    static List<ClauseId> clausesOf(Stage stage, Item item) {
        return item.clauses().isEmpty() ? stage.clauses() : item.clauses();
    }

    static Clock clock(Case c, Stage stage, Item item, String subject) {
        Optional<ChildId> about = subject.isEmpty() || item.per() != Item.Per.CHILD
                ? Optional.empty()
                : Optional.of(new ChildId(subject));
        return Clocks.clock(c, item.due(), stage.name(), clausesOf(stage, item), about);
    }
}
