package stepways.browser;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import stepways.app.StepwaysApplication;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;

/// The real service on a PostgreSQL of its own, started once for all journeys of a run, with a clock that they set.
final class Service {

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-06-04T08:00:00Z"));

    private Service() {}

    /// It is this moment from now on, as staff in London read it: `2026-06-04T09:00`.
    static void at(String local) {
        NOW.set(java.time.LocalDateTime.parse(local)
                .atZone(java.time.ZoneId.of("Europe/London"))
                .toInstant());
    }

    static Instant now() {
        return NOW.get();
    }

    static InstantSource clock() {
        return NOW::get;
    }

    static <T> T bean(Class<T> type) {
        return Running.CONTEXT.getBean(type);
    }

    static Database database() {
        return bean(Database.class);
    }

    static URI address() {
        var server = ((WebServerApplicationContext) Running.CONTEXT).getWebServer();
        if (server == null) {
            throw new IllegalStateException("Expected a web server in the service, found none");
        }
        return URI.create("http://localhost:" + server.getPort());
    }

    private static final class Running {

        static final ConfigurableApplicationContext CONTEXT = start();

        private static ConfigurableApplicationContext start() {
            var server = EmbeddedPostgres.in(Path.of("target", "postgres"))
                    .withPrograms(Launcher.root().resolve(".stepways/postgres"))
                    .start();
            var arguments =
                    new LinkedHashMap<String, Object>(DatabaseSetup.prepare(server, "journeys_" + System.nanoTime())
                            .asProperties());
            arguments.put("server.port", "0");
            arguments.put("server.address", "127.0.0.1");
            arguments.put("stepways.rounds.seconds", "0");
            arguments.put(
                    "stepways.packs", Launcher.root().resolve("policy-packs").toString());
            var context = new SpringApplicationBuilder(StepwaysApplication.class)
                    .profiles("demo")
                    .initializers(made -> ((GenericApplicationContext) made)
                            .registerBean(
                                    "clockOfTheJourneys",
                                    InstantSource.class,
                                    () -> NOW::get,
                                    definition -> definition.setPrimary(true)))
                    .run(arguments.entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toArray(String[]::new));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                context.close();
                server.close();
            }));
            return context;
        }
    }
}
