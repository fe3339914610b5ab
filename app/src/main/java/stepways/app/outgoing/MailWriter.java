package stepways.app.outgoing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.Viewer;
import tools.jackson.databind.JsonNode;

/// Says what a queued message says, at the moment it leaves. A part of the service that queues messages of a kind of
/// its
/// own is one such bean; it is asked in the transaction that lets the message go.
public interface MailWriter {

    /// A message that is about to leave.
    record Queued(UUID id, String kind, JsonNode payload) {}

    /// The message in words.
    ///
    /// @param to addresses; with none the message cannot leave and `subject` is not looked at
    /// @param urgent whether mail programs are told that it is
    record Mail(List<String> to, String subject, String words, boolean urgent) {
        public Mail {
            to = List.copyOf(to);
        }
    }

    /// The words of a message; empty if it is of a kind that another part writes.
    Optional<Mail> write(JdbcClient sql, Viewer.Job viewer, Queued queued, Instant now);
}
