/// Partners who lead: somebody of a school, a health service or a charity is asked by a one-time link and a code, or
/// the
/// council records that they have said yes.
@NullMarked
package stepways.app.partners;

import org.jspecify.annotations.NullMarked;
