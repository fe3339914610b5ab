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
}
