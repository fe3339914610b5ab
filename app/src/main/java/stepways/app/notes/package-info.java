/// Case notes, visits, management decisions and what children say: written about a family and each child
/// ticked.
@NullMarked
package stepways.app.notes;

import org.jspecify.annotations.NullMarked;
