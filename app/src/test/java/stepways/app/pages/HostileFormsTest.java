package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import stepways.app.LivingService;
import stepways.app.pages.Visitor.Answer;
import stepways.app.pages.Visitor.Attachment;
import stepways.app.pages.Visitor.Field;

/// Everything that may be put into any form of the service is put into every one that people meet: nothing
/// breaks, each error stands beside its field, and no word that was typed is lost.
///
/// The forms are found by walking through the links, so that a new form is under test without being told
/// of.
class HostileFormsTest {

    private static final boolean LONG = Boolean.getBoolean("stepways.long");

    /// Fewer than these, and the walk has lost its way.
    private static final int FORMS_AT_LEAST = 60;

    private static final int FIELDS_AT_LEAST = 300;

    private static final Pattern OF_THE_INSIDE = Pattern.compile(
            "Exception|org\\.postgresql|org\\.springframework|java\\.lang|\\bat stepways\\.|SQLSTATE|Whitelabel|NullPointer");

    /// Forms that answer what no browser sends with another form, which lacks the fields of the first, by how they
    /// begin.
    private static final Map<String, String> ANOTHER_FORM = Map.of(
            "post /contacts/new/{id}/take", "without a door that is open, the step before is shown",
            "post /transfers/{id}/lead/partners",
                    "without its fields, the page does not know which of its forms it was");

    private static final Set<String> SENT_BY_NO_BROWSER =
            Set.of(HostileInput.LEFT_OUT.name(), HostileInput.NO_SUCH_CHOICE.name());

    /// An address so long is refused before it is read.
    private static final Set<HostileInput> TOO_LONG_FOR_AN_ADDRESS =
            Set.of(HostileInput.TOO_LONG, HostileInput.ONE_MEGABYTE, HostileInput.MORE_THAN_A_FORM_MAY_HOLD);

    /// What no browser sends and the service cannot read, or sends no words: there is nothing to keep.
    private static final Set<HostileInput> UNREADABLE =
            Set.of(HostileInput.HALF_A_PAIR, HostileInput.MORE_THAN_A_FORM_MAY_HOLD, HostileInput.LEFT_OUT);

    private final Map<String, Visitor> visitors = new HashMap<>();
    private final Map<String, Set<String>> wrong = new TreeMap<>();
    private int sent;
    private int fields;
    private int recorded;

    @Test
    void whatever_is_put_into_a_form_is_answered_plainly_and_kept() {
        var every = walk();
        for (var form : every.forms().values()) {
            attack(form);
        }

        System.out.printf(
                "hostile input: %d pages of %d kinds walked by %d people, %d forms with %d fields for words,"
                        + " %d sendings of %d sorts of input, %d recorded%n",
                every.pages(),
                every.kindsOfPage().size(),
                visitors.size(),
                every.forms().size(),
                fields,
                sent,
                HostileInput.values().length + FileTrick.values().length,
                recorded);
        assertThat(every.broken()).as("pages that broke on the way").isEmpty();
        assertThat(every.forms().size()).as("forms met").isGreaterThanOrEqualTo(FORMS_AT_LEAST);
        assertThat(fields).as("fields met").isGreaterThanOrEqualTo(FIELDS_AT_LEAST);
        assertThat(wrong.entrySet().stream()
                        .map(each -> each.getKey() + "\n      " + String.join("\n      ", each.getValue()))
                        .toList())
                .isEmpty();
    }

    private EveryForm walk() {
        var every = LONG ? new EveryForm(400, 12) : new EveryForm(70, 4);
        for (var authority : List.of("ashmere", "brackwater", "carrowby", "dunmarsh")) {
            var people = LivingService.people(authority).stream()
                    .sorted(Comparator.comparingInt(LivingService.Person::work).reversed())
                    .limit(LONG ? 40 : 6)
                    .toList();
            for (var person : people) {
                every.walk(person, visitor(person));
            }
        }
        return every;
    }

    private Visitor visitor(LivingService.Person person) {
        return visitors.computeIfAbsent(person.key(), key -> {
            var visitor = new Visitor(LivingService.address());
            visitor.signIn(key);
            return visitor;
        });
    }

    private void attack(EveryForm.Form found) {
        var visitor = visitor(found.who());
        var form = fresh(found, visitor);
        if (form == null || form.attr("action").startsWith("/sign-")) {
            return;
        }
        var words = form.select("input[name], textarea[name]").stream()
                .filter(HostileInput::takesWords)
                .map(control -> control.attr("name"))
                .toList();
        fields += words.size();
        boolean files = !form.select("input[type=file]").isEmpty();
        for (var input : HostileInput.values()) {
            form = send(found, visitor, form, input, "", files);
            if (LONG) {
                for (var only : words) {
                    if (form != null) {
                        form = send(found, visitor, form, input, only, files);
                    }
                }
            }
            if (form == null) {
                return; // It was recorded, and with that the form has gone.
            }
        }
        if (files) {
            for (var trick : FileTrick.values()) {
                upload(found, visitor, form, trick);
            }
        }
    }

