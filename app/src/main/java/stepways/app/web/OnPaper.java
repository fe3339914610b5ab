package stepways.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;

/// Whether a page is asked for as it goes on paper: `?view=print`. Only the address says so; a form that
/// could not be read has no answers to ask.
final class OnPaper {

    private OnPaper() {}

    static boolean isAskedFor(HttpServletRequest request) {
        var query = request.getQueryString();
        return query != null && Arrays.asList(query.split("&")).contains("view=print");
    }
}
