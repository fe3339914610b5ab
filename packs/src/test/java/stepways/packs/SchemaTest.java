package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The published schemas, with which an editor completes and checks a pack, against the packs and the reader.
class SchemaTest {

    private static final Path SCHEMAS = Path.of("../docs/schema");
    private static final Path PACKS = Path.of("../policy-packs");
    private static final String BASE = "https://stepways.invalid/schema/";
    private static final SchemaRegistry REGISTRY = registry();

    @TempDir
    Path folder;

    private static SchemaRegistry registry() {
        var texts = new HashMap<String, String>();
        try (var files = Files.list(SCHEMAS)) {
            for (var file : files.toList()) {
                texts.put(BASE + file.getFileName(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.copyOf(texts)));
    }

    private static Schema schema(String kind) {
        return REGISTRY.getSchema(SchemaLocation.of(BASE + kind + ".schema.json"));
    }

    private static String kind(Path file) {
        var above = file.getName(file.getNameCount() - 2).toString();
        var name = file.getFileName().toString().replace(".yaml", "");
        return switch (above) {
            case "pathways" -> "pathway";
            case "examples" -> "examples";
            default -> name;
        };
    }

    private static List<String> said(String kind, String text) {
        return schema(kind).validate(text, InputFormat.YAML).stream()
                .map(Error::toString)
                .toList();
    }

    static Stream<Path> files() throws IOException {
        try (var all = Files.walk(PACKS)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void every_file_that_is_shipped_is_what_its_schema_says(Path file) throws IOException {
        assertThat(said(kind(file), Files.readString(file))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "pack.yaml, pack: sample, pak: sample",
        "pathways/step-up.yaml, waits-for: early-help-worker, wait-for: early-help-worker",
        "pathways/step-up.yaml, strength: obtained, strenght: obtained",
        "forums.yaml, chair: assessment-manager, chiar: assessment-manager",
        "disputes.yaml, meanwhile: Everybody, meantime: Everybody",
        "letters.yaml, title: Your, titel: Your",
        "readings.yaml, read-as: from, reads-as: from",
        "gaps.yaml, says: No, say: No",
        "rules.yaml, guidance: A, guidence: A",
        "examples/step-up.yaml, ready: all, redy: all"
    })
    void a_key_that_is_not_known_is_refused_by_the_reader_and_by_the_schema(String file, String key, String mistaken)
            throws IOException {
        var packs = SamplePacks.in(folder).replacing(file, key, mistaken);

        var loaded = packs.load();
        loaded.packs().forEach(pack -> ExampleReader.read(pack, packs.folder(), loaded.problems()));
        var path = packs.folder().resolve("sample/1.0").resolve(file);

        assertThat(loaded.problems().errors())
                .extracting(Problem::message)
                .contains("unknown key '" + mistaken.substring(0, mistaken.indexOf(':')) + "'");
        assertThat(said(kind(path), Files.readString(path))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "pathways/step-up.yaml, within: 5 working days, within: 5",
        "pathways/step-up.yaml, strength: obtained, strength: wanted",
        "pathways/step-up.yaml, needs: none, needs: some",
        "gaps.yaml, finding: S6, finding: S11",
        "letters.yaml, receiving.practitioner, receiving.address"
    })
    void a_value_that_is_not_known_is_refused_by_the_schema_too(String file, String value, String mistaken)
            throws IOException {
        var packs = SamplePacks.in(folder).replacing(file, value, mistaken);
        var path = packs.folder().resolve("sample/1.0").resolve(file);

        assertThat(packs.load().problems().errors()).isNotEmpty();
        assertThat(said(kind(path), Files.readString(path))).isNotEmpty();
    }

    @Test
    void every_file_of_the_sample_is_what_its_schema_says() throws IOException {
        try (var all = Files.walk(SamplePacks.in(folder).folder())) {
            for (var file :
                    all.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                assertThat(said(kind(file), Files.readString(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }
}
