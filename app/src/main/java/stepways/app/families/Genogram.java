package stepways.app.families;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A drawing of the family: who is whose parent, who lives together, who has died, who is not yet born. The table
/// beside it says the same, and so does `words`, for whoever does not see it.
public record Genogram(
        int width,
        int height,
        String words,
        @Nullable String home,
        List<Line> lines,
        List<Symbol> symbols,
        List<Label> labels) {

    public Genogram {
        lines = List.copyOf(lines);
        symbols = List.copyOf(symbols);
        labels = List.copyOf(labels);
    }

    /// A line from one person to another.
    public record Line(String path, boolean dashed) {}

    /// The sign of a person: a square, a circle, a diamond where the sex is not known, a triangle before birth.
    public record Symbol(Sign sign, int x, int y, boolean child, boolean died) {}

    public enum Sign {
        SQUARE,
        CIRCLE,
        DIAMOND,
        TRIANGLE
    }

    public record Label(int x, int y, String words, boolean bold) {}

    private static final int STEP = 132;
    private static final int TOP = 34;
    private static final int ROW = 118;
    private static final int HALF = 16;
    private static final int LONGEST = 17;
    private static final Set<String> PARENTS = Set.of("mother", "father", "parent");
    private static final Set<String> ELDERS = Set.of(
            "grandmother",
            "grandfather",
            "grandparent",
            "maternal grandmother",
            "paternal grandmother",
            "maternal grandfather",
            "paternal grandfather");

    static Genogram of(Family family) {
        return new Drawer(family).draw();
    }

    private static final class Drawer {

        private final Family family;
        private final FactWords words;
        private final @Nullable UUID home;
        private final Map<UUID, Integer> x = new HashMap<>();
        private final Map<UUID, Integer> y = new HashMap<>();
        private final List<Line> lines = new ArrayList<>();
        private final List<Symbol> symbols = new ArrayList<>();
        private final List<Label> labels = new ArrayList<>();

        Drawer(Family family) {
            this.family = family;
            this.words = new FactWords(family, false);
            this.home = mainHome();
        }

        /// The home of most of the children.
        private @Nullable UUID mainHome() {
            var counted = new LinkedHashMap<UUID, Integer>();
            for (var child : family.living()) {
                if (child.household() != null) {
                    counted.merge(child.household(), 1, Integer::sum);
                }
            }
            return counted.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(null);
        }

        private boolean atHome(FamilyRows.Person person) {
            return home != null && home.equals(person.household()) && person.died() == null;
        }

        Genogram draw() {
            var elders = new ArrayList<FamilyRows.Person>();
            var adults = new ArrayList<FamilyRows.Person>();
            for (var member : family.members()) {
                if (!member.child()) {
                    (family.relations().stream()
                                            .anyMatch(relation ->
                                                    relation.person().equals(member.id())
                                                            && ELDERS.contains(relation.kind()))
                                    ? elders
                                    : adults)
                            .add(member);
                }
            }
            var children = new ArrayList<>(family.children());
            var homeFirst = Comparator.comparing((FamilyRows.Person person) -> !atHome(person));
            adults.sort(homeFirst.thenComparing(this::groupOf));
            children.sort(homeFirst);
            int row = TOP;
            for (var people : List.of(elders, adults, children)) {
                if (!people.isEmpty()) {
                    place(people, row);
                    row += ROW;
                }
            }
            partners();
            parents();
            int across = Math.max(1, Math.max(elders.size(), Math.max(adults.size(), children.size())));
            return new Genogram(
                    across * STEP, row - ROW + 62, told(), outline(adults, children), lines, symbols, labels);
        }

        private String groupOf(FamilyRows.Person adult) {
            return family.relations().stream()
                    .filter(relation -> relation.person().equals(adult.id()))
                    .map(relation -> relation.other().toString())
                    .sorted()
                    .reduce("", String::concat);
        }

        private void place(List<FamilyRows.Person> people, int row) {
            for (int i = 0; i < people.size(); i++) {
                var person = people.get(i);
                int at = i * STEP + STEP / 2;
                x.put(person.id(), at);
                y.put(person.id(), row);
                symbols.add(new Symbol(sign(person), at, row, person.child(), person.died() != null));
                labels.add(new Label(at, row + 34, shortened(person.first() + age(person)), person.child()));
                var second = second(person);
                if (!second.isEmpty()) {
                    labels.add(new Label(at, row + 50, shortened(second), false));
                }
            }
        }

        private static Sign sign(FamilyRows.Person person) {
            if (person.born() == null && person.expected() != null) {
                return Sign.TRIANGLE;
            }
            return switch (person.recorded().sex() == null
                    ? "U"
                    : person.recorded().sex()) {
                case "F" -> Sign.CIRCLE;
                case "M" -> Sign.SQUARE;
                default -> Sign.DIAMOND;
            };
        }

        private String age(FamilyRows.Person person) {
            if (person.died() != null || person.born() == null) {
                return "";
            }
            return ", " + FamilyViews.age(person.born(), family.today());
        }

        private String second(FamilyRows.Person person) {
            if (person.died() != null) {
                return "died " + person.died().getYear();
            }
            if (!person.child()) {
                var kinds = new TreeSet<String>();
                family.relations().stream()
                        .filter(relation -> relation.person().equals(person.id()))
                        .filter(relation -> family.member(relation.other())
                                .filter(FamilyRows.Person::child)
                                .isPresent())
                        .forEach(relation -> kinds.add(relation.kind()));
                var kind = String.join(", ", kinds);
                return kind.isEmpty() && home != null && !atHome(person) ? "lives elsewhere" : kind;
            }
            return home != null && !atHome(person) && person.household() != null ? "lives elsewhere" : "";
        }

        private static String shortened(String text) {
            return text.codePointCount(0, text.length()) <= LONGEST + 4
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
        }

        private void partners() {
            for (var relation : family.relations()) {
                boolean former = relation.kind().equals("former partner");
                var from = x.get(relation.person());
                var to = x.get(relation.other());
                if ((relation.kind().equals("partner") || former) && from != null && to != null) {
                    int level = y.getOrDefault(relation.person(), TOP);
                    int left = Math.min(from, to) + HALF;
                    int right = Math.max(from, to) - HALF;
                    lines.add(
                            right - left <= STEP
                                    ? new Line("M" + left + " " + level + " H" + right, former)
                                    : new Line(
                                            "M" + (left - HALF) + " " + (level - HALF) + " v-10 H" + (right + HALF)
                                                    + " v10",
                                            former));
                }
            }
        }

        /// Children of the same parents hang on one line, which has a height of its own.
        private void parents() {
            var groups = new LinkedHashMap<Set<UUID>, Set<UUID>>();
            for (var person : family.members()) {
                var parents = new LinkedHashSet<UUID>();
                for (var relation : family.relations()) {
                    if (relation.other().equals(person.id())
                            && PARENTS.contains(relation.kind())
                            && x.containsKey(relation.person())
                            && y.getOrDefault(relation.person(), 0) < y.getOrDefault(person.id(), 0)) {
                        parents.add(relation.person());
                    }
                }
                if (!parents.isEmpty()) {
                    groups.computeIfAbsent(parents, _ -> new LinkedHashSet<>()).add(person.id());
                }
            }
            int number = 0;
            for (var group : groups.entrySet()) {
                int bottom = group.getValue().stream()
                        .mapToInt(child -> y.getOrDefault(child, 0))
                        .min()
                        .orElse(0);
                int bus = bottom - HALF - 8 - 5 * (number++ % 4);
                var path = new StringBuilder();
                int left = Integer.MAX_VALUE;
                int right = Integer.MIN_VALUE;
                for (var parent : group.getKey()) {
                    // Beside the label, so that no line runs through a name.
                    int at = x.getOrDefault(parent, 0);
                    path.append("M").append(at + HALF).append(" ").append(y.getOrDefault(parent, 0));
                    path.append(" H")
                            .append(at + STEP / 2 - 4 - 5 * (number % 4))
                            .append(" V")
                            .append(bus)
                            .append(" ");
                    left = Math.min(left, at + STEP / 2 - 4 - 5 * (number % 4));
                    right = Math.max(right, at + STEP / 2 - 4 - 5 * (number % 4));
                }
                for (var child : group.getValue()) {
                    int at = x.getOrDefault(child, 0);
                    path.append("M").append(at).append(" ").append(bus);
                    path.append(" V").append(y.getOrDefault(child, 0) - HALF).append(" ");
                    left = Math.min(left, at);
                    right = Math.max(right, at);
                }
                path.append("M")
                        .append(left)
                        .append(" ")
                        .append(bus)
                        .append(" H")
                        .append(right);
                lines.add(new Line(path.toString(), false));
            }
        }

        /// The outline around those who live together, in both rows.
        private @Nullable String outline(List<FamilyRows.Person> adults, List<FamilyRows.Person> children) {
            int above = (int) adults.stream().filter(this::atHome).count();
            int below = (int) children.stream().filter(this::atHome).count();
            if (below == 0 || above + below < 2) {
                return null;
            }
            int low = y.getOrDefault(children.getFirst().id(), TOP);
            int bottom = low + 56;
            int middle = low - HALF - 6;
            int right = below * STEP - 3;
            if (above == 0) {
                return "M3 " + middle + " H" + right + " V" + bottom + " H3 Z";
            }
            int high = y.getOrDefault(adults.getFirst().id(), TOP) - HALF - 10;
            int rightAbove = above * STEP - 3;
            return "M3 " + high + " H" + rightAbove + " V" + middle + " H" + right + " V" + bottom + " H3 Z";
        }

        /// The whole drawing in sentences.
        private String told() {
            var all = new ArrayList<String>();
            for (var child : family.children()) {
                var said = new ArrayList<String>();
                for (var relation : family.relations()) {
                    if (relation.other().equals(child.id())) {
                        said.add(words.first(relation.person()) + " is " + relation.kind());
                    }
                }
                all.add(child.first() + age(child)
                        + (child.died() != null ? ", has died" : "")
                        + (child.born() == null && child.expected() != null ? ", not yet born" : "")
                        + (said.isEmpty() ? "" : ": " + FamilyViews.and(said)) + ".");
            }
            var together = family.members().stream()
                    .filter(this::atHome)
                    .map(FamilyRows.Person::first)
                    .toList();
            if (together.size() > 1) {
                all.add(FamilyViews.and(together) + " live together.");
            }
            return String.join(" ", all);
        }
    }
}
