package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

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
    @ValueSource(strings = {"serve", "test"})
    void each_command_explains_itself(String command) throws Exception {
        var ended = Launcher.run(command, "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("Usage:", command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve"})
    void an_unknown_option_of_a_command_is_a_mistake_of_usage(String command) throws Exception {
        assertThat(Launcher.run(command, "--no-such-option").code()).isEqualTo(2);
    }
}
