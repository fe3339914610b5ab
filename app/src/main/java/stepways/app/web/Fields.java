package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.FormPart.Choice;

/// Makes the fields of a form out of what was typed, so that nothing typed is ever lost.
public final class Fields {

    private Fields() {}

    public static FormPart.TextArea area(Typed typed, String id, String label, @Nullable String hint, int rows) {
        return new FormPart.TextArea(id, label, hint, typed.value(id), rows, typed.error(id));
    }

    public static FormPart.CountedText counted(
            Typed typed, String id, String label, @Nullable String hint, int rows, int limit) {
        return new FormPart.CountedText(id, label, hint, typed.value(id), rows, limit, typed.error(id));
    }

    public static FormPart.TextInput line(Typed typed, String id, String label, @Nullable String hint, int width) {
        return new FormPart.TextInput(id, label, hint, typed.value(id), width, typed.error(id));
    }

    /// An answer of [#radios]: what is posted, and what is read.
    public record Answer(
            String value, String label, @Nullable String hint, List<Cite> cites) {
        public Answer(String value, String label) {
            this(value, label, null, List.of());
        }
    }

    public static FormPart.Radios radios(
            Typed typed, String id, String legend, @Nullable String hint, List<Answer> answers) {
        return new FormPart.Radios(
                id,
                legend,
                hint,
                answers.stream()
                        .map(a -> new Choice(
                                a.value(), a.label(), a.hint(), a.cites(), typed.chose(id, a.value()), List.of()))
                        .toList(),
                typed.error(id));
    }

    public static FormPart.Select select(
            Typed typed, String id, String label, @Nullable String hint, List<Answer> answers) {
        var options = new java.util.ArrayList<FormPart.Option>();
        options.add(new FormPart.Option("", "Choose", typed.value(id).isEmpty()));
        answers.forEach(a -> options.add(new FormPart.Option(a.value(), a.label(), typed.chose(id, a.value()))));
        return new FormPart.Select(id, label, hint, options, typed.error(id));
    }
}
