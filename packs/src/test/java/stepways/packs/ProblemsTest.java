package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said about packs that are wrong on purpose. Each folder of `bad-packs` holds the files that differ from the
/// sample, and what has to be said of them; run with `-Dstepways.approve=true` to write down what is said now.
class ProblemsTest {

    static final String BASELINE = "expected_errors.baseline";

    @TempDir
    Path folder;

    static Stream<String> cases() throws IOException {
        try (var all = Files.list(SamplePacks.resources("bad-packs"))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_bad_pack_is_told_where_it_is_wrong_and_what_to_write_instead(String name) throws IOException {
        var bad = SamplePacks.resources("bad-packs").resolve(name);

        var said = said(SamplePacks.in(folder).with(bad));

        if (Boolean.getBoolean("stepways.approve")) {
            Files.writeString(bad.resolve(BASELINE), said);
        }
        assertThat(said).isNotBlank().isEqualTo(Files.readString(bad.resolve(BASELINE)));
    }

    private static String said(SamplePacks packs) {
        var loaded = packs.load();
        for (var pack : loaded.packs()) {
            ExampleReader.read(pack, packs.folder(), loaded.problems());
        }
        return loaded.problems().all().stream()
                .map(loaded.problems()::render)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void the_sample_itself_has_no_problem() {
        assertThat(SamplePacks.in(folder).load().problems().all()).isEmpty();
    }

    @Test
    void all_problems_of_all_files_are_reported_at_once_and_in_their_order() {
        var packs = SamplePacks.in(folder)
                .replacing("pack.yaml", "if-refused: [not-pursued]", "if-refused: [not-persued]")
                .replacing("pathways/step-up.yaml", "go: panel,", "go: pannel,")
                .replacing("pathways/step-up.yaml", "within: 5 working days", "within: 5")
                .replacing("letters.yaml", "child.first-name", "child.frist-name");

        var problems = packs.load().problems().errors();

        assertThat(problems)
                .extracting(Problem::file)
                .isSorted()
                .containsAll(
                        List.of("sample/1.0/letters.yaml", "sample/1.0/pack.yaml", "sample/1.0/pathways/step-up.yaml"));
    }

    @Test
    void a_problem_points_at_the_character_where_it_is() {
        var packs =
                SamplePacks.in(folder).replacing("pathways/step-up.yaml", "{close: early-help,", "{close: erly-help,");
        var loaded = packs.load();

        var rendered = loaded.problems()
                .render(loaded.problems().errors().getFirst())
                .lines()
                .toList();

        assertThat(rendered.get(1).charAt(rendered.get(2).indexOf('^'))).isEqualTo('e');
        assertThat(rendered.get(1).substring(rendered.get(2).indexOf('^'))).startsWith("erly-help");
    }
}
