package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action.Blocked;
import stepways.app.web.Card;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.PathStep;
import stepways.app.web.Saying;
import stepways.app.web.Why;

/// A decision to make: what was decided before, both views, the outcomes with what each would do, and the reasons.
///
/// - `standing`: named practitioner, agreement, and whether this reader may decide and why.
/// - `before`: history before form.
/// - `agree`: where the views meet and differ, and what the child and the family say.
/// - `outcomes`: one part for all children, or one for each child where their outcomes may differ. Choices that
///   stand
/// open only.
/// - `refused`: outcomes not open now, each with every reason.
/// - `whatIf`: all outcomes side by side over the same rows.
/// - `form`: the reasons, in parts after the comparison; absent when this reader may not decide, then `blocked`
///   says
/// who may.
/// - `note`: the note as it would read.
public record DecisionPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        List<PathStep> path,
        List<Fact> standing,
        List<Before> before,
        List<View> views,
        List<Fact> agree,
        String question,
        Why why,
        List<FormPart> outcomes,
        List<RefusedOutcome> refused,
        WhatIf whatIf,
        @Nullable Form form,
        @Nullable Blocked blocked,
        List<CaseNote> notes,
        List<Card> cards,
        List<Saying> sayings) {

    public DecisionPage {
        path = List.copyOf(path);
        standing = List.copyOf(standing);
        before = List.copyOf(before);
        views = List.copyOf(views);
        agree = List.copyOf(agree);
        outcomes = List.copyOf(outcomes);
        refused = List.copyOf(refused);
        notes = List.copyOf(notes);
        cards = List.copyOf(cards);
        sayings = List.copyOf(sayings);
    }

    /// An earlier decision and what came of it.
    public record Before(String when, String decision, String by, String whatCameOfIt) {}
}
