package stepways.app.transfers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Link;
import stepways.engine.policy.FactType;
import stepways.engine.policy.NotBefore;

/// Says what a step has to wait for, and who can clear it: a date that nobody has recorded is not the same as one that
/// has not come.
record Waits(
        String words, @Nullable String whatNext, @Nullable Link fix) {

    /// What this minimum waits for; empty where the usual sentence says it all.
    static Optional<Waits> of(Desk desk, @Nullable NotBefore rule, String what) {
        if (rule == null) {
            return Optional.empty();
        }
        return switch (rule.moment()) {
            case NotBefore.Moment.Event(var name) -> event(desk, name, what);
            case NotBefore.Moment.Wait(var amount, var of) ->
                Optional.of(new Waits(
                        "“" + what + "” waits: " + amount + " after “" + moment(desk, of) + "” have not passed.",
                        "Wait until then, or go outside the written procedure with a reason.",
                        null));
            case NotBefore.Moment.AtAge(var age) ->
                Optional.of(new Waits(
                        "“" + what + "” is from the age of " + age + ".",
                        "Wait until then, or go outside the written procedure with a reason.",
                        null));
        };
    }

    private static Optional<Waits> event(Desk desk, String name, String what) {
        var fact = desk.policy.fact(name).filter(type -> type.kind() == FactType.Kind.DATE);
        if (fact.isEmpty()) {
            return Optional.empty();
        }
        boolean known = desk.run().stated().containsKey(name)
                || desk.run().children().stream()
                        .anyMatch(child -> desk.run().stated().containsKey(name + "@" + child)
                                || desk.facts().child(child).values().containsKey(name));
        var link = new Link(known ? "Change the date" : "Record the date", desk.url("act/fact") + "?fact=" + name);
        return Optional.of(
                known
                        ? new Waits(
                                "“" + what + "” waits for “" + fact.get().title() + "”, which has not come yet.",
                                "Wait until then, or record the date if it has moved.",
                                link)
                        : new Waits(
                                "“" + what + "” waits for “" + fact.get().title()
                                        + "”, and nobody has recorded its date.",
                                "Whoever works with the family can record it.",
                                link));
    }

    private static String moment(Desk desk, String name) {
        return switch (name) {
            case "started" -> "this began";
            case "stage" -> desk.stage().title();
            default -> desk.refusals.title(name);
        };
    }
}
