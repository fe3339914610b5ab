package stepways.packs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.ClockRule;
import stepways.engine.policy.Condition;
import stepways.engine.policy.Decider;
import stepways.engine.policy.DisputeRule;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Item;
import stepways.engine.policy.LetterType;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;

/// The elements of a pack in words, one sentence to a line.
final class Wording {

    private final Policy policy;

    Wording(Policy policy) {
        this.policy = policy;
    }

    static String cited(List<ClauseId> clauses) {
        return clauses.isEmpty()
                ? ""
                : " (" + clauses.stream().map(ClauseId::value).collect(Collectors.joining(", ")) + ")";
    }

    String role(String name) {
        for (Policy each = policy; each != null; each = each.national()) {
            Role role = each.roles().get(name);
            if (role != null) {
                return role.title();
            }
        }
        return name;
    }

    private String roles(Collection<String> names) {
        return names.stream().map(this::role).collect(Collectors.joining(" or "));
    }

    private String service(String name) {
        return switch (name) {
            case "sending" -> "the sending service";
            case "receiving" -> "the receiving service";
            default -> policy.service(name).map(service -> service.title()).orElse(name);
        };
    }

    private String services(Collection<String> names) {
        return names.stream().map(this::service).collect(Collectors.joining(" or "));
    }

    private String team(String name) {
        return policy.team(name).map(team -> team.title()).orElse(name);
    }

    private static String list(Collection<String> words) {
        return String.join(", ", words);
    }

    // Conditions.

    /// The condition as the end of a sentence, such as ", where it goes to Permanence"; empty where it is always so.
    String where(Condition condition) {
        return condition instanceof Condition.Always ? "" : ", where " + condition(condition);
    }

