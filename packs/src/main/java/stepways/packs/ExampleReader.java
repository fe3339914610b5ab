package stepways.packs;

import static stepways.packs.Elements.get;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.FactType;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.run.Facts;
import stepways.engine.run.Refusal;

/// Reads the worked examples of a pack. Every name in them is looked up in the pack, so that a misspelt one is
/// reported where it stands and not as a result that nobody expected.
final class ExampleReader {

    /// When a run began, where an example does not say.
    static final LocalDateTime BEGAN = LocalDateTime.of(2026, 6, 1, 9, 0);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private static final Set<String> ACTS = Set.of(
            "does",
            "reasons",
            "states",
            "agreement",
            "chooses",
            "disputes",
            "escalates",
            "resolves",
            "harm",
            "outside",
            "sitting-cancelled",
            "acts",
            "corrects",
            "enters",
            "dies",
            "born");

    private final Problems problems;
    private final Map<String, FactType> facts = new LinkedHashMap<>();
    private final Set<String> roles = new LinkedHashSet<>();
    /// People whom examples name, so that a child may be said to be held by one of them.
    private final Set<String> named = new LinkedHashSet<>();

    private final Set<String> services = new LinkedHashSet<>();
    private final Set<String> teams = new LinkedHashSet<>();
    private final Set<String> agreements = new LinkedHashSet<>();
    private final Set<String> documents = new LinkedHashSet<>();
    private final Set<String> forms = new LinkedHashSet<>();
    private final Set<String> forums = new LinkedHashSet<>();
    private final Set<String> letters = new LinkedHashSet<>();
    private final Set<String> disputes = new LinkedHashSet<>();
    private final Set<String> clocks = new LinkedHashSet<>();
    private final Set<ClauseId> clauses = new LinkedHashSet<>();
    private final Map<String, Pathway> pathways = new LinkedHashMap<>();

    private ExampleReader(Policy policy, Problems problems) {
        this.problems = problems;
        for (Policy each = policy; each != null; each = each.national()) {
            each.facts().forEach(facts::putIfAbsent);
            each.pathways().forEach(pathways::putIfAbsent);
            roles.addAll(each.roles().keySet());
            services.addAll(each.services().keySet());
            teams.addAll(each.teams().keySet());
            agreements.addAll(each.agreements().keySet());
            documents.addAll(each.documents().keySet());
            forms.addAll(each.forms().keySet());
            forums.addAll(each.forums().keySet());
            letters.addAll(each.letters().keySet());
            each.disputes().forEach(dispute -> disputes.add(dispute.name()));
            each.clocks().forEach(clock -> clocks.add(clock.name()));
            clauses.addAll(each.clauses().keySet());
        }
    }

