package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackArchiveTest {

    private final Path root = Path.of(System.getProperty("stepways.root")).resolve("policy-packs");

    @Test
    void a_kept_pack_is_the_same_procedure_when_it_is_opened_again() {
        var packs = Packs.load(root);
        var icrt = packs.pack("icrt").orElseThrow();

        var opened = PackArchive.open(PackArchive.of(root, icrt, packs));

        var again = opened.pack("icrt").orElseThrow().policy();
        assertThat(opened.problems().all()).isEmpty();
        assertThat(again.version()).isEqualTo(icrt.policy().version());
        assertThat(again.pathways()).isEqualTo(icrt.policy().pathways());
    }

    @Test
    void the_same_pack_is_kept_in_the_same_bytes() {
        var packs = Packs.load(root);
        var icrt = packs.pack("icrt").orElseThrow();

        assertThat(PackArchive.of(root, icrt, packs)).isEqualTo(PackArchive.of(root, icrt, packs));
    }
}
