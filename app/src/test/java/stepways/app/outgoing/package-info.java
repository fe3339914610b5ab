@NullMarked
package stepways.app.outgoing;

import org.jspecify.annotations.NullMarked;
