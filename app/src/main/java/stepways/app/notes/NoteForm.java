package stepways.app.notes;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stepways.app.families.OpenFamily;
import stepways.app.families.OpenFamily.Member;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.FormPart.Choice;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Role;

/// The fields of a note, and what was typed into them.
final class NoteForm {

    /// A line may be this long.
    private static final int LINE = 500;

    private static final String FAMILY = "family";

    /// Which of the three forms it is.
    enum Sheet {
        NOTE(List.of(NoteKind.CASE_NOTE, NoteKind.TELEPHONE_CALL, NoteKind.MEETING, NoteKind.CHILD_SAYS)),
        VISIT(List.of(NoteKind.VISIT)),
        DECISION(List.of(NoteKind.MANAGEMENT_DECISION));

        private final List<NoteKind> kinds;

        Sheet(List<NoteKind> kinds) {
            this.kinds = kinds;
        }

        static Sheet of(NoteKind kind) {
            return Stream.of(values())
                    .filter(sheet -> sheet.kinds.contains(kind))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final OpenFamily family;
    private final Sheet sheet;
    private final Typed typed;
    private final @Nullable NoteKind fixed;

    /// @param fixed the kind of the note that is corrected: it stays; null for a new one
    NoteForm(OpenFamily family, Sheet sheet, Typed typed, @Nullable NoteKind fixed) {
        this.family = family;
        this.sheet = sheet;
        this.typed = typed;
        this.fixed = fixed;
    }

    /// The managing roles that this reader holds: in one of them a decision is recorded.
    static List<Role> managingRoles(OpenFamily family) {
        return family.actor().grants().stream()
                .map(grant -> grant.role())
                .distinct()
                .filter(family.policy()::knowsRole)
                .map(family.policy()::role)
                .filter(Role::manages)
                .toList();
    }

    // Drawing.

    List<FormPart> parts() {
        var parts = new ArrayList<FormPart>();
        if (sheet.kinds.size() > 1 && fixed == null) {
            parts.add(Fields.radios(
                    typed,
                    "kind",
                    "What kind of note is it?",
                    null,
                    sheet.kinds.stream()
                            .map(kind -> new Fields.Answer(kind.word(), kind.title()))
                            .toList()));
        }
        if (sheet == Sheet.DECISION) {
            parts.add(Fields.radios(
                    typed,
                    "sort",
                    "What did it come out of?",
                    null,
                    Stream.of(Note.Sort.values())
                            .map(sort -> new Fields.Answer(sort.word(), sort.title()))
                            .toList()));
        }
        parts.add(about());
        parts.add(happened());
        switch (sheet) {
            case NOTE -> {
                parts.add(Fields.line(
                        typed, "purpose", "What was it for?", "In a few words. You may leave this out.", 0));
                parts.add(Fields.line(typed, "present", "Who was there?", "Names, and who they are.", 0));
                parts.add(Fields.counted(
                        typed,
                        "text",
                        "What happened, and what do you make of it?",
                        "Keep what you saw and heard apart from what you think.",
                        12,
                        Note.LONGEST));
            }
            case VISIT -> visit(parts);
            case DECISION -> decision(parts);
        }
        parts.add(new FormPart.Checkboxes(
                "significant",
                "Is it significant?",
                "Significant entries stand out in the chronology.",
                List.of(Choice.of("yes", "Mark it as significant", typed.chose("significant", "yes"))),
                null));
        return parts;
    }

    private void visit(List<FormPart> parts) {
        parts.add(Fields.radios(
                typed,
                "how",
                "Was the visit planned?",
                null,
                Stream.of(Note.How.values())
                        .map(how -> new Fields.Answer(how.word(), how.words()))
                        .toList()));
        parts.add(Fields.line(typed, "purpose", "What was the visit for?", null, 0));
        parts.add(new FormPart.Radios(
                "took-place",
                "Did the visit take place?",
                null,
                List.of(
                        Choice.of("yes", "Yes", typed.chose("took-place", "yes")),
                        new Choice(
                                "no",
                                "No, it was not possible",
                                null,
                                List.of(),
                                typed.chose("took-place", "no"),
                                List.of(Fields.area(typed, "not-possible", "Why was it not possible?", null, 3)))),
                typed.error("took-place")));
        parts.add(Fields.line(typed, "present", "Who was there?", "Names, and who they are.", 0));
        parts.add(Fields.area(
                typed, "home", "What was the home like?", "What you saw. Leave this out if you were not at home.", 4));
        parts.add(Fields.counted(typed, "text", "What happened, and what do you make of it?", null, 10, Note.LONGEST));
    }

    private void decision(List<FormPart> parts) {
        var roles = managingRoles(family);
        if (roles.size() > 1) {
            parts.add(Fields.select(
                    typed,
                    "role",
                    "In which role do you decide?",
                    null,
                    roles.stream()
                            .map(role -> new Fields.Answer(role.name(), role.title()))
                            .toList()));
        }
        parts.add(Fields.line(typed, "present", "With whom was it discussed?", null, 0));
        parts.add(Fields.area(typed, "decided", "What was decided?", "What is to be done, by whom and by when.", 4));
        parts.add(Fields.counted(typed, "text", "Why?", "The reasons, and what else was weighed.", 8, Note.LONGEST));
    }

    /// Each child is ticked by itself, its birth date beside it; the whole family is an answer of its own.
    private FormPart about() {
        var choices = new ArrayList<Choice>();
        for (var child : family.children()) {
            choices.add(new Choice(
                    child.id().toString(),
                    child.name() + ", " + child.birth(),
                    null,
                    List.of(),
                    typed.chose("about", child.id().toString()),
                    ofChild(child)));
        }
        // On a visit it is said of each child whether it was seen.
        if (sheet != Sheet.VISIT || choices.isEmpty()) {
            choices.add(Choice.of(
                    FAMILY,
                    choices.isEmpty() ? "The whole family" : "The whole family: every child above",
                    typed.chose("about", FAMILY)));
        }
        return new FormPart.Checkboxes(
                "about",
                "Whom is it about?",
                "Tick each child it is about. It then stands on the record of each of them.",
                choices,
                typed.error("about"));
    }

    private List<FormPart> ofChild(Member child) {
        var fields = new ArrayList<FormPart>();
        if (sheet == Sheet.VISIT) {
            fields.add(Fields.radios(
                    typed,
                    "seen-" + child.id(),
                    "Was " + child.first() + " seen?",
                    null,
                    List.of(
                            new Fields.Answer(Note.Seen.ALONE.word(), "Yes, alone"),
                            new Fields.Answer(Note.Seen.WITH_OTHERS.word(), "Yes, with others there"),
                            new Fields.Answer(Note.Seen.NOT_SEEN.word(), "No"))));
        }
        if (sheet != Sheet.DECISION) {
            fields.add(Fields.area(
                    typed,
                    "says-" + child.id(),
                    "What " + child.first() + " says",
                    "In the words of " + child.first() + ", not yours.",
                    3));
        }
        return fields;
    }

    private FormPart happened() {
        var date = TypedDate.happened(typed, family.now());
        return new FormPart.DateInput(
                date.id(),
                date.legend(),
                "The day it happened, not the day you record it. Leave the time out if nobody knows it.",
                date.day(),
                date.month(),
                date.year(),
                date.time(),
                date.error());
    }

    // Reading.

    private record When(Instant at, boolean dayOnly) {}

    /// What was typed; empty, with an error at each field, if something is missing or cannot be.
    Optional<Note> read() {
        var kind = kind();
        var when = when();
        var day = when.map(happened -> Dates.day(happened.at())).orElse(Dates.day(family.now()));
        boolean whole = typed.chose("about", FAMILY);
        var children = children(whole, day);
        checkWords(children);
        if (children.isEmpty() && !whole) {
            typed.fail("about", "Tick each child it is about, or the whole family");
        }
        var purpose = line("purpose");
        var present = line("present");
        var text = typed.atMost("text", Note.LONGEST);
        var visit = sheet == Sheet.VISIT ? readVisit() : Optional.<Note.Visit>empty();
        var decision = sheet == Sheet.DECISION ? readDecision() : Optional.<Note.Decision>empty();
        var about = new ArrayList<Note.About>();
        for (var child : family.children()) {
            boolean ticked = children.contains(child);
            var says = sheet == Sheet.DECISION ? "" : typed.atMost("says-" + child.id(), Note.LONGEST);
            if (ticked) {
                var seen = seen(child, day);
                if (!says.isEmpty() && !child.hereOn(day) && child.died() != null) {
                    typed.fail("says-" + child.id(), died(child) + ". Check the day it happened");
                }
                about.add(new Note.About(child.id(), seen, says));
            }
        }
        check(kind, purpose, text, about);
        if (typed.hasErrors() || kind.isEmpty() || when.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Note(
                kind.get(),
                when.get().at(),
                when.get().dayOnly(),
                purpose,
                present,
                text,
                typed.chose("significant", "yes"),
                whole,
                about,
                visit,
                decision));
    }

    /// Words of a child who is not ticked would be lost: the error stands at the ticks, which are always in
    /// sight.
    private void checkWords(List<Member> ticked) {
        var unticked = family.children().stream()
                .filter(child -> !ticked.contains(child)
                        && !typed.value("says-" + child.id()).isBlank())
                .map(Member::first)
                .toList();
        if (sheet != Sheet.DECISION && !unticked.isEmpty()) {
            typed.fail(
                    "about",
                    "You wrote what " + String.join(" and ", unticked) + " says. Tick " + String.join(" and ", unticked)
                            + ", or take the words out");
        }
    }

    private Optional<NoteKind> kind() {
        if (fixed != null) {
            return Optional.of(fixed);
        }
        if (sheet.kinds.size() == 1) {
            return Optional.of(sheet.kinds.getFirst());
        }
        var kind = NoteKind.of(typed.value("kind")).filter(sheet.kinds::contains);
        if (kind.isEmpty()) {
            typed.fail("kind", "Choose what kind of note it is");
        }
        return kind;
    }

    private Optional<When> when() {
        boolean noDay = Stream.of("happened-day", "happened-month", "happened-year")
                .allMatch(field -> typed.value(field).isBlank());
        if (noDay) {
            typed.fail("happened", "Enter the day it happened");
            return Optional.empty();
        }
        if (typed.value("happened-time").isBlank()) {
            return TypedDate.readPastDay(
                            typed,
                            "happened",
                            family.now(),
                            "Enter the day it happened",
                            "The day it happened cannot be in the future")
                    .filter(day -> {
                        boolean absurd = day.isBefore(LocalDate.of(1990, 1, 1));
                        if (absurd) {
                            typed.fail("happened", "Check the year: this is more than thirty years ago");
                        }
                        return !absurd;
                    })
                    .map(day -> new When(day.atStartOfDay(Dates.ZONE).toInstant(), true));
        }
        var at = TypedDate.readHappened(typed, family.now());
        return typed.error("happened") != null
                ? Optional.empty()
                : Optional.of(new When(at.orElse(family.now()), false));
    }

    /// Those ticked; for the whole family every child who was in it on that day.
    private List<Member> children(boolean whole, LocalDate day) {
        return family.children().stream()
                .filter(child -> typed.chose("about", child.id().toString()) || whole && child.hereOn(day))
                .toList();
    }

    private String line(String field) {
        return typed.atMost(field, LINE);
    }

    private Note.@Nullable Seen seen(Member child, LocalDate day) {
        if (sheet != Sheet.VISIT) {
            return null;
        }
        var field = "seen-" + child.id();
        var seen = Note.Seen.of(typed.value(field));
        if (typed.value("took-place").equals("no")) {
            if (seen == Note.Seen.ALONE || seen == Note.Seen.WITH_OTHERS) {
                typed.fail(field, child.first() + " cannot have been seen on a visit that did not take place");
            }
            return Note.Seen.NOT_SEEN;
        }
        if (seen == null) {
            typed.fail(field, "Say whether " + child.first() + " was seen, and whether alone");
        } else if (seen != Note.Seen.NOT_SEEN && child.died() != null && !child.hereOn(day)) {
            typed.fail(field, died(child) + ". Check the day of the visit");
        }
        return seen;
    }

    private static String died(Member child) {
        var day = child.died();
        return child.first() + " died" + (day == null ? "" : " on " + Dates.date(day));
    }

    private Optional<Note.Visit> readVisit() {
        var how = Stream.of(Note.How.values())
                .filter(each -> each.word().equals(typed.value("how")))
                .findFirst();
        if (how.isEmpty()) {
            typed.fail("how", "Say whether the visit was planned");
        }
        var took = typed.value("took-place");
        var notPossible = typed.atMost("not-possible", Note.LONGEST);
        if (took.equals("no") && notPossible.isEmpty()) {
            typed.fail("not-possible", "Say why the visit was not possible");
        } else if (took.equals("yes") && !notPossible.isEmpty()) {
            typed.fail("took-place", "You wrote why the visit was not possible. Choose “No”, or take the words out");
        } else if (!took.equals("yes") && !took.equals("no")) {
            typed.fail("took-place", "Say whether the visit took place");
        }
        var home = typed.atMost("home", Note.LONGEST);
        return how.map(each -> new Note.Visit(each, took.equals("no") ? notPossible : "", home));
    }

    private Optional<Note.Decision> readDecision() {
        var sort = Stream.of(Note.Sort.values())
                .filter(each -> each.word().equals(typed.value("sort")))
                .findFirst();
        if (sort.isEmpty()) {
            typed.fail("sort", "Say what the decision came out of");
        }
        var roles = managingRoles(family);
        var role = roles.size() == 1
                ? Optional.of(roles.getFirst())
                : roles.stream()
                        .filter(each -> each.name().equals(typed.value("role")))
                        .findFirst();
        if (role.isEmpty()) {
            typed.fail("role", "Choose the role in which you decide");
        }
        var decided = typed.atMost("decided", Note.LONGEST);
        if (decided.isEmpty()) {
            typed.fail("decided", "Write what was decided");
        }
        return sort.isEmpty() || role.isEmpty() || decided.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note.Decision(sort.get(), role.get().name(), decided));
    }

