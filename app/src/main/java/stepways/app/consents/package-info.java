/// Who agreed to what, who was told of sharing, on which lawful ground something is shared, and who
/// must not be told: four things that are never taken for one another.
@NullMarked
package stepways.app.consents;

import org.jspecify.annotations.NullMarked;
