package stepways.app.web;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Refusal;
import stepways.engine.run.Run;

/// The one place that turns a refusal into sentences: what stands in the way, and what to do next.
///
/// @param names the name of a child, parent or member of staff by their id; the id itself where it is nobody's
public record RefusalText(Policy policy, Pathway pathway, Function<String, String> names) {

    public static RefusalText of(Policy policy, Run run, Function<String, String> names) {
        return new RefusalText(policy, policy.pathway(run.pathway()), names);
    }

    /// All reasons together, as the summary at the top of the page lists them.
    public Problems problems(List<Refusal> refusals) {
        return new Problems(
                "This cannot be recorded yet",
                refusals.stream().map(this::problem).toList());
    }

    public Problem problem(Refusal refusal) {
        return new Problem(
                words(refusal), field(refusal), new Citing(policy).cites(refusal.clauses()), whatNext(refusal));
    }

    /// The field that the sentence belongs to, where it is one of the form's.
    private static @Nullable String field(Refusal refusal) {
        return switch (refusal.kind()) {
            case IN_THE_FUTURE, BEFORE_ITS_STEP -> "happened";
            case REASON_MISSING -> "reason";
            case NOT_YOUR_ROLE,
                    NOT_OFFERED,
                    UNKNOWN,
                    MISSING_ITEM,
                    MISSING_AGREEMENT,
                    TOO_EARLY,
                    DISPUTE_OPEN,
                    NO_DISPUTE,
                    PARTY_TO_THE_DECISION,
                    SAME_PERSON,
                    WOULD_LEAVE_NOBODY,
                    STILL_KEPT_OPEN,
                    FORBIDDEN_CODE,
                    NO_REASON_ALLOWED,
                    ALREADY_DONE,
                    ENDED,
                    ALREADY_ON_THIS_ROUTE,
                    BAD_VALUE -> null;
        };
    }

    /// What stands in the way, as a whole sentence.
    public String words(Refusal refusal) {
        var what = title(refusal.about());
        return switch (refusal.kind()) {
            case NOT_YOUR_ROLE ->
                (what.matches("[0-9a-f]{8}-[0-9a-f-]{27}") ? "This" : "“" + what + "”")
                        + " is for %s, and that is not your role here.".formatted(roles(refusal.suppliers()));
            case NOT_OFFERED -> notOffered(refusal.about());
            case UNKNOWN -> "The procedure has nothing here called “%s”.".formatted(what);
            case MISSING_ITEM -> "“%s” is not done yet.".formatted(what);
            case MISSING_AGREEMENT ->
                "The agreement “%s” has not been given by everybody whose answer counts.".formatted(what);
            case TOO_EARLY ->
                policy.forum(refusal.about()).isPresent()
                        ? "The %s that hears this has not been held yet.".formatted(what)
                        : "It is too early for “%s”: the time the procedure asks to wait has not passed."
                                .formatted(what);
            case IN_THE_FUTURE -> "What happened cannot be in the future.";
            case BEFORE_ITS_STEP -> "It cannot have happened before the step it belongs to began.";
            case DISPUTE_OPEN -> "Managers disagree, and the review “%s” is open.".formatted(what);
            case NO_DISPUTE -> "There is no decision here that this review is for.";
            case PARTY_TO_THE_DECISION -> "You took part in this decision, so somebody else reviews it.";
            case SAME_PERSON ->
                refusal.suppliers().isEmpty()
                        ? "You did “%s”, so somebody else does this.".formatted(what)
                        : "You have given the other signature; the second comes from somebody else.";
            case WOULD_LEAVE_NOBODY ->
                "%s would have nobody who is accountable.".formatted(childOrThing(refusal.about()));
            case STILL_KEPT_OPEN -> "%s stays open for now, so this cannot close it.".formatted(what);
            case FORBIDDEN_CODE -> "“%s” may not be entered for this outcome.".formatted(refusal.about());
            case REASON_MISSING -> "Say why: the reasons are part of the record.";
            case NO_REASON_ALLOWED ->
                refusal.suppliers().isEmpty()
                        ? "“%s” has to be done: the procedure lets nobody give a reason instead.".formatted(what)
                        : "For “%s” the reason has to come from %s.".formatted(what, roles(refusal.suppliers()));
            case ALREADY_DONE -> "“%s” is on record already.".formatted(what);
            case ENDED -> "This has ended; nothing more is recorded on it.";
            case ALREADY_ON_THIS_ROUTE -> "%s is on this route already.".formatted(childOrThing(refusal.about()));
            case BAD_VALUE -> badValue(refusal.about());
        };
    }

