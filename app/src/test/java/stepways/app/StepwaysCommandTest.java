package stepways.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepwaysCommandTest {

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        var words = new PrintWriter(said, true);
        return StepwaysCommand.commandLine().setOut(words).setErr(words).execute(arguments);
    }

    static Iterable<String> commands() {
        return StepwaysCommand.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(said.toString()).startsWith("Usage: stepways " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void an_unknown_option_is_a_mistake_of_usage(String command) {
        assertThat(run(command, "--no-such-option")).isEqualTo(2);
        assertThat(said.toString()).contains("--no-such-option");
    }

    @Test
    void no_command_is_a_mistake_of_usage() {
        assertThat(run()).isEqualTo(2);
        assertThat(said.toString()).contains("Name a command.");
    }

    @Test
    void serving_without_a_database_names_everything_that_is_missing() {
        assertThat(run("serve")).isEqualTo(2);
        assertThat(said.toString())
                .contains("STEPWAYS_DATABASE_URL, STEPWAYS_DATABASE_APP_PASSWORD, STEPWAYS_DATABASE_SESSION_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create role stepways_owner", "\\password stepways_app"})
    void the_set_up_of_a_server_can_be_printed(String line) {
        assertThat(run("serve", "--print-set-up")).isZero();
        assertThat(said.toString()).contains(line);
    }
}
