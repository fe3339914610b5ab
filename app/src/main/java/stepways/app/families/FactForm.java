package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// The form of a fact: what it asks, and what was answered. It is the same for a new fact and for a correction.
final class FactForm {

    static final int LONGEST_LINE = 300;

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private final Family family;
    private final FactKind kind;
    private final Mode mode;

    FactForm(Family family, FactKind kind, Mode mode) {
        this.family = family;
        this.kind = kind;
        this.mode = mode;
    }

    /// What the form does.
    enum Mode {
        NEW("new", "Record", KeptFact.Act.RECORDED),
        CORRECT("correct", "Correct", KeptFact.Act.CORRECTED),
        CHANGE("change", "Say what has changed", KeptFact.Act.CHANGED),
        END("end", "Say that it has ended", KeptFact.Act.ENDED),
        WITHDRAW("withdraw", "Say that it was recorded by mistake", KeptFact.Act.WITHDRAWN);

        private final String word;
        private final String title;
        private final KeptFact.Act act;

        Mode(String word, String title, KeptFact.Act act) {
            this.word = word;
            this.title = title;
            this.act = act;
        }

        String word() {
            return word;
        }

        String title() {
            return title;
        }

        KeptFact.Act act() {
            return act;
        }

        static Optional<Mode> of(String word) {
            for (var mode : values()) {
                if (mode.word.equals(word) && mode != NEW) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }

        /// Whether this can be done to a fact as it stands.
        boolean fits(KeptFact fact) {
            if (fact.act() == KeptFact.Act.WITHDRAWN) {
                return false;
            }
            return switch (this) {
                case NEW -> false;
                case CORRECT -> true;
                case CHANGE -> fact.kind().changes() && fact.act() != KeptFact.Act.ENDED;
                case END -> fact.kind().ends() && fact.act() != KeptFact.Act.ENDED;
                case WITHDRAW -> fact.kind().canBeWithdrawn();
            };
        }
    }

    private boolean asksFields() {
        return switch (mode) {
            case NEW, CORRECT, CHANGE -> true;
            case END, WITHDRAW -> false;
        };
    }

    /// Whether it may be said of another person than before.
    private boolean asksPeople() {
        return mode == Mode.NEW
                || (mode == Mode.CORRECT
                        && switch (kind) {
                            case NAME, BIRTH, MOVE -> false;
                            case DEATH,
                                    RELATIONSHIP,
                                    RESPONSIBILITY,
                                    WRITING,
                                    COMMUNICATION,
                                    TELEPHONE,
                                    KEPT_BACK,
                                    ORDER -> true;
                        });
    }

    private boolean dayIsNeeded() {
        return mode == Mode.CHANGE
                || switch (kind) {
                    case DEATH, MOVE, ORDER -> true;
                    case NAME, BIRTH, RELATIONSHIP, RESPONSIBILITY, WRITING, COMMUNICATION, TELEPHONE, KEPT_BACK ->
                        false;
                };
    }

    // What stands in the form at first.

    static Typed prefilled(KeptFact fact) {
        var values = new LinkedHashMap<String, List<String>>();
        values.put("about", fact.about().stream().map(UUID::toString).toList());
        values.put("names", fact.names().stream().map(UUID::toString).toList());
        for (var field : fact.kind().fields()) {
            var said = fact.said(field.name());
            if (field.input() == FactField.Input.DAY) {
                if (!said.isEmpty()) {
                    day(values, field.name(), LocalDate.parse(said));
                }
            } else if (field.input() == FactField.Input.MANY) {
                values.put(field.name(), said.isEmpty() ? List.of() : List.of(said.split(" ")));
            } else {
                values.put(field.name(), List.of(said));
            }
        }
        var from = fact.from();
        if (from != null) {
            day(values, "from", from);
        }
        return Typed.draft(values);
    }

    private static void day(Map<String, List<String>> values, String id, LocalDate day) {
        values.put(id + "-day", List.of(String.valueOf(day.getDayOfMonth())));
        values.put(id + "-month", List.of(String.valueOf(day.getMonthValue())));
        values.put(id + "-year", List.of(String.valueOf(day.getYear())));
    }

    static Typed about(UUID person) {
        return Typed.draft(Map.of("about", List.of(person.toString())));
    }

    // What it asks.