    private String notOffered(String about) {
        var service = policy.service(about);
        if (service.isPresent()) {
            return "This way is for children who are open to %s."
                    .formatted(service.get().title());
        }
        return "“%s” is not open as things stand.".formatted(title(about));
    }

    private String badValue(String about) {
        if (about.equals("children")) {
            return "Choose at least one child.";
        }
        var name = names.apply(about);
        return name.equals(about)
                ? "“%s” needs an answer that the procedure knows.".formatted(title(about))
                : "Choose an outcome for %s.".formatted(name);
    }

    /// Who can clear it and how; null where the sentence says all there is.
    public @Nullable String whatNext(Refusal refusal) {
        var ways = refusal.otherWays().stream()
                .map(way -> switch (way) {
                    case Refusal.OtherWay.Reason(var role) -> "a reason from " + roles(List.of(role)) + " does instead";
                    case Refusal.OtherWay.OutcomeWithout(var outcome) -> "“" + title(outcome) + "” does not need it";
                })
                .collect(Collectors.joining("; "));
        var other = ways.isEmpty() ? "" : " Or: " + ways + ".";
        var who = refusal.suppliers().isEmpty() ? "" : capital(roles(refusal.suppliers()));
        var next = switch (refusal.kind()) {
            case NOT_YOUR_ROLE, NO_REASON_ALLOWED -> who.isEmpty() ? "" : who + " can.";
            case MISSING_ITEM -> who.isEmpty() ? "" : who + " can do it.";
            case MISSING_AGREEMENT -> (who.isEmpty() ? "Ask" : who + " can ask") + " and record each answer.";
            case DISPUTE_OPEN -> who.isEmpty() ? "Wait for the review." : who + " reviews it first.";
            case PARTY_TO_THE_DECISION -> who.isEmpty() ? "" : who + " can review it.";
            case SAME_PERSON -> "Ask a colleague with the same role.";
            case WOULD_LEAVE_NOBODY -> "Name a practitioner first.";
            case TOO_EARLY -> "Wait until then, or go outside the written procedure with a reason.";
            case NOT_OFFERED -> "Choose another way, or go outside the written procedure with a reason.";
            case STILL_KEPT_OPEN -> "It ends with the step that the procedure names for it.";
            case ALREADY_DONE -> "If it is wrong, correct it in the history.";
            case ALREADY_ON_THIS_ROUTE -> "Go on with the one that is open.";
            case FORBIDDEN_CODE -> "Enter the value the note gives.";
            case ENDED -> "Correct what is wrong in the history, or start a new transfer.";
            case UNKNOWN, IN_THE_FUTURE, BEFORE_ITS_STEP, NO_DISPUTE, REASON_MISSING, BAD_VALUE -> "";
        };
        var all = (next + other).strip();
        return all.isEmpty() ? null : all;
    }

    /// What the pack calls a thing.
    public String title(String about) {
        var parts = about.split("@", 2);
        var name = parts[0];
        var of = parts.length == 2 ? ", " + names.apply(parts[1]) : "";
        return thing(name) + of;
    }

    private String thing(String name) {
        var item = pathway.item(name).map(Item::title);
        if (item.isPresent()) {
            return item.get();
        }
        var stage = pathway.stages().get(name);
        if (stage != null) {
            return stage.title();
        }
        for (var each : pathway.stages().values()) {
            var outcome = each.outcome(name);
            if (outcome.isPresent()) {
                return outcome.get().title();
            }
        }
        var door = pathway.doors().get(name);
        if (door != null) {
            return door.title();
        }
        for (var act : pathway.anyTime()) {
            if (act.name().equals(name)) {
                return act.title();
            }
        }
        for (var dispute : policy.disputes()) {
            if (dispute.name().equals(name)) {
                return dispute.title();
            }
        }
        return policy.agreement(name)
                .map(agreement -> agreement.title())
                .or(() -> policy.fact(name).map(FactType::title))
                .or(() -> policy.service(name).map(service -> service.title()))
                .or(() -> policy.forum(name).map(forum -> forum.title()))
                .orElseGet(() -> names.apply(name));
    }

    private String childOrThing(String about) {
        return names.apply(about);
    }

    /// "the Duty Team manager or the Team Manager".
    public String roles(List<String> roles) {
        return roles.isEmpty()
                ? "somebody else"
                : roles.stream()
                        .distinct()
                        .map(role -> policy.role(role).title())
                        .map(title -> title.startsWith("The ") ? "the " + title.substring(4) : "the " + title)
                        .collect(Collectors.joining(" or "));
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
