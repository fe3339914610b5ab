/// What every page shares: the frame around it, the parts of forms, dates in words and the error pages. Knows no
/// feature.
@NullMarked
package stepways.app.web;

import org.jspecify.annotations.NullMarked;
