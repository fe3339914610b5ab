package stepways.app.transfers;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import stepways.app.TestBrowser;
import stepways.app.TestBrowser.Answer;
import stepways.app.TestBrowser.Field;
import stepways.app.TestCouncil;

/// People of one council at their browsers, moving one transfer on. It knows no item of any pack: it does what the page
/// says is open.
final class Journey {

    final TestCouncil council;
    private final Map<String, TestBrowser> browsers = new LinkedHashMap<>();
    private String transfer = "";

    Journey(TestCouncil council) {
        this.council = council;
    }

    TestBrowser as(String person) {
        return browsers.computeIfAbsent(person, name -> TestBrowser.as(council, name));
    }

    String transfer() {
        return transfer;
    }

    /// Starts the way whose value begins so, for the children named.
    Answer begin(String person, String direction, String route, List<String> children) {
        var browser = as(person);
        var query = new StringBuilder("/transfers/new?family=" + council.family + "&direction=" + direction);
        children.forEach(child -> query.append("&child=").append(child));
        var page = browser.get(query.toString()).page();
        var form = page.selectFirst("form[action=/transfers]");
        if (form == null) {
            throw new AssertionError(
                    "Expected a way to begin, found: " + page.select("main").text());
        }
        var typed = new ArrayList<Field>();
        form.select("input[name=route]").stream()
                .map(input -> input.attr("value"))
                .filter(value -> value.startsWith(route))
                .findFirst()
                .ifPresent(value -> typed.add(new Field("route", value)));
        var answer = browser.send(form, typed);
        transfer = answer.address().getPath();
        return answer;
    }

    /// Does everything on the list that one of these people may do, each form filled as its fields ask.
    void doWhatIsOpen(String... people) {
        for (int round = 0; round < 3; round++) {
            for (var person : people) {
                for (var url : open(person)) {
                    fill(person, url);
                }
            }
        }
    }

    private List<String> open(String person) {
        var page = as(person).get(transfer).page();
        var urls = new LinkedHashSet<String>();
        for (var need : page.select(".sw-need")) {
            var state = need.select(".sw-need__state").text();
            var link = need.selectFirst(".sw-need__title a");
            if (link != null
                    && (state.equals("Not started") || state.equals("In progress"))
                    && !link.attr("href").endsWith("/decision")) {
                urls.add(link.attr("href"));
            }
        }
        return List.copyOf(urls);
    }

    /// Fills the first form of a page, or the reason instead where nothing else is offered; a page that offers nothing
    /// to
    /// this person is left.
    private void fill(String person, String url) {
        var answer = as(person).get(url);
        var form = answer.page().selectFirst("main form.sw-form");
        for (int tries = 0; form != null && tries < 6; tries++) {
            var sent = as(person).send(form, typed(form));
            if (sent.status() != 200) {
                throw new AssertionError(url + ": " + sent.status() + " " + sent.errors());
            }
            if (!sent.address().getPath().contains("/agreements/")) {
                return;
            }
            form = sent.page().select(".govuk-tag").eachText().contains("Not asked yet")
                    ? sent.page().selectFirst("main form.sw-form")
                    : null;
        }
    }

    /// Something that fits each field.
    private static List<Field> typed(Element form) {
        var typed = new ArrayList<Field>();
        for (var area : form.select("textarea")) {
            typed.add(new Field(area.attr("name"), "Words for " + area.attr("name")));
        }
        for (var select : form.select("select")) {
            var option = select.select("option[value]").stream()
                    .filter(each -> !each.attr("value").isEmpty())
                    .findFirst();
            option.ifPresent(each -> typed.add(new Field(select.attr("name"), each.attr("value"))));
        }
        var radios = new LinkedHashSet<String>();
        for (var radio : form.select("input[type=radio]")) {
            if (radios.add(radio.attr("name"))) {
                typed.add(new Field(radio.attr("name"), radio.attr("value")));
            }
        }
        for (var box : form.select("input[type=checkbox]")) {
            typed.add(new Field(box.attr("name"), box.attr("value")));
        }
        if (form.selectFirst("#value-day") != null) {
            var day = LocalDate.now(java.time.ZoneId.of("Europe/London")).minusDays(1);
            typed.add(new Field("value-day", String.valueOf(day.getDayOfMonth())));
            typed.add(new Field("value-month", String.valueOf(day.getMonthValue())));
            typed.add(new Field("value-year", String.valueOf(day.getYear())));
        }
        for (var line : form.select("input[type=text]")) {
            var name = line.attr("name");
            if (!name.startsWith("happened") && !name.startsWith("value-")) {
                typed.add(new Field(name, "1"));
            }
        }
        return typed;
    }

    /// Records a decision, the same for every child.
    Answer decide(String person, String outcome, String reason) {
        var page = as(person).get(transfer + "/decision").page();
        var form = page.selectFirst("form[action$=/decision]");
        if (form == null) {
            throw new AssertionError("Expected " + person + " to decide, found: "
                    + page.select("main").text());
        }
        return as(person).send(form, choice(form, outcome, reason));
    }

    static List<Field> choice(Element form, String outcome, String reason) {
        var typed = new ArrayList<Field>();
        var names = new LinkedHashSet<String>();
        for (var radio : form.select("input[type=radio][value=" + outcome + "]")) {
            if (names.add(radio.attr("name"))) {
                typed.add(new Field(radio.attr("name"), outcome));
            }
        }
        typed.add(new Field("reason", reason));
        return typed;
    }

    /// The stage that the strip at the top shows as now.
    String now(String person) {
        return as(person).get(transfer).page().select("[aria-current=step]").text();
    }
}
