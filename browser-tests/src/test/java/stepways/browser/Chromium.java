package stepways.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The Chromium of this machine, driven by Playwright: one for all tests of a run, since it takes seconds to start.
///
/// Each test opens a browser context of its own, which is a person with their own cookies.
public final class Chromium {

    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<String> OUTSIDE_THE_PATH = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium");

    private Chromium() {}

    /// The running browser. It is started by the first test that asks, and ends with the tests' process.
    public static Browser browser() {
        return Running.BROWSER;
    }

    private static final class Running {

        static final Browser BROWSER = start();

        private static Browser start() {
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(installed())
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--disable-sync",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--no-first-run")));
        }
    }

    private static Path installed() {
        return Stream.concat(
                        Stream.concat(
                                Optional.ofNullable(System.getenv("STEPWAYS_CHROMIUM")).stream(),
                                Stream.of(System.getenv()
                                                .getOrDefault("PATH", "")
                                                .split(File.pathSeparator))
                                        .flatMap(folder -> PROGRAMS.stream().map(program -> folder + "/" + program))),
                        OUTSIDE_THE_PATH.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Expected Chromium or Chrome on this machine, found none. ./stepways test installs it where it can;"
                                + " STEPWAYS_CHROMIUM may name it."));
    }
}
