/// Tests of how names are taken apart.
@NullMarked
package stepways.app.search;

import org.jspecify.annotations.NullMarked;
