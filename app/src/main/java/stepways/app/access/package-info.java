/// Staff, teams and roles, and who may see what.
@NullMarked
package stepways.app.access;

import org.jspecify.annotations.NullMarked;
