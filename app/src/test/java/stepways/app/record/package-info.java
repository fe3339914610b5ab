/// Tests of the record on a real database.
@NullMarked
package stepways.app.record;

import org.jspecify.annotations.NullMarked;