    /// The form as it stands now; null if it has gone.
    private static @org.jspecify.annotations.Nullable Element fresh(EveryForm.Form found, Visitor visitor) {
        return EveryForm.find(visitor.get(found.page()).page(), found.page(), found.signature())
                .orElse(null);
    }

    private @org.jspecify.annotations.Nullable Element send(
            EveryForm.Form found, Visitor visitor, Element form, HostileInput input, String only, boolean files) {
        var typed = input.fields(form, only);
        var action = form.hasAttr("action") && !form.attr("action").isEmpty() ? form.attr("action") : found.page();
        var path = EveryForm.local(action, found.page()).orElse(found.page());
        sent++;
        Answer answer;
        try {
            if (form.attr("method").equalsIgnoreCase("post")) {
                answer = files ? visitor.postFiles(path, typed, List.of()) : visitor.post(path, typed);
            } else if (TOO_LONG_FOR_AN_ADDRESS.contains(input)) {
                return form;
            } else {
                answer = visitor.get(query(path, typed));
            }
        } catch (RuntimeException e) {
            note(found, input, only, "no answer: " + e);
            return form;
        }
        check(found, form, input.name() + (only.isEmpty() ? "" : " in " + only), typed, answer);
        if (answer.redirects()) {
            recorded++;
            var next = EveryForm.local(answer.location(), path);
            next.ifPresent(to -> {
                var there = visitor.get(to);
                inside(found, input.name() + ", then " + EveryForm.kind(to), there);
            });
            return fresh(found, visitor);
        }
        return form;
    }

