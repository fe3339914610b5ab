package stepways.app.families;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import stepways.app.web.Dates;
import stepways.app.web.Fact;

/// Facts in the words of the pages. An address that somebody must not learn is shown only where it was asked for.
final class FactWords {

    private final Family family;
    private final boolean addressShown;

    FactWords(Family family, boolean addressShown) {
        this.family = family;
        this.addressShown = addressShown;
    }

    /// In whose record the reader is.
    UUID family() {
        return family.id();
    }

    String name(UUID person) {
        return family.member(person).map(FamilyRows.Person::name).orElse("somebody outside this family");
    }

    String first(UUID person) {
        return family.member(person).map(FamilyRows.Person::first).orElse("somebody outside this family");
    }

    String names(List<UUID> people) {
        return FamilyViews.and(inOrder(people).stream().map(this::name).toList());
    }

    String firsts(List<UUID> people) {
        return FamilyViews.and(inOrder(people).stream().map(this::first).toList());
    }

    /// As they stand in the family: children first, the oldest first.
    private List<UUID> inOrder(List<UUID> people) {
        var order = family.members().stream().map(FamilyRows.Person::id).toList();
        return people.stream()
                .sorted(java.util.Comparator.comparing(
                        person -> order.contains(person) ? order.indexOf(person) : Integer.MAX_VALUE))
                .toList();
    }

    /// Who it is, so that nobody takes one child for another: "Ellis Rowan, born 4 January 2015".
    String nameAndBirth(UUID person) {
        return family.member(person).map(FactWords::nameAndBirth).orElse("somebody outside this family");
    }

    static String nameAndBirth(FamilyRows.Person person) {
        return person.name()
                + (person.born() != null
                        ? ", born " + Dates.date(person.born())
                        : person.expected() != null
                                ? ", expected " + Dates.date(person.expected())
                                : ", birth date not known");
    }

    /// A fact as one sentence without its end.
    String title(KeptFact fact) {
        var who = fact.about().isEmpty() ? "" : names(fact.about());
        return switch (fact.kind()) {
            case NAME -> "Name: " + fullName(fact);
            case BIRTH ->
                fact.from() != null
                        ? who + " was born"
                        : fact.said("expected").isEmpty()
                                ? who + ": no date of birth"
                                : who + " is expected on " + Dates.date(LocalDate.parse(fact.said("expected")));
            case DEATH -> who + " died";
            case RELATIONSHIP -> who + " is " + relation(fact) + " of " + names(fact.names());
            case RESPONSIBILITY ->
                switch (fact.said("holds")) {
                    case "yes" -> who + " holds parental responsibility for " + names(fact.names());
                    case "no" -> who + " holds no parental responsibility for " + names(fact.names());
                    default ->
                        "It is not known whether " + who + " holds parental responsibility for " + names(fact.names());
                };
            case WRITING -> who + " " + FactKind.WRITING.field("rule").words(fact.said("rule"));
            case COMMUNICATION -> "Language and needs of " + who + ": " + needs(fact);
            case TELEPHONE -> "Telephone of " + who + ": " + fact.said("number");
            case MOVE ->
                (fact.kept() || fact.replaces() != null ? "Move of " : "Home of ")
                        + who
                        + (fact.said("area").isEmpty() || fact.says("area", "same")
                                ? ""
                                : " " + FactKind.MOVE.field("area").words(fact.said("area"))
                                        + (fact.said("to").isEmpty() ? "" : ": " + fact.said("to")));
            case KEPT_BACK ->
                who + " must not learn where " + names(fact.names())
                        + (fact.names().size() == 1 ? " lives" : " live");
            case ORDER ->
                order(fact) + " for " + who + (fact.names().isEmpty() ? "" : ", naming " + names(fact.names()));
        };
    }

    static String fullName(KeptFact fact) {
        var called = fact.said("known-as").isEmpty() ? fact.said("forename") : fact.said("known-as");
        return stepways.app.web.Isolated.name((called + " " + fact.said("surname")).strip());
    }

    String relation(KeptFact fact) {
        return fact.says("kind", "other")
                ? fact.said("other")
                : FactKind.RELATIONSHIP.field("kind").words(fact.said("kind"));
    }

    String order(KeptFact fact) {
        return fact.says("kind", "other") && !fact.said("other").isEmpty()
                ? fact.said("other")
                : FactKind.ORDER.field("kind").words(fact.said("kind"));
    }

    /// The national code of an order; empty where no standard has one.
    static String code(KeptFact fact) {
        return FactKind.ORDER.field("kind").answers().stream()
                .filter(answer -> answer.value().equals(fact.said("kind")))
                .map(FactField.Answer::code)
                .findFirst()
                .orElse("");
    }

