/// The record of every run: its events, chained; the rows that the events change; and the one way to change a run.
@NullMarked
package stepways.app.record;

import org.jspecify.annotations.NullMarked;
