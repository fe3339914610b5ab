/// The journeys of staff, walked in a real browser against the real service.
@NullMarked
package stepways.browser;

import org.jspecify.annotations.NullMarked;
