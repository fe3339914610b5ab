@NullMarked
package stepways.app.staffing;

import org.jspecify.annotations.NullMarked;
