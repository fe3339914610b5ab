package stepways.app.worklist;

import org.jspecify.annotations.Nullable;
import stepways.app.web.Due;
import stepways.app.web.Link;
import stepways.app.web.Tag;
import stepways.app.web.Why;

/// One thing to do, for one family. `family` may be absent for a sitting, which concerns many; `about` then says
/// which.
public record WorkRow(
        String id,
        String title,
        String url,
        Why why,
        @Nullable Link family,
        String about,
        Due due,
        Tag state) {}
