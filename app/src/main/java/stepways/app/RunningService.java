package stepways.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import stepways.app.access.SignInUnfit;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseUnfit;
import stepways.app.procedures.ProceduresUnfit;

/// The service while it answers: its address, and how it stops.
final class RunningService implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
        context.addApplicationListener((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
    }

    /// Starts the service on a database and returns once it answers.
    ///
    /// @param profile what the settings files call this way of running, such as `demo`
    /// @param properties further settings, which win over those of files and of the environment
    static RunningService start(DatabaseSettings database, String profile, Map<String, String> properties) {
        var settings = new HashMap<String, Object>(database.asProperties());
        settings.putAll(properties);
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        try {
            return new RunningService(new SpringApplicationBuilder(StepwaysApplication.class)
                    .profiles(profile)
                    .run(arguments));
        } catch (RuntimeException failure) {
            throw plainly(failure);
        }
    }

    /// What the service itself said when it refused to start, out of everything that was wrapped around it.
    private static RuntimeException plainly(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnfit || cause instanceof ProceduresUnfit || cause instanceof SignInUnfit) {
                return (RuntimeException) cause;
            }
        }
        return failure;
    }

    /// The port wanted, or 0, which means any free one, where another program has it.
    static int freePort(int wanted) {
        try (var probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (BindException taken) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask for port " + wanted, e);
        }
    }

    /// Where a browser on this machine finds it.
    URI address() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        if (server == null) {
            throw new IllegalStateException("Expected a web server in the service, found none");
        }
        return URI.create("http://localhost:" + server.getPort() + "/");
    }

    /// Waits until someone stops the service.
    void await() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        context.close();
    }
}
