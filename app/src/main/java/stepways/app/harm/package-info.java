/// Harm now: whom to ring first, from anywhere, with nothing in the way.
@NullMarked
package stepways.app.harm;

import org.jspecify.annotations.NullMarked;
