/// Who holds which family and who answers for a team: allocating, giving back, handing on, duty, cover, and nobody
/// free.
@NullMarked
package stepways.app.staffing;

import org.jspecify.annotations.NullMarked;
