/// People, who is accountable for them since when, and what has happened.
@NullMarked
package stepways.app.families;

import org.jspecify.annotations.NullMarked;
