package stepways.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import org.junit.jupiter.api.Test;

/// The means of the browser tests themselves: does the browser answer, and does the accessibility check notice?
class ChromiumTest {

    @Test
    void the_browser_shows_a_page_and_presses_a_button() {
        try (var person = Chromium.browser().newContext()) {
            var page = person.newPage();
            page.setContent("<button onclick=\"this.textContent = 'pressed'\">press</button>");

            page.locator("button").click();

            assertThat(page.locator("button").textContent()).isEqualTo("pressed");
        }
    }

    @Test
    void the_accessibility_check_notices_a_field_without_a_label() {
        try (var person = Chromium.browser().newContext()) {
            var page = person.newPage();
            page.setContent("<html lang='en'><title>A form</title><main><h1>A form</h1><input></main></html>");

            var violations = new AxeBuilder(page).analyze().getViolations();

            assertThat(violations).extracting(Rule::getId).contains("label");
        }
    }
}
