package stepways.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody typed into a form, and what is wrong with it.
///
/// A page is drawn from it: empty at first, from a draft, or from what was posted together with its errors.
///
/// ```java
/// var typed = Typed.posted(request);
/// var note = typed.text("note", "Say what was agreed");
/// if (typed.hasErrors()) return page(typed);   // 400, everything still there
/// ```
public final class Typed {

    /// A text may be this long; more is a paper, not a note.
    public static final int LONGEST = 100_000;

    private final Map<String, List<String>> values;
    private final boolean posted;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private Typed(Map<String, List<String>> values, boolean posted) {
        this.values = values;
        this.posted = posted;
    }

    /// Nothing typed yet.
    public static Typed nothing() {
        return new Typed(new LinkedHashMap<>(), false);
    }

    /// What a draft kept.
    public static Typed draft(Map<String, List<String>> kept) {
        return new Typed(new LinkedHashMap<>(kept), false);
    }

    /// What was posted, or asked for in the address. A character that no database keeps is left out.
    public static Typed posted(HttpServletRequest request) {
        var values = new LinkedHashMap<String, List<String>>();
        request.getParameterMap().forEach((name, all) -> {
            var kept = new ArrayList<String>();
            for (var value : all) {
                kept.add(value.replace("\0", "").replace("\r\n", "\n"));
            }
            values.put(name, kept);
        });
        return new Typed(values, true);
    }

    /// Whether a form is shown for the first time, with nothing kept of it.
    public boolean isNew() {
        return values.isEmpty();
    }

    public boolean isPosted() {
        return posted;
    }

    /// What was typed, or nothing.
    public String value(String field) {
        var all = values.get(field);
        return all == null || all.isEmpty() ? "" : all.getFirst();
    }

    /// What was typed, or what stands there at first.
    public String value(String field, String atFirst) {
        return values.containsKey(field) ? value(field) : isNew() ? atFirst : "";
    }

    /// Every answer to a question with several.
    public List<String> all(String field) {
        return values.getOrDefault(field, List.of());
    }

    public boolean chose(String field, String value) {
        return all(field).contains(value);
    }

    public Map<String, List<String>> values() {
        return values;
    }

    /// Something that the service made of what was sent, which the form carries along when it is shown again.
    public void carry(String field, String value) {
        values.put(field, List.of(value));
    }

    // Checking.

    /// A text that may be left out.
    public String optional(String field) {
        var text = value(field).strip();
        if (text.length() > LONGEST) {
            fail(
                    field,
                    "Shorten this to %,d characters; it has %,d. Put a longer text on file as a document"
                            .formatted(LONGEST, text.length()));
        }
        return text;
    }

    /// A text that is needed; `orElse` says so.
    public String text(String field, String orElse) {
        var text = optional(field);
        if (text.isEmpty()) {
            fail(field, orElse);
        }
        return text;
    }

    /// A text that may be left out and of which no more than `most` characters can be kept.
    public String atMost(String field, int most) {
        var text = value(field).strip();
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            fail(field, "Shorten this to %,d characters; it has %,d".formatted(most, length));
        }
        return text;
    }

    public void fail(String field, String words) {
        errors.putIfAbsent(field, words);
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    public @Nullable String error(String field) {
        return errors.get(field);
    }

    /// Every error, as the summary at the top lists them.
    public Problems problems() {
        return new Problems(
                "There is a problem",
                errors.entrySet().stream()
                        .map(error -> new Problem(error.getValue(), error.getKey(), List.of(), null))
                        .toList());
    }

    /// The version of the run on which the form was opened.
    public long version() {
        return value("version").matches("[0-9]{1,18}") ? Long.parseLong(value("version")) : -1;
    }

    /// The key that makes two sendings of one form one; empty if the form had none.
    public Optional<String> key() {
        return value("key").matches("[0-9a-f-]{36}") ? Optional.of(value("key")) : Optional.empty();
    }
}
