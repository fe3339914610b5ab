package stepways.app.look;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Assets;
import stepways.app.web.Cite;
import stepways.app.web.CsrfField;
import stepways.app.web.Due;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.NavItem;
import stepways.app.web.Reading;
import stepways.app.web.SignedIn;
import stepways.app.web.Sum;
import stepways.app.web.Why;

/// Small invented pieces that the sample pages are made of. Every person, place and figure is made up.
final class Sample {

    static final CsrfField CSRF = new CsrfField("_csrf", "sample-token");

    private Sample() {}

    static Layout layout(String title, String person, String at) {
        var nav = List.of(
                new NavItem("My work", "/work", 5, false),
                new NavItem("Team tray", "/trays", 0, false),
                new NavItem("Families", "/families", 0, false),
                new NavItem("Meetings", "/meetings", 0, false),
                new NavItem("Policy", "/policy", 0, false),
                new NavItem("Find", "/search", 0, false));
        return new Layout(
                        title,
                        "Ashmere Council",
                        new SignedIn(person, "/sign-out"),
                        nav,
                        "/harm-now",
                        CSRF,
                        "Ashmere runs the pack “Step up and step down, ICRT council”, version 1.0. A paraphrase of a published"
                                + " document, not endorsed by the council. All people, places and figures here are invented.",
                        Assets.fromClasspath(),
                        null,
                        null,
                        at,
                        null)
                .at(at);
    }

    static Cite cite(String clause, String force, String basis) {
        return new Cite(clause, "/policy/icrt/1.0#" + clause, force, basis);
    }

    static Cite must(String clause) {
        return cite(clause, "must", "text");
    }

    static Why why(@Nullable String words, Cite... cites) {
        return new Why(words, List.of(cites), null);
    }

    static Reading reading(String asWritten, String asRead) {
        return new Reading(asWritten, asRead, "By the pack’s authors, not the council.");
    }

    static Due due(String words, @Nullable String date, Due.State state) {
        return new Due(words, date, state, null, null);
    }

    static Due dueWithLink(String words, @Nullable String date, Due.State state) {
        return new Due(words, date, state, "/transfers/T-3108#need-form-sum", null);
    }

    static Fact fact(String label, String words) {
        return Fact.of(label, words);
    }

    static Action open(String label) {
        return new Action.Open(label, "/transfers/T-3108/act", null);
    }

    static Action.Press press(String label) {
        return new Action.Press(label, "/transfers/T-3108/press", List.of(new Hidden("version", "7")), null);
    }

    static Form form(String button, FormPart... parts) {
        return new Form(
                "/transfers/T-3108/record",
                CSRF,
                List.of(new Hidden("version", "7"), new Hidden("key", "5b2c")),
                List.of(parts),
                button,
                List.of(),
                null,
                null);
    }

    static Form formWithDraft(String button, FormPart... parts) {
        var form = form(button, parts);
        return new Form(
                form.url(), CSRF, form.hidden(), form.parts(), button, List.of(), "/drafts/D-12", "Saved at 9:14am.");
    }

    static Event event(String id, String title, @Nullable String by, String happened, String iso) {
        return new Event(id, title, by, happened, iso, null, null, List.of(), null, null);
    }

    /// The sum of the mock-ups: five working days from Friday 12 June 2026, read on Thursday 18 June.
    static Sum fiveWorkingDays() {
        var first = new ArrayList<Sum.Day>();
        for (int day = 8; day <= 11; day++) {
            first.add(new Sum.Day("" + day, Sum.Mark.OUTSIDE, null, null, false));
        }
        first.add(new Sum.Day("12", Sum.Mark.START, null, "start", false));
        first.add(new Sum.Day("13", Sum.Mark.OFF, null, "off", false));
        first.add(new Sum.Day("14", Sum.Mark.OFF, null, "off", false));
        var second = new ArrayList<Sum.Day>();
        for (int day = 15; day <= 18; day++) {
            second.add(new Sum.Day("" + day, Sum.Mark.COUNTED, "" + (day - 14), null, day == 18));
        }
        second.add(new Sum.Day("19", Sum.Mark.DUE, "5", null, false));
        second.add(new Sum.Day("20", Sum.Mark.OUTSIDE, null, null, false));
        second.add(new Sum.Day("21", Sum.Mark.OUTSIDE, null, null, false));
        return new Sum(
                "5 working days from Friday 12 June, the case discussion",
                List.of(new Sum.Week(first), new Sum.Week(second)),
                List.of(),
                List.of(
                        "The start day is not counted. Saturday 13 and Sunday 14 June are not working days. No bank holiday,"
                                + " no pause. Today, the fourth day, is underlined.",
                        "The procedure gives no time here. Ashmere North set 5 working days on 1 April 2026 (Denise Okafor)."
                                + " The clock runs to the end of the day."),
                null);
    }
}
