package stepways.app.harm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stepways.app.record.HeldMessages;
import stepways.app.settings.Settings;
import stepways.app.web.Action;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.app.web.Why;
import stepways.engine.policy.Basis;
import stepways.engine.policy.Policy;

/// Turns a harm call into its page.
final class HarmViews {

    private static final String OUT_OF_HOURS = "Who answers at night, at weekends and on bank holidays.";
    private static final String HEADING = "Harm now: ring first";

    private HarmViews() {}

    /// The page before anything is recorded: the numbers, and one button that starts the minutes.
    static HarmPage start(
            Layout layout,
            WhomToRing.Order order,
            WhomToRing.Person line,
            @Nullable Policy policy,
            Typed typed,
            UUID key,
            HarmController.@Nullable About about) {
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("key", key.toString()));
        if (about != null) {
            hidden.add(new Hidden(about.field(), about.id().toString()));
        }
        var parts = new ArrayList<FormPart>();
        if (about == null) {
            parts.add(Fields.line(typed, "name", "A name, if you know one", "A first name is enough.", 20));
            parts.add(TypedDate.day(typed, "born", "Birth date, if you know it", null));
        }
        parts.add(Fields.line(typed, "where", "Where are you, or where is the child?", "You can leave this empty.", 0));
        var form = new Form(
                "/harm-now",
                layout.csrf(),
                hidden,
                parts,
                "I am ringing now: start the minutes",
                about == null ? List.of() : List.of(new Link("It is about another child", "/harm-now?another=child")),
                null,
                null);
        return new HarmPage(
                layout,
                HEADING,
                null,
                false,
                "Ring now",
                (about == null ? "" : "This is about family " + about.reference() + ". ")
                        + "This page tells nobody. A person who answers you has been told." + silent(order.silent()),
                ring(order.people(), 0),
                new Ring(line.telephone(), dial(line.telephone()), line.name(), Ring.Standing.NEXT),
                OUT_OF_HOURS,
                order.hours(),
                form,
                null,
                null,
                List.of(),
                nothing(),
                List.of(),
                why(policy),
                new Link("Leave this page.", "/work"),
                "Nothing has been recorded yet.");
    }

    private static String silent(List<String> silent) {
        return silent.isEmpty() ? "" : " No number is on record for " + String.join("; ", silent) + ".";
    }

    private static List<String> nothing() {
        return List.of(
                "No agreement, no form, no paper and no agenda is needed.",
                "You need not know the family, and need not be its worker.",
                "What was open for the family stays open.");
    }

    private static Why why(@Nullable Policy policy) {
        if (policy == null) {
            return new Why(null, List.of(), null);
        }
        var clauses = new ArrayList<stepways.engine.policy.ClauseId>();
        for (Policy layer = policy; layer != null; layer = layer.national()) {
            layer.harmRoute().ifPresent(route -> clauses.addAll(route.clauses()));
        }
        return new Citing(policy).why(null, clauses, Basis.TEXT);
    }

    static List<Ring> ring(List<WhomToRing.Person> people, int turn) {
        var all = new ArrayList<Ring>();
        for (int i = 0; i < people.size(); i++) {
            var person = people.get(i);
            var standing = i < turn ? Ring.Standing.TRIED : i == turn ? Ring.Standing.FIRST : Ring.Standing.NEXT;
            var begins = i < turn ? "" : i == turn ? "Ring now: " : "Then: ";
            all.add(new Ring(
                    person.telephone(),
                    dial(person.telephone()),
                    (i + 1) + ". " + begins + person.name() + ", " + person.role(),
                    standing));
        }
        return all;
    }

    /// The same people once it is nobody's turn any more.
    private static List<Ring> rung(List<WhomToRing.Person> people) {
        return people.stream()
                .map(person -> new Ring(
                        person.telephone(),
                        dial(person.telephone()),
                        person.name() + ", " + person.role(),
                        Ring.Standing.TRIED))
                .toList();
    }

    /// As dialled: a number of this country with its code, a short number as it is.
    static String dial(String spoken) {
        var digits = spoken.replaceAll("[^0-9+]", "");
        return digits.startsWith("0") ? "+44" + digits.substring(1) : digits;
    }

    /// Whose turn it is: the next one's after the minutes the council set, or once somebody did not answer.
    static int turn(HarmCalls.Call call, List<HarmCalls.Step> steps, Settings settings, Instant now) {
        var noAnswers = steps.stream()
                .filter(step -> step.kind().equals("no-answer") && step.position() != null)
                .mapToInt(step -> step.position() == null ? 0 : step.position() + 1)
                .max()
                .orElse(0);
        var until = call.confirmed() == null ? now : call.confirmed();
        return call.turn(until, settings.harmMinutes(), noAnswers);
    }

    static HarmPage call(Layout layout, HarmController.Shown shown, Typed typed, Supplier<UUID> keys) {
        var call = shown.call();
        var turn = turn(call, shown.steps(), shown.settings(), shown.now());
        boolean confirmed = call.confirmed() != null;
        var url = "/harm-now/" + call.id();
        return new HarmPage(
                layout,
                HEADING,
                clock(call, shown.now()),
                confirmed,
                told(call),
                about(call, shown.children())
                        + (call.isOpen()
                                ? " A message is not being told. It counts when a person has answered you."
                                : ""),
                call.isOpen() ? ring(call.ring(), turn) : rung(call.ring()),
                new Ring(
                        shown.line().telephone(),
                        dial(shown.line().telephone()),
                        shown.line().name(),
                        Ring.Standing.NEXT),
                OUT_OF_HOURS,
                "It is " + Dates.time(shown.now()) + " on " + Dates.weekdayAndYear(Dates.day(shown.now())) + ".",
                call.family() != null || call.mistake() != null
                        ? null
                        : new Form(
                                url + "/family",
                                layout.csrf(),
                                List.of(),
                                List.of(Fields.line(
                                        typed,
                                        "reference",
                                        "The family’s reference, once you know it",
                                        "Their letters are held and their children listed as soon as it is known.",
                                        10)),
                                "It is this family",
                                List.of(new Link("Find the family", "/search")),
                                null,
                                null),
                call.isOpen() ? confirm(layout, shown, turn, typed, url) : null,
                children(layout, shown, typed, url),
                soFar(shown, turn),
                nothing(),
                held(shown, url),
                why(shown.policy()),
                call.isOpen() || call.run() == null
                        ? new Link("Leave this page.", "/work")
                        : new Link("Go on with the record, " + call.runReference() + ".", "/transfers/" + call.run()),
                call.isOpen()
                        ? "The minutes go on counting until somebody has confirmed, or you record that you opened it by mistake."
                        : "What was held back stays held until a manager lets it go.");
    }

    private static @Nullable HarmClock clock(HarmCalls.Call call, Instant now) {
        if (call.mistake() != null) {
            return null;
        }
        var until = call.confirmed() == null ? now : call.confirmed();
        return new HarmClock(
                HarmController.minutes(call.raised(), until),
                call.confirmed() == null
                        ? "since " + Dates.time(call.raised())
                        : "from " + Dates.time(call.raised()) + " to " + Dates.time(until),
                call.confirmed() == null ? Dates.iso(call.raised()) : null);
    }

    private static String told(HarmCalls.Call call) {
        if (call.mistake() != null) {
            return "Opened by mistake";
        }
        return call.confirmed() == null
                ? "Nobody has been told yet"
                : call.confirmedName() + " was told at " + Dates.time(call.confirmed());
    }

    private static String about(HarmCalls.Call call, List<HarmCalls.Child> children) {
        var known = new ArrayList<String>();
        if (call.familyReference() != null) {
            known.add("Family " + call.familyReference());
        }
        if (!call.about().isEmpty()) {
            known.add("“" + call.about() + "”");
        }
        if (call.birthDate() != null) {
            known.add("born " + Dates.date(call.birthDate()));
        }
        if (!call.place().isEmpty()) {
            known.add("at: " + call.place());
        }
        var names = children.stream().map(HarmCalls.Child::name).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            known.add(names);
        }
        return known.isEmpty() ? "No name is known yet; none is needed." : String.join(" · ", known) + ".";
    }

    private static Form confirm(Layout layout, HarmController.Shown shown, int turn, Typed typed, String url) {
        var choices = new ArrayList<FormPart.Choice>();
        for (var person : shown.call().ring()) {
            if (person.staff() != null) {
                choices.add(FormPart.Choice.of(
                        person.staff().toString(),
                        person.name() + ", " + person.role(),
                        typed.chose("who", person.staff().toString())));
            }
        }
        choices.add(new FormPart.Choice(
                "other",
                "Somebody else: the out-of-hours line, the police",
                null,
                List.of(),
                typed.chose("who", "other"),
                List.of(Fields.line(typed, "name", "Their name", null, 20))));
        if (!shown.call().ring().isEmpty()) {
            choices.add(FormPart.Choice.of(
                    "none",
                    "Nobody: " + shown.call().ring().get(turn).name() + " did not answer",
                    typed.chose("who", "none")));
        }
        choices.add(new FormPart.Choice(
                "mistake",
                "Nobody: this is no harm call",
                null,
                List.of(),
                typed.chose("who", "mistake"),
                List.of(Fields.line(typed, "mistake-why", "Why, in a few words", null, 0))));
        return new Form(
                url + "/told",
                layout.csrf(),
                List.of(),
                List.of(
                        new FormPart.Radios("who", "Who was it?", null, choices, typed.error("who")),
                        new FormPart.TextInput(
                                "at",
                                "At what time?",
                                null,
                                typed.isNew() ? Dates.time(shown.now()) : typed.value("at"),
                                5,
                                typed.error("at"))),
                "Record who answered",
                List.of(),
                null,
                null);
    }

    private static @Nullable Form children(Layout layout, HarmController.Shown shown, Typed typed, String url) {
        if (shown.call().mistake() != null) {
            return null;
        }
        var parts = new ArrayList<FormPart>();
        for (int i = 0; i < shown.children().size(); i++) {
            var child = shown.children().get(i);
            var id = "child-" + (i + 1);
            var seen = typed.isNew() ? child.seen() : typed.value(id);
            parts.add(new FormPart.Pick(
                    id,
                    child.name()
                            + (child.born() == null ? "" : ", " + Ages.words(child.born(), Dates.day(shown.now()))),
                    child.seen().isEmpty() ? "nothing known yet" : null,
                    List.of(
                            new FormPart.Chip("worried", "Worried", null, seen.equals("worried")),
                            new FormPart.Chip("safe", "Safe", null, seen.equals("safe")),
                            new FormPart.Chip("not-seen", "Not seen", null, seen.equals("not-seen"))),
                    null));
        }
        parts.add(Fields.line(
                typed,
                "other",
                "Another child there? First name and age",
                "Cousins and friends who stay count too.",
                0));
        parts.add(Fields.area(typed, "what", "What did you see or hear? A few words", null, 3));
        return new Form(url + "/children", layout.csrf(), List.of(), parts, "Save what I know", List.of(), null, null);
    }

    private static List<Fact> soFar(HarmController.Shown shown, int turn) {
        var all = new ArrayList<Fact>();
        var call = shown.call();
        var named = new ArrayList<Integer>();
        for (var step : shown.steps()) {
            if (step.kind().equals("passed-on") && step.position() != null) {
                named.add(step.position());
            }
            all.add(Fact.of(Dates.time(step.happened()), words(call, step)));
        }
        // The turn has passed on whether or not the timer has recorded it yet.
        if (call.isOpen() && turn > 0 && !named.contains(turn)) {
            all.add(Fact.of(
                    Dates.time(call.raised()
                            .plusSeconds(60L * turn * shown.settings().harmMinutes())),
                    "Nobody has confirmed: " + call.ring().get(turn).name() + " is next."));
        }
        if (call.isOpen() && turn + 1 < call.ring().size()) {
            all.add(Fact.of(
                    "Next",
                    "If nobody has confirmed by "
                            + Dates.time(call.raised()
                                    .plusSeconds(
                                            60L * (turn + 1) * shown.settings().harmMinutes()))
                            + ", it goes on to " + call.ring().get(turn + 1).name() + ": every "
                            + shown.settings().harmMinutes() + " minutes."));
        }
        return all;
    }

    private static String words(HarmCalls.Call call, HarmCalls.Step step) {
        var by = step.by() == null ? "" : step.by();
        return switch (step.kind()) {
            case "raised" -> by + " opened this call.";
            case "no-answer" -> by + " rang " + step.words() + ". No answer.";
            case "passed-on" -> "Nobody had confirmed: " + step.words() + " was alerted." + mailed(step.alert());
            case "told" -> step.words() + " was told, says " + by + ".";
            case "seen" -> by + " wrote: " + step.words();
            case "linked" -> by + " found that it is about family " + step.words() + ".";
            case "released" -> by + " let a held message go.";
            case "mistake" -> by + " recorded that this was no harm call: " + step.words();
            default ->
                throw new IllegalStateException(
                        "Expected a known step of call " + call.id() + ", found " + step.kind());
        };
    }

    /// A mail is not being told: it counts when a person has answered.
    private static String mailed(HarmCalls.@Nullable Alert alert) {
        if (alert == null) {
            return "";
        }
        var mailed = alert.mailed();
        if (mailed != null) {
            return " Mailed at " + Dates.time(mailed) + ", which is not a confirmation.";
        }
        return alert.givenUp() ? " The mail to them did not leave: ring." : " A mail to them is queued.";
    }

    private static List<HarmPage.Held> held(HarmController.Shown shown, String url) {
        return shown.held().stream()
                .map(message -> new HarmPage.Held(
                        title(shown.policy(), message) + " is held since " + Dates.time(message.since()) + ".",
                        shown.manager()
                                ? new Action.Press(
                                        "Let it go", url + "/held/" + message.id() + "/release", List.of(), null)
                                : new Action.Blocked(
                                        "Letting it go",
                                        "is for a manager.",
                                        List.of(),
                                        "Whoever is rung first can do it, or send somebody who can.")))
                .toList();
    }

    private static String title(@Nullable Policy policy, HeldMessages.Message message) {
        var found = java.util.regex.Pattern.compile("\"letter\"\\s*:\\s*\"([a-z0-9-]+)\"")
                .matcher(message.payload());
        if (policy != null && found.find()) {
            var letter = policy.letter(found.group(1));
            if (letter.isPresent()) {
                return "“" + letter.get().title() + "”";
            }
        }
        return switch (message.kind()) {
            case "letter" -> "A letter";
            case "invitation" -> "An invitation";
            default -> "A message";
        };
    }
}
