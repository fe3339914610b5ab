/// Letters of a transfer: one for each recipient, read and signed by a person before anything is printed or sent.
@NullMarked
package stepways.app.letters;

import org.jspecify.annotations.NullMarked;
