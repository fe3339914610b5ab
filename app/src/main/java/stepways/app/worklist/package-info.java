/// Whose turn it is: my work and the trays of teams.
@NullMarked
package stepways.app.worklist;

import org.jspecify.annotations.NullMarked;
