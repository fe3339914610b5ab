package stepways.app.borough;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stepways.packs.Problems;
import stepways.packs.Yaml;

/// Reads the scripts of the living borough.
final class ScriptReader {

    private static final Set<String> SCRIPT =
            Set.of("authority", "name", "pack", "unnamed-families", "families", "stories", "try");
    private static final Set<String> FAMILY = Set.of(
            "children", "adults", "open", "held-by", "open-for", "address-withheld", "facts", "documents", "agreed");
    private static final Set<String> CHILD = Set.of("name", "known-as", "age", "unborn", "restricted");
    private static final Set<String> ADULT = Set.of("name", "is", "responsibility", "apart");
    private static final Set<String> STORY = Set.of(
            "story",
            "family",
            "open",
            "children",
            "same-as",
            "door",
            "from",
            "to",
            "begins",
            "requests",
            "steps",
            "times");
    private static final Set<String> STEP = Set.of(
            "go",
            "prepare",
            "but",
            "half",
            "each",
            "do",
            "value",
            "reason",
            "agree",
            "answer",
            "person",
            "state",
            "take",
            "dispute",
            "resolve",
            "harm",
            "ask",
            "reply",
            "correct",
            "born",
            "died",
            "days-ago",
            "enter",
            "outside",
            "follow",
            "note-deadlines",
            "at",
            "happened",
            "by",
            "words");
    private static final Set<String> TRY = Set.of("story", "title", "as", "what");

    private final Problems problems = new Problems();

