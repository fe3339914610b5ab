package stepways.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A form: its fields in order, and the one button that names the act.
///
/// - `hidden`: the version it was read at, the idempotency key.
/// - `others`: other ways on, as links beside the button.
/// - `draftUrl`: where what is typed is kept, valid or not; absent where nothing long is typed.
/// - `saved`: "Saved at 2:14pm", when there is a draft.
public record Form(
        String url,
        CsrfField csrf,
        List<Hidden> hidden,
        List<FormPart> parts,
        String button,
        List<Link> others,
        @Nullable String draftUrl,
        @Nullable String saved) {

    public Form {
        hidden = List.copyOf(hidden);
        parts = List.copyOf(parts);
        others = List.copyOf(others);
    }

    /// Whether a file can be sent with it, which takes another encoding.
    public boolean carriesFiles() {
        return carriesFiles(parts);
    }

    private static boolean carriesFiles(List<FormPart> parts) {
        return parts.stream().anyMatch(part -> switch (part) {
            case FormPart.FileUpload _ -> true;
            case FormPart.Radios radios -> radios.choices().stream().anyMatch(choice -> carriesFiles(choice.reveals()));
            case FormPart.Checkboxes boxes ->
                boxes.choices().stream().anyMatch(choice -> carriesFiles(choice.reveals()));
            case FormPart.TextInput _,
                    FormPart.TextArea _,
                    FormPart.CountedText _,
                    FormPart.Pick _,
                    FormPart.DateInput _,
                    FormPart.Select _,
                    FormPart.Words _ -> false;
        });
    }
}
