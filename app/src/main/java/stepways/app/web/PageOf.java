package stepways.app.web;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/// The answer that shows a page: a template and its one view record.
public final class PageOf {

    private PageOf() {}

    /// The page, with status 200.
    public static ModelAndView view(String template, Record page) {
        return view(template, page, HttpStatus.OK);
    }

    /// The page with another status, such as 400 for a form that has to be filled in again.
    public static ModelAndView view(String template, Record page, HttpStatus status) {
        var view = new ModelAndView(template);
        view.addObject("page", page);
        view.setStatus(status);
        return view;
    }
}
