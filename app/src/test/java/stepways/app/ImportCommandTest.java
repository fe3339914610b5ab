package stepways.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;

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
    void on_a_server_a_new_authority_gets_its_teams_and_nobody_who_is_invented() throws Exception {
        var settings = TestDatabase.recreate("stepways_imported");

        var output =
                onTheServer(settings, "import", "ssd", BOROUGH.toString(), "--authority", "ashmere", "--under", "icrt");

        assertThat(output).contains("imported, up to").contains("people: 92");
        try (var database = Database.open(settings)) {
            var viewer = new Viewer.Job(new AuthorityId("ashmere"), "test");
            assertThat(count(database, viewer, "select count(*) from team where active"))
                    .isPositive();
            assertThat(count(database, viewer, "select count(*) from staff where email is not null"))
                    .isZero();
            assertThat(count(database, viewer, "select count(*) from duty_rota"))
                    .isZero();
            assertThat(count(database, viewer, "select count(*) from person")).isEqualTo(92);
        } finally {
            TestDatabase.drop("stepways_imported");
        }
    }

    private static int count(Database database, Viewer.Job viewer, String what) {
        return database.read(viewer, sql -> sql.sql(what).query(Integer.class).single());
    }

    /// The command in a process of its own, whose environment names a server.
    private String onTheServer(DatabaseSettings settings, String... arguments)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstepways.root=..",
                "-cp",
                System.getProperty("java.class.path"),
                StepwaysCommand.class.getName()));
        words.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("STEPWAYS_DATABASE_URL", settings.url());
        builder.environment().put("STEPWAYS_DATABASE_APP_PASSWORD", settings.appPassword());
        builder.environment().put("STEPWAYS_DATABASE_SESSION_PASSWORD", settings.sessionPassword());
        builder.start().waitFor();
        return Files.readString(output);
    }

    @Test
    void the_help_says_who_is_there_after_an_import() {
        assertThat(run("import", "ssd", "--help")).isZero();
        assertThat(said.toString())
                .contains("the demo's data also gets invented people")
                .contains("no people\nbut the professionals of the extract");
    }

    @Test
    void a_format_must_be_named() {
        assertThat(run("import")).isEqualTo(2);
        assertThat(said.toString()).contains("Name a format: ssd or directory.");
    }
}
