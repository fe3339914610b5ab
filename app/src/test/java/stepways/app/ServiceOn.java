package stepways.app;

import java.net.URI;
import java.util.Map;
import stepways.app.database.DatabaseSettings;

/// The service as it runs in the demo, on a database of a test's own.
public final class ServiceOn implements AutoCloseable {

    private final RunningService service;

    private ServiceOn(RunningService service) {
        this.service = service;
    }

    public static ServiceOn database(DatabaseSettings settings) {
        return new ServiceOn(RunningService.start(
                settings,
                "demo",
                Map.of(
                        "server.address",
                        "127.0.0.1",
                        "server.port",
                        "0",
                        "logging.level.root",
                        "warn",
                        "stepways.rounds.seconds",
                        "0",
                        "stepways.packs",
                        "../policy-packs")));
    }

    /// Where it answers.
    public URI address() {
        return service.address();
    }

    @Override
    public void close() {
        service.close();
    }
}
