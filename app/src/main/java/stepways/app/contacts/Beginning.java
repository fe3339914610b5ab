package stepways.app.contacts;

import java.util.Optional;
import java.util.UUID;
import stepways.app.database.Database;
import stepways.app.record.Casework;
import stepways.app.web.NotFound;
import stepways.app.web.SignedInStaff;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.RunId;

/// Begins the run of a contact that is recorded. The run has the contact's own number, so that it begins once.
final class Beginning {

    private final Database database;
    private final Casework casework;

    Beginning(Database database, Casework casework) {
        this.database = database;
        this.casework = casework;
    }

    private record Taken(ContactRows.Contact contact, Command.Request.Begin begin) {}

    /// @return whether it has begun; the procedure may say no meanwhile, and then the contact stands and waits
    boolean begin(SignedInStaff me, UUID id) {
        var taken = database.read(me.viewer(), sql -> {
            var rows = new ContactRows(sql);
            var contact = rows.find(id).orElseThrow(() -> new NotFound("a contact"));
            return new Taken(
                    contact,
                    new Command.Request.Begin(
                            new RunId(id.toString()),
                            contact.pathway(),
                            contact.door(),
                            rows.children(id).stream()
                                    .map(child -> new ChildId(child.id().toString()))
                                    .distinct()
                                    .toList(),
                            contact.from(),
                            contact.to()));
        });
        if (taken.contact().run() != null) {
            return true;
        }
        var answer = casework.begin(
                me.viewer(),
                Optional.of(taken.contact().family()),
                new Casework.Form(id + ":begin", 0, Optional.of(taken.contact().received())),
                taken.begin());
        if (!(answer instanceof Casework.Answer.Done)) {
            return false;
        }
        database.write(me.viewer(), sql -> {
            new ContactRows(sql).begun(id);
            return true;
        });
        return true;
    }
}
