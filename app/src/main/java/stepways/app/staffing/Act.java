package stepways.app.staffing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One act that hands families on, for one child or for many. Each wish is recorded for itself: one that cannot be
/// done undoes none of the others.
///
/// @param id the key of the form that was sent: a form sent twice is one act
/// @param team for whose tray it was done, if for one
/// @param away from whom everything is handed on, if from one person
/// @param happened when it took place; empty for now
record Act(
        UUID id,
        Kind kind,
        @Nullable String team,
        @Nullable UUID away,
        String reason,
        Optional<Instant> happened,
        List<Wish> wishes) {

    Act {
        wishes = List.copyOf(wishes);
    }

    /// What sort of act it is.
    enum Kind {
        ALLOCATED("allocated", "Allocated"),
        TAKEN("taken", "Taken"),
        GIVEN_BACK("given-back", "Given back"),
        LEAVING("leaving", "Handed on by somebody who leaves"),
        SICKNESS("sickness", "Handed on by somebody who is off sick"),
        HANDED_ON("handed-on", "Handed on");

        private final String stored;
        private final String title;

        Kind(String stored, String title) {
            this.stored = stored;
            this.title = title;
        }

        String stored() {
            return stored;
        }

        String title() {
            return title;
        }

        static Kind of(String stored) {
            for (var kind : values()) {
                if (kind.stored.equals(stored)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("Expected a kind of staffing act, found '" + stored + "'");
        }
    }

    /// Who takes over.
    sealed interface To {

        /// A named practitioner, in a role of the procedure.
        record Practitioner(UUID staff, String role) implements To {}

        /// The duty holder of a team: somebody is accountable, and nobody is named yet.
        record Duty(String team) implements To {}
    }

    /// What is asked for one child, or for one step of a run.
    sealed interface Wish {

        /// What makes it one row of its act.
        String subject();

        To to();

        /// Somebody takes over a child from the holder whom the page showed.
        ///
        /// @param allocation the running allocation as the page showed it
        record OfChild(UUID child, UUID allocation, To to) implements Wish {
            @Override
            public String subject() {
                return "child:" + child + ":" + allocation;
            }
        }

        /// Somebody is named where a run asks for it.
        ///
        /// @param item the step, with its subject after `@` if it has one
        record OfStep(UUID run, String item, To.Practitioner to) implements Wish {
            @Override
            public String subject() {
                return "step:" + run + ":" + item;
            }
        }
    }
}
