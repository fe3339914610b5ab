package stepways.app.families;

import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.SignedInStaff;

/// Opens a family for a reader who works with it, or who has stated a purpose, and writes down that it
/// was opened. Everybody else is told whom to ask, or that there is no such family.
@Component
public class FamilyDoor {

    private final Database database;
    private final Procedures procedures;
    private final AccessLog log;
    private final InstantSource clock;

    FamilyDoor(Database database, Procedures procedures, AccessLog log, InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.log = log;
        this.clock = clock;
    }

    public OpenFamily open(SignedInStaff me, UUID id) {
        return open(me, id, "");
    }

    /// @param purpose why the record is opened, where the reader has stated it now; empty if not
    public OpenFamily open(SignedInStaff me, UUID id, String purpose) {
        var now = clock.instant();
        var opened = database.read(me.viewer(), sql -> {
            var family = FamilyController.open(sql, procedures, me, id, purpose, now);
            return new OpenFamily(
                    family, new Grants(sql).actor(family.policy(), me.viewer().staff(), now));
        });
        log.openedFamily(me, id, purpose.isBlank() ? null : purpose);
        return opened;
    }
}
