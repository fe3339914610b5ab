package stepways.app.staffing;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.web.SignedInStaff;

/// Hands a child on to a colleague as the page does, for tests of other packages.
public final class OneHandsOn {

    private final HandingOn handingOn;
    private final TimeOrderedIds ids;

    public OneHandsOn(
            Database database, Procedures procedures, Casework casework, TimeOrderedIds ids, InstantSource clock) {
        this.ids = ids;
        this.handingOn = new HandingOn(database, procedures, casework, ids, clock, new ChangeLetters(procedures, ids));
    }

    /// Somebody gives a child to a colleague, on a page that showed this allocation.
    public void give(AuthorityId authority, StaffId by, UUID child, UUID allocation, StaffId to, String role) {
        handingOn.carryOut(
                new SignedInStaff(authority.value(), "Council", by.value(), "Somebody"),
                new Act(
                        ids.next(),
                        Act.Kind.HANDED_ON,
                        null,
                        null,
                        "A colleague takes over.",
                        Optional.empty(),
                        List.of(new Act.Wish.OfChild(child, allocation, new Act.To.Practitioner(to.value(), role)))));
    }
}
