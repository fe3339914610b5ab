package stepways.app.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsoup.nodes.Element;
import stepways.app.web.SignedInStaff;

/// Fills in the form of a page as a person would, and sends it with everything the page had put into it.
final class OneForm {

    private final SignedInStaff me;
    private final Element form;

    private OneForm(SignedInStaff me, Element form) {
        this.me = me;
        this.form = form;
    }

    /// The first form of this page that posts to somewhere ending so.
    static OneForm on(SignedInStaff me, String page, String action) {
        var answer = TestService.get(me, page);
        var form = answer.page().selectFirst("main form[action$=" + action + "]");
        if (form == null) {
            throw new AssertionError("Expected a form for " + action + " at " + page + " (" + answer.status()
                    + "), found: " + answer.main());
        }
        return new OneForm(me, form);
    }

    /// Sends it. `typed` are names and values in turn.
    TestService.Answer send(String... typed) {
        return TestService.send(me, form.attr("action"), fields(form, typed).toArray(String[]::new));
    }

    /// Sends what stands in the form as somebody else, who should not have it.
    TestService.Answer sendAs(SignedInStaff other, String... typed) {
        return TestService.send(other, form.attr("action"), fields(form, typed).toArray(String[]::new));
    }

    /// What a form holds, with these names and values typed into it.
    static String[] with(Element form, String... typed) {
        return fields(form, typed).toArray(String[]::new);
    }

    private static List<String> fields(Element form, String... typed) {
        var names = new ArrayList<String>();
        for (int i = 0; i < typed.length; i += 2) {
            names.add(typed[i]);
        }
        var all = new ArrayList<>(Arrays.asList(typed));
        for (var input : form.select("input[name], textarea[name], select[name]")) {
            boolean unchosen = List.of("radio", "checkbox").contains(input.attr("type")) && !input.hasAttr("checked");
            if (!unchosen && !names.contains(input.attr("name"))) {
                all.add(input.attr("name"));
                all.add(input.val());
            }
        }
        return all;
    }
}
