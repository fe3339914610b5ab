package stepways.app.families;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stepways.app.families.FactField.Answer;

/// The kinds of facts that are kept of people. What a kind asks for, whom it is about and how its dates are called is
/// said here once; recording, correcting, ending and reading what it said before are the same for all.
enum FactKind {
    NAME(
            "name",
            "Name",
            "People and homes",
            Whom.ONE,
            Whom.NOBODY,
            "",
            List.of(
                    FactField.line("forename", "First names", "As on the birth certificate, if it is known.", ""),
                    FactField.line("surname", "Last name", "", "Enter the last name"),
                    FactField.line("known-as", "Name they use", "If it is another than the first names.", ""),
                    FactField.line("said", "How it is said", "A note for whoever greets them, such as “SHIV-awn”.", ""),
                    FactField.one(
                            "sex",
                            "Sex",
                            "",
                            new Answer("F", "female"),
                            new Answer("M", "male"),
                            new Answer("U", "not known or not yet known")))),
    BIRTH(
            "birth",
            "Birth",
            "Births and deaths",
            Whom.ONE,
            Whom.NOBODY,
            "Date of birth",
            List.of(new FactField("expected", "Expected date of birth", "", FactField.Input.DAY, "", List.of()))),
    DEATH("death", "Death", "Births and deaths", Whom.ONE, Whom.NOBODY, "Date of death", List.of()),
    RELATIONSHIP(
            "relationship",
            "Relationship",
            "People and homes",
            Whom.ONE,
            Whom.EACH,
            "Since when?",
            List.of(
                    FactField.fromAList(
                            "kind",
                            "Who are they to them?",
                            "",
                            "Choose who they are to them",
                            new Answer("mother", "mother"),
                            new Answer("father", "father"),
                            new Answer("parent", "parent"),
                            new Answer("step-parent", "step-parent"),
                            new Answer("grandmother", "grandmother"),
                            new Answer("grandfather", "grandfather"),
                            new Answer("aunt", "aunt"),
                            new Answer("uncle", "uncle"),
                            new Answer("carer", "carer"),
                            new Answer("foster-carer", "foster carer"),
                            new Answer("guardian", "special guardian"),
                            new Answer("sibling", "sibling"),
                            new Answer("half-sibling", "half-sibling"),
                            new Answer("twin", "twin"),
                            new Answer("partner", "partner"),
                            new Answer("former-partner", "former partner"),
                            new Answer("other", "somebody else")),
                    FactField.line("other", "If somebody else, who?", "Such as “godmother”, “lodger”.", ""))),
    RESPONSIBILITY(
            "responsibility",
            "Parental responsibility",
            "People and homes",
            Whom.ONE_ADULT,
            Whom.EACH_CHILD,
            "Since when?",
            List.of(
                    FactField.one(
                            "holds",
                            "Do they hold parental responsibility?",
                            "Choose whether they hold parental responsibility",
                            new Answer("yes", "yes"),
                            new Answer("no", "no"),
                            new Answer("not-known", "not known")),
                    FactField.one(
                            "how",
                            "How do they hold it?",
                            "",
                            new Answer("birth-mother", "as the mother who gave birth"),
                            new Answer("married", "married to the mother, or her civil partner"),
                            new Answer("registered", "named on the birth certificate"),
                            new Answer("agreement", "by an agreement with the mother"),
                            new Answer("order", "by a court order"),
                            new Answer("adoption", "by adoption"),
                            new Answer("guardian", "as a guardian who was appointed")),
                    FactField.line(
                            "evidence",
                            "What shows it?",
                            "Who has seen which paper and when, such as “birth certificate seen on 3 June”.",
                            ""))),
    WRITING(
            "writing",
            "Writing to them",
            "People and homes",
            Whom.ONE,
            Whom.NOBODY,
            "Since when?",
            List.of(
                    FactField.one(
                            "rule",
                            "May they be written to?",
                            "Choose whether they may be written to",
                            new Answer("may", "may be written to"),
                            new Answer("with-care", "may be written to, with care"),
                            new Answer("must-not", "must not be written to")),
                    FactField.line(
                            "how", "How do they want to be reached?", "Such as “text first”, “not at work”.", ""),
                    FactField.area("why", "Why?", "Needed where they must not be written to, or with care.", ""),
                    FactField.line("decided-by", "Who decided it?", "A name and a role.", ""))),
    COMMUNICATION(
            "communication",
            "Language and needs",
            "People and homes",
            Whom.ONE,
            Whom.NOBODY,
            "Since when?",
            List.of(
                    FactField.line("language", "Language they speak and read best", "", ""),
                    FactField.one(
                            "interpreter",
                            "Do they need an interpreter?",
                            "",
                            new Answer("yes", "interpreter needed"),
                            new Answer("no", "no interpreter needed")),
                    FactField.many(
                            "needs",
                            "What do they need from us?",
                            "",
                            new Answer("bsl", "British Sign Language"),
                            new Answer("makaton", "Makaton"),
                            new Answer("easy-read", "easy read"),
                            new Answer("large-print", "large print"),
                            new Answer("braille", "braille"),
                            new Answer("audio", "audio"),
                            new Answer("read-together", "letters read together"),
                            new Answer("more-time", "more time to think")),
                    FactField.area("note", "What else helps?", "", ""))),
    TELEPHONE(
            "telephone",
            "Telephone",
            "People and homes",
            Whom.ONE,
            Whom.NOBODY,
            "Since when?",
            List.of(
                    FactField.line("number", "Number", "", "Enter the number"),
                    FactField.one(
                            "message",
                            "Is it safe to leave a message?",
                            "Choose whether a message is safe",
                            new Answer("yes", "a message is safe"),
                            new Answer("no", "leave no message"),
                            new Answer("not-known", "not known whether a message is safe")),
                    FactField.line("note", "When is it best to ring?", "", ""))),
    MOVE(
            "move",
            "Move",
            "People and homes",
            Whom.SEVERAL,
            Whom.NOBODY,
            "When did they move?",
            List.of(
                    FactField.area("lines", "New address", "Leave it empty where they move in with somebody.", ""),
                    FactField.line("postcode", "Postcode", "", ""),
                    FactField.one(
                            "area",
                            "Where is it?",
                            "Choose where it is",
                            new Answer("same", "in the same area"),
                            new Answer("other", "in another area of this council"),
                            new Answer("out", "outside this council")),
                    FactField.line("to", "Which area or council?", "Needed where it is another one.", ""),
                    FactField.one(
                            "answers",
                            "Who answers for the work from now on?",
                            "",
                            new Answer("stays", "it stays with who has it now"),
                            new Answer("passes", "it should pass on")),
                    FactField.area(
                            "why",
                            "Why is it better for the child that it passes on?",
                            "A reason that matters to the child. A move alone is none.",
                            ""))),
    KEPT_BACK(
            "kept-back",
            "Address kept back",
            "People and homes",
            Whom.ONE,
            Whom.ALL_NEEDED,
            "Since when?",
            List.of(
                    FactField.area("why", "Why must they not learn where the others live?", "", "Say why"),
                    FactField.line("decided-by", "Who decided it?", "A name and a role.", "Say who decided it"))),
    ORDER(
            "order",
            "Court order",
            "Court orders",
            Whom.SEVERAL_CHILDREN,
            Whom.ALL,
            "When was it made?",
            List.of(
                    FactField.fromAList(
                            "kind",
                            "Which order is it?",
                            "",
                            "Choose which order it is",
                            new Answer("interim-care", "Interim care order", "C1"),
                            new Answer("care", "Care order", "C2"),
                            new Answer("placement", "Placement order", "E1"),
                            new Answer("police-protection", "Police protection", "L1"),
                            new Answer("emergency-protection", "Emergency protection order", "L2"),
                            new Answer("child-assessment", "Child assessment order", "L3"),
                            new Answer("interim-supervision", "Interim supervision order"),
                            new Answer("supervision", "Supervision order"),
                            new Answer("child-arrangements", "Child arrangements order"),
                            new Answer("special-guardianship", "Special guardianship order"),
                            new Answer("prohibited-steps", "Prohibited steps order"),
                            new Answer("specific-issue", "Specific issue order"),
                            new Answer("parental-responsibility", "Parental responsibility order"),
                            new Answer("non-molestation", "Non-molestation order"),
                            new Answer("occupation", "Occupation order"),
                            new Answer("family-assistance", "Family assistance order"),
                            new Answer("secure-accommodation", "Secure accommodation order"),
                            new Answer("wardship", "Wardship"),
                            new Answer("adoption", "Adoption order"),
                            new Answer("other", "Another order")),
                    FactField.line("other", "If another, which?", "", ""),
                    FactField.line("court", "Which court or who made it?", "", "Say who made it"),
                    FactField.line("reference", "Case number and where the paper is", "", ""),
                    FactField.many(
                            "restricts",
                            "Does it restrict any of these?",
                            "Whoever is named then stands in a warning at the top of the family’s page.",
                            new Answer("contact", "contact with the children"),
                            new Answer("address", "learning where the children live"),
                            new Answer("writing", "being written to about the children")),
                    FactField.area("terms", "What does it say, in plain words?", "", "Say what the order says"),
                    new FactField("ends", "When does it end?", "", FactField.Input.DAY, "", List.of())));

