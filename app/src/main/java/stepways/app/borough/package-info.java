/// The borough that the demo shows: the sample extract under each procedure, with what an extract cannot hold invented
/// beside it, and a quarter of work played through real commands. The script is data, in `samples/living-borough`.
@NullMarked
package stepways.app.borough;

import org.jspecify.annotations.NullMarked;
