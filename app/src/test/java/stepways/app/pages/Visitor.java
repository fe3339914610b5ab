package stepways.app.pages;

import java.io.ByteArrayOutputStream;
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
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// Somebody at the living service who sends what no browser would: it goes out over HTTP as it is given here.
final class Visitor {

    /// One field as it is sent. A value may hold half of a surrogate pair, which is then sent as it stands.
    record Field(String name, String value) {}

    /// A file as it is sent.
    record Attachment(String name, String fileName, String mediaType, byte[] content) {}

    /// What came back. Redirects are not followed.
    record Answer(int status, String location, String body) {
        Document page() {
            return Jsoup.parse(body, "http://localhost/");
        }

        boolean redirects() {
            return status >= 300 && status < 400;
        }
    }

    private final URI service;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Visitor(URI service) {
        this.service = service;
    }

    /// Signs in as the sign-in page of the demo offers it.
    void signIn(String person) {
        var form = get("/sign-in").page().selectFirst("form[action^=/sign-in]");
        if (form == null) {
            throw new AssertionError("Expected the people to sign in as");
        }
        var csrf = form.select("input[name=_csrf]").val();
        var answer = post(form.attr("action"), List.of(new Field("_csrf", csrf), new Field("person", person)));
        if (!answer.redirects()) {
            throw new AssertionError("Expected " + person + " to be signed in, found " + answer.status());
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)));
    }

    Answer post(String path, List<Field> fields) {
        var body = fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1)));
    }

    Answer postFiles(String path, List<Field> fields, List<Attachment> files) {
        var boundary = "----a-boundary-of-the-tests";
        var body = new ByteArrayOutputStream();
        for (var field : fields) {
            write(
                    body,
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.name() + "\"\r\n\r\n"
                            + field.value() + "\r\n");
        }
        for (var file : files) {
            write(
                    body,
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + file.name() + "\"; filename=\""
                            + file.fileName() + "\"\r\nContent-Type: " + file.mediaType() + "\r\n\r\n");
            body.writeBytes(file.content());
            write(body, "\r\n");
        }
        write(body, "--" + boundary + "--\r\n");
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void write(ByteArrayOutputStream body, String words) {
        body.writeBytes(words.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(), answer.headers().firstValue("Location").orElse(""), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No answer from " + request.build().uri().getPath(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// As browsers encode it; but half of a surrogate pair goes out as the three bytes that no UTF-8 has.
    private static String encode(String words) {
        var encoded = new StringBuilder();
        int from = 0;
        for (int i = 0; i < words.length(); i++) {
            char each = words.charAt(i);
            boolean pair = Character.isHighSurrogate(each)
                    && i + 1 < words.length()
                    && Character.isLowSurrogate(words.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(each)) {
                encoded.append(URLEncoder.encode(words.substring(from, i), StandardCharsets.UTF_8));
                encoded.append(
                        "%%%02X%%%02X%%%02X".formatted(0xE0 | each >> 12, 0x80 | each >> 6 & 0x3F, 0x80 | each & 0x3F));
                from = i + 1;
            }
        }
        return encoded.append(URLEncoder.encode(words.substring(from), StandardCharsets.UTF_8))
                .toString();
    }
}