    List<FormPart> parts(Typed typed) {
        var parts = new ArrayList<FormPart>();
        if (asksPeople()) {
            parts.add(people(typed, "about", aboutLegend(), candidates(kind.about()), several(kind.about())));
            var others = candidates(kind.names());
            if (!others.isEmpty()) {
                parts.add(people(typed, "names", namesLegend(), others, mode == Mode.NEW || several(kind.names())));
            }
        }
        if (kind == FactKind.MOVE && mode == Mode.NEW) {
            parts.add(homes(typed));
        }
        if (asksFields()) {
            kind.fields().forEach(field -> parts.add(part(typed, field)));
            if (!kind.since().isEmpty() || mode == Mode.CHANGE) {
                parts.add(
                        TypedDate.day(
                                typed,
                                "from",
                                mode == Mode.CHANGE ? "From when is it so?" : kind.since(),
                                dayIsNeeded() || kind == FactKind.BIRTH
                                        ? null
                                        : "The day from which it holds, not the day you record it. Leave it empty if it is not known."));
            }
        }
        switch (mode) {
            case NEW, CHANGE -> {
                // What is new needs no reason.
            }
            case CORRECT ->
                parts.add(Fields.area(
                        typed, "reason", "How do you know?", "Everybody who reads the record sees this.", 3));
            case END -> {
                parts.add(TypedDate.day(typed, "until", "Until when was it so?", null));
                parts.add(Fields.area(typed, "reason", "Why did it end?", null, 3));
            }
            case WITHDRAW ->
                parts.add(Fields.area(
                        typed, "reason", "How did the mistake come about?", "What was said stays readable.", 3));
        }
        return parts;
    }

    private String aboutLegend() {
        return switch (kind) {
            case MOVE -> "Who moves?";
            case ORDER -> "For which children?";
            case KEPT_BACK -> "Who must not learn it?";
            case RELATIONSHIP -> "Who is it?";
            case RESPONSIBILITY -> "Which adult?";
            case NAME, BIRTH, DEATH, WRITING, COMMUNICATION, TELEPHONE -> "Whom is it about?";
        };
    }

    private String namesLegend() {
        return switch (kind) {
            case ORDER -> "Whom does it name or restrain, if anybody?";
            case KEPT_BACK -> "Whose home must they not learn?";
            case RELATIONSHIP -> "To whom?";
            case RESPONSIBILITY -> "For which child?";
            case NAME, BIRTH, DEATH, WRITING, COMMUNICATION, TELEPHONE, MOVE -> "Who else?";
        };
    }

    private static boolean several(FactKind.Whom whom) {
        return switch (whom) {
            case SEVERAL, SEVERAL_CHILDREN, ALL, ALL_NEEDED -> true;
            case NOBODY, ONE, ONE_ADULT, EACH, EACH_CHILD -> false;
        };
    }

    private List<FamilyRows.Person> candidates(FactKind.Whom whom) {
        return switch (whom) {
            case NOBODY -> List.of();
            case ONE, SEVERAL, EACH, ALL, ALL_NEEDED ->
                kind == FactKind.MOVE || kind == FactKind.DEATH && mode == Mode.NEW
                        ? family.members().stream()
                                .filter(member -> member.died() == null)
                                .toList()
                        : family.members();
            case ONE_ADULT ->
                family.members().stream().filter(member -> !member.child()).toList();
            case SEVERAL_CHILDREN, EACH_CHILD -> family.children();
        };
    }

    private static FormPart people(
            Typed typed, String id, String legend, List<FamilyRows.Person> people, boolean several) {
        var choices = people.stream()
                .map(person -> FormPart.Choice.of(
                        person.id().toString(),
                        FactWords.nameAndBirth(person),
                        typed.chose(id, person.id().toString())))
                .toList();
        return several
                ? new FormPart.Checkboxes(id, legend, "Choose all that apply.", choices, typed.error(id))
                : new FormPart.Radios(id, legend, null, choices, typed.error(id));
    }

    /// Where people move: a new address, or in with somebody of the family. Homes are told by who lives there.
    private FormPart homes(Typed typed) {
        var answers = new ArrayList<Fields.Answer>();
        answers.add(new Fields.Answer("new", "To a new address"));
        households()
                .forEach((household, people) ->
                        answers.add(new Fields.Answer(household.toString(), "In with " + FamilyViews.and(people))));
        return Fields.radios(typed, "joins", "Where do they move to?", null, answers);
    }

