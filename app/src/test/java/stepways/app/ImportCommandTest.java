package stepways.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.TestDatabase;

class ImportCommandTest {

    private static final Path BOROUGH = Path.of("..", "samples", "synthetic-borough");

    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    private final String root = System.getProperty("stepways.root", "..");

    @BeforeEach
    void find_the_project() {
        System.setProperty("stepways.root", "..");
    }

    @AfterEach
    void leave_it_as_it_was() {
        System.setProperty("stepways.root", root);
        EmbeddedPostgres.in(folder.resolve("data"))
                .withPrograms(TestDatabase.programs())
                .erase();
    }

    private int run(String... arguments) {
        said.getBuffer().setLength(0);
        var words = new PrintWriter(said, true);
        return StepwaysCommand.commandLine().setOut(words).setErr(words).execute(arguments);
    }

    @Test
    void an_extract_is_imported_from_the_command_line_once() throws IOException {
        var data = folder.resolve("data").toString();
        var bad = folder.resolve("bad");
        Files.createDirectories(bad);
        Files.writeString(bad.resolve("ssd_person.csv"), "pers_person_id,pers_surname\n1,Invented\n");

        assertThat(run("import", "ssd", BOROUGH.toString(), "--authority", "ashmere", "--data", data))
                .isEqualTo(2);
        assertThat(said.toString()).contains("There is no authority ashmere.");

        assertThat(run(
                        "import",
                        "ssd",
                        BOROUGH.toString(),
                        "--authority",
                        "ashmere",
                        "--under",
                        "icrt",
                        "--data",
                        data))
                .isZero();
        assertThat(said.toString())
                .contains("imported, up to")
                .contains("people: 92")
                .contains("contacts: 112");

        assertThat(run("import", "ssd", BOROUGH.toString(), "--authority", "ashmere", "--data", data))
                .isZero();
        assertThat(said.toString()).contains("imported before");

        assertThat(run(
                        "import",
                        "ssd",
                        bad.toString(),
                        "--authority",
                        "ashmere",
                        "--mapping",
                        BOROUGH.resolve("mappings/icrt.yaml").toString(),
                        "--data",
                        data))
                .isEqualTo(1);
        assertThat(said.toString())
                .contains("ssd_person.csv, row 1, pers_dob: this column is missing")
                .contains("nothing was imported; problems: 1");
    }

    @Test
    void a_format_must_be_named() {
        assertThat(run("import")).isEqualTo(2);
        assertThat(said.toString()).contains("Name a format: ssd.");
    }
}
