package stepways.app.partners;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import stepways.app.pages.TestService;

/// Somebody without an account, at a browser and a place of their own.
final class Visitor {

    private static final AtomicInteger PLACES = new AtomicInteger();

    private final MockHttpSession session = new MockHttpSession();
    private final String place;

    Visitor() {
        int number = PLACES.incrementAndGet();
        this.place = "198.51." + number / 200 + "." + (1 + number % 200);
    }

    record Answer(int status, String location, String body, MockHttpServletResponse response) {
        String main() {
            return Jsoup.parse(body).select("main").text();
        }

        String h1() {
            return Jsoup.parse(body).select("h1").text();
        }

        String title() {
            return Jsoup.parse(body).title();
        }
    }

    Answer get(String url) {
        return ask(MockMvcRequestBuilders.get(URI.create(url)));
    }

    Answer send(String url, String... fields) {
        return ask(form(url, fields).with(csrf()));
    }

    Answer sendWithoutItsToken(String url, String... fields) {
        return ask(form(url, fields));
    }

    private static MockHttpServletRequestBuilder form(String url, String... fields) {
        var request = MockMvcRequestBuilders.post(URI.create(url));
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return request;
    }

    private Answer ask(MockHttpServletRequestBuilder request) {
        var response = TestService.visit(request.session(session).with(from -> {
            from.setRemoteAddr(place);
            return from;
        }));
        try {
            return new Answer(
                    response.getStatus(),
                    String.valueOf(response.getRedirectedUrl()),
                    response.getContentAsString(StandardCharsets.UTF_8),
                    response);
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
