/// Invented authorities of any size, to measure and to try things on.
@NullMarked
package stepways.app.generate;

import org.jspecify.annotations.NullMarked;
