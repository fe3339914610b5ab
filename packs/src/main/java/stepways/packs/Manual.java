package stepways.packs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import stepways.engine.policy.Clause;
import stepways.engine.policy.ClauseId;

/// Reads the clauses of a manual: `### DOR-12 must · 3b`, then the paraphrase.
final class Manual {

    private static final Pattern HEADING =
            Pattern.compile("### +([A-Z]{2,6}-[0-9]{1,3}[a-z]?) +([a-z]+)(?: *· *(.*))?");

    private Manual() {}

    static Map<ClauseId, Clause> read(String file, String text, Problems problems) {
        problems.source(file, text);
        var clauses = new LinkedHashMap<ClauseId, Clause>();
        ClauseId id = null;
        Clause.Force force = Clause.Force.INFO;
        var reference = "";
        var body = new StringBuilder();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (line.startsWith("#")) {
                if (id != null) {
                    clauses.put(id, new Clause(id, force, body.toString().strip(), reference));
                }
                id = null;
                body.setLength(0);
                if (line.startsWith("### ")) {
                    var heading = HEADING.matcher(line.strip());
                    if (!heading.matches()) {
                        at(problems, file, number, "expected a clause heading", "### DOR-12 must · 3b");
                        continue;
                    }
                    id = new ClauseId(heading.group(1));
                    if (clauses.containsKey(id)) {
                        at(problems, file, number, "clause " + id + " stands here twice", "");
                    }
                    reference = Optional.ofNullable(heading.group(3)).orElse("").strip();
                    try {
                        force = Clause.Force.valueOf(heading.group(2).toUpperCase(Locale.ROOT));
                    } catch (IllegalArgumentException e) {
                        at(
                                problems,
                                file,
                                number,
                                "unknown force '" + heading.group(2) + "'",
                                "must, should, may or info");
                    }
                }
            } else if (id != null) {
                body.append(line).append('\n');
            }
        }
        if (id != null) {
            clauses.put(id, new Clause(id, force, body.toString().strip(), reference));
        }
        for (var clause : clauses.values()) {
            if (clause.text().isEmpty()) {
                problems.error(file, Optional.empty(), "clause " + clause.id() + " says nothing", "");
            }
        }
        return clauses;
    }

    private static void at(Problems problems, String file, int line, String message, String instead) {
        var mark = new org.snakeyaml.engine.v2.exceptions.Mark(file, 0, line - 1, 0, new int[0], 0);
        problems.error(file, Optional.of(mark), message, instead);
    }
}
