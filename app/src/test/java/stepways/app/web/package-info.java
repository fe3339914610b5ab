/// Words, dates, forms and the frame around every page.
@NullMarked
package stepways.app.web;

import org.jspecify.annotations.NullMarked;
