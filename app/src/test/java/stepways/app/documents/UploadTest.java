package stepways.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stepways.app.TestBrowser;
import stepways.app.TestBrowser.Answer;
import stepways.app.TestBrowser.Field;
import stepways.app.TestCouncil;

/// Files sent over a real connection: what the server does with sizes, names and what is in them.
class UploadTest {

    private static final byte[] PDF = "%PDF-1.7\nAn invented plan.\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROGRAM = HexFormat.of().parseHex("4d5a90000300000004000000ffff0000b8000000");

    private final TestCouncil council = TestCouncil.inTheTestDatabase();
    private final TestBrowser priya = TestBrowser.as(council, "Priya Nair");

    @TempDir
    private Path folder = Path.of("target");

    private String documents() {
        return "/families/" + council.family + "/documents";
    }

    private Answer send(String fileName, java.net.http.HttpRequest.BodyPublisher file, Field... more) {
        var fields = new java.util.ArrayList<Field>(List.of(
                new Field("kind", "early-help-plan"),
                new Field("about", council.tyler.toString()),
                new Field("dated-day", "12"),
                new Field("dated-month", "1"),
                new Field("dated-year", "2026"),
                new Field("held-at", "EHM, documents, for Tyler’s file")));
        fields.addAll(Arrays.asList(more));
        return priya.upload(priya.get(documents() + "/new").form("main form.sw-form"), fields, "file", fileName, file);
    }

    private void everythingTypedIsKept(Answer answer) {
        assertThat(answer.page().select("#held-at").val()).isEqualTo("EHM, documents, for Tyler’s file");
        assertThat(answer.page().select("#dated-year").val()).isEqualTo("2026");
        assertThat(answer.page().select("input[name=about][checked]").val()).isEqualTo(council.tyler.toString());
    }

