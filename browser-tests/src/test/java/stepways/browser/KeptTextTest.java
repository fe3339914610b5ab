package stepways.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What somebody typed is not lost: where the line goes, where the session ends, where they walk away.
class KeptTextTest {

    private static final String WORDS = "Ellis said that the house has been cold since the weekend.";

    private static String aTaskWithText(Person worker, String transfer) {
        worker.goTo(transfer);
        for (var link : worker.page.locator(".sw-need__title a").all()) {
            var url = String.valueOf(link.getAttribute("href"));
            worker.goTo(url);
            if (worker.page.locator("main form[data-draft] textarea").count() > 0) {
                return url;
            }
            worker.goTo(transfer);
        }
        throw new AssertionError("Expected a task with text on " + transfer);
    }

    private static Locator text(Person worker) {
        return worker.page.locator("main form[data-draft] textarea").first();
    }

    private static Locator send(Person worker) {
        return worker.page.locator("main form[data-draft] button[data-once]").first();
    }

    @Test
    void with_no_signal_the_text_stays_on_the_page_and_goes_when_the_line_is_back() {
        Service.at("2026-06-01T09:00");
        var council = Council.under("icrt");
        var family = council.family("Farrow", "early-help", "early-help-worker", LocalDate.of(2018, 5, 4), 1, Map.of());
        try (var worker = Person.signsIn(council, council.name("early-help-worker"))) {
            var transfer = worker.begins(family, "up", "step-up|worker-is-worried");
            var url = aTaskWithText(worker, transfer);

            worker.page.context().setOffline(true);
            text(worker).fill(WORDS);
            send(worker).click();

            assertThat(worker.page.locator("[data-saved]").first()).containsText("No signal.");
            assertThat(worker.page.url()).endsWith(url);
            assertThat(text(worker)).hasValue(WORDS);
            worker.looksOnAPhone("kept-text-no-signal");

            worker.page.context().setOffline(false);

            assertThat(worker.page.locator(".govuk-notification-banner")).isVisible();
            worker.goTo(url);
            assertThat(worker.main()).contains(WORDS);
        }
    }

    @Test
    void what_is_typed_is_saved_without_being_asked_and_stands_there_again() {
        Service.at("2026-06-01T09:00");
        var council = Council.under("icrt");
        var family = council.family("Farrow", "early-help", "early-help-worker", LocalDate.of(2018, 5, 4), 1, Map.of());
        try (var worker = Person.signsIn(council, council.name("early-help-worker"))) {
            var transfer = worker.begins(family, "up", "step-up|worker-is-worried");
            var url = aTaskWithText(worker, transfer);

            text(worker).fill(WORDS);
            assertThat(worker.page.locator("[data-saved]").first()).containsText("Saved at");
            worker.goTo("/work/drafts");
            worker.page.locator("main tbody a").first().click();

            assertThat(worker.page.url()).contains(url);
            assertThat(text(worker)).hasValue(WORDS);
        }
    }

    @Test
    void a_session_that_has_ended_gives_the_text_back_after_sign_in() {
        Service.at("2026-06-01T09:00");
        var council = Council.under("icrt");
        var family = council.family("Farrow", "early-help", "early-help-worker", LocalDate.of(2018, 5, 4), 1, Map.of());
        try (var worker = Person.signsIn(council, council.name("early-help-worker"))) {
            var transfer = worker.begins(family, "up", "step-up|worker-is-worried");
            var url = aTaskWithText(worker, transfer);

            worker.page.context().clearCookies();
            text(worker).fill(WORDS);
            send(worker).click();
            worker.page.waitForURL("**/sign-in**");
            worker.signsInAgain(council);

            assertThat(worker.page.url()).contains(url);
            assertThat(text(worker)).hasValue(WORDS);
        }
    }
}
