/// What can be done with any list of the service: taken away as a file, kept as a view, shared with a team.
@NullMarked
package stepways.app.lists;

import org.jspecify.annotations.NullMarked;
