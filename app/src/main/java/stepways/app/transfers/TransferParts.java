package stepways.app.transfers;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.web.Card;

/// Asks every other part of the service what it has to say beside a transfer.
@Component
class TransferParts {

    private final Database database;
    private final ObjectProvider<TransferPart> parts;

    TransferParts(Database database, ObjectProvider<TransferPart> parts) {
        this.database = database;
        this.parts = parts;
    }

    List<Card> of(Desk desk) {
        return database.read(
                desk.me.viewer(),
                sql -> parts.orderedStream()
                        .flatMap(part -> part.of(sql, desk.loaded, desk.policy, desk.now).stream())
                        .toList());
    }
}
