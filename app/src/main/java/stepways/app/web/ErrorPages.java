package stepways.app.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.DatabaseBusy;
import stepways.app.database.TimeOrderedIds;

/// The pages for what could not be shown or recorded. None shows anything of the inside; a reference leads to the log.
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<String> OURS =
            Set.of("_csrf", "key", "version", "draft", "page", "by", "to", "person", "happened-offered");

    private final Layouts layouts;
    private final TimeOrderedIds ids;

    ErrorPages(Layouts layouts, TimeOrderedIds ids) {
        this.layouts = layouts;
        this.ids = ids;
    }

    @ExceptionHandler
    ModelAndView notFound(NotFound missing, HttpServletRequest request) {
        return page(request, HttpStatus.NOT_FOUND);
    }

    @ExceptionHandler
    ModelAndView notYours(NotYours refusal, HttpServletRequest request) {
        return view(
                request,
                HttpStatus.FORBIDDEN,
                refusal.heading(),
                List.of(
                        "It exists. You can open it when you are allocated to it, or when your team holds it.",
                        refusal.whomToAsk()),
                null);
    }

    @ExceptionHandler
    ModelAndView busy(DatabaseBusy busy, HttpServletRequest request) {
        return page(request, HttpStatus.SERVICE_UNAVAILABLE);
    }

    @ExceptionHandler
    ModelAndView anythingElse(Exception fault, HttpServletRequest request) {
        if (fault instanceof ErrorResponse known) {
            var status = HttpStatus.resolve(known.getStatusCode().value());
            if (status != null && status.is4xxClientError()) {
                return page(request, status == HttpStatus.METHOD_NOT_ALLOWED ? HttpStatus.NOT_FOUND : status);
            }
        }
        var reference = ids.next().toString();
        LOG.error("Reference {}: {} {}", reference, request.getMethod(), pathOf(request), fault);
        return fault(request, HttpStatus.INTERNAL_SERVER_ERROR, reference);
    }

    /// What the container itself refuses, and what the filters before the pages do.
    @RequestMapping("/error")
    ModelAndView error(HttpServletRequest request) {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer found ? found : 404;
        var status = HttpStatus.resolve(code);
        if (status == null || status.is5xxServerError()) {
            var cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
            if (cause instanceof Throwable thrown && hasNoConnection(thrown)) {
                return page(request, HttpStatus.SERVICE_UNAVAILABLE);
            }
            var reference = ids.next().toString();
            LOG.error("Reference {}: status {}", reference, code, cause instanceof Throwable thrown ? thrown : null);
            return fault(request, HttpStatus.INTERNAL_SERVER_ERROR, reference);
        }
        return page(request, status);
    }

    /// Whether the web session could not be read or written because all connections were in use.
    private static boolean hasNoConnection(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    private ModelAndView fault(HttpServletRequest request, HttpStatus status, String reference) {
        return view(
                request,
                status,
                "Something went wrong on our side",
                request.getMethod().equals("GET")
                        ? List.of("Nothing was lost. Try again in a moment.")
                        : List.of(
                                "What you sent may be recorded, or may not. Go back in a moment and open the page again to see.",
                                "If it is not there, send it again. The same form is recorded once, however often it is sent."),
                reference);
    }

    private ModelAndView page(HttpServletRequest request, HttpStatus status) {
        return switch (status) {
            case FORBIDDEN ->
                view(
                        request,
                        status,
                        "This was not recorded",
                        List.of(
                                "The form did not come from a page that is still open here. Nothing was recorded.",
                                "Go back, open the page again and send it once more."),
                        null);
            case CONFLICT ->
                view(
                        request,
                        status,
                        "This has changed",
                        List.of("Somebody recorded something meanwhile. Open the page again to see it."),
                        null);
            case CONTENT_TOO_LARGE ->
                isUpload(request)
                        ? unread(
                                request,
                                status,
                                "This is too large to take in",
                                "Neither the file nor the form was taken in, and nothing was recorded.",
                                "Choose a smaller file, or say where the document is kept.")
                        : view(
                                request,
                                status,
                                "This is too long to record",
                                List.of(
                                        "Nothing was recorded. Shorten the text, or put it on file as a document and say where."),
                                null);
            case SERVICE_UNAVAILABLE ->
                view(
                        request,
                        status,
                        "The service is busy",
                        List.of(
                                "Wait a minute and try again. The same form is recorded once, however often it is sent."),
                        ids.next().toString());
            case TOO_MANY_REQUESTS ->
                view(
                        request,
                        status,
                        "Too many tries",
                        List.of("Nothing was recorded. Wait ten minutes and open the page again."),
                        null);
            case BAD_REQUEST ->
                isUpload(request)
                        ? unread(
                                request,
                                status,
                                "This cannot be read",
                                "The file did not arrive whole, or its name cannot be read. Nothing was recorded.",
                                "Give the file a plain name and send it again, or say where the document is kept.")
                        : view(
                                request,
                                status,
                                "This cannot be read",
                                List.of("The address or the form is not one of ours. Nothing was recorded."),
                                null);
            default ->
                view(
                        request,
                        HttpStatus.NOT_FOUND,
                        "There is no such page",
                        List.of("Check the address. What you are looking for may have moved, or may not exist."),
                        null);
        };
    }

    private ModelAndView view(
            HttpServletRequest request,
            HttpStatus status,
            String heading,
            List<String> words,
            @Nullable String reference) {
        var me = signedIn();
        var page = new ErrorPage(
                layouts.bare(request, me, heading),
                heading,
                words,
                wasPosted(request) && wasRead(status) && cameFromHere(request) ? kept(request) : List.of(),
                reference,
                me == null ? new Link("Sign in", "/sign-in") : new Link("Go to My work", "/work"));
        return PageOf.view("web/error", page, status);
    }

    /// What was too large was never read, and asking for it would fail once more.
    private static boolean wasRead(HttpStatus status) {
        return status != HttpStatus.CONTENT_TOO_LARGE;
    }

    private static boolean isUpload(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /// A form with a file that was never read: what was typed is what was saved while it was typed.
    private ModelAndView unread(
            HttpServletRequest request, HttpStatus status, String heading, String what, String next) {
        var me = signedIn();
        var form = request.getHeader("Referer");
        var back = form == null ? "/work" : LocalPath.of(form.replaceFirst("^https?://[^/]*", ""));
        var page = new ErrorPage(
                layouts.bare(request, me, heading),
                heading,
                List.of(
                        what,
                        "What you typed was saved as a draft while you typed: it stands in the form when you open it again. If it does not, go back with your browser: the text is still there.",
                        next),
                List.of(),
                null,
                me == null
                        ? new Link("Sign in", "/sign-in")
                        : new Link(back.equals("/work") ? "Go to My work" : "Go back to the form", back));
        return PageOf.view("web/error", page, status);
    }

    private static @Nullable SignedInStaff signedIn() {
        var context = SecurityContextHolder.getContext().getAuthentication();
        return context != null && context.getPrincipal() instanceof SignedInStaff me ? me : null;
    }

    /// The container turns a refused post into a GET of the error page, and says what it was.
    private static boolean wasPosted(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                || "POST".equals(request.getAttribute(RequestDispatcher.ERROR_METHOD));
    }

    /// A browser says whether a form comes from one of our own pages; text from elsewhere is not shown.
    static boolean cameFromHere(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        var origin = request.getHeader("Origin");
        return origin == null || origin.endsWith("//" + request.getHeader("Host"));
    }

    private static List<Fact> kept(HttpServletRequest request) {
        var all = new ArrayList<Fact>();
        Typed.posted(request).values().forEach((field, values) -> {
            for (var value : values) {
                if (!OURS.contains(field) && value.strip().length() > 10) {
                    var label = field.replace('-', ' ');
                    all.add(Fact.of(label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1), value));
                }
            }
        });
        return all;
    }

    private static String pathOf(HttpServletRequest request) {
        // The address of a partner's link is a secret, also in the log.
        return request.getRequestURI().replaceAll("[^A-Za-z0-9/._~:@-]", "?").replaceFirst("^/lead/.*", "/lead/…");
    }
}