    @Test
    void a_file_comes_back_byte_for_byte_and_is_saved_and_never_shown() {
        var answer = send("plan.pdf", BodyPublishers.ofByteArray(PDF));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var saved = priya.get(answer.address().getPath() + "/file");
        assertThat(saved.body()).isEqualTo(new String(PDF, StandardCharsets.US_ASCII));
        assertThat(saved.header("content-type")).isEqualTo("application/pdf");
        assertThat(saved.header("content-disposition"))
                .isEqualTo("attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf");
        assertThat(saved.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(saved.header("content-security-policy")).startsWith("sandbox");
        assertThat(saved.header("cache-control")).contains("no-store");
    }

    @Test
    void the_largest_file_that_may_be_kept_is_kept_in_pieces() {
        var large = new byte[25_000_000];
        new Random(7).nextBytes(large);
        System.arraycopy(PDF, 0, large, 0, PDF.length);

        var answer = send("scan.pdf", BodyPublishers.ofByteArray(large));

        assertThat(answer.status()).as(answer.h1()).isEqualTo(200);
        assertThat(answer.page().select("main").text()).contains("PDF, 25 MB");
        var saved = priya.get(answer.address().getPath() + "/file");
        assertThat(saved.header("content-length")).isEqualTo("25000000");
    }

    @Test
    void fifty_megabytes_are_refused_beside_the_field_and_everything_typed_is_kept() throws IOException {
        var answer = send("scan.pdf", BodyPublishers.ofFile(sparse(50_000_000)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors())
                .containsExactly(
                        "“scan.pdf” has 50 MB; the most that can be kept is 25 MB. Save it smaller, or say where it is kept");
        assertThat(answer.page().select("#file-error").text()).contains("“scan.pdf” has 50 MB");
        everythingTypedIsKept(answer);
    }

    @Test
    void what_is_larger_than_the_server_takes_in_is_answered_with_a_page_that_leads_back_to_the_form()
            throws IOException {
        var answer = send("film.pdf", BodyPublishers.ofFile(sparse(200_000_000)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.h1()).isEqualTo("This is too large to take in");
        assertThat(answer.page().select("main").text())
                .contains("nothing was recorded")
                .contains("What you typed was saved as a draft");
    }

    @Test
    void a_form_that_cannot_be_taken_apart_is_answered_plainly() {
        var longText =
                send("plan.pdf", BodyPublishers.ofByteArray(PDF), new Field("title", "many words ".repeat(400_000)));
        var badName = send("plan\0.pdf", BodyPublishers.ofByteArray(PDF));

        assertThat(longText.status()).isEqualTo(413);
        assertThat(longText.h1()).isEqualTo("This is too large to take in");
        assertThat(badName.status()).isEqualTo(400);
        assertThat(badName.page().select("main").text()).contains("its name cannot be read");
    }

    private Path sparse(long size) throws IOException {
        var path = folder.resolve("large.pdf");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(PDF);
            file.setLength(size);
        }
        return path;
    }

    @Test
    void a_program_that_calls_itself_a_pdf_is_refused_beside_the_field() {
        var answer = send("plan.pdf", BodyPublishers.ofByteArray(PROGRAM));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors().getFirst())
                .startsWith("“plan.pdf” is a Windows program, whatever its name says. Choose a PDF");
        everythingTypedIsKept(answer);
    }

    @Test
    void an_empty_file_is_refused_and_no_file_at_all_is_something_else() {
        var empty = send("plan.pdf", BodyPublishers.noBody());
        var none = priya.post(
                documents(),
                TestBrowser.fields(
                        priya.get(documents() + "/new").form("main form.sw-form"),
                        List.of(new Field("kind", "early-help-plan"), new Field("held-at", ""))));

        assertThat(empty.errors()).containsExactly("“plan.pdf” is empty. Check the file and choose it again");
        assertThat(none.errors()).contains("Choose the file, or say where the document is kept");
    }

    @Test
    void a_name_with_a_folder_and_marks_that_turn_the_writing_is_a_plain_name() {
        var folderAndOverride = send("../../etc/plan\u202Efdp.exe", BodyPublishers.ofByteArray(PDF));
        var arabic = send("C:\\files\\خطة الأسرة.pdf", BodyPublishers.ofByteArray(PDF));

        assertThat(folderAndOverride.status()).isEqualTo(200);
        assertThat(priya.get(folderAndOverride.address().getPath() + "/file").header("content-disposition"))
                .isEqualTo("attachment; filename=\"planfdp.exe.pdf\"; filename*=UTF-8''planfdp.exe.pdf");
        assertThat(arabic.page().select("main").text()).contains("Save “خطة الأسرة.pdf”");
        assertThat(priya.get(arabic.address().getPath() + "/file").header("content-disposition"))
                .endsWith("filename*=UTF-8''%D8%AE%D8%B7%D8%A9%20%D8%A7%D9%84%D8%A3%D8%B3%D8%B1%D8%A9.pdf");
    }

    @Test
    void a_file_that_is_fit_need_not_be_sent_again_when_something_else_is_wrong() {
        var form = priya.get(documents() + "/new").form("main form.sw-form");
        var wrong = priya.upload(
                form,
                List.of(
                        new Field("kind", "early-help-plan"),
                        new Field("dated-day", "31"),
                        new Field("dated-month", "2"),
                        new Field("dated-year", "2026"),
                        new Field("about", "family")),
                "file",
                "plan.pdf",
                BodyPublishers.ofByteArray(PDF));

        assertThat(wrong.errors()).containsExactly("There is no such day as 31 2 2026. Enter a real date");
        assertThat(wrong.page().select("#file-kept").text()).startsWith("plan.pdf is kept.");

        var right = priya.send(
                wrong.form("main form.sw-form"),
                List.of(
                        new Field("dated-day", "28"),
                        new Field("about", "family"),
                        new Field("kind", "early-help-plan")));
        assertThat(right.status()).as(right.body()).isEqualTo(200);
        assertThat(priya.get(right.address().getPath() + "/file").body()).startsWith("%PDF-1.7");
    }

    @Test
    void a_form_with_a_file_and_without_its_token_is_refused() {
        var form = priya.get(documents() + "/new").form("main form.sw-form");

        var answer = priya.upload(
                form, List.of(new Field("_csrf", "wrong")), "file", "plan.pdf", BodyPublishers.ofByteArray(PDF));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.h1()).isEqualTo("This was not recorded");
    }

    @Test
    void what_was_typed_beside_a_file_comes_back_after_sign_in() {
        var form = priya.get(documents() + "/new").form("main form.sw-form");
        priya.loseTheSession();

        var lost = priya.upload(
                form,
                List.of(new Field("held-at", "Typed before lunch.")),
                "file",
                "plan.pdf",
                BodyPublishers.ofByteArray(PDF));
        var back = priya.send(
                lost.form("form[action^=/sign-in]"),
                List.of(new Field("person", council.authority + ":" + council.staff("Priya Nair"))));

        assertThat(back.address().getPath()).isEqualTo(documents() + "/new");
        assertThat(back.page().select("#held-at").val()).isEqualTo("Typed before lunch.");
    }
}