    static String needs(KeptFact fact) {
        var words = new ArrayList<String>();
        if (!fact.said("language").isEmpty()) {
            words.add(fact.said("language"));
        }
        for (var name : List.of("interpreter", "needs")) {
            if (!fact.said(name).isEmpty()) {
                words.add(FactKind.COMMUNICATION.field(name).words(fact.said(name)));
            }
        }
        if (!fact.said("note").isEmpty()) {
            words.add(fact.said("note"));
        }
        return words.isEmpty() ? "nothing in particular" : String.join(", ", words);
    }

    /// Whether the address in a fact is one that somebody must not learn.
    boolean keptBack(KeptFact fact) {
        return fact.kind() == FactKind.MOVE
                && !addressShown
                && family.keptBack().stream().anyMatch(household -> fact.says("household", household.toString()));
    }

    /// Everything a fact says, field by field.
    List<Fact> lines(KeptFact fact) {
        var all = new ArrayList<Fact>();
        if (!fact.about().isEmpty()) {
            all.add(Fact.of(
                    fact.kind() == FactKind.ORDER ? "For" : "About",
                    FamilyViews.and(
                            fact.about().stream().map(this::nameAndBirth).toList())));
        }
        if (!fact.names().isEmpty()) {
            all.add(Fact.of(
                    switch (fact.kind()) {
                        case ORDER -> "Names";
                        case KEPT_BACK -> "Must not learn where";
                        default -> "To";
                    },
                    FamilyViews.and(
                            fact.names().stream().map(this::nameAndBirth).toList())));
        }
        boolean here = fact.family().equals(family.id());
        for (var field : fact.kind().fields()) {
            var said = fact.said(field.name());
            if (said.isEmpty()) {
                continue;
            }
            boolean place = field.name().equals("lines") || field.name().equals("postcode");
            boolean reason = field.input() == FactField.Input.AREA && !place;
            all.add(Fact.of(
                    label(fact.kind(), field),
                    place && keptBack(fact)
                            ? "kept back: somebody must not learn it"
                            : reason && !here
                                    ? "stands in another family’s record"
                                    : field.input() == FactField.Input.DAY
                                            ? Dates.date(LocalDate.parse(said))
                                            : field.words(said)));
        }
        if (fact.kind() == FactKind.ORDER && !code(fact).isEmpty()) {
            all.add(Fact.of("National code", code(fact)));
        }
        var from = fact.from();
        if (from != null) {
            all.add(Fact.of(dateLabel(fact.kind()), Dates.date(from)));
        }
        var until = fact.until();
        if (until != null) {
            all.add(Fact.of("Until", Dates.date(until)));
        }
        return all;
    }

    /// What a field is called where its answer is read: the question is not asked again.
    private static String label(FactKind kind, FactField field) {
        return switch (field.name()) {
            case "rule" -> "Writing";
            case "how" -> kind == FactKind.WRITING ? "Reach them" : "How";
            case "why" -> "Why";
            case "decided-by" -> "Decided by";
            case "holds" -> "Holds it";
            case "evidence" -> "Shown by";
            case "interpreter" -> "Interpreter";
            case "needs" -> "Needs";
            case "language" -> "Language";
            case "message" -> "Messages";
            case "note" -> kind == FactKind.TELEPHONE ? "When" : "What else helps";
            case "lines" -> "Address";
            case "area" -> "Where";
            case "to" -> "Area or council";
            case "answers" -> "Who answers";
            case "kind" -> kind == FactKind.ORDER ? "Order" : "Relation";
            case "other" -> "Which";
            case "court" -> "Made by";
            case "reference" -> "Paper";
            case "restricts" -> "Limits";
            case "terms" -> "Says";
            case "ends" -> "Ends";
            case "said" -> "Said like";
            default -> field.label();
        };
    }

    static String dateLabel(FactKind kind) {
        return switch (kind) {
            case BIRTH, DEATH -> kind.since();
            case MOVE -> "Moved";
            case ORDER -> "Made";
            case NAME, RELATIONSHIP, RESPONSIBILITY, WRITING, COMMUNICATION, TELEPHONE, KEPT_BACK -> "Since";
        };
    }

    /// When and by whom a row was written down.
    static String written(KeptFact fact) {
        return Dates.dateAndTime(fact.recorded())
                + (fact.by() == null ? ", taken over from another system" : " by " + fact.by());
    }

    static String lower(String title) {
        return title.substring(0, 1).toLowerCase(Locale.UK) + title.substring(1);
    }
}
