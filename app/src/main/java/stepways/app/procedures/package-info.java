/// The procedures in use: which pack an authority runs under, and the one a run began with.
@NullMarked
package stepways.app.procedures;

import org.jspecify.annotations.NullMarked;