    /// What each kind cannot do without.
    private void check(Optional<NoteKind> kind, String purpose, String text, List<Note.About> about) {
        if (kind.isEmpty()) {
            return;
        }
        boolean somebodySays = about.stream().anyMatch(each -> !each.says().isEmpty());
        switch (kind.get()) {
            case CASE_NOTE, TELEPHONE_CALL, MEETING -> {
                if (text.isEmpty() && !somebodySays) {
                    typed.fail("text", "Write what happened");
                }
            }
            case CHILD_SAYS -> {
                if (!somebodySays) {
                    typed.fail("about", "Tick the child, and write what the child says in the child’s own words");
                }
            }
            case VISIT -> {
                if (purpose.isEmpty()) {
                    typed.fail("purpose", "Say what the visit was for");
                }
                if (text.isEmpty() && typed.value("took-place").equals("yes")) {
                    typed.fail("text", "Write what happened on the visit");
                }
            }
            case MANAGEMENT_DECISION -> {
                if (text.isEmpty()) {
                    typed.fail("text", "Give the reasons");
                }
            }
        }
    }

    // What stands there already.

    /// The fields as a version of the note fills them, for its correction.
    static Typed of(Written version) {
        var note = version.note();
        var values = new LinkedHashMap<String, List<String>>();
        var day = Dates.day(note.happened());
        put(values, "happened-day", String.valueOf(day.getDayOfMonth()));
        put(values, "happened-month", String.valueOf(day.getMonthValue()));
        put(values, "happened-year", String.valueOf(day.getYear()));
        put(values, "happened-time", note.dayOnly() ? "" : Dates.time(note.happened()));
        put(values, "purpose", note.purpose());
        put(values, "present", note.present());
        put(values, "text", note.text());
        if (note.significant()) {
            put(values, "significant", "yes");
        }
        var about = new ArrayList<String>();
        if (note.wholeFamily()) {
            about.add(FAMILY);
        }
        for (var child : note.about()) {
            if (!note.wholeFamily() || !child.says().isEmpty()) {
                about.add(child.child().toString());
            }
            put(values, "says-" + child.child(), child.says());
            var seen = child.seen();
            if (seen != null) {
                put(values, "seen-" + child.child(), seen.word());
            }
        }
        values.put("about", about);
        note.visit().ifPresent(visit -> {
            put(values, "how", visit.how().word());
            put(values, "took-place", visit.tookPlace() ? "yes" : "no");
            put(values, "not-possible", visit.notPossible());
            put(values, "home", visit.home());
        });
        note.decision().ifPresent(decision -> {
            put(values, "sort", decision.sort().word());
            put(values, "role", decision.role());
            put(values, "decided", decision.decided());
        });
        return Typed.draft(values);
    }

    private static void put(Map<String, List<String>> values, String field, String value) {
        values.put(field, List.of(value));
    }

    /// Whether somebody else's tick or words would change: what a correction must do.
    static boolean saysTheSame(Note one, Note other) {
        return minute(one).equals(minute(other));
    }

    /// The form knows minutes; a note that was recorded as happening now knows more.
    private static Note minute(Note note) {
        return new Note(
                note.kind(),
                note.happened().truncatedTo(java.time.temporal.ChronoUnit.MINUTES),
                note.dayOnly(),
                note.purpose(),
                note.present(),
                note.text(),
                note.significant(),
                note.wholeFamily(),
                note.about(),
                note.visit(),
                note.decision());
    }

    /// The children of a note by name: "Ellis Rowan and Isla Rowan".
    static String names(OpenFamily family, List<UUID> children) {
        var names = children.stream()
                .map(id -> family.child(id).map(Member::name).orElse("a child no longer in this family"))
                .toList();
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