    /// Whom a fact is about, or whom else it names.
    enum Whom {
        NOBODY,
        ONE,
        ONE_ADULT,
        SEVERAL,
        SEVERAL_CHILDREN,
        /// One fact of its own for each who is chosen.
        EACH,
        EACH_CHILD,
        /// One fact that names all who are chosen, if any.
        ALL,
        ALL_NEEDED
    }

    private final String word;
    private final String title;
    private final String filed;
    private final Whom about;
    private final Whom names;
    private final String since;
    private final List<FactField> fields;

    FactKind(String word, String title, String filed, Whom about, Whom names, String since, List<FactField> fields) {
        this.word = word;
        this.title = title;
        this.filed = filed;
        this.about = about;
        this.names = names;
        this.since = since;
        this.fields = fields;
    }

    String word() {
        return word;
    }

    String title() {
        return title;
    }

    /// What it is filed under in the chronology.
    String filed() {
        return filed;
    }

    Whom about() {
        return about;
    }

    Whom names() {
        return names;
    }

    /// The question after the day from which it holds; empty where none is asked.
    String since() {
        return since;
    }

    List<FactField> fields() {
        return fields;
    }

    FactField field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected a field of " + word + " called " + name + ", found none"));
    }

    /// Whether a person, or a pair of people, has only one such fact at a time: a second is a change of the first.
    boolean single() {
        return switch (this) {
            case NAME, BIRTH, DEATH, RESPONSIBILITY, WRITING, COMMUNICATION -> true;
            case RELATIONSHIP, TELEPHONE, MOVE, KEPT_BACK, ORDER -> false;
        };
    }

    /// Whether it can become different from a day on, with the earlier still true of the time before.
    boolean changes() {
        return switch (this) {
            case NAME, RESPONSIBILITY, WRITING, COMMUNICATION, TELEPHONE, ORDER -> true;
            case BIRTH, DEATH, RELATIONSHIP, MOVE, KEPT_BACK -> false;
        };
    }

    /// Whether it can end.
    boolean ends() {
        return switch (this) {
            case RELATIONSHIP, RESPONSIBILITY, WRITING, TELEPHONE, KEPT_BACK, ORDER, COMMUNICATION -> true;
            case NAME, BIRTH, DEATH, MOVE -> false;
        };
    }

    /// Whether it may have been recorded by mistake altogether.
    boolean canBeWithdrawn() {
        return this != NAME && this != BIRTH;
    }

    static Optional<FactKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
