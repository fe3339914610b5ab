/// A run through a procedure: what it is, what may be asked of it, what is still needed, and what has happened.
@NullMarked
package stepways.engine.run;

import org.jspecify.annotations.NullMarked;
