package stepways.engine.policy;

import java.util.List;

/// What a pack says of itself: title, version and dates are separate facts.
///
/// @param effectiveFrom the ISO date from which it holds, or `date unknown`
/// @param source the document it paraphrases, and its own date as written
/// @param reasonsRecordedIn where the text wants decisions and reasons noted, in plain words; empty if it is silent
/// @param reviewEvery how often the council means to review it, in plain words; empty if it is silent
/// @param reviews the reviews of the procedure itself that have a date
public record PackLine(
        String title,
        String council,
        String effectiveFrom,
        String source,
        String reasonsRecordedIn,
        String reviewEvery,
        List<Review> reviews) {

    public PackLine {
        reviews = List.copyOf(reviews);
    }
}
