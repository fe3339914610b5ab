package stepways.app.letters;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stepways.app.web.Isolated;

/// The text of a letter with its placeholders filled, as far as they are known.
public final class LetterText {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-z.-]+)\\s*}}");
    private static final Pattern STRONG = Pattern.compile("\\*\\*(.+?)\\*\\*");

    private LetterText() {}

    /// A piece of a paragraph.
    ///
    /// @param missing whether it stands for something nobody knows yet
    public record Piece(String words, boolean strong, boolean missing) {}

    /// One paragraph, or one line of the closing.
    public record Paragraph(List<Piece> pieces) {
        public Paragraph {
            pieces = List.copyOf(pieces);
        }
    }

    /// The fields that a text uses, in its order.
    static List<String> fields(String text) {
        var all = new LinkedHashSet<String>();
        var found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            all.add(found.group(1));
        }
        return List.copyOf(all);
    }

    /// The text with what somebody wrote themselves put before its closing.
    static String with(String text, String ownWords) {
        if (ownWords.isBlank()) {
            return text;
        }
        // Their stars and braces are theirs: they make nothing strong and fill nothing.
        var own = ownWords.strip().replace("{{", "{ {").replace("**", "* *");
        var paragraphs = new ArrayList<>(List.of(text.strip().split("\\n\\s*\\n")));
        int closing = paragraphs.size() - 1;
        for (int i = 0; i < paragraphs.size(); i++) {
            if (paragraphs.get(i).startsWith("Yours ")) {
                closing = i;
            }
        }
        paragraphs.add(Math.max(1, closing), own);
        return String.join("\n\n", paragraphs);
    }

    /// Fills the placeholders. What is not known stays as it is.
    static String fill(String text, Map<String, String> known) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            var value = known.get(found.group(1));
            return java.util.regex.Matcher.quoteReplacement(
                    value == null || value.isBlank() ? found.group() : Isolated.name(value.replace("{{", "{ {")));
        });
    }

    /// A text, filled or not, as paragraphs to be shown.
    public static List<Paragraph> paragraphs(String text) {
        var all = new ArrayList<Paragraph>();
        for (var block : text.strip().split("\\n\\s*\\n")) {
            for (var line : block.split("\\n")) {
                all.add(new Paragraph(pieces(line)));
            }
        }
        return all;
    }

    private static List<Piece> pieces(String line) {
        var all = new ArrayList<Piece>();
        var strong = STRONG.matcher(line);
        int at = 0;
        while (strong.find()) {
            split(line.substring(at, strong.start()), false, all);
            split(strong.group(1), true, all);
            at = strong.end();
        }
        split(line.substring(at), false, all);
        return all;
    }

    private static void split(String words, boolean strong, List<Piece> into) {
        var found = PLACEHOLDER.matcher(words);
        int at = 0;
        while (found.find()) {
            add(words.substring(at, found.start()), strong, into);
            into.add(new Piece(LetterFields.title(found.group(1)), strong, true));
            at = found.end();
        }
        add(words.substring(at), strong, into);
    }

    private static void add(String words, boolean strong, List<Piece> into) {
        if (!words.isEmpty()) {
            into.add(new Piece(words, strong, false));
        }
    }

    /// The words alone, for a mail.
    static String plain(String text) {
        return text.strip().replace("**", "");
    }

    /// Whether a text names one of these places, however it is spaced or written.
    static List<String> placed(String text, List<String> places) {
        var flat = flat(text);
        return places.stream()
                .filter(place -> flat(place).length() >= 5 && flat.contains(flat(place)))
                .collect(Collectors.toList());
    }

    private static String flat(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
