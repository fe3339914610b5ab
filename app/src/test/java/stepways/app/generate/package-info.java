@NullMarked
package stepways.app.generate;

import org.jspecify.annotations.NullMarked;
