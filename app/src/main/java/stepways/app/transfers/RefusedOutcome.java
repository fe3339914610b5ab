package stepways.app.transfers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Cite;
import stepways.app.web.Link;

/// An outcome that cannot be chosen now, with every reason.
public record RefusedOutcome(String id, String label, List<Reason> reasons) {

    public RefusedOutcome {
        reasons = List.copyOf(reasons);
    }

    /// One reason: what is missing, the clause that asks for it, who can supply it, and where.
    public record Reason(
            String words,
            List<Cite> cites,
            @Nullable String whoCan,
            @Nullable Link fix) {

        public Reason {
            cites = List.copyOf(cites);
        }
    }
}
