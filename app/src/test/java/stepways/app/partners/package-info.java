@NullMarked
package stepways.app.partners;

import org.jspecify.annotations.NullMarked;
