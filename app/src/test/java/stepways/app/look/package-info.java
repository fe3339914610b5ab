/// How the pages look: every template with invented content, checked as HTML and kept for the browser.
@NullMarked
package stepways.app.look;

import org.jspecify.annotations.NullMarked;
