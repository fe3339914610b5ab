/// Reads extracts of the case systems: everything is checked first, and then all of it is written or nothing.
@NullMarked
package stepways.app.imports;

import org.jspecify.annotations.NullMarked;
