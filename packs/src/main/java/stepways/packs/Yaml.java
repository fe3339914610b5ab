package stepways.packs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A place in a YAML file that knows where it is and says what is wrong there.
///
/// Reading never stops at a problem: a wrong value is noted and an empty one goes on.
public final class Yaml {

    private final @Nullable Node node;
    private final String file;
    private final Problems problems;

    private Yaml(@Nullable Node node, String file, Problems problems) {
        this.node = node;
        this.file = file;
        this.problems = problems;
    }

    /// Reads a file's text; a syntax error is noted and an empty place comes back.
    public static Yaml parse(String file, String text, Problems problems) {
        problems.source(file, text);
        var settings = LoadSettings.builder()
                .setUseMarks(true)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setLabel(file)
                .build();
        try {
            if (usesShortcuts(file, text, settings, problems)) {
                return new Yaml(null, file, problems);
            }
            return new Yaml(new Compose(settings).composeString(text).orElse(null), file, problems);
        } catch (MarkedYamlEngineException e) {
            problems.unreadable(file, e.getProblemMark(), firstLine(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.unreadable(file, Optional.empty(), firstLine(String.valueOf(e.getMessage())));
        }
        return new Yaml(null, file, problems);
    }

    /// Anchors, aliases and tags would let one line of a pack mean another.
    private static boolean usesShortcuts(String file, String text, LoadSettings settings, Problems problems) {
        if (text.indexOf('&') < 0 && text.indexOf('*') < 0 && text.indexOf('!') < 0) {
            return false;
        }
        boolean found = false;
        for (var event : new Parse(settings).parseString(text)) {
            var tag = switch (event) {
                case ScalarEvent scalar -> scalar.getTag();
                case CollectionStartEvent collection -> collection.getTag();
                default -> Optional.<String>empty();
            };
            var what = event instanceof AliasEvent
                    ? "aliases"
                    : event instanceof NodeEvent node && node.getAnchor().isPresent()
                            ? "anchors"
                            : tag.isPresent() ? "tags" : "";
            if (!what.isEmpty()) {
                found = true;
                problems.unreadable(file, event.getStartMark(), what + " are not part of the format");
            }
        }
        return found;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    String file() {
        return file;
    }

    /// The file and line, as `file:line`.
    String place() {
        return file + ":" + line();
    }

    /// An error at this place that is only to be shown, not kept.
    Problem problem(String message) {
        return new Problem(
                Problem.Severity.ERROR,
                file,
                line(),
                mark().map(mark -> mark.getColumn() + 1).orElse(1),
                message,
                "");
    }

    Optional<Mark> mark() {
        return node == null ? Optional.empty() : node.getStartMark();
    }

    int line() {
        return mark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    boolean isThere() {
        return node != null;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isScalar() {
        return node instanceof ScalarNode;
    }

    void error(String message) {
        problems.error(file, mark(), message, "");
    }

    public void error(String message, String instead) {
        problems.error(file, mark(), message, instead);
    }

    void warn(String message, String instead) {
        problems.warn(file, mark(), message, instead);
    }

    /// The members of a map, in order. Anything but a map is noted.
    public Map<String, Yaml> members() {
        var members = new LinkedHashMap<String, Yaml>();
        if (node == null) {
            return members;
        }
        if (!(node instanceof MappingNode map)) {
            error("expected a map of names, found " + kind());
            return members;
        }
        for (var tuple : map.getValue()) {
            var key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            var value = new Yaml(tuple.getValueNode(), file, problems);
            if (key.equals("<<")) {
                value.error("merge keys are not part of the format", "each element in full");
            } else if (members.put(key, value) != null) {
                problems.error(file, tuple.getKeyNode().getStartMark(), "'" + key + "' stands here twice", "");
            }
        }
        return members;
    }

    /// The members of a map whose keys are a closed set; an unknown key is noted with the nearest known one.
    public Map<String, Yaml> members(Set<String> known) {
        var members = members();
        for (var key : List.copyOf(members.keySet())) {
            if (!known.contains(key)) {
                var place = keyPlace(key);
                problems.error(
                        file,
                        place,
                        "unknown key '" + key + "'",
                        Problems.nearest(key, known)
                                .map(near -> near + ":")
                                .orElse("one of " + known.stream().sorted().toList()));
                members.remove(key);
            }
        }
        return members;
    }

    private Optional<Mark> keyPlace(String key) {
        if (node instanceof MappingNode map) {
            for (var tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return scalar.getStartMark();
                }
            }
        }
        return mark();
    }

    /// The members of a list; a single value counts as a list of one; nothing counts as an empty list.
    public List<Yaml> list() {
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            var all = new ArrayList<Yaml>();
            for (var each : sequence.getValue()) {
                all.add(new Yaml(each, file, problems));
            }
            return all;
        }
        return List.of(this);
    }

    public List<String> words() {
        return list().stream().map(Yaml::text).filter(word -> !word.isEmpty()).toList();
    }

    /// The text of a scalar; empty where there is none.
    public String text() {
        if (node == null) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            var value = scalar.getValue();
            if (scalar.getScalarStyle() == ScalarStyle.PLAIN
                    && Set.of("on", "off", "yes", "no", "y", "n").contains(value.toLowerCase(java.util.Locale.ROOT))) {
                warn(
                        "'" + value + "' is read as true or false by some editors",
                        "true, false, or \"" + value + "\" in quotes");
            }
            return value.strip();
        }
        error("expected a word or a sentence, found " + kind());
        return "";
    }

    boolean flag() {
        var text = text();
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            error("expected true or false, found '" + text + "'", "true or false");
        }
        return text.equals("true");
    }

    /// Reads the text with a parser of the engine; what the parser refuses is noted in its own words.
    <T> Optional<T> parse(Function<String, T> parser) {
        var text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// One of a closed set of words.
    <E extends Enum<E>> Optional<E> oneOf(Class<E> type) {
        var text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (var each : type.getEnumConstants()) {
            if (word(each).equals(text)) {
                return Optional.of(each);
            }
        }
        var known =
                java.util.Arrays.stream(type.getEnumConstants()).map(Yaml::word).toList();
        error(
                "unknown word '" + text + "'",
                Problems.nearest(text, known).orElse("one of " + String.join(", ", known)));
        return Optional.empty();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /// A name of the pack must be one that is known.
    public String known(Collection<String> names, String what) {
        var text = text();
        if (!text.isEmpty() && !names.contains(text)) {
            error(
                    "unknown " + what + " '" + text + "'",
                    Problems.nearest(text, names).orElse(""));
        }
        return text;
    }

    private String kind() {
        return switch (node) {
            case null -> "nothing";
            case MappingNode _ -> "a map";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            default -> "something else";
        };
    }

    /// A place where nothing is.
    public static Yaml nothing(Yaml near) {
        return new Yaml(null, near.file, near.problems);
    }
}