    String condition(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "always";
            case Condition.All(var all) -> all.stream().map(this::condition).collect(Collectors.joining(" and "));
            case Condition.Not(Condition.All(var all))
            when all.stream().allMatch(Wording::openToNone) ->
                "a child is open to "
                        + services(all.stream().map(Wording::service).toList());
            case Condition.Not(Condition.Not(var same)) -> condition(same);
            case Condition.Not(Condition.OpenTo(var service)) -> "no child is open to " + service(service);
            case Condition.Not(var not) -> "it is not so that " + condition(not);
            case Condition.ByDoor(var doors) -> "it came in by " + sorted(doors, " or ");
            case Condition.FactIs(var fact, var values) -> fact(fact) + " is " + sorted(values, " or ");
            case Condition.FactAtLeast(var fact, var number) -> fact(fact) + " is at least " + number;
            case Condition.AgeAtLeast(var age) -> "a child is at least " + age;
            case Condition.OpenTo(var service) -> "a child is open to " + service(service);
            case Condition.Chosen(var outcomes) -> sorted(outcomes, " or ") + " has been chosen";
            case Condition.From(var services) -> "it comes from " + services(sorted(services));
            case Condition.To(var services) -> "it goes to " + services(sorted(services));
        };
    }

    private static boolean openToNone(Condition condition) {
        return condition instanceof Condition.Not(Condition.OpenTo _);
    }

    private static String service(Condition condition) {
        return condition instanceof Condition.Not(Condition.OpenTo(var service)) ? service : "";
    }

    private String fact(String name) {
        return "“" + policy.fact(name).map(fact -> fact.title()).orElse(name) + "”";
    }

    private static List<String> sorted(Collection<String> words) {
        return words.stream().sorted().toList();
    }

    private static String sorted(Collection<String> words, String between) {
        return String.join(between, sorted(words));
    }

    // Clocks.

    String due(DueRule rule) {
        return limit(rule.limit()) + where(rule.when()) + cited(rule.clauses()) + basis(rule.basis());
    }

    private static String limit(DueRule.Limit limit) {
        return switch (limit) {
            case DueRule.Limit.Immediately(var of) -> "at once, from " + of;
            case DueRule.Limit.SameDay(var of) -> "on the same day as " + of;
            case DueRule.Limit.Within(var amount, var of, var thenEvery) ->
                "within " + amount + " of " + of + (thenEvery == null ? "" : ", then every " + thenEvery);
            case DueRule.Limit.Before(var amount, var event) ->
                amount == null ? "before " + event : "at least " + amount + " before " + event;
            case DueRule.Limit.DayOf(var event) -> "on the day of " + event;
            case DueRule.Limit.Between(var opens, var closes) -> "between " + opens + " and " + closes;
            case DueRule.Limit.WindowBefore(var opens, var closes, var event) ->
                "from " + opens + " to " + closes + " before " + event;
            case DueRule.Limit.AtAge(var age) -> "at the age of " + age;
            case DueRule.Limit.BetweenAges(var opens, var closes) -> "between the ages of " + opens + " and " + closes;
            case DueRule.Limit.None(var because) -> "no date, on purpose: " + because;
        };
    }

    private String notBefore(NotBefore rule) {
        var moment = switch (rule.moment()) {
            case NotBefore.Moment.Wait(var amount, var of) -> amount + " after " + of;
            case NotBefore.Moment.Event(var name) -> name;
            case NotBefore.Moment.AtAge(var age) -> "the age of " + age;
        };
        return "Not before " + moment + where(rule.when()) + cited(rule.clauses()) + ".";
    }

    private void clocks(List<String> lines, List<DueRule> due, @Nullable NotBefore notBefore) {
        due.forEach(rule -> lines.add("Due " + due(rule) + "."));
        if (notBefore != null) {
            lines.add(notBefore(notBefore));
        }
    }

    // Elements.

    List<String> pathway(Pathway pathway) {
        var lines = new ArrayList<String>();
        lines.add("Pathway “" + pathway.title() + "”, " + word(pathway.kind()) + cited(pathway.clauses()) + ".");
        pathway.doors().values().forEach(door -> lines.add("Door " + door.name() + ": " + door.title() + "."));
        pathway.stages().values().forEach(stage -> lines.add("Stage " + stage.name() + ": " + stage.title() + "."));
        pathway.alongside().forEach(line -> lines.addAll(alongside(line)));
        pathway.anyTime().forEach(act -> lines.addAll(act(act)));
        pathway.silences()
                .forEach(silence ->
                        lines.add("No clock for " + sorted(silence.stages(), ", ") + ": " + silence.because() + "."));
        return lines;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    List<String> door(Pathway.Door door) {
        var lines = new ArrayList<String>();
        lines.add("Door “" + door.title() + "”, " + word(door.direction()) + cited(door.clauses()) + basis(door.basis())
                + ".");
        lines.add("Opened by: " + role(door.by()) + where(door.when()) + ".");
        if (!door.from().isEmpty() || !door.to().isEmpty()) {
            lines.add("From " + (door.from().isEmpty() ? "nowhere" : services(door.from())) + " to "
                    + (door.to().isEmpty() ? "what the decision finds" : services(door.to())) + ".");
        }
        if (!door.alsoOpen().isEmpty()) {
            lines.add("Also open: " + services(door.alsoOpen()) + ".");
        }
        if (!door.heldBy().isEmpty()) {
            lines.add("Held by the duty holder of " + team(door.heldBy()) + ".");
        }
        lines.add("Leads to stage " + door.at() + ".");
        return lines;
    }

    private static String basis(stepways.engine.policy.Basis basis) {
        return basis == stepways.engine.policy.Basis.TEXT ? "" : "; basis: " + basis.word();
    }

    List<String> stage(Stage stage) {
        var lines = new ArrayList<String>();
        lines.add("Stage “" + stage.title() + "”" + cited(stage.clauses()) + ".");
        lines.add("Waits for: " + role(stage.waitsFor()) + ".");
        if (!stage.doorstep().isEmpty()) {
            lines.add("To the family: " + stage.doorstep());
        }
        stage.checklist()
                .forEach(item -> lines.add("Item " + item.name() + ": " + item.title() + cited(item.clauses()) + "."));
        lines.add(decider(stage.decider()));
        if (stage.perChild()) {
            lines.add("Each child gets an outcome.");
        }
        clocks(lines, stage.due(), stage.notBefore());
        stage.outcomes()
                .forEach(outcome -> lines.add(
                        "Outcome " + outcome.name() + ": " + outcome.title() + ", " + go(outcome.go()) + "."));
        return lines;
    }

    private String decider(Decider decider) {
        var who = switch (decider.who()) {
            case Decider.Who.AnyOf(var roles) -> roles(roles);
            case Decider.Who.Both(var one, var other, var same) ->
                role(one) + " and " + role(other) + " together" + (same ? ", who may be the same person" : "");
            case Decider.Who.Forum(var forum) ->
                policy.forum(forum).map(Forum::title).orElse(forum);
        };
        var other = decider.otherThan().isEmpty() ? "" : ", other than who did " + sorted(decider.otherThan(), ", ");
        return "Decided by: " + who + other + cited(decider.clauses()) + ".";
    }

    List<String> item(Stage stage, Item item) {
        var lines = new ArrayList<String>();
        lines.add("Item “" + item.title() + "” of stage " + stage.name() + cited(item.clauses()) + basis(item.basis())
                + ".");
        lines.add(kind(item.kind()) + where(item.when()) + ".");
        lines.add("Done by: " + role(doer(stage, item)) + perWhom(item.per())
                + (item.otherThan().isEmpty() ? "" : ", who did not do " + sorted(item.otherThan(), ", "))
                + ".");
        var reason = item.reason();
        if (reason == null) {
            lines.add(
                    item.kind() instanceof Item.Kind.Consider
                            ? "It may be recorded as considered and not needed."
                            : "It is a must: no reason may stand for it.");
        } else {
            lines.add("Or a reason from " + role(reason.role()) + where(reason.when())
                    + (reason.onlyBecause().isEmpty() ? "" : ", only because " + reason.onlyBecause())
                    + (reason.tell().isEmpty() ? "" : ", and " + reason.tell() + " is told")
                    + cited(reason.clauses()) + ".");
        }
        clocks(lines, item.due(), item.notBefore());
        var needing = stage.outcomes().stream()
                .filter(outcome -> switch (outcome.needs()) {
                    case Outcome.Needs.All() -> true;
                    case Outcome.Needs.None() -> false;
                    case Outcome.Needs.These(var names) -> names.contains(item.name());
                })
                .map(Outcome::name)
                .toList();
        lines.add(
                needing.isEmpty()
                        ? "No outcome waits for it: it stays owed until it is done."
                        : "Waited for by: " + list(needing) + ".");
        return lines;
    }

    private String doer(Stage stage, Item item) {
        if (!item.by().isEmpty()) {
            return item.by();
        }
        if (item.kind() instanceof Item.Kind.FormPart(var form, var part)) {
            return policy.form(form).stream()
                    .flatMap(f -> f.parts().stream())
                    .filter(p -> p.name().equals(part) && !p.by().isEmpty())
                    .map(p -> p.by())
                    .findFirst()
                    .orElse(stage.waitsFor());
        }
        return stage.waitsFor();
    }

    private static String perWhom(Item.Per per) {
        return switch (per) {
            case FAMILY -> "";
            case CHILD -> ", for each child";
            case PARENT -> ", for each person with parental responsibility";
        };
    }

    private String kind(Item.Kind kind) {
        return switch (kind) {
            case Item.Kind.Task() -> "A task";
            case Item.Kind.Consider() -> "Something to consider";
            case Item.Kind.Told(var to) -> "To be told: " + list(to);
            case Item.Kind.Text() -> "A reason or view that is written down";
            case Item.Kind.Named(var role) -> "A person named as " + role(role);
            case Item.Kind.Meeting(var attend, var invite) ->
                "A meeting" + (attend.isEmpty() ? "" : " of " + list(attend))
                        + (invite.isEmpty() ? "" : ", inviting " + list(invite));
            case Item.Kind.Documents(var of, var noOlderThan, var andOthers) ->
                "On file: "
                        + of.stream().map(policy::documentTitle).collect(Collectors.joining(", "))
                        + (andOthers ? " and others" : "")
                        + (noOlderThan == null ? "" : ", no older than " + noOlderThan);
            case Item.Kind.FormPart(var form, var part) -> "Part " + part + " of form " + form + ", written and signed";
            case Item.Kind.Confirm(var fact, var is, var atLeast, var noOlderThan) ->
                "Confirmed: " + fact(fact)
                        + (is.isEmpty() ? "" : " is " + is)
                        + (atLeast == null ? "" : " is at least " + atLeast)
                        + (noOlderThan == null ? "" : ", no older than " + noOlderThan);
            case Item.Kind.Agreement(var agreement, var strength) ->
                "Agreement “"
                        + policy.agreement(agreement).map(AgreementType::title).orElse(agreement)
                        + "” " + word(strength);
            case Item.Kind.OneOf(var options) ->
                "One of: " + options.stream().map(Item::title).collect(Collectors.joining("; "));
        };
    }

    List<String> outcome(Stage stage, Outcome outcome) {
        var lines = new ArrayList<String>();
        lines.add("Outcome “" + outcome.title() + "” of stage " + stage.name() + cited(outcome.clauses())
                + basis(outcome.basis()) + ".");
        if (!(outcome.when() instanceof Condition.Always)) {
            lines.add("Offered where " + condition(outcome.when()) + ".");
        }
        lines.add(
                switch (outcome.needs()) {
                    case Outcome.Needs.All() -> "Needs every item of the stage that applies.";
                    case Outcome.Needs.None() -> "Needs nothing.";
                    case Outcome.Needs.These(var names) -> "Needs: " + sorted(names, ", ") + ".";
                });
        lines.add(decider(stage.decider()));
        if (outcome.notBefore() != null) {
            lines.add(notBefore(outcome.notBefore()));
        }
        outcome.then().forEach(effect -> lines.add("Then: " + effect(effect) + cited(effect.clauses()) + "."));
        codes(lines, outcome.codes(), outcome.codeClauses());
        if (!outcome.says().isEmpty()) {
            lines.add("The record says: " + outcome.says());
        }
        if (!outcome.waives().isEmpty()) {
            lines.add("Waives: " + outcome.waives() + ".");
        }
        lines.add("The run goes " + go(outcome.go()) + ".");
        return lines;
    }

    private static void codes(List<String> lines, Map<String, String> codes, List<ClauseId> clauses) {
        codes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(code ->
                        lines.add("Entered in " + code.getKey() + " as: " + code.getValue() + cited(clauses) + "."));
    }

    private static String go(Outcome.Go go) {
        return switch (go) {
            case Outcome.Go.To(var stage) -> "to stage " + stage;
            case Outcome.Go.Again() -> "round the same stage once more";
            case Outcome.Go.End() -> "to its end";
        };
    }

    private String effect(Effect effect) {
        return switch (effect) {
            case Effect.Open(var service, var _) -> service(service) + " opens";
            case Effect.Close(var service, var because, var _) ->
                service(service) + " closes" + (because.isEmpty() ? "" : ", because: " + because);
            case Effect.Lead(var named, var _) -> "whoever is named for " + named + " becomes accountable";
            case Effect.CoWorker(var named, var _) -> "whoever is named for " + named + " works beside";
            case Effect.DutyHolder(var team, var _) -> "the duty holder of " + team(team) + " becomes accountable";
            case Effect.Tray(var team, var _) -> "it appears in the tray of " + team(team);
            case Effect.Agenda(var forum, var _) ->
                "it goes on the agenda of "
                        + policy.forum(forum).map(Forum::title).orElse(forum);
            case Effect.Start(var pathway, var door, var _) -> "a linked run begins at " + pathway + "." + door;
            case Effect.Share(var what, var with, var under, var _) ->
                list(what) + " pass to " + with + " under " + under;
            case Effect.Letter(var letter, var _) -> "letter " + letter + " is drafted";
            case Effect.Tell(var role, var _) -> role(role) + " is told";
            case Effect.File(var document, var _) -> document + " goes on file";
            case Effect.Mark(var name, var _) -> "the moment “" + name + "” passes";
        };
    }

    List<String> alongside(Pathway.Alongside line) {
        var what = line.stays().isEmpty()
                ? "whoever is named for " + line.joins() + " joins"
                : service(line.stays()) + " stays open";
        return List.of("Alongside " + line.name() + ": " + what + " from " + sorted(line.from(), " or ") + " until "
                + sorted(line.until(), " or ") + where(line.when()) + cited(line.clauses()) + ".");
    }

    List<String> act(Pathway.AnyTime act) {
        var lines = new ArrayList<String>();
        lines.add("At any time, " + role(act.by()) + ": " + act.title() + cited(act.clauses()) + ".");
        act.then().forEach(effect -> lines.add("Then: " + effect(effect) + cited(effect.clauses()) + "."));
        return lines;
    }

    List<String> forum(Forum forum) {
        var lines = new ArrayList<String>();
        lines.add("Forum “" + forum.title() + "”" + cited(forum.clauses()) + basis(forum.basis()) + ".");
        lines.add("Chair: " + role(forum.chair())
                + (forum.administrator().isEmpty() ? "" : "; administrator: " + role(forum.administrator())) + ".");
        if (!forum.attends().isEmpty()) {
            lines.add("Comes: " + forum.attends().stream().map(this::role).collect(Collectors.joining(", ")) + ".");
        }
        if (!forum.presentedBy().isEmpty()) {
            lines.add("Presented by: " + roles(forum.presentedBy()) + ".");
        }
        if (!forum.lists().isEmpty()) {
            lines.add("On every agenda without a request: " + sorted(forum.lists(), ", ") + ".");
        }
        lines.add(forum.partners() ? "People from outside the council sit on it." : "Only the council sits on it.");
        if (!forum.cutOffClauses().isEmpty()) {
            lines.add("Its cut-off rests on" + cited(forum.cutOffClauses()) + ".");
        }
        return lines;
    }

    List<String> dispute(DisputeRule rule) {
        var lines = new ArrayList<String>();
        lines.add("Dispute “" + rule.title() + "”" + cited(rule.clauses()) + basis(rule.basis()) + ".");
        lines.add("Raised by: " + roles(sorted(rule.between())) + ".");
        lines.add(
                rule.stages().isEmpty()
                        ? rule.pathways().isEmpty()
                                ? "It covers every pathway."
                                : "It covers: " + sorted(rule.pathways(), ", ") + "."
                        : "It covers: " + sorted(rule.stages(), ", ") + ".");
        int number = 1;
        for (var step : rule.steps()) {
            lines.add("Step " + number++ + ": reviewed by " + role(step.by()) + cited(step.clauses()) + ".");
            clocks(lines, step.due(), null);
        }
        if (!rule.ifParty().isEmpty()) {
            lines.add("If the reviewer took part: " + role(rule.ifParty()) + ".");
        }
        if (!rule.meanwhile().isEmpty()) {
            lines.add("Meanwhile: " + rule.meanwhile() + ".");
        }
        return lines;
    }

    List<String> letter(LetterType letter) {
        var lines = new ArrayList<String>();
        lines.add("Letter “" + letter.title() + "” to " + list(letter.to()) + cited(letter.clauses()) + ".");
        lines.add("It mentions: " + list(letter.fields()) + ".");
        letter.text().lines().forEach(line -> lines.add("| " + line));
        return lines;
    }

    List<String> agreement(AgreementType type) {
        var lines = new ArrayList<String>();
        lines.add("Agreement “" + type.title() + "”" + cited(type.clauses()) + ".");
        lines.add("From: " + word(type.from()) + (type.signed() ? ", signed" : "") + ".");
        if (!type.ifRefused().isEmpty()) {
            lines.add("If it is refused: " + sorted(type.ifRefused(), " or ") + ".");
        }
        if (!type.ifWithdrawn().isEmpty()) {
            lines.add("If it is withdrawn: " + role(type.ifWithdrawn()) + " is told.");
        }
        return lines;
    }

    List<String> clock(ClockRule rule) {
        var lines = new ArrayList<String>();
        lines.add("Clock “" + rule.title() + "”" + cited(rule.clauses()) + basis(rule.basis()) + ".");
        clocks(lines, rule.due(), null);
        if (!rule.until().isEmpty()) {
            lines.add("It stops at: " + sorted(rule.until(), " or ") + ".");
        }
        lines.add("Answered for by: " + role(rule.owner()) + ".");
        if (!rule.tightens().isEmpty()) {
            lines.add("It tightens the national clock " + rule.tightens() + ".");
        }
        return lines;
    }
}
