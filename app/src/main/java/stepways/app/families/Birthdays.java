package stepways.app.families;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.Age;
import stepways.engine.policy.DueRule;
import stepways.engine.policy.NotBefore;
import stepways.engine.policy.Policy;

/// The ages that matter to a child: those that the procedure in force names, with what it says of them; and those that
/// the law gives everywhere.
final class Birthdays {

    /// An age with what depends on it.
    ///
    /// @param written whether the procedure names it; otherwise it is national
    record Matter(Age age, List<String> why, boolean written) {

        Matter {
            why = List.copyOf(why);
        }
    }

    /// A day on which a child reaches an age that matters.
    record Day(UUID child, String what, LocalDate on, List<String> why, boolean written) {}

    private static final Comparator<Age> YOUNGER =
            Comparator.comparing(Age::years).thenComparing(Age::months);

    private static final List<Matter> NATIONAL = List.of(
            new Matter(new Age(16, 0), List.of("may decide much for themself"), false),
            new Matter(new Age(17, 6), List.of("half a year before adult life"), false),
            new Matter(new Age(18, 0), List.of("becomes an adult"), false),
            new Matter(new Age(21, 0), List.of("help for care leavers changes"), false),
            new Matter(new Age(25, 0), List.of("help for care leavers ends"), false));

    private Birthdays() {}

    /// The ages that matter under a procedure, the youngest first.
    static List<Matter> of(Policy policy) {
        var found = new TreeMap<Age, Set<String>>(YOUNGER);
        for (var layer = policy; layer != null; layer = layer.national()) {
            for (var clock : layer.clocks()) {
                clock.due().forEach(due -> add(found, due, clock.title()));
            }
            for (var pathway : layer.pathways().values()) {
                for (var stage : pathway.stages().values()) {
                    stage.due().forEach(due -> add(found, due, stage.title()));
                    add(found, stage.notBefore(), stage.title());
                    for (var item : stage.checklist()) {
                        item.due().forEach(due -> add(found, due, item.title()));
                        add(found, item.notBefore(), item.title());
                    }
                    for (var outcome : stage.outcomes()) {
                        add(found, outcome.notBefore(), outcome.title());
                    }
                }
            }
        }
        var all = new ArrayList<Matter>();
        found.forEach((age, why) -> all.add(new Matter(age, List.copyOf(why), true)));
        NATIONAL.stream().filter(matter -> !found.containsKey(matter.age())).forEach(all::add);
        all.sort(Comparator.comparing(Matter::age, YOUNGER));
        return all;
    }

    private static void add(TreeMap<Age, Set<String>> found, DueRule due, String title) {
        switch (due.limit()) {
            case DueRule.Limit.AtAge(var age) -> why(found, age, title);
            case DueRule.Limit.BetweenAges(var opens, var closes) -> {
                why(found, opens, title + ", from then");
                why(found, closes, title + ", until then");
            }
            case DueRule.Limit.Immediately _,
                    DueRule.Limit.SameDay _,
                    DueRule.Limit.Within _,
                    DueRule.Limit.Before _,
                    DueRule.Limit.DayOf _,
                    DueRule.Limit.Between _,
                    DueRule.Limit.WindowBefore _,
                    DueRule.Limit.None _ -> {
                // Does not count from an age.
            }
        }
    }

    private static void add(TreeMap<Age, Set<String>> found, @Nullable NotBefore notBefore, String title) {
        if (notBefore != null && notBefore.moment() instanceof NotBefore.Moment.AtAge(var age)) {
            why(found, age, title + ", not before then");
        }
    }

    private static void why(TreeMap<Age, Set<String>> found, Age age, String title) {
        found.computeIfAbsent(age, _ -> new LinkedHashSet<>()).add(title);
    }

    /// The days to come of the living children, the soonest first; for each child at most `most`.
    static List<Day> toCome(Family family, int most) {
        var matters = of(family.policy());
        var today = family.today();
        var all = new ArrayList<Day>();
        for (var child : family.living()) {
            var born = child.born();
            if (born == null) {
                continue;
            }
            var days = new ArrayList<Day>();
            var school = startsSchool(born);
            if (!school.isBefore(today)) {
                days.add(new Day(child.id(), "starts school", school, List.of(), false));
            }
            for (var matter : matters) {
                var on = matter.age().reachedBy(born);
                if (!on.isBefore(today)) {
                    days.add(new Day(child.id(), "is " + words(matter.age()), on, matter.why(), matter.written()));
                }
            }
            days.stream().sorted(Comparator.comparing(Day::on)).limit(most).forEach(all::add);
        }
        all.sort(Comparator.comparing(Day::on));
        return all;
    }

    /// The September after the fourth birthday.
    static LocalDate startsSchool(LocalDate born) {
        var four = new Age(4, 0).reachedBy(born);
        var september = LocalDate.of(four.getYear(), 9, 1);
        return four.isBefore(september) ? september : september.plusYears(1);
    }

    static String words(Age age) {
        return age.months() == 0 ? String.valueOf(age.years()) : age.months() == 6 ? age.years() + "½" : age.toString();
    }

    /// What stands beside a date: why it matters.
    static String why(Day day) {
        var sources = new LinkedHashMap<String, Boolean>();
        day.why().stream().limit(3).forEach(why -> sources.put(why, true));
        return sources.isEmpty() ? "" : (day.written() ? "The procedure: " : "") + String.join("; ", sources.keySet());
    }
}
