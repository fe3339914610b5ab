package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Dates;

/// What is known of people from rows that were taken over from another system, told as facts like all others: so that
/// they too can be corrected, and what they said before stays readable.
final class TakenOver {

    private final UUID family;
    private final List<FamilyRows.Person> members;
    private final List<FamilyRows.Relation> relations;
    private final List<FamilyRows.Withheld> withheld;

    TakenOver(
            UUID family,
            List<FamilyRows.Person> members,
            List<FamilyRows.Relation> relations,
            List<FamilyRows.Withheld> withheld) {
        this.family = family;
        this.members = members;
        this.relations = relations;
        this.withheld = withheld;
    }

    /// The facts of the ledger, and those taken over of which the ledger does not speak.
    List<KeptFact.Thread> and(List<KeptFact.Thread> ledger) {
        var known = new HashSet<UUID>();
        ledger.forEach(thread -> known.add(thread.now().thread()));
        var all = new ArrayList<>(ledger);
        Stream.of(
                        names(),
                        births(),
                        deaths(),
                        relationships(),
                        responsibilities(ledger),
                        homes(ledger),
                        keptBack(ledger))
                .flatMap(List::stream)
                .filter(fact -> !known.contains(fact.thread()) && !(OWN.contains(fact.kind()) && told(ledger, fact)))
                .forEach(fact -> all.add(new KeptFact.Thread(List.of(fact))));
        return all;
    }

    /// Of these kinds everybody has one fact at most.
    private static final Set<FactKind> OWN = Set.of(FactKind.NAME, FactKind.BIRTH, FactKind.DEATH);

    private static boolean told(List<KeptFact.Thread> ledger, KeptFact fact) {
        return ledger.stream()
                .anyMatch(thread -> thread.kind() == fact.kind() && thread.stands() && thread.isAbout(fact.person()));
    }

    private KeptFact fact(
            UUID thread,
            FactKind kind,
            Map<String, String> body,
            @Nullable LocalDate from,
            Instant recorded,
            List<UUID> about,
            List<UUID> names) {
        return new KeptFact(
                thread,
                thread,
                null,
                KeptFact.Act.RECORDED,
                kind,
                family,
                body,
                from,
                null,
                "",
                recorded,
                null,
                about,
                names,
                false);
    }

    static UUID birthOf(UUID person) {
        return KeptFacts.takenOver("birth:" + person);
    }

    static UUID deathOf(UUID person) {
        return KeptFacts.takenOver("death:" + person);
    }

    private List<KeptFact> names() {
        return members.stream()
                .map(person -> {
                    var row = person.recorded();
                    var body = new LinkedHashMap<String, String>();
                    body.put("forename", Objects.requireNonNullElse(row.forename(), ""));
                    body.put("surname", row.surname());
                    body.put("known-as", Objects.requireNonNullElse(row.known(), ""));
                    body.put("sex", Objects.requireNonNullElse(row.sex(), ""));
                    return fact(person.id(), FactKind.NAME, body, null, row.at(), List.of(person.id()), List.of());
                })
                .toList();
    }

    private List<KeptFact> births() {
        return members.stream()
                .map(person -> fact(
                        birthOf(person.id()),
                        FactKind.BIRTH,
                        person.expected() == null
                                ? Map.of()
                                : Map.of("expected", person.expected().toString()),
                        person.born(),
                        person.recorded().at(),
                        List.of(person.id()),
                        List.of()))
                .toList();
    }

    private List<KeptFact> deaths() {
        return members.stream()
                .filter(person -> person.died() != null)
                .map(person -> fact(
                        deathOf(person.id()),
                        FactKind.DEATH,
                        Map.of(),
                        person.died(),
                        person.recorded().at(),
                        List.of(person.id()),
                        List.of()))
                .toList();
    }

    private List<KeptFact> relationships() {
        return relations.stream()
                .map(relation -> fact(
                        relation.id(),
                        FactKind.RELATIONSHIP,
                        kind(relation.kind()),
                        relation.since(),
                        relation.recorded(),
                        List.of(relation.person()),
                        List.of(relation.other())))
                .toList();
    }

    private static Map<String, String> kind(String words) {
        var word = words.replace(' ', '-');
        return FactKind.RELATIONSHIP.field("kind").answers().stream()
                        .anyMatch(answer -> answer.value().equals(word))
                ? Map.of("kind", word)
                : Map.of("kind", "other", "other", words);
    }

    private List<KeptFact> responsibilities(List<KeptFact.Thread> ledger) {
        return relations.stream()
                .filter(relation -> !relation.responsibility().equals("not-known"))
                .filter(relation -> ledger.stream()
                        .noneMatch(thread -> thread.kind() == FactKind.RESPONSIBILITY
                                && thread.isAbout(relation.person())
                                && thread.now().names().contains(relation.other())))
                .map(relation -> fact(
                        KeptFacts.takenOver("responsibility:" + relation.person() + ":" + relation.other()),
                        FactKind.RESPONSIBILITY,
                        Map.of("holds", relation.responsibility()),
                        null,
                        relation.recorded(),
                        List.of(relation.person()),
                        List.of(relation.other())))
                .toList();
    }

    private List<KeptFact> homes(List<KeptFact.Thread> ledger) {
        var told = new HashSet<String>();
        ledger.stream()
                .filter(thread -> thread.kind() == FactKind.MOVE && thread.stands())
                .forEach(thread -> told.add(thread.now().said("household")));
        var together = new LinkedHashMap<UUID, List<FamilyRows.Person>>();
        for (var person : members) {
            var household = person.household();
            if (household != null && !told.contains(household.toString())) {
                together.computeIfAbsent(household, _ -> new ArrayList<>()).add(person);
            }
        }
        return together.entrySet().stream()
                .map(home -> {
                    var first = home.getValue().getFirst();
                    return fact(
                            home.getKey(),
                            FactKind.MOVE,
                            Map.of(
                                    "household",
                                    home.getKey().toString(),
                                    "lines",
                                    Objects.requireNonNullElse(first.recorded().lines(), ""),
                                    "postcode",
                                    Objects.requireNonNullElse(first.recorded().postcode(), "")),
                            first.recorded().livedFrom(),
                            first.recorded().at(),
                            home.getValue().stream().map(FamilyRows.Person::id).toList(),
                            List.of());
                })
                .toList();
    }

    private List<KeptFact> keptBack(List<KeptFact.Thread> ledger) {
        return withheld.stream()
                .filter(row -> members.stream().anyMatch(member -> member.id().equals(row.from())))
                .map(row -> Map.entry(
                        row,
                        members.stream()
                                .filter(member -> row.household().equals(member.household()))
                                .map(FamilyRows.Person::id)
                                .toList()))
                .filter(entry -> ledger.stream()
                        .noneMatch(thread -> thread.kind() == FactKind.KEPT_BACK
                                && thread.stands()
                                && thread.isAbout(entry.getKey().from())
                                && thread.now().names().stream().anyMatch(entry.getValue()::contains)))
                .map(entry -> fact(
                        KeptFacts.takenOver("kept-back:" + entry.getKey().household() + ":"
                                + entry.getKey().from()),
                        FactKind.KEPT_BACK,
                        Map.of("why", entry.getKey().because()),
                        Dates.day(entry.getKey().since()),
                        entry.getKey().recorded(),
                        List.of(entry.getKey().from()),
                        entry.getValue()))
                .toList();
    }
}
