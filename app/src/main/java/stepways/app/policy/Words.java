package stepways.app.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import stepways.engine.policy.Decider;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Effect;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Policy;

/// Says the elements of a pack in words: who decides, by when, what follows.
final class Words {

    private final Policy policy;

    Words(Policy policy) {
        this.policy = policy;
    }

    String role(String name) {
        return policy.role(name).title();
    }

    String service(String name) {
        return switch (name) {
            case "sending" -> "the sending service";
            case "receiving" -> "the receiving service";
            default -> policy.service(name).map(service -> service.title()).orElse(spaced(name));
        };
    }

    String decides(Decider decider) {
        return switch (decider.who()) {
            case Decider.Who.AnyOf(var roles) -> roles.stream().map(this::role).collect(Collectors.joining(" or "));
            case Decider.Who.Both(var first, var second, var _) -> role(first) + " and " + role(second);
            case Decider.Who.Forum(var forum) -> forum(forum);
        };
    }

    String forum(String name) {
        return policy.forum(name).map(forum -> forum.title()).orElse(spaced(name));
    }

    /// What the outcome does to the services that are open, in one sentence without a full stop.
    String services(List<Effect> effects) {
        var all = new LinkedHashSet<String>();
        for (var effect : effects) {
            switch (effect) {
                case Effect.Open(var service, var _) -> all.add(service(service) + " opens");
                case Effect.Close(var service, var _, var _) -> all.add(service(service) + " closes");
                case Effect.Start(var pathway, var _, var _) ->
                    all.add("goes on in " + policy.pathway(pathway).title());
                case Effect.Lead _,
                        Effect.CoWorker _,
                        Effect.DutyHolder _,
                        Effect.Tray _,
                        Effect.Agenda _,
                        Effect.Share _,
                        Effect.Letter _,
                        Effect.Tell _,
                        Effect.File _,
                        Effect.Mark _ -> {
                    // Nothing opens or closes.
                }
            }
        }
        return all.isEmpty() ? "what was open stays open" : String.join(", ", all);
    }

    /// Everything that follows, one short clause each.
    List<String> effects(List<Effect> effects) {
        var all = new ArrayList<String>();
        for (var effect : effects) {
            all.add(
                    switch (effect) {
                        case Effect.Open(var service, var _) -> service(service) + " opens";
                        case Effect.Close(var service, var _, var _) -> service(service) + " closes";
                        case Effect.Lead(var named, var _) ->
                            "the person named as " + spaced(named) + " becomes the named practitioner";
                        case Effect.CoWorker(var named, var _) ->
                            "the person named as " + spaced(named) + " works alongside";
                        case Effect.DutyHolder(var team, var _) -> "the duty holder of " + team(team) + " answers";
                        case Effect.Tray(var team, var _) -> "it goes into the tray of " + team(team);
                        case Effect.Agenda(var forum, var _) -> "it goes on the agenda of " + forum(forum);
                        case Effect.Start(var pathway, var _, var _) ->
                            "“" + policy.pathway(pathway).title() + "” begins";
                        case Effect.Share(var what, var with, var _, var _) ->
                            what.stream().map(policy::documentTitle).collect(Collectors.joining(", ")) + " pass to "
                                    + policy.service(with)
                                            .map(service -> service.title())
                                            .orElseGet(() -> forum(with));
                        case Effect.Letter(var letter, var _) ->
                            "a letter is drafted: "
                                    + policy.letter(letter)
                                            .map(type -> type.title())
                                            .orElse(spaced(letter));
                        case Effect.Tell(var role, var _) -> role(role) + " is told";
                        case Effect.File(var document, var _) -> document(document) + " goes on the child’s file";
                        case Effect.Mark(var name, var _) -> "clocks see: " + spaced(name);
                    });
        }
        return all;
    }

    private String team(String name) {
        return policy.team(name).map(team -> team.title()).orElse(spaced(name));
    }

    private String document(String name) {
        return policy.form(name).map(form -> form.title()).orElseGet(() -> policy.documentTitle(name));
    }

    /// A limit in words; empty where there is none on purpose.
    String limit(DueRule.Limit limit) {
        return switch (limit) {
            case DueRule.Limit.Immediately _ -> "at once";
            case DueRule.Limit.SameDay _ -> "the same day";
            case DueRule.Limit.Within(var amount, var of, var thenEvery) ->
                "within " + amount + after(of) + (thenEvery == null ? "" : ", then every " + thenEvery);
            case DueRule.Limit.Before(var amount, var event) ->
                (amount == null ? "before " : amount + " before ") + moment(event);
            case DueRule.Limit.DayOf(var event) -> "on the day of " + moment(event);
            case DueRule.Limit.Between(var opens, var closes) -> "between " + moment(opens) + " and " + moment(closes);
            case DueRule.Limit.WindowBefore(var opens, var closes, var event) ->
                opens + " to " + closes + " before " + moment(event);
            case DueRule.Limit.AtAge(var age) -> "at the age of " + age;
            case DueRule.Limit.BetweenAges(var opens, var closes) -> "between the ages of " + opens + " and " + closes;
            case DueRule.Limit.None _ -> "";
        };
    }

    private String after(String of) {
        return of.isEmpty() || of.equals("stage") ? "" : " of " + moment(of);
    }

    /// What starts a clock, in words: an outcome by its title, a dated fact by its own, a mark with its hyphens gone.
    String moment(String name) {
        if (name.equals("started")) {
            return "the beginning";
        }
        for (var pathway : policy.pathways().values()) {
            var item = pathway.item(name);
            if (item.isPresent()) {
                return "“" + item.get().title() + "”";
            }
            for (var stage : pathway.stages().values()) {
                var outcome = stage.outcome(name);
                if (outcome.isPresent()) {
                    return "“" + outcome.get().title() + "”";
                }
            }
        }
        return policy.fact(name).map(fact -> lower(fact.title())).orElse("the " + spaced(name));
    }

    static String go(stepways.engine.policy.Pathway pathway, Outcome outcome) {
        return switch (outcome.go()) {
            case Outcome.Go.To(var stage) -> "go to “" + pathway.stage(stage).title() + "”";
            case Outcome.Go.Again _ -> "the same again";
            case Outcome.Go.End _ -> "end";
        };
    }

    static String spaced(String name) {
        return name.replace('-', ' ');
    }

    static String lower(String title) {
        return title.length() > 1 && Character.isUpperCase(title.charAt(1))
                ? title
                : title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }
}