    private Map<UUID, List<String>> households() {
        var all = new LinkedHashMap<UUID, List<String>>();
        for (var member : family.members()) {
            var household = member.household();
            if (household != null && member.died() == null) {
                all.computeIfAbsent(household, _ -> new ArrayList<>()).add(member.name());
            }
        }
        return all;
    }

    private static FormPart part(Typed typed, FactField field) {
        var hint = field.hint().isEmpty() ? null : field.hint();
        var answers = field.answers().stream()
                .map(answer -> new Fields.Answer(answer.value(), answer.label()))
                .toList();
        return switch (field.input()) {
            case LINE -> Fields.line(typed, field.name(), field.label(), hint, 0);
            case AREA -> Fields.area(typed, field.name(), field.label(), hint, 3);
            case ONE -> Fields.radios(typed, field.name(), field.label(), hint, answers);
            case FROM_A_LIST -> Fields.select(typed, field.name(), field.label(), hint, answers);
            case MANY ->
                new FormPart.Checkboxes(
                        field.name(),
                        field.label(),
                        hint,
                        field.answers().stream()
                                .map(answer -> FormPart.Choice.of(
                                        answer.value(), answer.label(), typed.chose(field.name(), answer.value())))
                                .toList(),
                        typed.error(field.name()));
            case DAY -> TypedDate.day(typed, field.name(), field.label(), hint);
        };
    }

    // What was answered.

    /// What was typed, as facts ready to be written; one for each where each is a fact of its own. Empty, with errors
    /// at
    /// the fields, where something is wrong.
    List<KeptFact> read(Typed typed, Instant now, Ids ids, @Nullable KeptFact before) {
        var about = asksPeople()
                ? chosen(typed, "about", candidates(kind.about()), several(kind.about()))
                : Objects.requireNonNull(before).about();
        var names = asksPeople()
                ? chosen(typed, "names", candidates(kind.names()), mode == Mode.NEW || several(kind.names()))
                : Objects.requireNonNull(before).names();
        checkPeople(typed, about, names);
        var body = asksFields()
                ? body(typed, before)
                : Objects.requireNonNull(before).body();
        var from = asksFields()
                ? from(typed, now, about, names, before)
                : Objects.requireNonNull(before).from();
        var until = until(typed, now, body, from, before);
        var reason = mode == Mode.NEW || mode == Mode.CHANGE ? "" : typed.text("reason", reasonMissing());
        checkTogether(typed, body, ids);
        if (typed.hasErrors()) {
            return List.of();
        }
        if (mode == Mode.CORRECT
                && before != null
                && before.body().equals(new KeptBody(body).filled())
                && before.about().equals(sorted(about))
                && before.names().equals(sorted(names))
                && Objects.equals(before.from(), from)
                && Objects.equals(before.until(), until)) {
            typed.fail("reason", "Nothing above is different. Change what is wrong, then send it again");
            return List.of();
        }
        var each = kind.names() == FactKind.Whom.EACH || kind.names() == FactKind.Whom.EACH_CHILD
                ? names.stream().map(List::of).toList()
                : List.of(names);
        var facts = new ArrayList<KeptFact>();
        for (var of : each) {
            var id = ids.next();
            facts.add(new KeptFact(
                    id,
                    before == null ? id : before.thread(),
                    before == null ? null : before.id(),
                    mode.act(),
                    kind,
                    before == null ? family.id() : before.family(),
                    body,
                    from,
                    until,
                    reason,
                    now,
                    null,
                    sorted(about),
                    sorted(of),
                    true));
        }
        return facts;
    }

    /// Where new identifiers come from.
    interface Ids {
        UUID next();
    }

    private record KeptBody(Map<String, String> all) {
        Map<String, String> filled() {
            var filled = new LinkedHashMap<>(all);
            filled.values().removeIf(String::isEmpty);
            return filled;
        }
    }

    private static List<UUID> sorted(List<UUID> people) {
        return people.stream()
                .sorted(java.util.Comparator.comparing(UUID::toString))
                .toList();
    }

    private String reasonMissing() {
        return switch (mode) {
            case END -> "Say why it ended";
            case WITHDRAW -> "Say how the mistake came about";
            case NEW, CORRECT, CHANGE -> "Say how you know";
        };
    }

