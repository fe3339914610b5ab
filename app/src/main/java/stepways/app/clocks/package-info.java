/// What happens when time passes: deadlines that have passed are recorded, and harm calls that nobody confirmed go on
/// to
/// the next person.
@NullMarked
package stepways.app.clocks;

import org.jspecify.annotations.NullMarked;