    /// Every script of a folder, by file name.
    static List<Script> in(Path folder) {
        try (var files = Files.list(folder)) {
            var all = new ArrayList<Script>();
            for (var file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                all.add(read(String.valueOf(file.getFileName()), Files.readString(file)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the scripts in " + folder, e);
        }
    }

    static Script read(String file, String text) {
        var reader = new ScriptReader();
        var script = reader.script(Yaml.parse(file, text, reader.problems));
        var errors = reader.problems.errors();
        if (!errors.isEmpty()) {
            throw new ScriptBroken(String.join(
                    "\n", errors.stream().map(reader.problems::render).toList()));
        }
        return script;
    }

    private Script script(Yaml root) {
        var members = root.members(SCRIPT);
        var families = new LinkedHashMap<String, Script.Invented>();
        at(members, "families")
                .ifPresent(map -> map.members().forEach((key, entry) -> families.put(key, family(entry))));
        return new Script(
                text(members, "authority"),
                text(members, "name"),
                text(members, "pack"),
                number(members, "unnamed-families", 4),
                families,
                list(members, "stories").stream().map(this::story).toList(),
                list(members, "try").stream().map(ScriptReader::attempt).toList());
    }

    private static Optional<Yaml> at(Map<String, Yaml> members, String key) {
        return Optional.ofNullable(members.get(key));
    }

    private static String text(Map<String, Yaml> members, String key) {
        return at(members, key).map(Yaml::text).orElse("");
    }

    private static List<Yaml> list(Map<String, Yaml> members, String key) {
        return at(members, key).map(Yaml::list).orElse(List.of());
    }

    private static List<String> words(Map<String, Yaml> members, String key) {
        return at(members, key).map(Yaml::words).orElse(List.of());
    }

    private static boolean flag(Map<String, Yaml> members, String key) {
        return text(members, key).equals("true");
    }

    private static int number(Map<String, Yaml> members, String key, int otherwise) {
        var place = at(members, key);
        if (place.isEmpty()) {
            return otherwise;
        }
        if (!place.get().text().matches("[0-9]{1,5}")) {
            place.get().error("expected a number, found '" + place.get().text() + "'", "");
            return otherwise;
        }
        return Integer.parseInt(place.get().text());
    }

    private static Optional<When> when(Map<String, Yaml> members, String key) {
        return at(members, key).flatMap(place -> {
            try {
                return Optional.of(When.parse(place.text()));
            } catch (IllegalArgumentException wrong) {
                place.error(String.valueOf(wrong.getMessage()), "");
                return Optional.empty();
            }
        });
    }

    private Script.Invented family(Yaml entry) {
        var members = entry.members(FAMILY);
        var facts = new LinkedHashMap<String, String>();
        at(members, "facts").ifPresent(map -> map.members().forEach((fact, value) -> facts.put(fact, value.text())));
        return new Script.Invented(
                list(members, "children").stream().map(ScriptReader::child).toList(),
                list(members, "adults").stream().map(ScriptReader::adult).toList(),
                text(members, "open"),
                text(members, "held-by"),
                number(members, "open-for", 200),
                flag(members, "address-withheld"),
                facts,
                words(members, "documents"),
                words(members, "agreed"));
    }

    private static Script.Child child(Yaml entry) {
        var members = entry.members(CHILD);
        var name = text(members, "name").split(" ", 2);
        int months = at(members, "unborn").isPresent() ? -1 * Math.max(1, number(members, "unborn", 3)) : age(members);
        return new Script.Child(
                name[0],
                name.length > 1 ? name[1] : "",
                text(members, "known-as"),
                months,
                flag(members, "restricted"));
    }

    /// An age such as `9 years`, `15 years 5 months` or `3 months`.
    private static int age(Map<String, Yaml> members) {
        var place = at(members, "age");
        var text = place.map(Yaml::text).orElse("8 years");
        var found = java.util.regex.Pattern.compile("(?:([0-9]{1,2}) years?)? ?(?:([0-9]{1,2}) months?)?")
                .matcher(text);
        if (!found.matches()) {
            place.ifPresent(wrong -> wrong.error("expected an age, found '" + text + "'", "9 years, or 3 months"));
            return 96;
        }
        int years = found.group(1) == null ? 0 : Integer.parseInt(found.group(1));
        int months = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return 12 * years + months;
    }

    private static Script.Adult adult(Yaml entry) {
        var members = entry.members(ADULT);
        var name = text(members, "name").split(" ", 2);
        return new Script.Adult(
                name[0],
                name.length > 1 ? name[1] : "",
                text(members, "is"),
                !text(members, "responsibility").equals("false"),
                flag(members, "apart"));
    }

    private Script.Story story(Yaml entry) {
        var members = entry.members(STORY);
        return new Script.Story(
                text(members, "story"),
                text(members, "family"),
                text(members, "open"),
                number(members, "children", 1),
                text(members, "same-as"),
                text(members, "door"),
                text(members, "from"),
                text(members, "to"),
                when(members, "begins"),
                at(members, "requests").map(Yaml::text),
                list(members, "steps").stream().map(ScriptReader::step).toList(),
                number(members, "times", 1));
    }

    private static Script.Step step(Yaml entry) {
        if (entry.isScalar()) {
            return new Script.Step(new Script.Act.Go(entry.text()), Optional.empty(), Optional.empty(), "", "");
        }
        var members = entry.members(STEP);
        return new Script.Step(
                act(entry, members),
                when(members, "at"),
                when(members, "happened"),
                text(members, "by"),
                text(members, "words"));
    }

    private static Script.Act act(Yaml entry, Map<String, Yaml> members) {
        for (var verb : members.keySet()) {
            var what = text(members, verb, entry);
            switch (verb) {
                case "go" -> {
                    return new Script.Act.Go(what);
                }
                case "prepare" -> {
                    return new Script.Act.Prepare(what, words(members, "but"));
                }
                case "half" -> {
                    return new Script.Act.Half(what);
                }
                case "each" -> {
                    return new Script.Act.Each(words(members, "each"));
                }
                case "do" -> {
                    return new Script.Act.Do(what, text(members, "value"));
                }
                case "reason" -> {
                    return new Script.Act.Reason(what);
                }
                case "agree" -> {
                    return new Script.Act.Agree(what, text(members, "answer"), number(members, "person", 1));
                }
                case "state" -> {
                    return new Script.Act.State(what, text(members, "value"));
                }
                case "take" -> {
                    return new Script.Act.Take(what);
                }
                case "dispute" -> {
                    return new Script.Act.Dispute(what);
                }
                case "resolve" -> {
                    return new Script.Act.Resolve(what);
                }
                case "harm" -> {
                    return new Script.Act.Harm();
                }
                case "ask" -> {
                    return new Script.Act.Ask(what);
                }
                case "reply" -> {
                    return new Script.Act.Reply();
                }
                case "correct" -> {
                    return new Script.Act.Correct(what);
                }
                case "born" -> {
                    return new Script.Act.Born(number(members, "born", 1), number(members, "days-ago", 0));
                }
                case "died" -> {
                    return new Script.Act.Died(number(members, "died", 1), number(members, "days-ago", 0));
                }
                case "enter" -> {
                    return new Script.Act.Enter(what, text(members, "value"));
                }
                case "outside" -> {
                    return new Script.Act.Outside(what);
                }
                case "follow" -> {
                    return new Script.Act.Follow();
                }
                case "note-deadlines" -> {
                    return new Script.Act.NoteDeadlines();
                }
                default -> {
                    // Says when, by whom or with which words.
                }
            }
        }
        entry.error("this step says nothing that happens", "go: an outcome");
        return new Script.Act.NoteDeadlines();
    }

    private static String text(Map<String, Yaml> members, String verb, Yaml entry) {
        var place = members.getOrDefault(verb, entry);
        return place.isScalar() ? place.text() : "";
    }

    private static Script.Try attempt(Yaml entry) {
        var members = entry.members(TRY);
        return new Script.Try(
                text(members, "story"), text(members, "title"), text(members, "as"), text(members, "what"));
    }
}
