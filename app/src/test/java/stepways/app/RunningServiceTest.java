package stepways.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stepways.app.database.TestDatabase;

class RunningServiceTest {

    @Test
    void the_service_answers_on_a_real_database_and_stops() throws Exception {
        var service = RunningService.start(
                TestDatabase.settings(), "demo", Map.of("server.address", "127.0.0.1", "server.port", "0"));
        try (var browser = HttpClient.newHttpClient()) {
            var health = HttpRequest.newBuilder(service.address().resolve("actuator/health"))
                    .build();

            var answer = browser.send(health, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isLessThan(500);
        } finally {
            service.close();
        }
        service.await();
    }

    @Test
    void a_port_that_another_program_has_is_left_to_it() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(RunningService.freePort(other.getLocalPort())).isZero();
        }
    }

    @Test
    void a_port_that_nobody_has_is_taken() throws IOException {
        int free;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }

        assertThat(RunningService.freePort(free)).isEqualTo(free);
    }
}
