package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import stepways.app.borough.Borough;
import stepways.app.database.AuthorityId;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;

/// Every type of page that anybody of the invented borough can reach by links from *My work*: looked at with the rules
/// of accessibility, at the width of a small phone, and as HTML. A page is of a new type when its address without ids
/// is new, or when it holds a part that none of its kind had before.
class PageTypesTest {

    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /// What one person opens at most.
    private static final int MOST = Boolean.getBoolean("stepways.long") ? 2000 : 60;

    /// Fewer would mean that the walk has lost its way.
    private static final int TYPES_AT_LEAST = 40;

    private static final List<String> PARTS = List.of(
            ".govuk-radios",
            ".govuk-checkboxes",
            ".govuk-date-input",
            "select",
            "textarea",
            "input[type=file]",
            "table",
            "details",
            "svg",
            ".sw-timeline",
            ".sw-pick",
            ".sw-need",
            ".govuk-pagination",
            ".govuk-warning-text",
            ".sw-card",
            ".govuk-error-summary");

    private static final Document NOTHING = Jsoup.parse("");

    private static final Path SEEN = Path.of("target", "html-validate", "seen");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> printed = new HashSet<>();
    private int opened;

    @Test
    void every_type_of_page_is_accessible_fits_a_phone_and_is_well_formed() throws Exception {
        Service.at("2026-11-24T11:30");
        var borough = new Borough(Service.database(), Launcher.root(), Service.clock(), new Progress(_ -> {}));
        if (borough.state() == Borough.State.ABSENT) {
            borough.build();
        }
        Files.createDirectories(SEEN);

        for (var authority : List.of("ashmere", "brackwater", "carrowby", "dunmarsh")) {
            for (var name : onePersonOfEachRole(authority)) {
                try (var browser = Chromium.browser().newContext()) {
                    walk(browser, authority, name);
                }
            }
        }
        var wellFormed = htmlValidate();

        System.out.printf("page types: %d types of page in %d pages opened%n", types.size(), opened);
        assertThat(types).hasSizeGreaterThan(TYPES_AT_LEAST);
        assertThat(faults).as("axe, the width of a phone, answers").isEmpty();
        assertThat(wellFormed).as("html-validate").isEmpty();
    }

    private static List<String> onePersonOfEachRole(String authority) {
        return Service.database()
                .read(
                        new Viewer.Job(new AuthorityId(authority), "page-types"),
                        sql -> sql.sql("""
                                        select distinct name
                                          from (select distinct on (r.role) s.name
                                                  from staff_role r
                                                  join staff s on s.authority = r.authority and s.id = r.staff
                                                  left join work_item w on w.authority = s.authority and w.staff = s.id
                                                 where r.held_until is null
                                                 group by r.role, s.name
                                                 order by r.role, count(w.run) desc, s.name) busiest
                                         order by name
                                        """).query(String.class).list());
    }

    private void walk(BrowserContext browser, String authority, String name) throws IOException {
        var page = browser.newPage();
        page.setDefaultTimeout(20_000);
        page.navigate(Service.address() + "/sign-in");
        page.locator("section[aria-labelledby='" + authority + "'] button")
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Sign in as " + name))
                .first()
                .click();
        var seen = new HashSet<String>();
        var open = new ArrayDeque<String>(List.of("/work"));
        while (!open.isEmpty() && seen.size() < MOST) {
            var path = open.poll();
            if (!seen.add(path)) {
                continue;
            }
            opened++;
            var answer = browser.request()
                    .get(Service.address() + path, RequestOptions.create().setMaxRedirects(5));
            if (answer.status() >= 500 || answer.status() == 404) {
                faults.add(answer.status() + " " + path + " as " + name + " of " + authority);
                continue;
            }
            if (!answer.headers().getOrDefault("content-type", "").startsWith("text/html")) {
                continue;
            }
            var html = answer.text();
            var document = Jsoup.parse(html, Service.address() + path);
            var type = type(path, answer.status(), document);
            if (types.putIfAbsent(type, name + " of " + authority + " at " + path) == null) {
                Files.writeString(SEEN.resolve(types.size() + ".html"), html);
                look(page, path, type);
            }
            for (var link : document.select("a[href^=/]")) {
                var to = link.attr("href").replaceAll("#.*", "");
                if (to.startsWith("/lists/") || to.startsWith("/sign-") || to.startsWith("/assets")) {
                    continue;
                }
                if (!to.endsWith("view=print") || printed.add(type(to, 200, NOTHING))) {
                    open.add(to);
                }
            }
        }
        page.close();
    }

    /// The address without what differs from one record to the next, and which parts the page is made of.
    private static String type(String path, int status, Document page) {
        var parts = new TreeSet<String>();
        for (var part : PARTS) {
            if (!page.select("main " + part).isEmpty()) {
                parts.add(part);
            }
        }
        return status + " "
                + path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}")
                        .replaceAll("/(items|agreements)/[^/?]+", "/$1/{name}")
                        .replaceAll("/events/[0-9]+", "/events/{n}")
                        .replaceAll("/trays/.+", "/trays/{team}")
                        .replaceAll("/policy/[^/]+/[^/]+(/.+)?", "/policy/{pack}$1")
                        .replaceAll("/policy/\\{pack\\}/.+", "/policy/{pack}/{pathway}")
                        .replaceAll("\\?(view=print)?.*", "?$1")
                + " " + parts;
    }

    private void look(Page page, String path, String type) {
        page.navigate(Service.address() + path);
        for (var rule : new AxeBuilder(page).withTags(WCAG).analyze().getViolations()) {
            faults.add(rule.getId() + " on " + path + ": "
                    + rule.getNodes().getFirst().getHtml());
        }
        page.setViewportSize(320, 640);
        if (!(boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")) {
            faults.add("scrolls sideways at 320 px: " + path);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", "sideways-" + types.size() + ".png")));
        }
        page.setViewportSize(1280, 900);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(
                        "target",
                        "screenshots",
                        "types",
                        types.size() + "-" + type.replaceAll("[^a-z]+", "-").replaceAll("(.{60}).*", "$1") + ".png")));
    }

    /// What html-validate says of every page kept. `./stepways test` installs it.
    private static List<String> htmlValidate() throws IOException, InterruptedException {
        var folder = Path.of("target", "html-validate").toAbsolutePath();
        var program = folder.resolve(Path.of("node_modules", "html-validate", "bin", "html-validate.mjs"));
        assertThat(program).as("html-validate, which ./stepways test installs").exists();
        var said = Files.createTempFile("html-validate", ".txt");
        var process = new ProcessBuilder("node", program.toString(), "--formatter", "text", "seen/*.html")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return Files.readAllLines(said).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.replaceAll("^.*/seen/", ""))
                .toList();
    }
}
