package stepways.app.transfers;

import org.jspecify.annotations.Nullable;
import stepways.app.web.Cite;
import stepways.app.web.Reading;

/// A clause in the manual's words, for reading on the spot.
public record ClauseText(Cite cite, String words, @Nullable Reading reading) {}
