package stepways.app.contacts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.search.PeopleMatches;
import stepways.app.web.Dates;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// A contact while it is being taken: what was typed on each of its pages. It lives in one draft, so that nothing of it
/// is lost between them.
final class Intake {

    /// A contact about more children than these is two contacts.
    static final int MOST_CHILDREN = 8;

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LINE = 200;

    final UUID id;
    final Typed typed;

    Intake(UUID id, Typed typed) {
        this.id = id;
        this.typed = typed;
    }

    String draft() {
        return id + ":contact";
    }

    String url(String step) {
        return "/contacts/new/" + id + (step.isEmpty() ? "" : "/" + step);
    }

    int count() {
        var typedCount = typed.value("children");
        return typedCount.matches("[1-9]") ? Math.min(Integer.parseInt(typedCount), MOST_CHILDREN) : 1;
    }

    boolean unborn(int child) {
        return typed.chose("child-" + child + "-unborn", "yes");
    }

    /// The child on this line; nobody if the line was left empty.
    PeopleMatches.Sought child(int child) {
        var field = "child-" + child;
        return new PeopleMatches.Sought(
                typed.value(field + "-forename").strip(),
                typed.value(field + "-surname").strip(),
                day(field + "-born"),
                unborn(child),
                typed.value("address").strip(),
                PeopleMatches.postcode(typed.value("postcode")),
                typed.value(field + "-number").strip());
    }

    /// The adult named with the children; nobody if none was.
    PeopleMatches.Sought adult() {
        return new PeopleMatches.Sought(
                typed.value("adult-forename").strip(),
                typed.value("adult-surname").strip(),
                day("adult-born"),
                false,
                typed.value("address").strip(),
                PeopleMatches.postcode(typed.value("postcode")),
                "");
    }

    /// The lines that name somebody, by their numbers.
    List<Integer> children() {
        var all = new ArrayList<Integer>();
        for (int i = 1; i <= count(); i++) {
            if (!child(i).isNobody() || unborn(i)) {
                all.add(i);
            }
        }
        return all;
    }

    private @Nullable LocalDate day(String field) {
        if (isEmpty(field)) {
            return null;
        }
        return TypedDate.readDay(Typed.draft(typed.values()), field, "").orElse(null);
    }

    private boolean isEmpty(String field) {
        return typed.value(field + "-day").isBlank()
                && typed.value(field + "-month").isBlank()
                && typed.value(field + "-year").isBlank();
    }

    /// What is wrong with whom it is about.
    void checkWho(Instant now) {
        for (int i = 1; i <= count(); i++) {
            names("child-" + i);
            tooLong("child-" + i + "-number", LONGEST_NAME);
            checkChildDay(i, now);
        }
        names("adult");
        if (!isEmpty("adult-born")) {
            TypedDate.readPastDay(
                    typed, "adult-born", now, "Enter the birth date", "The birth date cannot be in the future");
        }
        tooLong("address", LONGEST_LINE);
        tooLong("postcode", 12);
        if (children().isEmpty() && !typed.hasErrors()) {
            typed.fail("child-1-forename", "Enter a name, a birth date or a number of at least one child");
        }
        for (int i : children()) {
            var child = child(i);
            if (child.isNobody() && child.unborn() && adult().isNobody()) {
                typed.fail("adult-surname", "Enter the name of the mother of the unborn child, or the date expected");
            }
        }
    }

    private void names(String who) {
        tooLong(who + "-forename", LONGEST_NAME);
        tooLong(who + "-surname", LONGEST_NAME);
    }

    void tooLong(String field, int longest) {
        int length = typed.value(field)
                .strip()
                .codePointCount(0, typed.value(field).strip().length());
        if (length > longest) {
            typed.fail(field, "Shorten this to " + longest + " characters; it has " + length);
        }
    }

    private void checkChildDay(int child, Instant now) {
        var field = "child-" + child + "-born";
        if (isEmpty(field)) {
            return;
        }
        TypedDate.readDay(typed, field, "Enter the birth date").ifPresent(day -> {
            var today = Dates.day(now);
            if (unborn(child) && (day.isAfter(today.plusMonths(10)) || day.isBefore(today.minusMonths(2)))) {
                typed.fail(field, "Check the date the baby is expected: it is not within the next ten months");
            } else if (!unborn(child) && day.isAfter(today)) {
                typed.fail(
                        field, "The birth date cannot be in the future. If the child is not yet born, say so below it");
            } else if (day.isBefore(today.minusYears(26))) {
                typed.fail(field, "Check the year: this is somebody of more than 25 years");
            }
        });
    }

    // Which records they are.

    String pick(int child) {
        return typed.value("pick-" + child);
    }

    /// Everything typed so far but for the fields that stand on the page itself.
    List<stepways.app.web.Hidden> carried(java.util.function.Predicate<String> onThePage) {
        var all = new ArrayList<stepways.app.web.Hidden>();
        new LinkedHashMap<>(typed.values()).forEach((field, values) -> {
            if (!onThePage.test(field) && !OURS.contains(field)) {
                values.forEach(value -> all.add(new stepways.app.web.Hidden(field, value)));
            }
        });
        return all;
    }

    private static final java.util.Set<String> OURS =
            java.util.Set.of("_csrf", "key", "version", "draft", "page", "by", "add");

    static boolean isWho(String field) {
        return field.startsWith("child-")
                || field.startsWith("adult-")
                || field.equals("address")
                || field.equals("postcode")
                || field.equals("children");
    }

    static boolean isPick(String field) {
        return field.startsWith("pick-") || field.equals("family");
    }

    static boolean isTold(String field) {
        return !isWho(field) && !isPick(field) && !field.equals("beside");
    }
}
