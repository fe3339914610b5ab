package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    @Test
    void the_demo_starts_says_where_it_answers_and_keeps_its_data_for_the_next_start(@TempDir Path data)
            throws Exception {
        var folder = data.resolve("demo").toString();

        String first;
        try (var demo = Launcher.start("demo", "--data", folder, "--port", "0")) {
            first = demo.until("Stepways is ready");
        }
        String second;
        try (var demo = Launcher.start("demo", "--data", folder, "--port", "0")) {
            second = demo.until("Stepways is ready");
        }

        assertThat(first).contains("Preparing the data folder").containsPattern("http://localhost:\\d+/");
        assertThat(second).doesNotContain("Preparing the data folder").containsPattern("http://localhost:\\d+/");
        System.out.println(second.lines()
                .filter(line -> line.contains("ready"))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void a_demo_whose_folder_is_in_use_says_so_and_ends(@TempDir Path data) throws Exception {
        var folder = data.resolve("demo").toString();

        try (var demo = Launcher.start("demo", "--data", folder, "--port", "0")) {
            demo.until("Stepways is ready");

            var other = Launcher.run("demo", "--data", folder, "--port", "0", "--fresh");

            assertThat(other.code()).isEqualTo(1);
            assertThat(other.errors()).contains("in use");
        }
    }

    @Test
    void help_lists_the_commands() throws Exception {
        var ended = Launcher.run("--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("demo", "serve", "import", "check", "rules", "examples", "explain", "test", "bench");
    }

    @Test
    void no_command_at_all_is_a_mistake_of_usage() throws Exception {
        var ended = Launcher.run();

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).startsWith("Usage: ./stepways COMMAND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demonstrate", "--fresh", "chek"})
    void an_unknown_command_is_a_mistake_of_usage_and_is_named(String command) throws Exception {
        var ended = Launcher.run(command);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors())
                .contains("Unknown command: '" + command + "'")
                .contains("--help");
    }

    @Test
    void an_unknown_option_of_the_tests_is_a_mistake_of_usage() throws Exception {
        assertThat(Launcher.run("test", "--lnog").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "test"})
    void each_command_explains_itself(String command) throws Exception {
        var ended = Launcher.run(command, "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("Usage:", command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve"})
    void an_unknown_option_of_a_command_is_a_mistake_of_usage(String command) throws Exception {
        assertThat(Launcher.run(command, "--no-such-option").code()).isEqualTo(2);
    }
}
