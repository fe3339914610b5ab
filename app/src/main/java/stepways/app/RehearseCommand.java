package stepways.app;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;

/// Starts the service on a database that is thrown away, asks for a few pages, and stops.
///
/// The build runs this once and keeps what the JVM learnt, so that people wait half as long for a start.
@Command(
        name = "rehearse",
        description = "Starts the service on a database that is thrown away, asks for a few pages, and stops.",
        mixinStandardHelpOptions = true,
        hidden = true)
final class RehearseCommand implements Callable<Integer> {

    private static final List<String> PAGES = List.of("", "actuator/health", "assets/app.css");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var launch = EmbeddedPostgres.in(Files.createTempDirectory("stepways-rehearsal"))
                .withPrograms(Folders.postgres());
        try (var postgres = launch.start();
                var service = RunningService.start(
                        DatabaseSetup.prepare(postgres, "stepways"),
                        "demo",
                        Map.of("server.address", "127.0.0.1", "server.port", "0"));
                var browser = HttpClient.newHttpClient()) {
            for (var page : PAGES) {
                var request =
                        HttpRequest.newBuilder(service.address().resolve(page)).build();
                var answer = browser.send(request, BodyHandlers.ofString());
                System.out.println(request.uri().getPath() + " " + answer.statusCode());
            }
        } finally {
            launch.erase();
        }
        return ExitCode.OK;
    }
}
