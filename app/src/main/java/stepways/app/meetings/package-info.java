/// Meetings and panels: their sittings, their agendas, the outcome for each child.
@NullMarked
package stepways.app.meetings;

import org.jspecify.annotations.NullMarked;
