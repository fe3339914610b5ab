/// Tests of the drawn procedure and of its pages.
@NullMarked
package stepways.app.policy;

import org.jspecify.annotations.NullMarked;
