@NullMarked
package stepways.app.directory;

import org.jspecify.annotations.NullMarked;
