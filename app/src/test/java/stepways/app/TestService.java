package stepways.app;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stepways.app.database.TestDatabase;

/// The service as it runs in the demo, on the tests' database: started by the first test that asks, for all of them.
public final class TestService {

    private static @Nullable RunningService service;

    private TestService() {}

    /// Where it answers.
    public static synchronized URI address() {
        var running = service;
        if (running == null) {
            running = RunningService.start(
                    TestDatabase.settings(),
                    "demo",
                    Map.of("server.address", "127.0.0.1", "server.port", "0", "logging.level.root", "warn"));
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            service = running;
        }
        return running.address();
    }
}
