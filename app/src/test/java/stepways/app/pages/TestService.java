package stepways.app.pages;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import stepways.app.StepwaysApplication;
import stepways.app.database.TestDatabase;
import stepways.app.web.SignedInStaff;

/// The whole service on the tests' database, started once for all tests of a JVM, with a clock that a test sets.
public final class TestService {

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-06-18T07:52:00Z"));
    private static final int MAIL_PORT = freePort();
    private static @Nullable ConfigurableApplicationContext context;
    private static @Nullable MockMvc browser;

    private TestService() {}

    /// The port on which the service expects its mail server.
    public static int mailPort() {
        return MAIL_PORT;
    }

    private static int freePort() {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static synchronized MockMvc browser() {
        if (browser == null) {
            var arguments = new java.util.LinkedHashMap<String, Object>(
                    TestDatabase.settings().asProperties());
            arguments.put("server.port", "0");
            arguments.put("server.address", "127.0.0.1");
            arguments.put("stepways.rounds.seconds", "0");
            arguments.put("stepways.packs", "../policy-packs");
            // Nobody answers there unless a test starts a mail server.
            arguments.put("stepways.mail.host", "127.0.0.1");
            arguments.put("stepways.mail.port", Integer.toString(MAIL_PORT));
            arguments.put("stepways.mail.tls", "none");
            arguments.put("stepways.mail.from", "stepways@council.example");
            arguments.put("stepways.mail.address", "https://stepways.council.example");
            var started = new SpringApplicationBuilder(StepwaysApplication.class)
                    .profiles("demo")
                    .initializers(made -> ((GenericApplicationContext) made)
                            .registerBean(
                                    "clockOfTheTests",
                                    InstantSource.class,
                                    () -> NOW::get,
                                    definition -> definition.setPrimary(true)))
                    .run(arguments.entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toArray(String[]::new));
            context = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            browser = MockMvcBuilders.webAppContextSetup((WebApplicationContext) started)
                    .apply(springSecurity())
                    .build();
        }
        return browser;
    }

    /// A part of the service.
    public static <T> T bean(Class<T> type) {
        browser();
        var started = context;
        if (started == null) {
            throw new IllegalStateException("Expected the service to have started");
        }
        return started.getBean(type);
    }

    /// A part of the service of which there are several.
    public static <T> T bean(String name, Class<T> type) {
        bean(InstantSource.class);
        var started = context;
        if (started == null) {
            throw new IllegalStateException("Expected the service to have started");
        }
        return started.getBean(name, type);
    }

    public static Instant now() {
        return NOW.get();
    }

    /// From now on it is this moment.
    public static void at(String instant) {
        NOW.set(Instant.parse(instant));
    }

    /// What was answered.
    public record Answer(int status, @Nullable String location, String body) {

        public Document page() {
            return Jsoup.parse(body, "http://localhost/");
        }

        public String h1() {
            return page().select("h1").text();
        }

        public String main() {
            return page().select("main").text();
        }
    }

    public static Answer get(SignedInStaff me, String url) {
        return ask(me, org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get(URI.create(url)));
    }

    /// Follows a link from one page to another.
    public static Answer follow(SignedInStaff me, String from, String url) {
        return ask(
                me,
                org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get(URI.create(url))
                        .header("Referer", "http://localhost" + from));
    }

    /// Sends a form. `fields` are names and values in turn.
    public static Answer send(SignedInStaff me, String url, String... fields) {
        var request = post(URI.create(url)).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return ask(me, request);
    }

    /// Asks for a page without having signed in.
    public static Answer asNobody(String url) {
        return ask(org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get(URI.create(url)));
    }

    /// Sends a request of somebody who has not signed in, with a browser of their own.
    public static org.springframework.mock.web.MockHttpServletResponse visit(
            org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder<?> request) {
        try {
            return browser().perform(request).andReturn().getResponse();
        } catch (Exception e) {
            throw new IllegalStateException("The service failed to answer", e);
        }
    }

    /// A file as it leaves.
    public static byte[] file(SignedInStaff me, String url) {
        try {
            return browser()
                    .perform(org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get(URI.create(url))
                            .with(authentication(
                                    UsernamePasswordAuthenticationToken.authenticated(me, null, List.of()))))
                    .andReturn()
                    .getResponse()
                    .getContentAsByteArray();
        } catch (Exception e) {
            throw new IllegalStateException("The service failed to answer", e);
        }
    }

    private static Answer ask(SignedInStaff me, MockHttpServletRequestBuilder request) {
        return ask(
                request.with(authentication(UsernamePasswordAuthenticationToken.authenticated(me, null, List.of()))));
    }

    /// Sends any request as somebody, for what [#get] and [#send] cannot say: an upload, what the next page will be
    /// told.
    public static org.springframework.test.web.servlet.MvcResult perform(
            SignedInStaff me,
            org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder<?> request) {
        try {
            return browser()
                    .perform(request.with(csrf())
                            .with(authentication(
                                    UsernamePasswordAuthenticationToken.authenticated(me, null, List.of()))))
                    .andReturn();
        } catch (Exception e) {
            throw new IllegalStateException("The service failed to answer", e);
        }
    }

    private static Answer ask(MockHttpServletRequestBuilder request) {
        try {
            var answer = browser().perform(request).andReturn().getResponse();
            return new Answer(
                    answer.getStatus(), answer.getRedirectedUrl(), answer.getContentAsString(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException("The service failed to answer", e);
        }
    }
}
