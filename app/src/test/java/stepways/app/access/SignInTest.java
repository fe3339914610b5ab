package stepways.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import stepways.app.TestBrowser;
import stepways.app.TestBrowser.Field;
import stepways.app.TestCouncil;
import stepways.app.TestService;

class SignInTest {

    private final TestCouncil council = TestCouncil.inTheTestDatabase();

    @Test
    void whoever_is_not_signed_in_is_led_to_sign_in_and_back_to_the_page() {
        var browser = new TestBrowser();

        var asked = browser.get("/work?of=team");
        var form = asked.form("form[action^=/sign-in]");
        var answer =
                browser.send(form, List.of(new Field("person", council.authority + ":" + council.staff("Priya Nair"))));

        assertThat(asked.address().getPath()).isEqualTo("/sign-in");
        assertThat(answer.address().toString()).endsWith("/work?of=team");
        assertThat(answer.h1()).isEqualTo("My team’s work");
    }

    @Test
    void an_address_outside_the_service_is_never_led_to() {
        var browser = new TestBrowser();
        var form = browser.get("/sign-in?to=//elsewhere.example/").form("form[action^=/sign-in]");

        var answer =
                browser.send(form, List.of(new Field("person", council.authority + ":" + council.staff("Priya Nair"))));

        assertThat(answer.address().getHost()).isEqualTo(TestService.address().getHost());
        assertThat(answer.address().getPath()).isEqualTo("/work");
    }

    @Test
    void a_form_without_its_token_records_nothing_and_shows_what_was_typed() {
        var browser = TestBrowser.as(council, "Priya Nair");

        var answer = browser.post(
                "/transfers/" + council.family + "/decision",
                List.of(new Field("_csrf", "wrong"), new Field("reason", "A long and careful reason.")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.h1()).isEqualTo("This was not recorded");
        assertThat(answer.page().select("main").text()).contains("A long and careful reason.");
    }

    @Test
    void what_is_sent_after_the_session_has_ended_comes_back_after_sign_in() {
        var browser = TestBrowser.as(council, "Priya Nair");
        var begun = begin(browser);
        var form = browser.get(begun + "/items/talk-with-manager").form("main form.sw-form");
        browser.loseTheSession();

        var lost = browser.send(form, List.of(new Field("note", "Typed before lunch, sent after.")));
        var back = browser.send(
                lost.form("form[action^=/sign-in]"),
                List.of(new Field("person", council.authority + ":" + council.staff("Priya Nair"))));

        assertThat(lost.address().getPath()).isEqualTo("/sign-in");
        assertThat(lost.page().select("main").text()).contains("What you typed is kept");
        assertThat(back.address().getPath()).isEqualTo(begun + "/items/talk-with-manager");
        assertThat(back.page().select("textarea[name=note]").val()).isEqualTo("Typed before lunch, sent after.");
    }

    @Test
    void what_somebody_sent_after_their_session_is_given_to_nobody_else() {
        var browser = TestBrowser.as(council, "Priya Nair");
        var begun = begin(browser);
        var form = browser.get(begun + "/items/talk-with-manager").form("main form.sw-form");
        browser.loseTheSession();
        browser.send(form, List.of(new Field("note", "For my eyes.")));

        browser.signIn(council, "Denise Okafor", "/work");

        assertThat(browser.get("/work/drafts").page().select("main").text()).contains("No drafts.");
    }

    @Test
    void forms_that_somebody_sends_at_the_same_time_are_all_answered() throws Exception {
        var browser = TestBrowser.as(council, "Priya Nair");
        var begun = begin(browser);
        var form = browser.get(begun + "/act/ask").form("main form[action$=/act/ask]");
        var role =
                form.select("select[name=role] option[value]:not([value=''])").attr("value");
        var together = new CyclicBarrier(6);

        var statuses = new ArrayList<Integer>();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 30; i++) {
                var question = "Question " + i;
                sent.add(all.submit(() -> {
                    together.await();
                    return browser.send(
                                    form,
                                    List.of(
                                            new Field("question", question),
                                            new Field("role", role),
                                            new Field("key", UUID.randomUUID().toString())))
                            .status();
                }));
            }
            for (var each : sent) {
                statuses.add(each.get());
            }
        }

        assertThat(statuses).containsOnly(200);
    }

    private String begin(TestBrowser browser) {
        var form = browser.get("/transfers/new?family=" + council.family + "&direction=UP&child=" + council.tyler)
                .form("form[action=/transfers]");
        var route = form.select("input[name=route]").stream()
                .map(input -> input.attr("value"))
                .filter(value -> value.startsWith("step-up|worker"))
                .findFirst()
                .orElseThrow();
        return browser.send(form, List.of(new Field("route", route))).address().getPath();
    }

    @Test
    void pages_are_kept_by_no_cache_and_load_nothing_from_elsewhere() {
        var page = TestBrowser.as(council, "Priya Nair").get("/work");
        var style =
                new TestBrowser().get(page.page().select("link[rel=stylesheet]").attr("href"));

        assertThat(page.header("content-security-policy")).startsWith("default-src 'self'");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("cache-control")).contains("no-store");
        assertThat(style.status()).isEqualTo(200);
        assertThat(style.header("cache-control")).contains("max-age=31536000").contains("immutable");
    }

    @Test
    void the_session_cookie_is_for_the_server_alone() {
        var answer = new TestBrowser().get("/sign-in");

        assertThat(answer.headers().getOrDefault("set-cookie", List.of()))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
    }

    @Test
    void production_never_lets_anybody_sign_in_as_anybody() {
        assertThatThrownBy(() -> SecurityConfiguration.refuseToStart(false, true, true))
                .isInstanceOf(SignInUnfit.class)
                .hasMessageContaining("stepways.sign-in.demo");
        assertThatThrownBy(() -> SecurityConfiguration.refuseToStart(false, false, true))
                .isInstanceOf(SignInUnfit.class)
                .hasMessageContaining("identity provider");
    }
}
