package stepways.packs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Everything found wrong, in all files, before anything is said.
public final class Problems {

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, List<String>> sources = new LinkedHashMap<>();
    private final Set<String> unreadable = new LinkedHashSet<>();

    void source(String file, String text) {
        sources.put(file, text.lines().toList());
    }

    /// A file that is no YAML: what stands in it is not known, and nothing else should be said about names in it.
    void unreadable(String file, Optional<Mark> at, String message) {
        unreadable.add(file);
        error(file, at, message, "");
    }

    boolean anyUnreadable(String folder) {
        return unreadable.stream().anyMatch(file -> file.startsWith(folder + "/"));
    }

    void error(String file, Optional<Mark> at, String message, String instead) {
        add(Problem.Severity.ERROR, file, at, message, instead);
    }

    void warn(String file, Optional<Mark> at, String message, String instead) {
        add(Problem.Severity.WARNING, file, at, message, instead);
    }

    private void add(Problem.Severity severity, String file, Optional<Mark> at, String message, String instead) {
        found.add(new Problem(
                severity,
                file,
                at.map(mark -> mark.getLine() + 1).orElse(1),
                at.map(mark -> mark.getColumn() + 1).orElse(1),
                message,
                instead));
    }

    /// Every problem, by file and line.
    public List<Problem> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparing(Problem::line)
                        .thenComparing(Problem::column))
                .toList();
    }

    public List<Problem> errors() {
        return all().stream().filter(Problem::isError).toList();
    }

    public String render(Problem problem) {
        return problem.render(sources.getOrDefault(problem.file(), List.of()));
    }

    /// The known word nearest to a mistaken one, if any is near.
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String each) -> distance(word, each))
                        .thenComparing(each -> each))
                .filter(each -> distance(word, each) <= Math.max(2, word.length() / 3));
    }

    /// How many letters have to change to make one word into the other.
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
