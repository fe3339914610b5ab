package stepways.app.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Decider;
import stepways.engine.policy.Gap;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Stage;

/// Draws a pathway: its doors, its stages, what each decision may lead to, and its ends.
///
/// The places are worked out by ELK's layered layout; the drawing depends on the procedure alone, so that the same
/// version looks the same every time.
final class FlowChart {

    private static final double STRONG_SIZE = 15;
    private static final double PLAIN_SIZE = 14;
    private static final double QUIET_SIZE = 13;
    private static final int LINE = 18;
    private static final int BOX_WORDS = 190;
    private static final int LABEL_WORDS = 130;

    private final Policy policy;
    private final Pathway pathway;
    private final Words words;
    private final ElkNode graph = ElkGraphUtil.createGraph();
    private final Map<ElkNode, Drawn> boxes = new LinkedHashMap<>();
    private final Map<String, ElkNode> stages = new LinkedHashMap<>();
    private final Map<String, ElkNode> ends = new LinkedHashMap<>();
    private final Map<ElkEdge, Way> ways = new LinkedHashMap<>();

    private record Line(String words, Flow.Weight weight) {}

    private record Drawn(Flow.Kind kind, List<Line> lines) {}

    private record Way(List<Line> lines, boolean unsure) {}

    private FlowChart(Policy policy, Pathway pathway) {
        this.policy = policy;
        this.pathway = pathway;
        this.words = new Words(policy);
    }

    static Flow draw(Policy policy, Pathway pathway) {
        var chart = new FlowChart(policy, pathway);
        chart.build();
        chart.layOut();
        return chart.flow();
    }

    private void build() {
        for (var door : pathway.doors().values()) {
            var lines = new ArrayList<Line>();
            wrap(lines, door.title(), Flow.Weight.STRONG);
            wrap(lines, words.role(door.by()), Flow.Weight.PLAIN);
            wrap(lines, cited("door", door.clauses()), Flow.Weight.QUIET);
            connect(box(Flow.Kind.DOOR, lines), stage(pathway.stage(door.at())), List.of(), false);
        }
        for (var stage : pathway.stages().values()) {
            for (var outcome : stage.outcomes()) {
                way(stage, outcome);
            }
        }
    }

    private void way(Stage stage, Outcome outcome) {
        var from = stage(stage);
        var gap = gapAt(outcome.name());
        var lines = new ArrayList<Line>();
        wrap(lines, outcome.title(), Flow.Weight.PLAIN, LABEL_WORDS);
        wrap(lines, clauses(outcome.clauses()), Flow.Weight.QUIET, LABEL_WORDS);
        gap.ifPresent(found -> lines.add(new Line("gap: " + found.finding(), Flow.Weight.STRONG)));
        var to = switch (outcome.go()) {
            case Outcome.Go.To(var name) -> stage(pathway.stage(name));
            case Outcome.Go.Again _ -> from;
            case Outcome.Go.End _ -> end(stage, outcome);
        };
        connect(from, to, lines, gap.isPresent());
    }

    private java.util.Optional<Gap> gapAt(String name) {
        return policy.gaps().stream()
                .filter(gap -> gap.at().equals(pathway.name() + "." + name))
                .findFirst();
    }

    private ElkNode stage(Stage stage) {
        var known = stages.get(stage.name());
        if (known != null) {
            return known;
        }
        var lines = new ArrayList<Line>();
        wrap(lines, stage.title(), Flow.Weight.STRONG);
        wrap(lines, words.decides(stage.decider()), Flow.Weight.PLAIN);
        for (var due : stage.due()) {
            var limit = words.limit(due.limit());
            if (!limit.isEmpty()) {
                wrap(lines, limit, Flow.Weight.PLAIN);
                break;
            }
        }
        var gap = gapAt(stage.name());
        gap.ifPresent(found -> lines.add(new Line("gap: " + found.finding(), Flow.Weight.STRONG)));
        wrap(lines, clauses(clausesOf(stage)), Flow.Weight.QUIET);
        var kind = gap.isPresent()
                ? Flow.Kind.GAP
                : stage.decider().who() instanceof Decider.Who.Forum ? Flow.Kind.FORUM : Flow.Kind.STAGE;
        var node = box(kind, lines);
        stages.put(stage.name(), node);
        return node;
    }

    /// The clauses of a stage's own, or of what is decided there.
    private static List<ClauseId> clausesOf(Stage stage) {
        return stage.clauses().isEmpty() ? stage.decider().clauses() : stage.clauses();
    }

    /// Outcomes of one stage that end in the same way share their end.
    private ElkNode end(Stage stage, Outcome outcome) {
        var what = words.services(outcome.then());
        return ends.computeIfAbsent(stage.name() + "/" + what, _ -> {
            var lines = new ArrayList<Line>();
            lines.add(new Line("End", Flow.Weight.STRONG));
            wrap(lines, what, Flow.Weight.PLAIN);
            return box(Flow.Kind.END, lines);
        });
    }

