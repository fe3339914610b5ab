package stepways.app.web;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something the reader may want to do.
///
/// What cannot be done now is still named, with the reason and who can change that: no dead button, no surprise.
public sealed interface Action {

    String label();

    /// Leads to the page where it is done.
    record Open(String label, String url, @Nullable String hint) implements Action {}

    /// Done at once by a button that posts.
    record Press(
            String label,
            String url,
            List<Hidden> hidden,
            @Nullable String hint) implements Action, Serializable {

        public Press {
            hidden = List.copyOf(hidden);
        }
    }

    /// Not possible now.
    record Blocked(
            String label,
            String because,
            List<Cite> cites,
            @Nullable String whoCan) implements Action {

        public Blocked {
            cites = List.copyOf(cites);
        }
    }
}
