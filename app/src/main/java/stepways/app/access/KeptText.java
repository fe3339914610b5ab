package stepways.app.access;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import org.springframework.stereotype.Component;
import stepways.app.web.Drafts;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// What somebody sent after their session had ended: kept until they have signed in again, then saved as their draft.
///
/// It is given back to nobody else: the form says who opened it.
@Component
class KeptText {

    private static final String KEPT = "stepways.kept";
    private static final int MOST = 400_000;

    private final Drafts drafts;

    KeptText(Drafts drafts) {
        this.drafts = drafts;
    }

    private record Kept(String draft, String by, HashMap<String, ArrayList<String>> values) implements Serializable {}

    void keep(HttpServletRequest request) {
        var typed = Typed.posted(request);
        if (typed.value("draft").isEmpty() || typed.value("by").isEmpty() || fromElsewhere(request)) {
            return;
        }
        var values = new HashMap<String, ArrayList<String>>();
        int length = 0;
        for (var field : typed.values().entrySet()) {
            values.put(field.getKey(), new ArrayList<>(field.getValue()));
            length += field.getValue().stream().mapToInt(String::length).sum();
        }
        if (length <= MOST) {
            request.getSession().setAttribute(KEPT, new Kept(typed.value("draft"), typed.value("by"), values));
        }
    }

    /// Saves what was kept as a draft of the person who has now signed in, if they typed it.
    void giveBack(HttpServletRequest before, SignedInStaff me) {
        var session = before.getSession(false);
        if (session != null
                && session.getAttribute(KEPT) instanceof Kept kept
                && kept.by().equals(me.staff().toString())) {
            drafts.save(me, kept.draft(), Typed.draft(new HashMap<>(kept.values())));
        }
    }

    private static boolean fromElsewhere(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        var origin = request.getHeader("Origin");
        return origin != null && !origin.endsWith("//" + request.getHeader("Host"));
    }
}