    /// Every example of a pack, by file and place.
    ///
    /// @param root the folder of all packs, from which files are named
    static Read read(LoadedPack pack, Path root, Problems problems) {
        var folder = pack.folder().resolve("examples");
        var below = root.relativize(pack.folder()).toString().replace('\\', '/');
        if (!Files.isDirectory(folder) || problems.anyUnreadable(below)) {
            return new Read(List.of(), 0);
        }
        var reader = new ExampleReader(pack.policy(), problems);
        var all = new ArrayList<Example>();
        int unreadable = 0;
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                var name = root.relativize(file).toString().replace('\\', '/');
                int before = problems.errors().size();
                var examples = Yaml.parse(name, Packs.text(file), problems).list();
                if (problems.errors().size() > before) {
                    unreadable++;
                }
                for (var each : examples) {
                    var example = reader.example(each);
                    example.ifPresent(all::add);
                    unreadable += example.isPresent() ? 0 : 1;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
        return new Read(all, unreadable);
    }

    /// The examples of a pack, and how many could not be read.
    record Read(List<Example> examples, int unreadable) {
        Read {
            examples = List.copyOf(examples);
        }
    }

    private Optional<Example> example(Yaml at) {
        int before = problems.errors().size();
        var m = at.members(Set.of("example", "proves", "door", "from", "to", "given", "when", "then", "look-at"));
        var title = get(m, "example", at).text();
        if (title.isEmpty()) {
            at.error("an example says in one line what it shows", "- example: A minute past noon waits a week");
        }
        var proves = proves(get(m, "proves", at));
        var doorAt = get(m, "door", at);
        var pathway = pathway(doorAt, at);
        if (pathway.isEmpty()) {
            return Optional.empty();
        }
        var door = doorAt.text().substring(doorAt.text().indexOf('.') + 1);
        var place = new Place(pathway.get());
        var opening = pathway.get().doors().get(door);
        if (opening == null) {
            throw new IllegalStateException("Expected door " + doorAt.text() + ", which was looked up");
        }
        var from = get(m, "from", at).known(opening.from(), "service of this door");
        var to = get(m, "to", at).known(opening.to(), "service of this door");
        var given = given(get(m, "given", at), place);
        var steps = new ArrayList<Example.Step>();
        for (var each : get(m, "when", at).list()) {
            step(each, place, given).ifPresent(steps::add);
        }
        var then = then(get(m, "then", at), place, given);
        if (then.isEmpty()) {
            at.error("an example says what has to come of it", "then: {stage: …}");
        }
        var lookAt = moment(get(m, "look-at", at));
        if (problems.errors().size() > before) {
            return Optional.empty();
        }
        return Optional.of(new Example(
                get(m, "example", at),
                title,
                proves,
                pathway.get().name(),
                door,
                from,
                to,
                given,
                steps,
                then,
                lookAt));
    }

    /// What the names of an example are looked up in: its pathway, and every one that may follow from it.
    private record Place(Pathway pathway) {

        Set<String> outcomes() {
            var all = new LinkedHashSet<String>();
            pathway.stages().values().forEach(s -> s.outcomes().forEach(o -> all.add(o.name())));
            return all;
        }

        Set<String> items() {
            var all = new LinkedHashSet<String>();
            for (var stage : pathway.stages().values()) {
                for (var item : stage.checklist()) {
                    all.add(item.name());
                    if (item.kind() instanceof Item.Kind.OneOf(var options)) {
                        options.forEach(option -> all.add(option.name()));
                    }
                }
            }
            return all;
        }

        Set<String> acts() {
            var all = new LinkedHashSet<String>();
            pathway.anyTime().forEach(act -> all.add(act.name()));
            return all;
        }

        Set<String> lines() {
            var all = new LinkedHashSet<String>();
            pathway.alongside().forEach(line -> all.add(line.name()));
            return all;
        }
    }

    private List<ClauseId> proves(Yaml at) {
        var all = new ArrayList<ClauseId>();
        for (var each : at.list()) {
            each.parse(ClauseId::new).ifPresent(id -> {
                known(each, id.value(), clauses.stream().map(ClauseId::value).toList(), "clause");
                all.add(id);
            });
        }
        return all;
    }

    private Optional<Pathway> pathway(Yaml door, Yaml near) {
        var text = door.text();
        int dot = text.indexOf('.');
        if (dot < 0) {
            (door.isThere() ? door : near)
                    .error(
                            "an example begins at a door",
                            "door: pathway.door, such as "
                                    + doors().stream().findFirst().orElse(""));
            return Optional.empty();
        }
        if (!doors().contains(text)) {
            door.error(
                    "unknown door '" + text + "'",
                    Problems.nearest(text, doors()).orElse(""));
            return Optional.empty();
        }
        return Optional.ofNullable(pathways.get(text.substring(0, dot)));
    }

    private List<String> doors() {
        var all = new ArrayList<String>();
        pathways.forEach((name, pathway) -> pathway.doors().keySet().forEach(door -> all.add(name + "." + door)));
        return all;
    }

    private static void known(Yaml at, String word, Collection<String> names, String what) {
        if (!names.contains(word)) {
            at.error(
                    "unknown " + what + " '" + word + "'",
                    Problems.nearest(word, names).orElse(""));
        }
    }

    private static List<String> knownAll(Yaml at, Collection<String> names, String what) {
        return Elements.knownAll(at, names, what);
    }

    // Given.

    private Example.Given given(Yaml at, Place place) {
        var m = at.members(Set.of(
                "stage",
                "via",
                "ready",
                "except",
                "reasons",
                "agreements",
                "facts",
                "documents",
                "children",
                "parents",
                "began",
                "arrived",
                "by",
                "cancelled"));
        var reasons = new LinkedHashMap<String, String>();
        get(m, "reasons", at).members().forEach((item, text) -> {
            known(text, item, place.items(), "item");
            reasons.put(item, text.text());
        });
        var parents = get(m, "parents", at).words();
        var children = new ArrayList<Example.Child>();
        for (var each : get(m, "children", at).list()) {
            children.add(child(each));
        }
        if (children.isEmpty()) {
            children.add(new Example.Child(
                    "a",
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        var people = new LinkedHashSet<>(parents.isEmpty() ? List.of("parent") : parents);
        children.forEach(child -> people.add(child.name()));
        return new Example.Given(
                get(m, "stage", at).known(place.pathway().stages().keySet(), "stage"),
                via(get(m, "via", at), place),
                ready(get(m, "ready", at), place),
                new LinkedHashSet<>(knownAll(get(m, "except", at), place.items(), "item")),
                reasons,
                answers(get(m, "agreements", at), people),
                facts(get(m, "facts", at)),
                dates(get(m, "documents", at)),
                children,
                parents.isEmpty() ? List.of("parent") : parents,
                moment(get(m, "began", at)).orElse(BEGAN),
                moment(get(m, "arrived", at)),
                get(m, "by", at).known(roles, "role"),
                cancelled(get(m, "cancelled", at)));
    }

    private List<Example.Via> via(Yaml at, Place place) {
        var all = new ArrayList<Example.Via>();
        for (var each : at.list()) {
            if (each.isMap()) {
                var m = each.members(Set.of("outcome", "at"));
                all.add(new Example.Via(
                        get(m, "outcome", each).known(place.outcomes(), "outcome"), moment(get(m, "at", each))));
            } else {
                all.add(new Example.Via(each.known(place.outcomes(), "outcome"), Optional.empty()));
            }
        }
        return all;
    }

    private Example.Ready ready(Yaml at, Place place) {
        if (at.isList()) {
            return new Example.Ready.These(new LinkedHashSet<>(knownAll(at, place.items(), "item")));
        }
        return switch (at.text()) {
            case "", "none" -> new Example.Ready.None();
            case "all" -> new Example.Ready.All();
            default -> {
                at.error("expected which items are ready", "ready: all, ready: none, or ready: [items]");
                yield new Example.Ready.None();
            }
        };
    }

    private Map<String, Map<String, Example.Answer>> answers(Yaml at, Set<String> people) {
        var all = new LinkedHashMap<String, Map<String, Example.Answer>>();
        at.members().forEach((agreement, value) -> {
            known(value, agreement, agreements, "agreement");
            var each = new LinkedHashMap<String, Example.Answer>();
            if (value.isMap()) {
                value.members().forEach((person, answer) -> {
                    known(answer, person, people, "person of this example");
                    answer.oneOf(Example.Answer.class).ifPresent(said -> each.put(person, said));
                });
            } else {
                value.oneOf(Example.Answer.class).ifPresent(said -> each.put("*", said));
            }
            all.put(agreement, each);
        });
        return all;
    }

    private Map<String, String> facts(Yaml at) {
        var all = new LinkedHashMap<String, String>();
        at.members().forEach((fact, value) -> {
            known(value, fact, facts.keySet(), "fact");
            var type = facts.get(fact);
            if (type != null) {
                value(type, value);
            }
            all.put(fact, value.text());
        });
        return all;
    }

    private void value(FactType type, Yaml value) {
        var text = value.text();
        switch (type.kind()) {
            case YES_NO -> value.flag();
            case ONE_OF -> known(value, text, type.choices(), "value of " + type.name());
            case DATE -> value.parse(LocalDate::parse);
            case NUMBER -> {
                if (!text.matches("-?[0-9]{1,9}")) {
                    value.error("expected a number, found '" + text + "'");
                }
            }
            case SERVICE -> known(value, text, services, "service");
            case TEAM -> known(value, text, teams, "team");
        }
    }

    private Map<String, LocalDate> dates(Yaml at) {
        var all = new LinkedHashMap<String, LocalDate>();
        at.members().forEach((kind, value) -> {
            known(value, kind, documents, "document");
            value.parse(LocalDate::parse).ifPresent(day -> all.put(kind, day));
        });
        return all;
    }

    private Map<String, List<LocalDate>> cancelled(Yaml at) {
        var all = new LinkedHashMap<String, List<LocalDate>>();
        at.members().forEach((forum, value) -> {
            known(value, forum, forums, "forum");
            var days = new ArrayList<LocalDate>();
            value.list().forEach(each -> each.parse(LocalDate::parse).ifPresent(days::add));
            all.put(forum, days);
        });
        return all;
    }

    private Example.Child child(Yaml at) {
        var m = at.members(Set.of("name", "born", "open", "facts", "documents", "answers", "held-by"));
        var name = get(m, "name", at).text();
        if (name.isEmpty()) {
            at.error("a child of an example has a name", "{name: a}");
            name = "?";
        }
        var born = get(m, "born", at);
        boolean unborn = born.isScalar() && born.text().equals("not-yet");
        var open = get(m, "open", at);
        var answers = get(m, "answers", at);
        var heldBy = get(m, "held-by", at);
        return new Example.Child(
                name,
                unborn ? Optional.empty() : born.parse(LocalDate::parse),
                unborn,
                open.isThere() ? Optional.of(nothing(open, knownOrNone(open, services, "service"))) : Optional.empty(),
                facts(get(m, "facts", at)),
                dates(get(m, "documents", at)),
                answers.isThere() ? Optional.of(answers.flag()) : Optional.empty(),
                heldBy.isThere() ? Optional.of(holder(heldBy)) : Optional.empty());
    }

    private String holder(Yaml at) {
        var known = new LinkedHashSet<>(roles);
        known.addAll(teams);
        known.add("nobody");
        return at.known(known, "role or team");
    }

    private static List<String> knownOrNone(Yaml at, Collection<String> names, String what) {
        var known = new LinkedHashSet<>(names);
        known.add("none");
        return knownAll(at, known, what);
    }

    private static List<String> nothing(Yaml at, List<String> words) {
        return words.equals(List.of("none")) ? List.of() : words;
    }

    // When.

    private Optional<Example.Step> step(Yaml at, Place place, Example.Given given) {
        var m = at.members(Elements.with(
                ACTS,
                "at",
                "recorded",
                "by",
                "as",
                "child",
                "value",
                "person",
                "answer",
                "happened",
                "did-not-happen",
                "without-reason"));
        var words = m.keySet().stream().filter(ACTS::contains).toList();
        if (words.size() != 1) {
            at.error("a step does one thing", "one of " + ACTS.stream().sorted().toList());
            return Optional.empty();
        }
        var children = given.children().stream().map(Example.Child::name).toList();
        named.addAll(List.of(get(m, "as", at).text(), get(m, "person", at).text()));
        var word = words.getFirst();
        var act = act(word, get(m, word, at), m, at, place, given);
        var by = get(m, "by", at).list().stream()
                .map(each -> {
                    var known = new LinkedHashSet<>(roles);
                    known.addAll(forums);
                    return each.known(known, "role");
                })
                .filter(role -> !role.isEmpty())
                .toList();
        return Optional.of(new Example.Step(
                at,
                moment(get(m, "at", at)),
                moment(get(m, "recorded", at)),
                by,
                get(m, "as", at).text(),
                get(m, "child", at).known(children, "child of this example"),
                act));
    }

    private Example.Act act(String word, Yaml value, Map<String, Yaml> m, Yaml at, Place place, Example.Given given) {
        var person = get(m, "person", at).text();
        return switch (word) {
            case "does" ->
                new Example.Act.Does(
                        value.known(place.items(), "item"), get(m, "value", at).text(), person);
            case "reasons" -> new Example.Act.Reasons(value.known(place.items(), "item"), person);
            case "states" -> new Example.Act.States(facts(value));
            case "agreement" -> {
                var answer = get(m, "answer", at);
                if (!answer.isThere()) {
                    at.error("an agreement has an answer", "answer: given, refused, withdrawn, asked or unsafe");
                }
                yield new Example.Act.Answers(
                        value.known(agreements, "agreement"),
                        answer.oneOf(Example.Answer.class)
                                .map(Example.Answer::given)
                                .orElse(Facts.Given.GIVEN),
                        person);
            }
            case "chooses" -> chooses(value, get(m, "without-reason", at).flag(), place, given);
            case "disputes" -> new Example.Act.Disputes(value.known(disputes, "dispute"));
            case "escalates" -> {
                value.flag();
                yield new Example.Act.Escalates();
            }
            case "resolves" -> new Example.Act.Resolves(value.known(place.outcomes(), "outcome"));
            case "harm" -> {
                value.flag();
                yield new Example.Act.Harm();
            }
            case "outside" -> {
                var known = new LinkedHashSet<>(place.pathway().stages().keySet());
                known.add("end");
                var to = value.known(known, "stage");
                yield new Example.Act.Outside(to.equals("end") ? "" : to);
            }
            case "sitting-cancelled" ->
                new Example.Act.CancelsSitting(value.parse(LocalDate::parse).orElse(LocalDate.EPOCH));
            case "acts" -> new Example.Act.Acts(value.known(place.acts(), "any-time action"));
            case "corrects" -> {
                var known = new LinkedHashSet<>(place.items());
                known.addAll(place.outcomes());
                var happened = moment(get(m, "happened", at));
                if (happened.isEmpty()
                        && !m.containsKey("value")
                        && !get(m, "did-not-happen", at).flag()) {
                    at.error("a correction says what was wrong", "happened: …, value: … or did-not-happen: true");
                }
                yield new Example.Act.Corrects(
                        value.known(known, "item or outcome"),
                        happened,
                        get(m, "value", at).text());
            }
            case "enters" -> {
                var entry = value.members().entrySet().stream().findFirst();
                if (entry.isEmpty()) {
                    value.error("expected a system and what is entered there", "enters: {lcs: NFA}");
                }
                yield new Example.Act.Enters(
                        entry.map(Map.Entry::getKey).orElse(""),
                        entry.map(each -> each.getValue().text()).orElse(""));
            }
            case "dies" -> new Example.Act.Dies(childOf(value, given));
            case "born" -> new Example.Act.IsBorn(childOf(value, given));
            default -> throw new IllegalStateException("Expected one of " + ACTS + ", found " + word);
        };
    }

    private static String childOf(Yaml at, Example.Given given) {
        return at.known(given.children().stream().map(Example.Child::name).toList(), "child of this example");
    }

    private static Example.Act chooses(Yaml value, boolean unexplained, Place place, Example.Given given) {
        if (!value.isMap()) {
            return new Example.Act.Chooses(value.known(place.outcomes(), "outcome"), Map.of(), unexplained);
        }
        var each = new LinkedHashMap<String, String>();
        var children = given.children().stream().map(Example.Child::name).toList();
        value.members().forEach((child, outcome) -> {
            known(outcome, child, children, "child of this example");
            each.put(child, outcome.known(place.outcomes(), "outcome"));
        });
        return new Example.Act.Chooses("", each, unexplained);
    }

    // Then.

    private Map<String, Yaml> then(Yaml at, Place place, Example.Given given) {
        var m = at.members(Expected.KEYS);
        m.forEach((key, value) -> expected(key, value, place, given));
        return m;
    }

    private void expected(String key, Yaml value, Place place, Example.Given given) {
        switch (key) {
            case "stage" -> value.known(stages(), "stage");
            case "ended" -> {
                var known = new LinkedHashSet<>(place.outcomes());
                known.add("outside-the-written-procedure");
                value.known(known, "outcome");
            }
            case "sitting" -> {
                if (!value.text().equals("none")) {
                    value.parse(LocalDate::parse);
                }
            }
            case "refused" -> refused(value);
            case "accountable" -> {
                var known = new LinkedHashSet<>(roles);
                known.addAll(teams);
                known.addAll(named);
                known.add("nobody");
                value.known(known, "role or team");
            }
            case "open" -> knownOrNone(value, services, "service");
            case "due" ->
                value.members().forEach((what, date) -> {
                    known(date, what, timed(place), "item, stage, clock or dispute");
                    Expected.due(date);
                });
            case "overdue", "not-overdue", "owed", "needed", "not-needed" -> knownOrNone(value, timed(place), "item");
            case "offered", "not-offered" -> {
                var known = new LinkedHashSet<>(place.outcomes());
                known.addAll(place.acts());
                knownOrNone(value, known, "outcome or any-time action");
            }
            case "letters" -> knownOrNone(value, letters, "letter");
            case "tray" -> knownOrNone(value, teams, "team");
            case "reviewer" -> knownOrNone(value, roles, "role");
            case "started" -> {
                var known = new LinkedHashSet<>(doors());
                known.add("none");
                value.known(known, "door");
            }
            case "call", "call-out-of-hours" -> knownAll(value, roles, "role");
            case "filed" -> {
                var known = new LinkedHashSet<>(documents);
                known.addAll(forms);
                knownOrNone(value, known, "form or document");
            }
            case "alongside" -> {
                var known = new LinkedHashSet<>(place.lines());
                known.addAll(services);
                knownOrNone(value, known, "alongside line");
            }
            case "children" ->
                value.members().forEach((child, part) -> {
                    known(
                            part,
                            child,
                            given.children().stream().map(Example.Child::name).toList(),
                            "child of this example");
                    part.members(Expected.OF_A_CHILD).forEach((k, v) -> expected(k, v, place, given));
                });
            case "code" -> value.members();
            case "told", "shared", "co-workers", "marks" -> value.words();
            case "census", "says", "waived" -> value.text();
            default -> throw new IllegalStateException("Expected a key of then, found " + key);
        }
    }

    private Set<String> stages() {
        var all = new LinkedHashSet<String>();
        pathways.values().forEach(pathway -> all.addAll(pathway.stages().keySet()));
        return all;
    }

    private Set<String> timed(Place place) {
        var all = new LinkedHashSet<>(place.items());
        all.addAll(place.pathway().stages().keySet());
        all.addAll(clocks);
        all.addAll(disputes);
        return all;
    }

    private void refused(Yaml at) {
        for (var each : at.list()) {
            var text = each.text();
            if (text.matches("[A-Z]{2,6}-[0-9].*")) {
                known(each, text, clauses.stream().map(ClauseId::value).toList(), "clause");
            } else {
                known(each, text, Expected.REFUSALS, "kind of refusal");
            }
        }
    }

    // Moments.

    private static Optional<LocalDateTime> moment(Yaml at) {
        return at.parse(ExampleReader::moment);
    }

    /// Reads "2026-06-05 12:01"; a day alone means nine in the morning.
    static LocalDateTime moment(String text) {
        if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return LocalDate.parse(text).atTime(9, 0);
        }
        try {
            return LocalDateTime.parse(text, MINUTE);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("Expected a moment such as '2026-06-05 12:01', found '" + text + "'", e);
        }
    }

    /// The kinds of refusal in the words of examples: `too-early`, `not-your-role`.
    static String word(Refusal.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
