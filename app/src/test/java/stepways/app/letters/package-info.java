@NullMarked
package stepways.app.letters;

import org.jspecify.annotations.NullMarked;
