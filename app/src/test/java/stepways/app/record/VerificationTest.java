package stepways.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;

/// Somebody who owns the database changes the record behind the service's back; the verifier names the event.
class VerificationTest {

    private final InventedCouncil council = InventedCouncil.in(TestDatabase.shared(), InstantSource.system());
    private final UUID run = council.sentStepUp(council.household(1));

    @Test
    void a_record_nobody_touched_is_whole() {
        var result = verify();

        assertThat(result.findings()).isEmpty();
        assertThat(result.runs()).isEqualTo(1);
        assertThat(result.events()).isEqualTo(council.events(run).size());
    }

    @Test
    void a_changed_event_is_named() throws SQLException {
        behindItsBack("update run_event set payload = replace(payload, 'talk', 'walk') where run = ? and seq = 2");

        assertThat(verify().findings()).singleElement().asString().endsWith("event 2 was changed");
    }

    @Test
    void a_dropped_event_is_named() throws SQLException {
        behindItsBack("delete from run_event where run = ? and seq = 3");

        assertThat(verify().findings()).singleElement().asString().endsWith("event 3 is missing");
    }

    @Test
    void two_events_in_another_order_are_named() throws SQLException {
        behindItsBack("update run_event set seq = 100 where run = ? and seq = 2");
        behindItsBack("update run_event set seq = 2 where run = ? and seq = 3");
        behindItsBack("update run_event set seq = 3 where run = ? and seq = 100");

        assertThat(verify().findings())
                .singleElement()
                .asString()
                .endsWith("event 2 does not follow the one before it");
    }

    @Test
    void a_newest_event_cut_off_is_named() throws SQLException {
        var last = council.events(run).size();
        behindItsBack("delete from run_event where run = ? and seq = " + last);

        assertThat(verify().findings())
                .singleElement()
                .asString()
                .endsWith("expected " + last + " events, found " + (last - 1));
    }

    @Test
    void reworded_reasons_are_named() throws SQLException {
        behindItsBack("update run_text set body = 'Something else' where run = ?");

        assertThat(verify().findings()).singleElement().asString().endsWith("were changed");
    }

    private Verification.Result verify() {
        return council.database.read(
                new Viewer.Job(council.authority, "verify"), sql -> Verification.of(sql, council.authority));
    }

    private void behindItsBack(String statement) throws SQLException {
        var server = TestDatabase.server();
        try (var owner = DriverManager.getConnection(
                        TestDatabase.settings().url(),
                        EmbeddedPostgres.SUPERUSER,
                        server.passwordOf(EmbeddedPostgres.SUPERUSER));
                var settings = owner.createStatement();
                var change = owner.prepareStatement(statement)) {
            settings.execute("set search_path = stepways; set session_replication_role = replica");
            change.setObject(1, run);
            change.executeUpdate();
        }
    }
}