    private static String query(String path, List<Field> typed) {
        var all = new ArrayList<String>();
        for (var field : typed) {
            all.add(java.net.URLEncoder.encode(field.name(), java.nio.charset.StandardCharsets.UTF_8) + "="
                    + java.net.URLEncoder.encode(field.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return path.split("\\?", 2)[0] + "?" + String.join("&", all);
    }

    private void note(EveryForm.Form found, HostileInput input, String only, String what) {
        note(found, input.name() + (only.isEmpty() ? "" : " in " + only), what);
    }

    private void note(EveryForm.Form found, String input, String what) {
        wrong.computeIfAbsent(
                        found.signature() + " at " + EveryForm.kind(found.page()) + " as "
                                + found.who().role() + " of " + found.who().authority(),
                        _ -> new LinkedHashSet<>())
                .add(input + ": " + what);
    }

    private void check(EveryForm.Form found, Element form, String input, List<Field> typed, Answer answer) {
        inside(found, input, answer);
        if (answer.redirects() || answer.status() >= 500) {
            return;
        }
        var page = answer.page();
        if (answer.body().isBlank()) {
            note(found, input, answer.status() + " with an empty page");
            return;
        }
        if (page.select("main h1").size() != 1 || page.select("header").isEmpty()) {
            note(found, input, answer.status() + " with no page of ours");
        }
        errors(found, input, answer, page);
        if (form.attr("method").equalsIgnoreCase("post")) {
            kept(found, form, input, typed, answer, page);
        }
    }

    /// Nothing of the inside is shown, nothing that was typed becomes part of the page itself.
    private void inside(EveryForm.Form found, String input, Answer answer) {
        if (answer.status() >= 500) {
            note(found, input, "status " + answer.status());
        }
        var leak = OF_THE_INSIDE.matcher(answer.body());
        if (leak.find()) {
            note(found, input, "the page says " + leak.group());
        }
        if (answer.body().contains("<script>alert(1)") || answer.body().contains("<img src=x")) {
            note(found, input, "what was typed became part of the page");
        }
    }

    /// Each line of the summary leads to a field that is there, and stands beside it in the same words.
    private void errors(EveryForm.Form found, String input, Answer answer, Document page) {
        if (SENT_BY_NO_BROWSER.contains(input)
                && ANOTHER_FORM.keySet().stream().anyMatch(found.signature()::startsWith)) {
            return;
        }
        var summary = page.select(".govuk-error-summary__list a[href]");
        if (answer.status() == 400
                && EveryForm.find(page, found.page(), found.signature()).isPresent()
                && page.select(".govuk-error-summary").isEmpty()) {
            note(found, input, "the form comes back without a word about what is wrong");
        }
        for (var line : summary) {
            var target = line.attr("href");
            if (!target.startsWith("#")) {
                continue;
            }
            var field = page.getElementById(target.substring(1));
            if (field == null) {
                note(found, input, "the error '" + line.text() + "' leads to no field: " + target);
                continue;
            }
            boolean beside = page.select(".govuk-error-message").stream()
                    .anyMatch(message -> message.text().endsWith(line.text()));
            if (!beside) {
                note(found, input, "the error '" + line.text() + "' does not stand beside " + target);
            }
        }
    }

    /// What was typed is still in the page, ready to be sent again.
    private void kept(
            EveryForm.Form found, Element form, String input, List<Field> typed, Answer answer, Document page) {
        if (UNREADABLE.stream().anyMatch(each -> input.startsWith(each.name()))) {
            return;
        }
        var shown = new ArrayList<String>();
        page.select("textarea, input").forEach(control -> shown.add(plain(control.val())));
        var text = plain(page.wholeText());
        for (var field : typed) {
            var control = form.selectFirst("[name=\"" + field.name() + "\"]");
            if (control == null || !HostileInput.takesWords(control)) {
                continue;
            }
            var words = plain(field.value());
            if (words.length() > 10 && !shown.contains(words) && !text.contains(words) && !draft(found, words)) {
                note(found, input, "the words in '" + field.name() + "' are lost (status " + answer.status() + ")");
            }
        }
    }

    /// Whether the words are there again when the page is opened once more.
    private boolean draft(EveryForm.Form found, String words) {
        var page = visitor(found.who()).get(found.page()).page();
        return page.select("textarea, input").stream()
                        .anyMatch(control -> plain(control.val()).equals(words))
                || plain(page.wholeText()).contains(words);
    }

    /// Without what no page and no database keeps.
    private static String plain(String words) {
        return words.replaceAll("[\\p{Cc}\\p{Cs}\\ufffd]+", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /// Files that are not what they seem.
    private enum FileTrick {
        EMPTY("empty.pdf", "application/pdf", new byte[0]),
        A_PROGRAM_CALLED_PDF("report.pdf", "application/pdf", program()),
        A_PROGRAM("setup.exe", "application/x-msdownload", program()),
        HTML_CALLED_TEXT(
                "note.txt",
                "text/plain",
                "<script>alert(1)</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        A_PATH_FOR_A_NAME("../../etc/passwd.pdf", "application/pdf", program()),
        A_VERY_LONG_NAME("x".repeat(3000) + ".pdf", "application/pdf", program()),
        FIFTY_MEGABYTES("large.pdf", "application/pdf", large());

        final String fileName;
        final String mediaType;
        final byte[] content;

        FileTrick(String fileName, String mediaType, byte[] content) {
            this.fileName = fileName;
            this.mediaType = mediaType;
            this.content = content;
        }

        private static byte[] program() {
            var bytes = new byte[4096];
            bytes[0] = 'M';
            bytes[1] = 'Z';
            return bytes;
        }

        private static byte[] large() {
            var bytes = new byte[50 * 1024 * 1024];
            Arrays.fill(bytes, (byte) ' ');
            System.arraycopy("%PDF-1.7".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, bytes, 0, 8);
            return bytes;
        }
    }

    private void upload(EveryForm.Form found, Visitor visitor, Element form, FileTrick trick) {
        sent++;
        var typed = HostileInput.RIGHT_TO_LEFT.fields(form, "");
        var file = form.select("input[type=file]").attr("name");
        Answer answer;
        try {
            answer = visitor.postFiles(
                    form.attr("action"),
                    typed,
                    List.of(new Attachment(file, trick.fileName, trick.mediaType, trick.content)));
        } catch (RuntimeException e) {
            note(found, trick.name(), "no answer: " + e);
            return;
        }
        inside(found, trick.name(), answer);
        if (answer.redirects()) {
            note(found, trick.name(), "the file was taken");
        } else if (trick != FileTrick.FIFTY_MEGABYTES) {
            check(found, form, trick.name(), typed, answer);
        } else if (answer.status() != 413 && answer.status() != 400) {
            note(found, trick.name(), "status " + answer.status());
        }
    }

    /// The walk itself, without which nothing above would be tested.
    @Test
    void an_address_without_its_ids_names_a_kind_of_page() {
        assertThat(EveryForm.kind("/transfers/01a20cea-7f46-7001-a05b-df037e64cc5e/items/talk?x=1&a=2"))
                .isEqualTo("/transfers/{id}/items/talk?a&x");
        assertThat(EveryForm.local("?page=2", "/search?name=x")).contains("/search?page=2");
        assertThat(EveryForm.local("https://elsewhere.example/", "/work")).isEmpty();
        var counts = new LinkedHashMap<String, Integer>();
        for (var input : HostileInput.values()) {
            counts.put(input.name(), 1);
        }
        assertThat(counts).hasSizeGreaterThan(20);
    }
}