    private static List<UUID> chosen(Typed typed, String id, List<FamilyRows.Person> candidates, boolean several) {
        var all = new LinkedHashSet<UUID>();
        for (var value : typed.all(id)) {
            candidates.stream()
                    .map(FamilyRows.Person::id)
                    .filter(person -> person.toString().equals(value))
                    .forEach(all::add);
        }
        return all.stream().limit(several ? Long.MAX_VALUE : 1).toList();
    }

    private void checkPeople(Typed typed, List<UUID> about, List<UUID> names) {
        if (about.isEmpty()) {
            typed.fail("about", "Choose whom it is about");
        }
        boolean needed = switch (kind.names()) {
            case EACH, EACH_CHILD, ALL_NEEDED -> true;
            case NOBODY, ONE, ONE_ADULT, SEVERAL, SEVERAL_CHILDREN, ALL -> false;
        };
        if (needed && names.isEmpty()) {
            typed.fail(
                    "names", kind.names() == FactKind.Whom.EACH_CHILD ? "Choose the child" : "Choose who else it is");
        }
        if (about.stream().anyMatch(names::contains)) {
            typed.fail("names", "Choose somebody else: nobody stands in a relation to themself");
        }
    }

    private Map<String, String> body(Typed typed, @Nullable KeptFact before) {
        var body = new LinkedHashMap<String, String>();
        for (var field : kind.fields()) {
            var said = switch (field.input()) {
                case LINE -> line(typed, field);
                case AREA -> typed.optional(field.name());
                case ONE, FROM_A_LIST ->
                    field.answers().stream()
                            .map(FactField.Answer::value)
                            .filter(typed.value(field.name())::equals)
                            .findFirst()
                            .orElse("");
                case MANY ->
                    String.join(
                            " ",
                            field.answers().stream()
                                    .map(FactField.Answer::value)
                                    .filter(value -> typed.chose(field.name(), value))
                                    .toList());
                case DAY -> day(typed, field.name());
            };
            if (said.isEmpty() && !field.needed().isEmpty()) {
                typed.fail(field.name(), field.needed());
            }
            body.put(field.name(), said);
        }
        if (before != null && !before.said("household").isEmpty()) {
            body.put("household", before.said("household"));
        }
        return body;
    }

    private static String line(Typed typed, FactField field) {
        var text = typed.optional(field.name()).replace('\n', ' ');
        if (text.length() > LONGEST_LINE) {
            typed.fail(field.name(), "Shorten this to " + LONGEST_LINE + " characters; it has " + text.length());
        }
        return text;
    }

    private static String day(Typed typed, String id) {
        if ((typed.value(id + "-day") + typed.value(id + "-month") + typed.value(id + "-year")).isBlank()) {
            return "";
        }
        return TypedDate.readDay(typed, id, "Enter the date")
                .filter(day -> notAbsurd(typed, id, day))
                .map(LocalDate::toString)
                .orElse("");
    }

    private static boolean notAbsurd(Typed typed, String id, LocalDate day) {
        if (day.isBefore(EARLIEST) || day.isAfter(LocalDate.of(2200, 1, 1))) {
            typed.fail(id, "Check the year: " + day.getYear() + " cannot be right");
            return false;
        }
        return true;
    }

    private @Nullable LocalDate from(
            Typed typed, Instant now, List<UUID> about, List<UUID> names, @Nullable KeptFact before) {
        var said = day(typed, "from");
        if (said.isEmpty()) {
            if (typed.error("from") == null && dayIsNeeded()) {
                typed.fail("from", mode == Mode.CHANGE ? "Enter the day from which it is so" : "Enter the day");
            }
            if (kind == FactKind.BIRTH && before != null && before.from() != null) {
                typed.fail("from", "Enter the date of birth");
            }
            return null;
        }
        var day = LocalDate.parse(said);
        if (day.isAfter(Dates.day(now))) {
            typed.fail("from", "This day cannot be in the future");
        }
        if (before != null && mode == Mode.CHANGE && before.from() != null && day.isBefore(before.from())) {
            typed.fail(
                    "from",
                    "It cannot have changed before " + Dates.date(before.from())
                            + ", when it began. Correct that instead");
        }
        switch (kind) {
            case MOVE, ORDER, DEATH -> about.forEach(person -> notBeforeBirth(typed, day, person));
            case RESPONSIBILITY -> names.forEach(person -> notBeforeBirth(typed, day, person));
            case NAME, BIRTH, RELATIONSHIP, WRITING, COMMUNICATION, TELEPHONE, KEPT_BACK -> {
                // May be older than whom it is about, or is the birth itself.
            }
        }
        return day;
    }