    private ElkNode box(Flow.Kind kind, List<Line> lines) {
        var node = ElkGraphUtil.createNode(graph);
        double widest = lines.stream().mapToDouble(FlowChart::width).max().orElse(0);
        node.setWidth(Math.max(120, Math.ceil(widest) + (kind == Flow.Kind.DOOR || kind == Flow.Kind.END ? 44 : 28)));
        node.setHeight(lines.size() * LINE + 16.0);
        boxes.put(node, new Drawn(kind, List.copyOf(lines)));
        return node;
    }

    private void connect(ElkNode from, ElkNode to, List<Line> lines, boolean unsure) {
        var edge = ElkGraphUtil.createSimpleEdge(from, to);
        if (!lines.isEmpty()) {
            // A label without text is not placed.
            var label = ElkGraphUtil.createLabel(lines.getFirst().words(), edge);
            double widest = lines.stream().mapToDouble(FlowChart::width).max().orElse(0);
            label.setDimensions(Math.ceil(widest) + 8, lines.size() * LINE + 4.0);
            label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
        }
        ways.put(edge, new Way(List.copyOf(lines), unsure));
    }

    private void layOut() {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
        graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        graph.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.SEPARATE_CHILDREN);
        graph.setProperty(CoreOptions.RANDOM_SEED, 1);
        graph.setProperty(CoreOptions.PADDING, new ElkPadding(14));
        graph.setProperty(CoreOptions.SPACING_NODE_NODE, 34.0);
        graph.setProperty(CoreOptions.SPACING_EDGE_NODE, 18.0);
        graph.setProperty(CoreOptions.SPACING_EDGE_EDGE, 14.0);
        graph.setProperty(CoreOptions.SPACING_EDGE_LABEL, 4.0);
        graph.setProperty(CoreOptions.SPACING_LABEL_LABEL, 8.0);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 26.0);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 16.0);
        new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
    }

    private Flow flow() {
        var drawn = new ArrayList<Flow.Box>();
        boxes.forEach((node, box) -> drawn.add(new Flow.Box(
                round(node.getX()),
                round(node.getY()),
                round(node.getWidth()),
                round(node.getHeight()),
                box.kind(),
                labels(box.lines(), node.getX() + node.getWidth() / 2, node.getY() + 8))));
        var arrows = new ArrayList<Flow.Arrow>();
        var labels = new ArrayList<Flow.Label>();
        ways.forEach((edge, way) -> {
            arrows.add(new Flow.Arrow(points(edge), way.unsure()));
            for (ElkLabel label : edge.getLabels()) {
                labels.addAll(labels(way.lines(), label.getX() + label.getWidth() / 2, label.getY() + 2));
            }
        });
        return new Flow(
                "flow-" + pathway.name(),
                pathway.title(),
                round(graph.getWidth()),
                round(graph.getHeight()),
                drawn,
                arrows,
                labels,
                Outline.of(policy, pathway));
    }

    private static List<Flow.Label> labels(List<Line> lines, double middle, double top) {
        var all = new ArrayList<Flow.Label>();
        for (int i = 0; i < lines.size(); i++) {
            all.add(new Flow.Label(
                    round(middle),
                    round(top + i * LINE + 14),
                    lines.get(i).words(),
                    lines.get(i).weight(),
                    Flow.Anchor.MIDDLE));
        }
        return all;
    }

    private static String points(ElkEdge edge) {
        return edge.getSections().stream()
                .flatMap(section -> {
                    var corners = new ArrayList<String>();
                    corners.add(round(section.getStartX()) + "," + round(section.getStartY()));
                    section.getBendPoints().forEach(bend -> corners.add(round(bend.getX()) + "," + round(bend.getY())));
                    corners.add(round(section.getEndX()) + "," + round(section.getEndY()));
                    return corners.stream();
                })
                .collect(Collectors.joining(" "));
    }

    private static int round(double value) {
        return (int) Math.round(value);
    }

    private static double width(Line line) {
        return width(line.words(), line.weight());
    }

    private static double width(String words, Flow.Weight weight) {
        return switch (weight) {
            case STRONG -> TextWidth.of(words, STRONG_SIZE, true);
            case PLAIN -> TextWidth.of(words, PLAIN_SIZE, false);
            case QUIET -> TextWidth.of(words, QUIET_SIZE, false);
        };
    }

    private static void wrap(List<Line> lines, String words, Flow.Weight weight) {
        wrap(lines, words, weight, BOX_WORDS);
    }

    /// Puts words on as many lines as they need; a single long word stays whole, and its box grows.
    private static void wrap(List<Line> lines, String words, Flow.Weight weight, int most) {
        var line = new StringBuilder();
        for (var word : words.strip().split("\\s+")) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, weight) > most) {
                lines.add(new Line(line.toString(), weight));
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        if (!line.isEmpty()) {
            lines.add(new Line(line.toString(), weight));
        }
    }

    private static String cited(String what, List<ClauseId> clauses) {
        return clauses.isEmpty() ? what : what + " · " + clauses(clauses);
    }

    private static String clauses(List<ClauseId> clauses) {
        Set<String> all = new LinkedHashSet<>();
        clauses.forEach(clause -> all.add(clause.value()));
        return String.join(", ", all);
    }
}
