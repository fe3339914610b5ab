package stepways.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.packs.Packs;

class FlowChartTest {

    private record Area(double left, double top, double right, double bottom) {
        boolean overlaps(Area other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    static Stream<Arguments> pathways() {
        return Packs.load(Path.of("..", "policy-packs")).packs().stream()
                .map(pack -> pack.policy())
                .flatMap(policy -> policy.pathways().values().stream()
                        .map(pathway -> Arguments.of(policy.version() + " " + pathway.name(), policy, pathway)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void every_door_stage_and_outcome_is_drawn(String name, Policy policy, Pathway pathway) {
        var flow = FlowChart.draw(policy, pathway);

        var boxes = flow.boxes().stream().map(FlowChartTest::words).toList();
        for (var door : pathway.doors().values()) {
            assertThat(boxes).anyMatch(words -> words.startsWith(door.title() + " "));
        }
        for (var stage : pathway.stages().values()) {
            assertThat(boxes).anyMatch(words -> words.startsWith(stage.title() + " "));
        }
        var labels = flow.labels().stream().map(Flow.Label::words).collect(Collectors.joining(" "));
        int outcomes = 0;
        for (var stage : pathway.stages().values()) {
            for (var outcome : stage.outcomes()) {
                outcomes++;
                assertThat(labels).contains(outcome.title());
            }
        }
        assertThat(flow.arrows())
                .as("an arrow from each door and for each outcome")
                .hasSize(pathway.doors().size() + outcomes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void nothing_lies_on_anything_else(String name, Policy policy, Pathway pathway) {
        var flow = FlowChart.draw(policy, pathway);

        var areas = new ArrayList<Area>();
        for (var box : flow.boxes()) {
            areas.add(new Area(box.x(), box.y(), box.x() + box.width(), box.y() + box.height()));
        }
        for (var label : flow.labels()) {
            double half = TextWidth.of(label.words(), 14, label.weight() == Flow.Weight.STRONG) / 2;
            areas.add(new Area(label.x() - half, label.y() - 12, label.x() + half, label.y() + 3));
        }
        for (int i = 0; i < areas.size(); i++) {
            for (int j = i + 1; j < areas.size(); j++) {
                assertThat(areas.get(i).overlaps(areas.get(j)))
                        .as("%s and %s", areas.get(i), areas.get(j))
                        .isFalse();
            }
            assertThat(areas.get(i).left()).isGreaterThanOrEqualTo(0);
            assertThat(areas.get(i).right()).isLessThanOrEqualTo(flow.width());
            assertThat(areas.get(i).bottom()).isLessThanOrEqualTo(flow.height());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void words_fit_their_boxes(String name, Policy policy, Pathway pathway) {
        for (var box : FlowChart.draw(policy, pathway).boxes()) {
            for (var line : box.lines()) {
                var size = switch (line.weight()) {
                    case STRONG -> 15;
                    case PLAIN -> 14;
                    case QUIET -> 13;
                };
                assertThat(TextWidth.of(line.words(), size, line.weight() == Flow.Weight.STRONG))
                        .as(line.words())
                        .isLessThanOrEqualTo(box.width() - 16);
                assertThat(line.y()).isBetween(box.y() + 12, box.y() + box.height() - 4);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void the_outline_is_the_pathway(String name, Policy policy, Pathway pathway) {
        var outline = FlowChart.draw(policy, pathway).outline();

        var doors = pathway.doors().size();
        var stages = List.copyOf(pathway.stages().values());
        assertThat(outline).hasSizeGreaterThanOrEqualTo(doors + stages.size());
        for (int i = 0; i < stages.size(); i++) {
            var step = outline.get(doors + i);
            assertThat(step.words()).startsWith(stages.get(i).title() + ".");
            assertThat(step.ways()).hasSameSizeAs(stages.get(i).outcomes());
            for (int way = 0; way < step.ways().size(); way++) {
                assertThat(step.ways().get(way))
                        .startsWith(stages.get(i).outcomes().get(way).title() + ": ");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void the_same_version_is_drawn_the_same_each_time(String name, Policy policy, Pathway pathway) {
        assertThat(FlowChart.draw(policy, pathway)).isEqualTo(FlowChart.draw(policy, pathway));
    }

    private static String words(Flow.Box box) {
        return box.lines().stream().map(Flow.Label::words).collect(Collectors.joining(" ")) + " ";
    }
}
