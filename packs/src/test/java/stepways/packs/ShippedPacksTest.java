package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Item;
import stepways.engine.policy.Outcome;
import stepways.engine.policy.Pathway;
import stepways.engine.run.Refusal;

/// Questions to every pack that is shipped.
class ShippedPacksTest {

    private static final Path FOLDER = Path.of("../policy-packs");
    private static final LoadedPacks LOADED = Packs.load(FOLDER);

    static Stream<Arguments> packs() {
        return LOADED.packs().stream()
                .map(pack -> Arguments.of(pack.policy().version().toString(), pack));
    }

    static Stream<Arguments> pathways() {
        return LOADED.packs().stream()
                .flatMap(pack -> pack.policy().pathways().values().stream()
                        .map(pathway -> Arguments.of(pack.policy().version() + " " + pathway.name(), pathway)));
    }

    static Stream<Arguments> examples() {
        var problems = new Problems();
        return LOADED.packs().stream()
                .flatMap(pack -> ExampleReader.read(pack, FOLDER, problems).examples().stream()
                        .map(example -> Arguments.of(example.at().place() + " " + example.title(), pack, example)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void an_example_comes_out_as_it_says(String name, LoadedPack pack, Example example) {
        var result = ExampleRunner.run(pack.policy(), example);

        assertThat(result.differences().stream()
                        .map(each -> each.render(new Problems(), example))
                        .toList())
                .as(name)
                .isEmpty();
    }

    @Test
    void every_pack_is_read_without_an_error() {
        var problems = LOADED.problems();

        assertThat(problems.errors().stream().map(problems::render).toList()).isEmpty();
        assertThat(LOADED.packs()).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void every_example_of_every_pack_can_be_read() {
        var problems = new Problems();

        LOADED.packs().forEach(pack -> ExampleReader.read(pack, FOLDER, problems));

        assertThat(problems.errors().stream().map(problems::render).toList()).isEmpty();
    }

    @Test
    void the_catalogue_counts_the_179_rules_of_the_five_documents() {
        var catalogue = Catalogue.read(FOLDER, new Problems());

        assertThat(catalogue.documents().values().stream()
                        .mapToInt(Catalogue.Document::clauses)
                        .sum())
                .isEqualTo(179);
    }

    @Test
    void every_catalogued_rule_is_accounted_for_and_every_executed_one_would_be_missed() {
        var said = SamplePacks.runAsIs("rules", "--remove", "--packs", FOLDER.toString());

        assertThat(said.lines().stream()
                        .filter(line -> line.contains("unaccounted ")
                                && !line.startsWith("rules ")
                                && !line.startsWith("Beside")
                                && !line.startsWith("ENG-"))
                        .toList())
                .isEmpty();
        assertThat(said.lines())
                .filteredOn(line -> line.startsWith("unnoticed") || line.startsWith("error"))
                .isEmpty();
        assertThat(said.out()).contains("rules 179: ").contains("unaccounted 0").contains("unnoticed 0");
        assertThat(said.code()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void a_manual_numbers_no_clause_beyond_its_document(String name, LoadedPack pack) {
        var catalogue = Catalogue.read(FOLDER, new Problems());
        var counted = catalogue.of(pack.policy().version().pack());

        var beyond = pack.policy().clauses().keySet().stream()
                .filter(catalogue::counts)
                .filter(id -> !counted.contains(id))
                .toList();

        assertThat(beyond).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void every_element_can_be_explained(String name, LoadedPack pack) {
        for (var element : Explained.names(pack.policy())) {
            if (!element.matches("[A-Z]+-[0-9]+[a-z]?")) {
                assertThat(Explained.find(pack.policy(), element))
                        .as(name + " " + element)
                        .isPresent();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void every_citation_stands_somewhere_and_can_be_taken_out(String name, LoadedPack pack) {
        for (var citation : Citation.of(pack.policy())) {
            // Where everything cites a clause of its own, nothing rests on the stage or pathway around it.
            if (citation.what().startsWith("stage ") || citation.what().startsWith("pathway ")) {
                continue;
            }
            var left = citation.without().apply(pack.policy());

            assertThat(left.equals(pack.policy()))
                    .as(name + " still has " + citation.what())
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void a_pack_says_that_it_is_a_paraphrase_of_a_source(String name, LoadedPack pack) {
        assertThat(pack.policy().line().source()).as(name).isNotBlank();
        assertThat(pack.policy().line().title()).as(name).isNotBlank();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void an_unclear_clause_is_shown_as_written_beside_as_read(String name, LoadedPack pack) {
        for (var reading : pack.policy().readings()) {
            assertThat(reading.asWritten()).as(name + " " + reading.clause()).isNotBlank();
            assertThat(reading.readAs()).as(name + " " + reading.clause()).isNotBlank();
            assertThat(reading.by()).isEqualTo("the pack's authors, not the council");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void nobody_has_accepted_a_gap_on_a_councils_behalf(String name, LoadedPack pack) {
        assertThat(pack.policy().gaps()).as(name).allMatch(gap -> gap.accepted().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void every_stage_tells_the_family_where_things_are_or_belongs_to_an_urgent_route(String name, Pathway pathway) {
        var silent = pathway.stages().values().stream()
                .filter(stage -> stage.doorstep().isBlank())
                .map(stage -> stage.name())
                .toList();

        if (pathway.kind() == Pathway.Kind.TRANSFER) {
            assertThat(silent).as(name).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void every_target_exists_and_every_stage_is_reached(String name, Pathway pathway) {
        var reached = new LinkedHashSet<String>();
        var todo = new ArrayList<String>();
        pathway.doors().values().forEach(door -> todo.add(door.at()));
        while (!todo.isEmpty()) {
            var stage = todo.removeLast();
            if (reached.add(stage)) {
                pathway.stage(stage).outcomes().stream().map(Outcome::go).forEach(go -> {
                    if (go instanceof Outcome.Go.To(var next)) {
                        todo.add(next);
                    }
                });
            }
        }

        assertThat(reached)
                .as(name)
                .containsExactlyInAnyOrderElementsOf(pathway.stages().keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathways")
    void every_item_and_outcome_rests_on_a_clause_of_its_own_or_of_its_stage(String name, Pathway pathway) {
        var loose = new ArrayList<String>();
        for (var stage : pathway.stages().values()) {
            boolean around = !stage.clauses().isEmpty() || !pathway.clauses().isEmpty();
            stage.checklist().stream()
                    .filter(item -> item.clauses().isEmpty() && !around)
                    .map(Item::name)
                    .forEach(loose::add);
            stage.outcomes().stream()
                    .filter(outcome -> outcome.clauses().isEmpty() && !around)
                    .map(Outcome::name)
                    .forEach(loose::add);
        }

        assertThat(loose).as(name).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Refusal.Kind.class)
    void every_kind_of_refusal_has_a_sentence(Refusal.Kind kind) {
        var refusal =
                new Refusal(kind, "the-thing", List.of(new ClauseId("SMP-01")), List.of(), Optional.empty(), List.of());

        var sentence = Refusals.sentence(LOADED.packs().getFirst().policy(), refusal);

        assertThat(sentence).contains("the-thing").contains("SMP-01").doesNotContain(kind.name());
    }
}