    private void notBeforeBirth(Typed typed, LocalDate day, UUID person) {
        family.member(person)
                .filter(member -> member.born() != null && day.isBefore(member.born()))
                .ifPresent(member ->
                        typed.fail("from", "This day is before the birth of " + FactWords.nameAndBirth(member)));
    }

    private @Nullable LocalDate until(
            Typed typed, Instant now, Map<String, String> body, @Nullable LocalDate from, @Nullable KeptFact before) {
        if (mode == Mode.END) {
            var day = TypedDate.readPastDay(
                    typed, "until", now, "Enter the day it ended", "The day it ended cannot be in the future");
            if (day.isPresent() && from != null && day.get().isBefore(from)) {
                typed.fail("until", "It cannot have ended before it began on " + Dates.date(from));
            }
            return day.orElse(null);
        }
        if (kind == FactKind.ORDER && asksFields()) {
            var ends = body.getOrDefault("ends", "");
            if (ends.isEmpty()) {
                return null;
            }
            if (from != null && LocalDate.parse(ends).isBefore(from)) {
                typed.fail("ends", "It cannot end before it was made on " + Dates.date(from));
            }
            return LocalDate.parse(ends);
        }
        return before == null || mode == Mode.CHANGE ? null : before.until();
    }

    /// What only makes sense together.
    private void checkTogether(Typed typed, Map<String, String> body, Ids ids) {
        if (!asksFields()) {
            return;
        }
        switch (kind) {
            case RELATIONSHIP -> need(typed, body, "kind", "other", "other", "Say who they are");
            case RESPONSIBILITY -> need(typed, body, "holds", "yes", "how", "Choose how they hold it");
            case WRITING -> {
                for (var rule : List.of("must-not", "with-care")) {
                    need(typed, body, "rule", rule, "why", "Say why");
                    need(typed, body, "rule", rule, "decided-by", "Say who decided it");
                }
            }
            case COMMUNICATION -> {
                if (body.values().stream().allMatch(String::isEmpty)) {
                    typed.fail("language", "Enter a language, a need or a note");
                }
            }
            case TELEPHONE -> {
                var number = body.getOrDefault("number", "");
                if (!number.isEmpty() && !number.matches("[0-9+()/ -]{3,30}(ext?\\.? ?[0-9]{1,6})?")) {
                    typed.fail("number", "Enter a telephone number, such as 07700 900333");
                }
            }
            case ORDER -> need(typed, body, "kind", "other", "other", "Say which order");
            case MOVE -> checkMove(typed, body, ids);
            case NAME, BIRTH, DEATH, KEPT_BACK -> {
                // Each answer stands by itself.
            }
        }
    }

    private void checkMove(Typed typed, Map<String, String> body, Ids ids) {
        if (mode == Mode.NEW) {
            var joins = typed.value("joins");
            var household = households().keySet().stream()
                    .filter(each -> each.toString().equals(joins))
                    .findFirst();
            if (household.isPresent()) {
                body.put("household", household.get().toString());
                body.put("lines", "");
                body.put("postcode", "");
            } else if (joins.equals("new")) {
                body.put("household", ids.next().toString());
                if (body.getOrDefault("lines", "").isEmpty()) {
                    typed.fail("lines", "Enter the new address");
                }
            } else {
                typed.fail("joins", "Choose where they move to");
            }
        }
        body.computeIfPresent(
                "postcode", (_, code) -> code.toUpperCase(java.util.Locale.UK).replaceAll("\\s+", " "));
        for (var area : List.of("other", "out")) {
            need(typed, body, "area", area, "to", "Say which area or council");
        }
        need(typed, body, "area", "other", "answers", "Choose who answers for the work from now on");
        need(typed, body, "answers", "passes", "why", "Say why it is better for the child that it passes on");
    }

    private static void need(
            Typed typed, Map<String, String> body, String field, String said, String other, String words) {
        if (body.getOrDefault(field, "").equals(said)
                && body.getOrDefault(other, "").isEmpty()) {
            typed.fail(other, words);
        }
    }
}
