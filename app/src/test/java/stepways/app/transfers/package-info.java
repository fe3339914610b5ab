/// Transfers through their pages, on the running service and a real database.
@NullMarked
package stepways.app.transfers;

import org.jspecify.annotations.NullMarked;
