package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One part of a form. Its `id` is also the name under which the answer is posted, and what the error
/// summary links to.
public sealed interface FormPart {

    /// One line of text. `width` is a number of characters that shows how much is expected, or 0 for the
    /// whole line.
    record TextInput(
            String id,
            String label,
            @Nullable String hint,
            String value,
            int width,
            @Nullable String error) implements FormPart {}

    /// Several lines of text.
    record TextArea(
            String id,
            String label,
            @Nullable String hint,
            String value,
            int rows,
            @Nullable String error) implements FormPart {}

    /// Several lines of text of which no more than `limit` characters can be kept. While somebody types,
    /// the page counts.
    record CountedText(
            String id,
            String label,
            @Nullable String hint,
            String value,
            int rows,
            int limit,
            @Nullable String error) implements FormPart {}

    /// A file to choose.
    ///
    /// - `accept`: the ends of names that the browser offers first, such as ".pdf,.docx"; the server
    ///   decides by what is in the file.
    /// - `kept`: the name of a file that was sent already and waits for the form, so that it is not sent
    ///   twice.
    record FileUpload(
            String id,
            String label,
            @Nullable String hint,
            String accept,
            @Nullable String kept,
            @Nullable String error)
            implements FormPart {}

    /// One of several.
    record Radios(
            String id,
            String legend,
            @Nullable String hint,
            List<Choice> choices,
            @Nullable String error) implements FormPart {

        public Radios {
            choices = List.copyOf(choices);
        }
    }

    /// Any of several.
    record Checkboxes(
            String id,
            String legend,
            @Nullable String hint,
            List<Choice> choices,
            @Nullable String error) implements FormPart {

        public Checkboxes {
            choices = List.copyOf(choices);
        }
    }

    /// One of several, small, on one line: an outcome for one child. `key` letters work only inside the
    /// box.
    record Pick(
            String id,
            String legend,
            @Nullable String note,
            List<Chip> chips,
            @Nullable String error) implements FormPart {

        public Pick {
            chips = List.copyOf(chips);
        }
    }

    /// A date typed as day, month and year (`id-day`, `id-month`, `id-year`), and a time (`id-time`)
    /// where one is asked.
    record DateInput(
            String id,
            String legend,
            @Nullable String hint,
            String day,
            String month,
            String year,
            @Nullable String time,
            @Nullable String error)
            implements FormPart {}

    /// One of many, from a list.
    record Select(
            String id,
            String label,
            @Nullable String hint,
            List<Option> options,
            @Nullable String error) implements FormPart {

        public Select {
            options = List.copyOf(options);
        }
    }

    /// Words between fields.
    record Words(String words, List<Cite> cites) implements FormPart {

        public Words {
            cites = List.copyOf(cites);
        }
    }

    /// An answer to choose. `reveals` are fields that matter only with this answer; without JavaScript
    /// they always show.
    record Choice(
            String value,
            String label,
            @Nullable String hint,
            List<Cite> cites,
            boolean chosen,
            List<FormPart> reveals) {

        public Choice {
            cites = List.copyOf(cites);
            reveals = List.copyOf(reveals);
        }

        public static Choice of(String value, String label, boolean chosen) {
            return new Choice(value, label, null, List.of(), chosen, List.of());
        }
    }

    /// A small answer with the key that chooses it.
    record Chip(String value, String label, @Nullable String key, boolean chosen) {}

    /// An entry of a list to choose from.
    record Option(String value, String label, boolean chosen) {}
}
