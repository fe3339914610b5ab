/// The handover itself: the visit at which both practitioners meet the family, and what the family has told already.
@NullMarked
package stepways.app.handover;

import org.jspecify.annotations.NullMarked;
