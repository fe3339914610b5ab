package stepways.packs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stepways.engine.calendar.Due;
import stepways.engine.calendar.Sum;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.Forum;
import stepways.engine.policy.Policy;

/// Says what an element of a pack is, on which clauses it rests, and how its date is worked out.
@Command(
        name = "explain",
        description = "Says why: an element of a pack in words, with its clauses, readings, gaps and examples.",
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        footer = {
            "",
            "WHERE is a clause (DOR-21), a pathway, pathway.stage, pathway.outcome, pathway.item, pathway.door, a forum,"
                    + " a dispute, a letter, an agreement, a clock, or harm-route.",
            "  ./stepways explain icrt step-up.checkpoint --started 2026-08-03 --at 14:00",
            "Exit codes: 0 it was explained, 1 the pack has errors, 2 the command was not understood."
        })
final class ExplainCommand implements Callable<Integer> {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK);
    private static final int WIDTH = 100;

    @Option(names = "--packs", paramLabel = "FOLDER", description = "The folder of policy packs.")
    private @Nullable Path folder;

    @Option(
            names = "--started",
            paramLabel = "DATE",
            description = "Work its dates out from this day, on which what starts the clock happened, or which is the"
                    + " day of the event it looks ahead to.")
    private @Nullable LocalDate started;

    @Option(names = "--at", paramLabel = "TIME", description = "The time of that day; 09:00 if none.")
    private LocalTime at = LocalTime.of(9, 0);

    @Parameters(index = "0", paramLabel = "PACK[:VERSION]", description = "The pack, such as dorset or dorset:5.0.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "WHERE", description = "The element; see below.")
    private String where = "";

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final List<String> lines = new ArrayList<>();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var colon = name.indexOf(':');
        var chosen = PackChoice.load(spec, folder, List.of(colon < 0 ? name : name.substring(0, colon)));
        var pack = version(chosen, colon < 0 ? "" : name.substring(colon + 1));
        if (chosen.unusable(pack)) {
            chosen.print(
                    out,
                    chosen.problemsOf(pack).stream().filter(Problem::isError).toList());
            out.println(pack.policy().version() + " has errors and cannot be explained.");
            return 1;
        }
        var examples =
                ExampleReader.read(pack, chosen.folder(), chosen.problems()).examples();
        if (where.matches("[A-Z]{2,6}-[0-9]{1,3}[a-z]?")) {
            clause(pack, new ClauseId(where), examples, chosen);
        } else {
            element(pack, examples);
        }
        print(out);
        return 0;
    }

    private LoadedPack version(PackChoice.Chosen chosen, String version) {
        if (version.isEmpty()) {
            return chosen.packs().getLast();
        }
        return chosen.packs().stream()
                .filter(pack -> pack.policy().version().version().equals(version))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no version '" + version + "'. There is: "
                                + String.join(
                                        ", ",
                                        chosen.packs().stream()
                                                .map(pack ->
                                                        pack.policy().version().version())
                                                .toList())
                                + "."));
    }

    private ParameterException unknown(LoadedPack pack) {
        var known = Explained.names(pack.policy());
        return new ParameterException(
                spec.commandLine(),
                pack.policy().version() + " has nothing called '" + where + "'."
                        + Problems.nearest(where, known)
                                .map(near -> " Did you mean " + near + "?")
                                .orElse(""));
    }

    // A clause.

    private void clause(LoadedPack pack, ClauseId id, List<Example> examples, PackChoice.Chosen chosen) {
        if (pack.policy().clause(id).isEmpty()) {
            throw unknown(pack);
        }
        lines.add(pack.policy().version() + " · " + pack.policy().line().title());
        lines.add("");
        text(pack.policy(), id);
        readings(pack.policy(), Set.of(id));
        gaps(pack.policy(), gap -> gap.clauses().contains(id));
        var used = new ArrayList<String>();
        for (Policy each = pack.policy(); each != null; each = each.national()) {
            var places = each == pack.policy() ? pack.places() : places(chosen, each);
            for (var citation : Citation.of(each)) {
                if (citation.clause().equals(id)) {
                    used.add("  " + citation.what() + at(places, citation.at()));
                }
            }
        }
        section("Where it is used", used);
        var said = pack.states().get(id);
        if (said != null) {
            section(
                    "What became of it",
                    List.of("  " + said.kind().name().toLowerCase(Locale.ROOT) + ": " + said.why()
                            + (said.test().isEmpty() ? "" : " (" + said.test() + ")")));
        }
        examples(examples, Set.of(id));
    }

    private static Places places(PackChoice.Chosen chosen, Policy policy) {
        return chosen.all().packs().stream()
                .filter(pack -> pack.policy() == policy)
                .map(LoadedPack::places)
                .findFirst()
                .orElseGet(Places::new);
    }

    private static String at(Places places, String element) {
        return places.of(element).map(place -> ", " + place).orElse("");
    }

    // An element.

    private void element(LoadedPack pack, List<Example> examples) {
        var policy = pack.policy();
        var found = Explained.find(policy, where).orElseThrow(() -> unknown(pack));
        lines.add(policy.version() + " · " + where + at(pack.places(), found.at()));
        lines.add("");
        found.words().forEach(lines::add);
        dates(policy, found);
        if (!found.clauses().isEmpty()) {
            lines.add("");
            lines.add("Clauses");
            found.clauses().forEach(id -> text(policy, id));
        }
        readings(policy, found.clauses());
        gaps(
                policy,
                gap -> gap.at().equals(found.at()) || gap.clauses().stream().anyMatch(found.clauses()::contains));
        examples(examples, found.clauses());
    }

    private void text(Policy policy, ClauseId id) {
        var clause = policy.clause(id);
        if (clause.isEmpty()) {
            return;
        }
        var reference = clause.get().reference();
        lines.add("  " + id + " " + clause.get().force().word() + (reference.isEmpty() ? "" : " · " + reference));
        clause.get().text().lines().forEach(line -> lines.add("    " + line));
    }

    private void readings(Policy policy, Set<ClauseId> clauses) {
        var all = new ArrayList<String>();
        for (Policy each = policy; each != null; each = each.national()) {
            for (var reading : each.readings()) {
                if (clauses.contains(reading.clause())) {
                    all.add("  " + reading.clause() + " as written: " + reading.asWritten());
                    all.add("    as read: " + reading.readAs());
                    reading.others().forEach(other -> all.add("    or: " + other));
                    all.add("    by " + reading.by() + "; " + reading.status());
                }
            }
        }
        section("Readings", all);
    }

    private void gaps(Policy policy, java.util.function.Predicate<stepways.engine.policy.Gap> about) {
        var all = new ArrayList<String>();
        for (var gap : policy.gaps()) {
            if (about.test(gap)) {
                all.add("  " + gap.finding() + " at " + gap.at() + Wording.cited(gap.clauses()) + ": " + gap.says());
                all.add("    "
                        + (gap.accepted().isEmpty() ? "accepted by nobody yet" : "accepted by " + gap.accepted()));
            }
        }
        section("Gaps", all);
    }

    private void examples(List<Example> examples, Set<ClauseId> clauses) {
        section(
                "Examples",
                examples.stream()
                        .filter(example -> example.proves().stream().anyMatch(clauses::contains))
                        .map(example -> "  " + example.at().place() + ": " + example.title())
                        .toList());
    }

    private void section(String title, List<String> some) {
        if (!some.isEmpty()) {
            lines.add("");
            lines.add(title);
            lines.addAll(some);
        }
    }

    // Dates.

    private void dates(Policy policy, Explained found) {
        if (started == null) {
            return;
        }
        var moment = started.atTime(at);
        lines.add("");
        lines.add("From " + DAY.format(started) + ", " + at);
        if (found.forum().isPresent()) {
            sitting(policy, found.forum().get(), moment);
            return;
        }
        if (found.due().isEmpty()) {
            lines.add("  It has no clock.");
        }
        var wording = new Wording(policy);
        for (var rule : found.due()) {
            lines.add("  Due " + wording.due(rule));
            date(policy, rule, moment);
        }
    }

    private void date(Policy policy, DueRule rule, java.time.LocalDateTime moment) {
        var calendar = policy.calendar();
        var start = moment.atZone(calendar.zone()).toInstant();
        switch (rule.limit()) {
            case DueRule.Limit.Immediately _ -> date(policy, "due", calendar.immediately(start));
            case DueRule.Limit.SameDay _ -> date(policy, "due", calendar.sameDay(start));
            case DueRule.Limit.Within(var amount, var _, var thenEvery) -> {
                var due = calendar.after(start, amount);
                date(policy, "due", due);
                if (thenEvery != null) {
                    date(policy, "and after that", calendar.afterThat(due, thenEvery));
                }
            }
            case DueRule.Limit.Before(var amount, var _) ->
                date(policy, "due", amount == null ? calendar.beforeMoment(start) : calendar.before(start, amount));
            case DueRule.Limit.DayOf(var event) -> date(policy, "due", calendar.onDate(moment.toLocalDate(), event));
            case DueRule.Limit.Between(var _, var closes) ->
                date(policy, "at the latest", calendar.onDate(moment.toLocalDate(), closes));
            case DueRule.Limit.WindowBefore(var opens, var closes, var _) -> {
                date(policy, "opens", calendar.before(start, opens));
                date(policy, "at the latest", calendar.before(start, closes));
            }
            case DueRule.Limit.AtAge(var age) -> date(policy, "due", calendar.atAge(moment.toLocalDate(), age));
            case DueRule.Limit.BetweenAges(var opens, var closes) -> {
                date(policy, "opens", calendar.atAge(moment.toLocalDate(), opens));
                date(policy, "at the latest", calendar.atAge(moment.toLocalDate(), closes));
            }
            case DueRule.Limit.None _ -> lines.add("    no date");
        }
    }

    private void date(Policy policy, String word, Due due) {
        var latest = due.latest().atZone(policy.calendar().zone());
        var day = latest.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? "by the end of " + DAY.format(latest.minusDays(1))
                : "by " + DAY.format(latest) + ", " + latest.toLocalTime();
        lines.add("    " + word + " " + day);
        sum(due.sum());
    }

    private void sum(Sum sum) {
        lines.add("      " + sum.words());
        sum.steps().forEach(step -> lines.add("      " + step.label() + ": " + step.words()));
        for (var day : sum.days()) {
            var number = day.number() == 0 ? "  " : "%2d".formatted(day.number());
            lines.add("      " + number + " " + DAY.format(day.day())
                    + (day.words().isEmpty() ? "" : " (" + day.words() + ")"));
        }
        sum.notes().forEach(note -> lines.add("      Note: " + note));
    }

    private void sitting(Policy policy, Forum forum, java.time.LocalDateTime moment) {
        var calendar = policy.calendar();
        var sitting = forum.sittings()
                .firstFor(calendar, moment.atZone(calendar.zone()).toInstant(), Set.of());
        lines.add("  A request made then is heard on " + DAY.format(sitting.day()) + ", from "
                + sitting.opens().atZone(calendar.zone()).toLocalTime() + ".");
        sum(sitting.why());
    }

    // Printing, with long lines folded below their own indent.

    private void print(PrintWriter out) {
        for (var line : lines) {
            fold(line).forEach(out::println);
        }
    }

    private static List<String> fold(String line) {
        var indent = line.length() - line.stripLeading().length();
        var all = new ArrayList<String>();
        var rest = line;
        while (rest.length() > WIDTH) {
            int cut = rest.lastIndexOf(' ', WIDTH);
            if (cut <= indent + 2) {
                break;
            }
            all.add(rest.substring(0, cut));
            rest = " ".repeat(indent + 2) + rest.substring(cut + 1);
        }
        all.add(rest);
        return all;
    }
}
