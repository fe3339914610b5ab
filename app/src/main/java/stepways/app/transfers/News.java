package stepways.app.transfers;

import java.util.Optional;
import stepways.app.web.Dates;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.RunEvent;
import stepways.engine.run.TextRef;

/// Says what somebody was told about: the act in the same history that led to it.
final class News {

    private final Desk desk;

    News(Desk desk) {
        this.desk = desk;
    }

    /// What happened, and what is theirs to think about.
    String words(int told) {
        var about = about(told);
        return switch (cause(told).event()) {
            case RunEvent.AgreementAnswered answered ->
                desk.nameOf(answered.person().value()) + " has taken back a yes: “" + about
                        + "”. Look at the threshold afresh: a no by itself is never a reason to step up.";
            case RunEvent.ItemExcused excused ->
                "It was recorded that this does not apply: “"
                        + about
                        + (excused.key().subject().isEmpty()
                                ? ""
                                : ": " + desk.nameOf(excused.key().subject()))
                        + "”.";
            case RunEvent.OutcomeChosen _ -> "It was decided: “" + about + "”.";
            case RunEvent.Acted acted -> "It was recorded: “" + desk.refusals.title(acted.action()) + "”.";
            default -> "You were told of this: “" + about + "”.";
        };
    }

    /// Who recorded it, and when.
    String by(int told) {
        var cause = cause(told);
        return desk.nameOf(cause.by())
                + (cause.role().isEmpty() ? "" : ", " + desk.roleTitle(cause.role()))
                + ", "
                + Dates.dateAndTime(cause.happened());
    }

    /// What was written with it.
    Optional<String> quote(int told) {
        Optional<TextRef> text = HistoryText.textOf(cause(told).event());
        return text.flatMap(desk::words);
    }

    private String about(int told) {
        return told(told).event() instanceof RunEvent.RoleTold(var _, var about) ? desk.refusals.title(about) : "";
    }

    private Entry told(int told) {
        return desk.loaded.history().stream()
                .filter(entry -> entry.seq() == told)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected entry " + told + " of " + desk.reference()));
    }

    /// The nearest act before it that tells a role; the telling itself where none is there.
    private Entry cause(int told) {
        return desk.loaded.history().stream()
                .filter(entry -> entry.seq() < told && tells(entry.event()))
                .reduce((_, later) -> later)
                .orElseGet(() -> told(told));
    }

    private static boolean tells(RunEvent event) {
        return event instanceof RunEvent.AgreementAnswered(var _, var _, var given, var _)
                        && given == Facts.Given.WITHDRAWN
                || event instanceof RunEvent.ItemExcused
                || event instanceof RunEvent.OutcomeChosen
                || event instanceof RunEvent.Acted;
    }
}
