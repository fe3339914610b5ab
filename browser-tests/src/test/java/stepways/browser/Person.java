package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Somebody at a browser of their own. They read what a page offers and do that; nothing here knows an item of a pack.
final class Person implements AutoCloseable {

    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final BrowserContext browser;
    private final String name;
    final Page page;

    private final boolean byKeyboard;
    private int loaded;

    /// How somebody works.
    enum Way {
        /// With a mouse or a finger.
        POINTER,
        /// With nothing but the keyboard.
        KEYBOARD,
        /// In a browser that runs no scripts.
        NO_SCRIPTS
    }

    private Person(BrowserContext browser, String name, boolean byKeyboard) {
        this.browser = browser;
        this.name = name;
        this.byKeyboard = byKeyboard;
        this.page = browser.newPage();
        page.setDefaultTimeout(20_000);
        page.onLoad(_ -> loaded++);
    }

    /// Opens a browser and signs in as somebody of the council.
    static Person signsIn(Council council, String name) {
        return signsIn(council, name, Way.POINTER);
    }

    static Person signsIn(Council council, String name, Way way) {
        var context = Chromium.browser()
                .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(way != Way.NO_SCRIPTS));
        var person = new Person(context, name, way == Way.KEYBOARD);
        person.goTo("/sign-in");
        person.signsInAgain(council);
        assertThat(person.page.url()).endsWith("/work");
        return person;
    }

    /// Presses a link or a button that leads to a page, and waits for that page: a form is sent only after the server
    /// has been asked whether it is there.
    private void press(Locator what) {
        int before = loaded;
        if (byKeyboard) {
            tabTo(what);
            page.keyboard().press("Enter");
        } else {
            what.click();
        }
        page.waitForCondition(() -> loaded > before);
    }

    /// Chooses an answer.
    private void tick(Locator box) {
        if (!byKeyboard) {
            box.check();
        } else if (!box.isChecked()) {
            if ("radio".equals(box.getAttribute("type"))) {
                // One stop for the whole group; the arrows go through its answers.
                tabTo(page.locator("input[type=radio][name='" + box.getAttribute("name") + "']"));
                page.keyboard().press("Space");
                for (int answers = 0; answers < 40 && !box.isChecked(); answers++) {
                    page.keyboard().press("ArrowDown");
                }
            } else {
                tabTo(box);
                page.keyboard().press("Space");
            }
            assertThat(box.isChecked()).as("%s by keyboard", box).isTrue();
        }
    }

    private void write(Locator field, String words) {
        if (byKeyboard) {
            tabTo(field);
            page.keyboard().press("ControlOrMeta+a");
            page.keyboard().insertText(words);
        } else {
            field.fill(words);
        }
    }

    /// From wherever the focus is, stop after stop, to one of these.
    private void tabTo(Locator wanted) {
        if ((boolean) page.evaluate("document.activeElement === document.body")) {
            page.keyboard().press("Tab");
            page.keyboard().press("Enter"); // "Skip to main content" is the first stop of every page
        }
        var elements = wanted.elementHandles();
        for (int stops = 0; stops < 400; stops++) {
            for (var element : elements) {
                if ((boolean) element.evaluate("it => it === document.activeElement")) {
                    return;
                }
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Expected to reach " + wanted + " by the Tab key on " + page.url());
    }

    /// On the sign-in page that they were led to.
    void signsInAgain(Council council) {
        page.locator("section[aria-labelledby='" + council.authority.value() + "'] button")
                .filter(new Locator.FilterOptions().setHasText("Sign in as " + name))
                .first()
                .click(); // the list is long: not by keyboard
    }

    void goTo(String path) {
        page.navigate(path.startsWith("http") ? path : Service.address() + path);
    }

    String main() {
        return page.locator("main").innerText();
    }

    String heading() {
        return page.locator("h1").innerText();
    }

    /// What stands in the banner after the last act.
    String told() {
        return page.locator(".govuk-notification-banner, .sw-notice")
                .allInnerTexts()
                .toString();
    }

    /// Starts a transfer for every child of a family by the way whose value begins so. Gives the path of the transfer.
    String begins(Council.Family family, String direction, String route) {
        goTo("/families/" + family.id());
        press(page.locator("main a[href^='/transfers/new']").first());
        for (int step = 0; step < 6 && !page.url().matches(".*/transfers/[0-9a-f-]{36}.*"); step++) {
            var form = page.locator("main form.sw-form").last();
            if (form.locator("input[type=radio][name=direction]").count() > 0) {
                tick(form.locator("input[type=radio][name=direction][value="
                        + direction.toUpperCase(java.util.Locale.ROOT) + "]"));
            }
            var children = form.locator("input[type=checkbox][name=child]");
            for (int i = 0; i < children.count(); i++) {
                tick(children.nth(i));
            }
            var routes = form.locator("input[name=route][type=radio]");
            for (int i = 0; i < routes.count(); i++) {
                if (String.valueOf(routes.nth(i).getAttribute("value")).startsWith(route)) {
                    tick(routes.nth(i));
                }
            }
            press(form.locator("button[type=submit]").first());
        }
        assertThat(page.url()).as("%s", main()).matches(".*/transfers/[0-9a-f-]{36}.*");
        return page.url().replaceAll("^https?://[^/]+", "").replaceAll("[?#].*", "");
    }

    /// Takes a contact about the children of a family, from whom it is about to the page of the contact. Gives the path
    /// of its run.
    String takesContact(Council.Family family, String route) {
        goTo("/contacts/new");
        sends("", Map.of("child-1-forename", "Alex", "child-1-surname", family.surname()));
        var form = page.locator("main form.sw-form").first();
        for (var pick : List.of("pick-1", "family")) {
            var radios = form.locator("input[type=radio][name='" + pick + "']");
            if (radios.count() > 0) {
                tick(radios.first());
            }
        }
        press(form.locator("button.govuk-button[type=submit]").first());
        assertThat(page.url()).as("%s", main()).contains("/take");
        var take = page.locator("main form.sw-form").first();
        for (var radio : take.locator("input[type=radio][name=door]").all()) {
            if (String.valueOf(radio.getAttribute("value")).startsWith(route)) {
                tick(radio);
            }
        }
        fill(take);
        press(take.locator("button.govuk-button[type=submit]").first());
        assertThat(page.url()).as("%s", main()).matches(".*/contacts/[0-9a-f-]{36}.*");
        return page.url().replaceAll("^https?://[^/]+/contacts", "/transfers").replaceAll("[?#].*", "");
    }

    /// Fills in the fields named, by their names, and sends the form. A tick is asked for by its value.
    void sends(String form, Map<String, String> fields) {
        var all = page.locator("main form.sw-form" + form).last();
        fields.forEach((name, value) -> {
            var field = all.locator("[name='" + name + "']").first();
            var type = String.valueOf(field.getAttribute("type"));
            if (type.equals("radio") || type.equals("checkbox")) {
                tick(all.locator("[name='" + name + "'][value='" + value + "']"));
            } else if ((boolean) field.evaluate("it => it.tagName === 'SELECT'")) {
                field.selectOption(value);
            } else {
                write(field, value);
            }
        });
        press(all.locator("button.govuk-button[type=submit]").first());
    }

    /// Does everything on the list of a transfer that this person may do, each form filled as its fields ask.
    void doesWhatIsOpen(String transfer) {
        var done = new LinkedHashSet<String>();
        for (var url = next(transfer, done); url != null; url = next(transfer, done)) {
            done.add(url);
            goTo(url);
            for (int people = 0; people < 4; people++) {
                var oneOf = page.locator("main a:has-text('Record it')");
                if (page.locator("main form.sw-form").count() == 0 && oneOf.count() > 0) {
                    press(oneOf.first());
                }
                var form = page.locator("main form.sw-form").first();
                if (form.count() == 0 || form.isHidden()) {
                    picture("no-form-" + url.replaceAll(".*/", "") + "-" + name.replace(' ', '-'));
                    break;
                }
                fill(form);
                press(form.locator("button[type=submit]").first());
                assertThat(page.title()).as("%s", main()).doesNotStartWith("Error");
                if (!page.url().contains("/agreements/")
                        || !page.locator("main").innerText().contains("Not asked yet")) {
                    break;
                }
            }
        }
    }

    private @org.jspecify.annotations.Nullable String next(String transfer, LinkedHashSet<String> done) {
        goTo(transfer);
        for (var need : page.locator(".sw-need").all()) {
            var state = need.locator(".sw-need__state").innerText().strip();
            var link = need.locator(".sw-need__title a");
            if (link.count() == 1
                    && (state.equals("Not started") || state.equals("In progress") || state.equals("Overdue"))) {
                var url = String.valueOf(link.getAttribute("href"));
                if (!url.endsWith("/decision") && !done.contains(url)) {
                    return url;
                }
            }
        }
        return null;
    }

    /// Something that fits each field of the form on the page; these fields first.
    void fillsIn(String form, Map<String, String> first) {
        first.forEach((name, value) ->
                tick(page.locator(form).last().locator("[name='" + name + "'][value='" + value + "']")));
        fill(page.locator(form).last());
    }

    void fillsIn(String form) {
        fillsIn(form, Map.of());
    }

    /// The first answer of each question that has none yet.
    private void answers(Locator form) {
        var groups = new LinkedHashSet<String>();
        for (var radio : form.locator("input[type=radio]").all()) {
            if (!radio.isVisible()) {
                continue;
            }
            var group = String.valueOf(radio.getAttribute("name"));
            if (groups.add(group)
                    && form.locator("input[type=radio][name='" + group + "']:checked")
                                    .count()
                            == 0) {
                tick(radio);
            }
        }
    }

    /// Something that fits each field of a form.
    private void fill(Locator form) {
        for (var select : form.locator("select").all()) {
            if (!select.isVisible()) {
                continue;
            }
            var values = new ArrayList<String>();
            for (var option : select.locator("option").all()) {
                var value = option.getAttribute("value");
                if (value != null && !value.isEmpty()) {
                    values.add(value);
                }
            }
            if (!values.isEmpty()) {
                select.selectOption(values.getFirst());
            }
        }
        answers(form);
        for (var box : form.locator("input[type=checkbox]").all()) {
            if (box.isVisible()) {
                tick(box);
            }
        }
        answers(form); // a tick may have brought more questions
        for (var area : form.locator("textarea").all()) {
            if (area.isVisible() && area.inputValue().isBlank()) {
                write(area, "We talked it through with the family; both children were seen.");
            }
        }
        var day = LocalDate.ofInstant(Service.now(), ZoneId.of("Europe/London")).minusDays(1);
        for (var first : form.locator("input[name$='-day']").all()) {
            var date = String.valueOf(first.getAttribute("name")).replaceAll("-day$", "");
            if (first.isVisible() && first.inputValue().isBlank() && !date.startsWith("until")) {
                write(first, String.valueOf(day.getDayOfMonth()));
                write(form.locator("[name='" + date + "-month']"), String.valueOf(day.getMonthValue()));
                write(form.locator("[name='" + date + "-year']"), String.valueOf(day.getYear()));
            }
        }
        for (var line : form.locator("input[type=text]").all()) {
            var field = String.valueOf(line.getAttribute("name"));
            if (!field.matches(".*-(day|month|year|time)")
                    && line.isVisible()
                    && line.inputValue().isBlank()) {
                write(line, field.contains("email") ? "office@school.example" : "1");
            }
        }
    }

    /// Records the decision of the stage, the same for every child.
    void decides(String transfer, String outcome, String reason) {
        goTo(transfer + "/decision");
        var choices = page.locator("input[type=radio][value='" + outcome + "']");
        if (choices.count() == 0) {
            goTo(transfer);
            picture("cannot-" + outcome);
            goTo(transfer + "/decision");
        }
        assertThat(choices.count())
                .as("%s may choose %s: %s", name, outcome, main())
                .isPositive();
        for (var choice : choices.all()) {
            tick(choice);
        }
        write(page.locator("#reason"), reason);
        press(page.locator("button[type=submit]")
                .filter(new Locator.FilterOptions().setHasText("Record the decision")));
        assertThat(page.title()).as("%s", main()).doesNotStartWith("Error");
        assertThat(page.url()).matches(".*/(transfers|contacts)/.*");
    }

    /// The stage that the strip at the top of a transfer shows as now.
    String stage(String transfer) {
        goTo(transfer);
        return page.locator("[aria-current=step]").allInnerTexts().toString();
    }

    /// From the page they are on: harm now, and somebody who can act is told.
    void raisesHarmNow() {
        press(page.locator("a.sw-harm-link"));
        press(page.locator("main form.sw-form button[type=submit], main form button[type=submit]")
                .first());
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
    }

    /// The page as it looks, for whoever reads the test's report, and that no rule of accessibility is broken on it.
    void looks(String picture) {
        picture(picture);
        var violations = new AxeBuilder(page).withTags(WCAG).analyze().getViolations();
        assertThat(violations.stream()
                        .map(rule ->
                                rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                        .toList())
                .as(picture)
                .isEmpty();
        assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"))
                .as("%s does not scroll sideways", picture)
                .isTrue();
    }

    /// The same at the width of a small phone.
    void looksOnAPhone(String picture) {
        page.setViewportSize(320, 640);
        looks(picture + "-320");
        page.setViewportSize(1280, 900);
    }

    @Override
    public void close() {
        browser.close();
    }
}
