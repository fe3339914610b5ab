/// Finding a family, by those who may look.
@NullMarked
package stepways.app.search;

import org.jspecify.annotations.NullMarked;
