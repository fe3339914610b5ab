package stepways.app;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.TimeOrderedIds;
import stepways.packs.LoadedPack;
import stepways.packs.Packs;

/// Starts the service on a database that is thrown away, asks for a few pages, and stops.
///
/// The build runs this once and keeps what the JVM learnt, so that people wait half as long for a start.
@Command(
        name = "rehearse",
        description = "Starts the service on a database that is thrown away, asks for a few pages, and stops.",
        mixinStandardHelpOptions = true,
        hidden = true)
final class RehearseCommand implements Callable<Integer> {

    private static final List<String> PAGES = List.of(
            "work",
            "work/drafts",
            "trays",
            "families",
            "meetings",
            "policy",
            "search?q=ada",
            "harm-now",
            "help",
            "actuator/health");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var launch = EmbeddedPostgres.in(Files.createTempDirectory("stepways-rehearsal"))
                .withPrograms(Folders.postgres());
        try (var postgres = launch.start()) {
            var settings = DatabaseSetup.prepare(postgres, "stepways");
            setUp(settings);
            try (var service = RunningService.start(
                            settings, "demo", Map.of("server.address", "127.0.0.1", "server.port", "0"));
                    var browser = HttpClient.newBuilder()
                            .cookieHandler(new CookieManager())
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build()) {
                signIn(service, browser);
                for (var page : PAGES) {
                    var request = HttpRequest.newBuilder(service.address().resolve(page))
                            .build();
                    var answer = browser.send(request, BodyHandlers.ofString());
                    System.out.println(request.uri().getPath() + " " + answer.statusCode());
                }
            }
        } finally {
            launch.erase();
        }
        return ExitCode.OK;
    }

    /// An invented authority with somebody in each role, so that there is a person to sign in as.
    private static void setUp(DatabaseSettings settings) {
        var clock = InstantSource.system();
        var packs = Packs.load(Folders.root().resolve("policy-packs"));
        var policy = packs.packs().stream()
                .map(LoadedPack::policy)
                .filter(each -> each.national() != null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected a council's policy pack, found none"));
        try (var database = Database.open(settings)) {
            new AuthoritySetup(database, new TimeOrderedIds(clock), clock)
                    .apply(AuthoritySetup.everyRole(
                            new AuthorityId("rehearsal"),
                            "Rehearsal",
                            policy,
                            LocalDate.now(policy.calendar().zone())));
        }
    }

    private static void signIn(RunningService service, HttpClient browser) throws IOException, InterruptedException {
        var page = browser.send(
                        HttpRequest.newBuilder(service.address().resolve("sign-in"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        var form = "_csrf=" + encoded(page, "name=\"_csrf\" value=\"([^\"]+)\"") + "&person="
                + encoded(page, "name=\"person\" value=\"([^\"]+)\"");
        var answer = browser.send(
                HttpRequest.newBuilder(service.address().resolve("sign-in"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        System.out.println("/sign-in " + answer.statusCode());
    }

    private static String encoded(String page, String pattern) {
        var found = Pattern.compile(pattern).matcher(page);
        if (!found.find()) {
            throw new IllegalStateException("Expected " + pattern + " on the page to sign in");
        }
        return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
    }
}
