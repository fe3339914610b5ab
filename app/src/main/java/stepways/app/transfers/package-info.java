/// Steps up, down and across: starting one, doing what it needs, deciding it, putting it right.
@NullMarked
package stepways.app.transfers;

import org.jspecify.annotations.NullMarked;
