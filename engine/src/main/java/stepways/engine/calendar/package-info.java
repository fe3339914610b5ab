/// Working days, time limits and recurring sittings, each with the sum that explains it.
@NullMarked
package stepways.engine.calendar;

import org.jspecify.annotations.NullMarked;
