package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.families.OpenService;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.NeedGroup;
import stepways.app.web.PathStep;
import stepways.app.web.Saying;

/// One transfer: where it is, what is still needed and why, who is accountable meanwhile, and everything that
/// happened.
///
/// - `back`: the family.
/// - `caption`: "Step up T-3108 · began Tuesday 9 June 2026".
/// - `standing`: one or two sentences: how many things are missing, who is the named practitioner until when.
/// - `primary`: the next best step, the page's only green button; absent when it is somebody else's turn.
/// - `stopped`: why nothing goes on here, when it ended, paused or was stopped by a harm call.
/// - `groups`: what is needed, by group, in the order of work; what is owed from stages already left stands in
///   its own
/// group.
/// - `outcomes`: decided so far, with the reasons and what they rest on.
/// - `openServices` and `whyOpen`: what is open alongside, why both, and what ends it.
/// - `told`: what this reader was told and has not yet said they know.
/// - `asked`: one question asked before returning a request, and its answer.
/// - `others`: ask, return, correct, say that a step does not apply, dispute, outside the written procedure.
/// - `history`: newest first, each with when it happened and when it was recorded.
/// - `linked`: the other runs that this one divided into or came from.
public record TransferPage(
        Layout layout,
        Link back,
        String caption,
        String heading,
        List<PathStep> path,
        String standing,
        @Nullable Action primary,
        @Nullable String stopped,
        List<NeedGroup> groups,
        List<DecisionMade> outcomes,
        List<OpenService> openServices,
        List<Fact> whyOpen,
        @Nullable Dispute dispute,
        List<ToKnow> told,
        List<Question> asked,
        @Nullable Saying saying,
        List<Action> others,
        List<Card> cards,
        List<Event> history,
        List<Link> linked) {

    public TransferPage {
        path = List.copyOf(path);
        groups = List.copyOf(groups);
        outcomes = List.copyOf(outcomes);
        openServices = List.copyOf(openServices);
        whyOpen = List.copyOf(whyOpen);
        told = List.copyOf(told);
        asked = List.copyOf(asked);
        others = List.copyOf(others);
        cards = List.copyOf(cards);
        history = List.copyOf(history);
        linked = List.copyOf(linked);
    }
}
