package stepways.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// A browser without JavaScript: follows links and redirects, keeps cookies, and sends forms as they stand on the page.
public final class TestBrowser {

    /// One field of a form.
    public record Field(String name, String value) {}

    /// What came back.
    public record Answer(int status, URI address, String body, Map<String, List<String>> headers) {
        public Document page() {
            return Jsoup.parse(body, address.toString());
        }

        /// The form of this selector; the page's words where there is none.
        public Element form(String selector) {
            var form = page().selectFirst(selector);
            if (form == null) {
                throw new AssertionError("Expected " + selector + " at " + address + " (" + status + "), found: "
                        + page().select("main").text());
            }
            return form;
        }

        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        public String h1() {
            return page().select("h1").text();
        }

        /// The lines of the error summary.
        public List<String> errors() {
            return page().select(".govuk-error-summary__list > li").eachText();
        }
    }

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /// Somebody at a browser of their own, signed in.
    public static TestBrowser as(TestCouncil council, String person) {
        var browser = new TestBrowser();
        browser.signIn(council, person, "/work");
        return browser;
    }

    public Answer signIn(TestCouncil council, String person, String to) {
        var form = get("/sign-in?to=" + to).form("form[action^=/sign-in]");
        return send(form, List.of(new Field("person", council.authority + ":" + council.staff(person))));
    }

    public void loseTheSession() {
        cookies.getCookieStore().removeAll();
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(TestService.address().resolve(path)).build());
    }

    public Answer post(String path, List<Field> fields) {
        var body = fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(TestService.address().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// Sends a form with what it holds, changed by what a person types.
    public Answer send(Element form, List<Field> typed) {
        return post(form.attr("action"), fields(form, typed));
    }

    /// Sends a form with a file, as a browser does.
    public Answer upload(
            Element form, List<Field> typed, String field, String fileName, HttpRequest.BodyPublisher file) {
        var boundary = "----stepways-tests";
        var before = new StringBuilder();
        for (var each : fields(form, typed)) {
            if (!each.name().equals(field)) {
                before.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(boundary, each.name(), each.value()));
            }
        }
        before.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/pdf\r\n\r\n"
                        .formatted(boundary, field, fileName));
        var request = HttpRequest.newBuilder(TestService.address().resolve(form.attr("action")))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(before.toString()),
                        file,
                        HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build();
        // A redirect is followed by hand: this client would send the encoding of the form along.
        try (var once = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            var answer = send(once, request);
            var location = answer.header("location");
            return location.isEmpty() ? answer : get(location);
        }
    }

    /// What a form would send.
    public static List<Field> fields(Element form, List<Field> typed) {
        var names = typed.stream().map(Field::name).collect(Collectors.toSet());
        var all = new ArrayList<Field>();
        for (var input : form.select("input[name], textarea[name], select[name]")) {
            var name = input.attr("name");
            if (names.contains(name)) {
                continue;
            }
            if (input.hasAttr("type") && List.of("radio", "checkbox").contains(input.attr("type"))) {
                if (input.hasAttr("checked")) {
                    all.add(new Field(name, input.attr("value")));
                }
            } else {
                all.add(new Field(name, input.val()));
            }
        }
        all.addAll(typed);
        return all;
    }

    private Answer send(HttpRequest request) {
        return send(client, request);
    }

    private static Answer send(HttpClient client, HttpRequest request) {
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.uri(),
                    answer.body(),
                    answer.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }
}
